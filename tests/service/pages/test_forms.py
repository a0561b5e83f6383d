"""Forms are taken from our own pages only; errors are pages where a browser asks."""

import re

import pytest

from tests.service.waiting import ended

PAGE = {"Accept": "text/html"}


def _token(client, path="/search"):
    return re.search(r'name="form_token" value="([^"]+)"', client.get(path, headers=PAGE).text)[1]


def test_a_form_with_its_token_is_taken(client):
    token = _token(client)
    sent = {"form_token": token, "name": "Nätverk", "query": "/search?q=n%C3%A4tverk"}
    answer = client.post("/search/saved", data=sent, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/search?q=n%C3%A4tverk"
    assert "Nätverk" in client.get("/search", headers=PAGE).text


@pytest.mark.parametrize("token", ["", "a" * 43])
@pytest.mark.parametrize(
    "path", ["/search/saved", "/language", "/questions", "/library", "/conversations/cx/erase"]
)
def test_a_form_without_its_token_changes_nothing(client, path, token):
    _token(client)
    sent = {
        "form_token": token,
        "to": "en",
        "question": "Vad?",
        "name": "x",
        "query": "/search?q=x",
    }
    assert client.post(path, data=sent).status_code == 403


def test_a_form_from_a_page_that_tells_no_origin_is_ours_only_if_the_browser_says_so(client):
    token = _token(client)
    sent = {"form_token": token, "to": "en", "back": "/help"}
    own = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
    away = {"Origin": "null", "Sec-Fetch-Site": "cross-site"}
    assert client.post("/language", data=sent, headers=away).status_code == 403
    answer = client.post("/language", data=sent, headers=own, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/help")
    assert '<html lang="en">' in client.get("/help", headers=PAGE).text


def test_an_error_is_a_page_for_a_browser_and_a_problem_for_a_program(client):
    shown = client.get("/documents/dnothing", headers=PAGE)
    assert shown.status_code == 404
    assert shown.headers["content-type"].startswith("text/html")
    assert "dnothing" in shown.text
    told = client.get("/api/documents/dnothing", headers=PAGE)
    assert told.headers["content-type"] == "application/problem+json"


def test_what_is_asked_for_never_becomes_markup(client):
    shown = client.get("/search", params={"q": '"><script>alert(1)</script>'}, headers=PAGE)
    assert shown.status_code == 200
    assert "<script>alert" not in shown.text


def test_pages_load_nothing_from_elsewhere(client):
    shown = client.get("/", headers=PAGE)
    policy = shown.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert re.findall(r'(?:src|href)="(?:https?:)?//', shown.text) == []
    assert re.findall(r"<script(?![^>]*src=)|\sstyle=|\son\w+=", shown.text) == []


def test_style_and_scripts_are_asked_for_again_only_when_they_changed(client):
    first = client.get("/static/samklang.css")
    again = client.get("/static/samklang.css", headers={"If-None-Match": first.headers["etag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    assert client.get("/static/../app.py").status_code == 404


def test_feedback_is_kept_with_its_answer_and_erased_with_it(client, store):
    begun = client.post("/api/conversations").json()["id"]
    client.post("/api/ask", json={"question": "Vad är klimatkontrakt?", "conversation_id": begun})
    sent = {"form_token": _token(client), "helpful": "false", "reason": "Fel källa."}
    answer = client.post(
        f"/conversations/{begun}/turns/1/feedback", data=sent, follow_redirects=False
    )
    assert answer.status_code == 303
    assert store.catalog.feedback(begun) == {1: "unhelpful"}
    missing = client.post(f"/conversations/{begun}/turns/7/feedback", data=sent)
    assert missing.status_code == 404
    client.post(f"/conversations/{begun}/erase", data={"form_token": sent["form_token"]})
    assert store.catalog.feedback(begun) == {}


def test_a_conversation_is_saved_as_word_with_its_quotes(client, tmp_path):
    import io

    import docx

    begun = client.post("/api/conversations").json()["id"]
    asked = {"question": "Vad krävs för ett nytt initiativ?", "conversation_id": begun}
    answer = client.post("/api/ask", json=asked).json()
    saved = client.get(f"/api/conversations/{begun}.docx")
    words = "\n".join(p.text for p in docx.Document(io.BytesIO(saved.content)).paragraphs)
    assert answer["question"] in words
    for claim in answer["claims"]:
        for citation in claim["citations"]:
            assert " ".join(citation["quote"].split()) in words


def test_lists_are_turned_page_by_page(client, monkeypatch):
    monkeypatch.setattr("service.pages.documents._PER_PAGE", 2)
    monkeypatch.setattr("service.pages.search._PER_PAGE", 3)
    first = client.get("/documents?sort=newest", headers=PAGE).text
    assert 'rel="next" href="/documents?sort=newest&amp;page=2"' in first
    second = client.get("/documents?sort=newest&page=2", headers=PAGE).text
    assert 'rel="prev" href="/documents?sort=newest"' in second
    found = client.get("/search?q=climate&language=en", headers=PAGE).text
    assert 'rel="next" href="/search?q=climate&amp;language=en&amp;page=2"' in found


def test_documents_of_one_title_are_told_apart_by_their_files(client):
    assert 'class="same quiet"' not in client.get("/documents", headers=PAGE).text
    taken = []
    for name in ("aarhus.md", "oslo.md"):
        sent = {"files": (name, f"# Climate City Contract\n\nSigned in {name}.\n".encode())}
        place = client.post("/api/documents", files=sent, data={"collection": "partners"}).headers
        taken += ended(client, place["location"])["files"]
    shown = client.get("/documents", headers=PAGE).text
    for one in taken:
        assert client.delete(f"/api/documents/{one['document_id']}").is_success
    assert re.findall(r'class="same quiet">([^<]+)<', shown) == ["aarhus.md", "oslo.md"]
