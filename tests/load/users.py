"""What locust's users do: people who search, ask, open what is cited, and now and then assess."""

from __future__ import annotations

import itertools
import random

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
_numbers = itertools.count(1)


class Colleague(HttpUser):
    """Somebody who reads what they get before they go on."""

    wait_time = between(2, 6)

    def on_start(self) -> None:
        """A number, and choices that are the same in every run."""
        self.number = next(_numbers)
        self.chance = random.Random(self.number)
        self.pages: list[tuple[str, int, int]] = []

    def _send(self, method: str, path: str, name: str, **more):
        """A request; being told to come back later is an answer too, when it says when."""
        with self.client.request(method, path, name=name, catch_response=True, **more) as answer:
            if answer.status_code in (429, 503) and "Retry-After" in answer.headers:
                answer.success()
                return None
            return answer.json() if answer.ok and "json" in answer.headers["content-type"] else None

    @task(8)
    def search(self) -> None:
        query = {"q": self.chance.choice(WORDS), "limit": 10}
        if found := self._send("GET", "/api/search", "search", params=query):
            self.pages += [(h["document_id"], h["start"], h["end"]) for h in found["hits"][:1]]

    @task(5)
    def ask(self) -> None:
        body = {"question": self.chance.choice(QUESTIONS)}
        if answer := self._send("POST", "/api/ask", "ask", json=body):
            cited = [one for claim in answer["claims"] for one in claim["citations"]]
            self.pages += [(c["document_id"], c["start"], c["end"]) for c in cited[:2]]

    @task(4)
    def open_citation(self) -> None:
        if self.pages:
            document, start, end = self.pages.pop()
            interval = {"start": start, "end": end}
            self._send("GET", f"/api/documents/{document}/text", "text", params=interval)

    @task(1)
    def assess(self) -> None:
        body = {"title": f"Warm blocks {self.number % 10}", "text": PROPOSAL, "language": "en"}
        if made := self._send("POST", "/api/assessments", "assess", json=body):
            self._send("GET", f"/api/assessments/{made['id']}", "assessment")
