import json

import pytest

QUESTION = "What must be secured before a new initiative may be carried out?"
CITATION = {
    "document_id", "version", "title", "filename", "status", "page", "page_label", "heading",
    "paragraph", "quote", "start", "end", "verdict", "gloss",
}  # fmt: skip


@pytest.fixture(scope="module")
def answer(client):
    return client.post("/api/ask", json={"question": QUESTION}).json()


def test_an_answer_has_the_fields_of_the_design(answer):
    assert set(answer) == {
        "question", "language", "mode", "abstained", "claims", "nearby", "skipped", "notes",
        "instead", "trace",
    }  # fmt: skip
    assert answer["question"] == QUESTION
    assert answer["language"] == "en"
    assert answer["mode"] == "extractive"
    for claim in answer["claims"]:
        assert set(claim) == {"text", "language", "status", "reason", "citations"}
        assert claim["citations"]
        assert all(set(citation) == CITATION for citation in claim["citations"])


def test_the_quotes_stand_where_the_answer_says(answer, store):
    assert not answer["abstained"]
    for claim in answer["claims"]:
        for citation in claim["citations"]:
            assert citation["verdict"] == "verified"
            text = store.catalog.text(citation["document_id"], citation["version"])
            assert text[citation["start"] : citation["end"]] == citation["quote"]
    assert "funding" in answer["claims"][0]["text"]


def test_the_language_asked_for_is_the_answer_s(client):
    body = {"question": QUESTION, "language": "sv", "collections": ["strategy-digest"]}
    answer = client.post("/api/ask", json=body).json()
    assert answer["language"] == "sv"
    cited = {c["title"] for claim in answer["claims"] for c in claim["citations"]}
    assert len(cited) == 1


@pytest.mark.parametrize(
    "body",
    [{}, {"question": ""}, {"question": "x" * 2001}, {"question": "?", "language": "fi"},
     {"question": "?", "conversation_id": 1}, {"question": "?", "limit": 3}],
)  # fmt: skip
def test_requests_that_cannot_be_are_refused(client, body):
    assert client.post("/api/ask", json=body).status_code == 422


def test_a_conversation_that_is_not_there_is_refused(client):
    asked = client.post("/api/ask", json={"question": QUESTION, "conversation_id": "cnope"})
    assert asked.status_code == 404
    assert "cnope" in asked.json()["detail"]


def test_a_conversation_keeps_its_answers_and_follow_ups_are_reworded(client):
    conversation = client.post("/api/conversations").json()["id"]
    body = {"question": "Vad säger strategin om Asien?", "conversation_id": conversation}
    assert client.post("/api/ask", json=body).status_code == 200
    follow = client.post("/api/ask", json=body | {"question": "Och om Latinamerika?"}).json()
    assert follow["trace"]["standalone"] == "Vad säger strategin om Latinamerika?"
    assert follow["notes"][0]["code"] == "rewritten"
    kept = client.get(f"/api/conversations/{conversation}").json()
    assert [turn["question"] for turn in kept["turns"]] == [
        "Vad säger strategin om Asien?",
        "Och om Latinamerika?",
    ]


def test_without_a_conversation_nothing_is_kept(client):
    before = client.get("/api/conversations").json()
    client.post("/api/ask", json={"question": QUESTION})
    assert client.get("/api/conversations").json() == before


def _events(text):
    for part in text.strip().split("\n\n"):
        name, data = part.split("\n", 1)
        yield name.removeprefix("event: "), json.loads(data.removeprefix("data: "))


def test_the_stream_tells_the_same_answer(client, answer):
    headers = {"accept": "text/event-stream"}
    streamed = client.post("/api/ask", json={"question": QUESTION}, headers=headers)
    assert streamed.headers["content-type"].startswith("text/event-stream")
    events = list(_events(streamed.text))
    assert [name for name, _ in events] == ["status", *["claim"] * len(answer["claims"]), "done"]
    assert [data for name, data in events if name == "claim"] == answer["claims"]
    assert events[-1][1]["claims"] == answer["claims"]


def test_the_stream_tells_an_error_as_a_problem(client):
    body = {"question": QUESTION, "collections": ["nope"]}
    streamed = client.post("/api/ask", json=body, headers={"accept": "text/event-stream"})
    name, problem = list(_events(streamed.text))[-1]
    assert name == "error"
    assert problem["status"] == 422
    assert "nope" in problem["detail"]
