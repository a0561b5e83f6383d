import json
import re

import pytest
from starlette.testclient import TestClient

from corpus.records import Turn
from corpus.settings import Settings
from corpus.store import open_store
from ingest.publish import remove
from service import auth
from service.app import create_app

QUESTION = "What must be secured before a new initiative may be carried out?"


@pytest.fixture(scope="module")
def answer(client):
    return client.post("/api/ask", json={"question": QUESTION}).json()


@pytest.fixture
def own(own_shelf, model_dir):
    """A store that may be changed and the service over it, which need not be warm for this."""
    settings = Settings(data_dir=own_shelf, model_dir=model_dir)
    with open_store(settings) as store:
        app = create_app(settings, store)
        yield TestClient(app, base_url="http://localhost", client=("127.0.0.1", 1)), store


def _kept(own, answer):
    """The id of a conversation that holds one real answer."""
    client, store = own
    begun = client.post("/api/conversations")
    assert begun.status_code == 201
    store.catalog.add_turn(begun.json()["id"], Turn(QUESTION, "Standalone?", answer))
    return begun.json()["id"]


def test_a_conversation_is_begun_empty_and_listed_once_something_is_answered(own, answer):
    client, store = own
    begun = client.post("/api/conversations").json()
    assert set(begun) == {"id", "title", "created", "updated", "turns"}
    assert re.fullmatch("c[a-z2-7]{12}", begun["id"])
    assert (begun["title"], begun["turns"]) == ("", 0)
    assert client.get("/api/conversations").json() == {"conversations": [], "next": None}
    store.catalog.add_turn(begun["id"], Turn(QUESTION, QUESTION, answer))
    [listed] = client.get("/api/conversations").json()["conversations"]
    assert (listed["id"], listed["title"], listed["turns"]) == (begun["id"], QUESTION, 1)


def test_an_answer_is_read_as_it_was_given(own, answer):
    client, _ = own
    kept = _kept(own, answer)
    whole = client.get(f"/api/conversations/{kept}").json()
    [turn] = whole["turns"]
    assert turn["answer"] == answer
    assert (turn["question"], turn["standalone"]) == (QUESTION, "Standalone?")
    assert client.get(f"/api/conversations/{kept}.json").json() == whole


@pytest.mark.parametrize(
    ("ending", "media_type"),
    [(".md", "text/markdown; charset=utf-8"), (".json", "application/json")],
)
def test_an_export_is_a_file_to_be_saved(own, answer, ending, media_type):
    client, _ = own
    kept = _kept(own, answer)
    export = client.get(f"/api/conversations/{kept}{ending}")
    assert export.status_code == 200
    assert export.headers["content-type"] == media_type
    name = f'attachment; filename="samklang-{kept}{ending}"'
    assert export.headers["content-disposition"] == name
    assert QUESTION in export.text
    assert "language model" not in export.text
    for claim in answer["claims"]:
        assert claim["citations"][0]["quote"].split()[0] in export.text


def test_a_conversation_opens_after_its_documents_are_gone(own, answer, strategy, profile):
    """Guarantee: quotes stay, marked; passages shown nearby go with their document."""
    client, store = own
    kept = _kept(own, answer)
    quotes = [c["quote"] for claim in answer["claims"] for c in claim["citations"]]
    assert quotes
    for document in store.catalog.documents():
        remove(store, document.id)
    [turn] = client.get(f"/api/conversations/{kept}").json()["turns"]
    left = [c for claim in turn["answer"]["claims"] for c in claim["citations"]]
    assert [c["quote"] for c in left] == quotes
    assert {c["verdict"] for c in left} == {"source_deleted"}
    assert turn["answer"]["nearby"] == []
    markdown = client.get(f"/api/conversations/{kept}.md").text
    assert "† the document was deleted" in markdown
    assert "✓ quote checked" not in markdown


def test_an_erased_conversation_is_gone(own, answer):
    client, store = own
    kept, other = _kept(own, answer), _kept(own, answer)
    erased = client.delete(f"/api/conversations/{kept}")
    assert (erased.status_code, erased.content) == (204, b"")
    for path in (kept, f"{kept}.md", f"{kept}.json"):
        assert client.get(f"/api/conversations/{path}").status_code == 404
    assert client.delete(f"/api/conversations/{kept}").status_code == 404
    assert [c.id for c in store.catalog.conversations()] == [other]


def test_a_conversation_that_is_barred_cannot_be_told_from_one_that_is_not_there(
    own, answer, monkeypatch
):
    """Guarantee: neither read, exported, erased nor listed, and nothing says that it is there."""
    client, store = own
    kept = _kept(own, answer)
    monkeypatch.setattr(auth, "may", lambda user, action, thing: thing is None)
    for method, ending in (("GET", ""), ("GET", ".md"), ("GET", ".json"), ("DELETE", "")):
        barred, missing = (
            client.request(method, f"/api/conversations/{i}{ending}", headers={"X-Request-ID": "1"})
            for i in (kept, "caaaaaaaaaaaa")
        )
        assert barred.status_code == missing.status_code == 404
        assert barred.text.replace(kept, "caaaaaaaaaaaa") == missing.text
    assert client.get("/api/conversations").json() == {"conversations": [], "next": None}
    assert len(store.catalog.turns(kept)) == 1


def test_reading_gives_no_leave_to_erase(own, answer, monkeypatch):
    client, store = own
    kept = _kept(own, answer)
    monkeypatch.setattr(auth, "may", lambda user, action, thing: action != "forget")
    assert client.get(f"/api/conversations/{kept}").status_code == 200
    assert client.delete(f"/api/conversations/{kept}").status_code == 403
    assert len(store.catalog.turns(kept)) == 1


def test_a_page_elsewhere_can_neither_begin_nor_erase(own, answer):
    client, store = own
    kept = _kept(own, answer)
    foreign = {"Origin": "https://evil.example"}
    assert client.post("/api/conversations", headers=foreign).status_code == 403
    assert client.delete(f"/api/conversations/{kept}", headers=foreign).status_code == 403
    assert json.loads(client.get("/api/conversations").text)["conversations"][0]["id"] == kept
    assert len(store.catalog.turns(kept)) == 1
