"""Answers worded by a model, over the service's own socket: told as they come, kept when whole."""

import json
import re
import threading
import time
from contextlib import contextmanager

import httpx
import pytest
import uvicorn

from corpus.settings import Settings
from corpus.store import open_store
from service.app import create_app

QUESTION = "What must be secured before a new initiative may be carried out?"
FENCED = re.compile(r"<<<(p\w+)>>>[^\n]*\n(.*?)\n<<</\1>>>", re.DOTALL)
SENTENCE = re.compile(r"[A-Z][^.\n]*basic funding[^.\n]*\.")


def honest(messages):
    """One claim with the first sentence on basic funding, as its own quote."""
    prompt = "\n".join(one["content"] for one in messages)
    for key, text in FENCED.findall(prompt):
        if found := SENTENCE.search(text):
            citation = {"key": key, "quote": found[0], "gloss": None}
            return json.dumps({"claims": [{"text": found[0], "citations": [citation]}]})
    return '{"claims": []}'


@contextmanager
def serving(folder, model_dir, settings):
    given = {k: v for k, v in settings.items() if k not in ("data_dir", "model_dir")}
    with open_store(Settings(data_dir=folder, model_dir=model_dir, **given)) as store:
        config = uvicorn.Config(create_app(store.settings, store), port=0, log_level="warning")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        port = server.servers[0].sockets[0].getsockname()[1]
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
                yield client
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture
def ask(own_shelf, model_dir, faulty):
    """Ask a service whose model plays something, and collect the events."""

    @contextmanager
    def opened(plays="scripted", **settings):
        chosen = {**faulty.settings(plays), **settings}
        with serving(own_shelf, model_dir, chosen) as client:
            yield client

    return opened


def events(client, **body):
    headers = {"accept": "text/event-stream"}
    with client.stream(
        "POST", "/api/ask", json={"question": QUESTION, **body}, headers=headers
    ) as r:
        text = r.read().decode()
    blocks = [block for block in text.split("\n\n") if block.startswith("event:")]
    return [
        (block.split("\n")[0].removeprefix("event: "), json.loads(block.split("data: ", 1)[1]))
        for block in blocks
    ]


def test_a_written_answer_streams_its_claims_and_ends_whole(ask, faulty):
    faulty.answer_with(honest)
    with ask() as client:
        told = events(client)
        whole = client.post("/api/ask", json={"question": QUESTION}).json()
    names = [name for name, _ in told]
    assert names[-1] == "done"
    stages = [data["status"] for name, data in told if name == "status"]
    assert stages == ["searching", "writing"]
    [claim] = [data for name, data in told if name == "claim"]
    assert claim["status"] == "supported"
    done = told[-1][1]
    assert done["mode"] == whole["mode"] == "generative"
    assert done["claims"] == [claim]
    assert "written_here" in [note["code"] for note in done["notes"]]
    assert "127.0.0.1" in done["trace"]["llm"]["host"]


def test_a_stream_that_broke_off_is_an_error_and_nothing_is_kept(ask, faulty):
    faulty.answer_with(honest)
    with ask("half") as client:
        conversation = client.post("/api/conversations").json()["id"]
        told = events(client, conversation_id=conversation)
        turns = client.get(f"/api/conversations/{conversation}").json()["turns"]
        plain = client.post("/api/ask", json={"question": QUESTION})
    assert told[-1][0] == "error"
    assert "done" not in [name for name, _ in told]
    assert turns == []
    assert plain.status_code in (502, 503)
    assert plain.headers["content-type"] == "application/problem+json"


def test_a_reader_who_leaves_stops_the_model(ask, faulty):
    faulty.say("{" + " " * 8000)
    faulty.pace = 0.02
    headers = {"accept": "text/event-stream"}
    with ask(llm_answer_seconds=60) as client:
        body = {"question": QUESTION}
        with client.stream("POST", "/api/ask", json=body, headers=headers) as response:
            lines = response.iter_lines()  # kept: to let it go is to leave
            while "writing" not in next(lines):
                pass
            patience = time.monotonic() + 20
            while not (faulty.requests and faulty.requests[0].sent):
                assert time.monotonic() < patience, "the model was never asked"
                time.sleep(0.02)
        assert faulty.requests[0].hung_up.wait(5)


def test_two_answers_are_written_and_the_third_sees_its_place_in_the_queue(ask, faulty):
    faulty.answer_with(honest)
    faulty.pace = 0.02
    with ask(llm_concurrency=1, llm_answer_seconds=60) as client:
        results = []
        threads = [
            threading.Thread(target=lambda: results.append(events(client))) for _ in range(3)
        ]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
    assert [told[-1][0] for told in results] == ["done"] * 3
    places = [data for told in results for name, data in told if name == "status"]
    queued = [one["detail"] for one in places if one["status"] == "queued"]
    assert "1" in queued
