import json

import pytest

QUESTION = "What must be secured before a new initiative may be carried out?"
CITATION = {
    "document_id", "version", "title", "filename", "status", "page", "page_label", "heading",
    "paragraph", "quote", "start", "end", "verdict",
}  # fmt: skip


@pytest.fixture(scope="module")
def answer(client):
    return client.post("/api/ask", json={"question": QUESTION}).json()


def test_an_answer_has_the_fields_of_the_design(answer):
    assert set(answer) == {
        "question", "language", "mode", "abstained", "claims", "nearby", "skipped", "trace",
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


@pytest.mark.parametrize("conversation", ["c1", None])
def test_a_conversation_may_be_named_and_changes_nothing(client, answer, conversation):
    body = {"question": QUESTION, "conversation_id": conversation}
    asked = client.post("/api/ask", json=body)
    assert asked.status_code == 200
    assert asked.json()["claims"] == answer["claims"]


def test_the_description_says_that_a_conversation_is_ignored(client):
    schemas = client.get("/api/openapi.json").json()["components"]["schemas"]
    field = schemas["AskRequest"]["properties"]["conversation_id"]
    assert {kind["type"] for kind in field["anyOf"]} == {"string", "null"}
    assert "ignored" in field["description"]


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
