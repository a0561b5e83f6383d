"""What locust's users do: people who search, ask, open what is cited, upload, assess and sign.

What the service acknowledged is written to the file that ``ACKNOWLEDGED`` names, a JSON line each,
so that whoever started them can look whether it is still there afterwards.
"""

from __future__ import annotations

import itertools
import json
import os
import random
from pathlib import Path

from locust import HttpUser, between, task

QUESTIONS = (
    "Vad måste vara säkrat innan ett nytt initiativ startar?",
    "What must be secured before a new initiative may be carried out?",
    "Vilka städer har skrivit klimatkontrakt?",
    "Which networks do cities join to learn from each other?",
    "Hur finansieras klimatomställningen i städer?",
    "What does C40 ask of its member cities?",
    "Vad gör ICLEI för små kommuner?",
    "Who pays for membership in the networks?",
    "Får vi starta ett nytt nätverk i Asien?",
    "How is progress measured and reported?",
)
WORDS = ("klimatkontrakt", "funding", "resilience", "nätverk", "net zero", "kommuner", "learning")
PROPOSAL = (
    "Three cities want to learn from each other how old blocks of flats are heated without "
    "burning anything. They will publish what they learn. The Harbour Fund decided on 3 March to "
    "pay 1.2 million kronor a year as basic funding. Residents take part from the start. "
    "The work ends with a joint report to the national programme."
)
PLACES = ("bron", "älven", "hamnen", "torget", "kajen", "parken", "skogen", "spåret")
ACKNOWLEDGED = Path(os.environ["SAMKLANG_LOAD_ACKNOWLEDGED"])
# the service is killed meanwhile: nobody at the other end is no fault then
KILLED = os.environ.get("SAMKLANG_LOAD_KILLED") == "1"
_numbers = itertools.count(1)


def _note(**what: object) -> None:
    with ACKNOWLEDGED.open("a", encoding="utf-8") as file:
        file.write(f"{json.dumps(what)}\n")


class Colleague(HttpUser):
    """Somebody who reads what they get before they go on."""

    wait_time = between(2, 6)

    def on_start(self) -> None:
        """A number, and choices that are the same in every run."""
        self.number = next(_numbers)
        self.chance = random.Random(self.number)
        self.pages: list[tuple[str, int, int]] = []
        self.uploads = 0

    def _send(self, method: str, path: str, name: str, **more):
        """A request; being told to come back later is an answer too, when it says when."""
        with self.client.request(method, path, name=name, catch_response=True, **more) as answer:
            if answer.status_code in (429, 503) and "Retry-After" in answer.headers:
                answer.success()
                return None
            if KILLED and answer.status_code == 0:
                answer.success()
                return None
            return answer.json() if answer.ok and "json" in answer.headers["content-type"] else None

    @task(16)
    def search(self) -> None:
        query = {"q": self.chance.choice(WORDS), "limit": 10}
        if found := self._send("GET", "/api/search", "search", params=query):
            self.pages += [(h["document_id"], h["start"], h["end"]) for h in found["hits"][:1]]

    @task(10)
    def ask(self) -> None:
        body = {"question": self.chance.choice(QUESTIONS)}
        if answer := self._send("POST", "/api/ask", "ask", json=body):
            cited = [one for claim in answer["claims"] for one in claim["citations"]]
            self.pages += [(c["document_id"], c["start"], c["end"]) for c in cited[:2]]

    @task(8)
    def open_citation(self) -> None:
        if self.pages:
            document, start, end = self.pages.pop()
            interval = {"start": start, "end": end}
            self._send("GET", f"/api/documents/{document}/text", "text", params=interval)

    @task(2)
    def assess(self) -> None:
        body = {"title": f"Warm blocks {self.number % 10}", "text": PROPOSAL, "language": "en"}
        if made := self._send("POST", "/api/assessments", "assess", json=body):
            self._send("GET", f"/api/assessments/{made['id']}", "assessment")
            self._sign(made["id"])

    def _sign(self, assessment: str) -> None:
        """Every other one is signed by somebody who read it."""
        if self.chance.random() < 0.5:
            return
        body = {"by": f"Handläggare {self.number}"}
        if signed := self._send("POST", f"/api/assessments/{assessment}/sign", "sign", json=body):
            _note(signed=assessment, sha256=signed["signed"]["sha256"])

    @task(2)
    def upload(self) -> None:
        """A short note of a name of its own, from words that give it a text of its own."""
        self.uploads += 1
        name = f"område-{self.number}-{self.uploads}.md"
        lines = (
            f"Vid {self.chance.choice(PLACES)} mäts värmen {self.chance.randrange(1000)} gånger."
            for _ in range(6)
        )
        files = [("files", (name, f"# {name}\n\n{' '.join(lines)}\n".encode()))]
        fields = {"collection": "areas"}
        if job := self._send("POST", "/api/documents", "upload", files=files, data=fields):
            _note(job=job["id"], name=name)
