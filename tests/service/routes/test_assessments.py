import hashlib
import html
import json
import re
import shutil
from io import BytesIO
from zipfile import ZipFile

import pytest
from pypdf import PdfReader
from starlette.testclient import TestClient

from corpus.settings import Settings
from corpus.store import open_store
from service.app import create_app
from tests.service.proposals import FUNDED, UNFUNDED, picture_pdf
from tests.service.waiting import ended

CONTRACT = {
    "id", "kind", "initiative", "framework", "mode", "findings", "gate", "recommendation", "rule",
    "conditions", "related",
}  # fmt: skip
FINDING = {
    "criterion", "title", "verdict", "claims", "initiative_evidence", "strategy_evidence",
    "questions",
}  # fmt: skip


@pytest.fixture(scope="module")
def client(shelf, model_dir, tmp_path_factory):
    folder = tmp_path_factory.mktemp("assessing") / "data"
    shutil.copytree(shelf, folder)
    with open_store(Settings(data_dir=folder, model_dir=model_dir, max_file_mb=1)) as store:
        app = create_app(store.settings, store)
        with TestClient(app, base_url="http://localhost", client=("127.0.0.1", 40000)) as opened:
            yield opened


def hand_in(client, name, text, **fields):
    data = text.encode() if isinstance(text, str) else text
    return client.post("/api/assessments", files={"file": (name, data)}, data=fields)


@pytest.fixture(scope="module")
def funded(client):
    answer = hand_in(client, "varme.md", FUNDED, kind="initiative")
    assert answer.status_code == 201, answer.text
    return answer


def test_a_file_is_assessed_with_words_of_both_sides(funded, client):
    told = funded.json()
    assert told.keys() >= CONTRACT
    assert funded.headers["location"] == f"/api/assessments/{told['id']}"
    assert client.get(funded.headers["location"]).json() == told
    assert told["mode"] == "extractive"
    assert told["gate"]["status"] == "secured"
    assert [one["criterion"] for one in told["findings"]][:3] == ["D1", "D2", "D3"]
    for finding in told["findings"]:
        assert finding.keys() >= FINDING
        if finding["verdict"] == "supports":
            for side in ("initiative_evidence", "strategy_evidence"):
                assert any(one["verdict"] == "verified" for one in finding[side])


def test_the_gate_holds_what_has_no_funding(client):
    told = hand_in(client, "utan.md", UNFUNDED, kind="initiative").json()
    assert told["gate"]["status"] == "none"
    assert told["recommendation"] in ("hold", "decline")
    assert any(one["code"] == "unfunded" and one["text"] for one in told["flaws"])


def test_a_text_is_taken_as_a_document_under_its_title(client):
    sent = {"title": "Ett *nytt* nät", "text": FUNDED, "language": "en"}
    told = client.post("/api/assessments", json=sent).json()
    assert told["initiative"]["title"] == "Ett *nytt* nät"
    assert told["initiative"]["collection"] == "initiatives"
    assert told["language"] == "en"


def test_it_streams_finding_by_finding(client):
    with client.stream(
        "POST", "/api/assessments", json={"title": "Ström", "text": FUNDED, "kind": "initiative"},
        headers={"Accept": "text/event-stream"},
    ) as answer:  # fmt: skip
        body = answer.read().decode()
    events = [part.split("\n") for part in body.strip().split("\n\n") if "event:" in part]
    names = [lines[0].removeprefix("event: ") for lines in events]
    assert names[0] == "status"
    assert names.count("finding") == 11
    assert names[-1] == "done"
    done = json.loads(events[-1][1].removeprefix("data: "))
    assert client.get(f"/api/assessments/{done['id']}").json() == done


def test_a_model_that_is_no_use_leaves_what_was_drafted(own_shelf, model_dir, faulty):
    given = faulty.settings("scripted")
    settings = Settings(**{**given, "data_dir": own_shelf, "model_dir": model_dir})
    with open_store(settings) as store:
        app = create_app(store.settings, store)
        with TestClient(app, base_url="http://localhost", client=("127.0.0.1", 4)) as client:
            told = client.post("/api/assessments", json={"title": "Tyst", "text": FUNDED}).json()
    assert told["mode"] == "extractive"
    assert told["gate"]["status"] == "secured"
    [note] = [one for one in told["notes"] if one["code"] == "not_reasoned"]
    assert note["text"].startswith("Språkmodellen kunde inte användas")


def test_one_who_does_not_wait_gets_a_job_with_each_finding_and_the_assessment(client):
    """Guarantee: queued or waited for, the same assessment comes of it."""
    headers = {"Prefer": "wait=1, respond-async", "Idempotency-Key": "later"}
    body = {"title": "Strax", "text": FUNDED, "kind": "initiative"}
    answer = client.post("/api/assessments", json=body, headers=headers)
    assert answer.status_code == 202
    assert answer.headers["preference-applied"] == "respond-async"
    again = client.post("/api/assessments", json=body, headers=headers)
    assert again.json()["id"] == answer.json()["id"]
    job = ended(client, answer.headers["location"])
    assert (job["kind"], job["state"], job["progress"]) == ("assess", "done", 1)
    assert [(one["path"], one["outcome"]) for one in job["files"]] == [("Strax.md", "in")]
    told = client.get(f"/api/assessments/{job['result']['assessment_id']}").json()
    verdicts = [(one["criterion"], one["verdict"]) for one in told["findings"]]
    assert [(one["criterion"], one["verdict"]) for one in job["result"]["findings"]] == verdicts
    assert told["initiative"]["title"] == "Strax"
    waited = client.post("/api/assessments", json=body).json()
    assert [(one["criterion"], one["verdict"]) for one in waited["findings"]] == verdicts


def test_what_cannot_be_queued_is_told_at_once_and_what_cannot_be_read_by_the_job(client):
    headers = {"Prefer": "respond-async"}
    body = {"title": "X", "text": FUNDED, "collection": "NEJ!"}
    assert client.post("/api/assessments", json=body, headers=headers).status_code == 422
    files = {"file": ("bild.pdf", picture_pdf())}
    answer = client.post("/api/assessments", files=files, headers=headers)
    job = ended(client, answer.headers["location"])
    assert job["state"] == "failed"
    assert "bild.pdf" in job["error"]


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("tom.md", b"", "tom.md"),
        ("bild.pdf", picture_pdf(), "OCR"),
        ("stor.txt", b"ord " * 300_000, "1 MiB"),
    ],
)
def test_what_cannot_be_assessed_is_told_with_its_reason(client, name, data, told):
    answer = hand_in(client, name, data)
    assert answer.status_code in (413, 422)
    assert answer.headers["content-type"] == "application/problem+json"
    assert told.lower() in answer.json()["detail"].lower()


def test_too_much_is_not_read_to_its_end(client):
    answer = hand_in(client, "jätte.txt", b"ord " * 2_000_000)
    assert answer.status_code == 413
    assert "SAMKLANG_MAX_FILE_MB" in answer.json()["detail"]


def test_three_words_are_assessed_and_said_to_be_few(client):
    told = client.post("/api/assessments", json={"title": "Kort", "text": "Vi vill samarbeta."})
    assert "too_short" in [one["code"] for one in told.json()["notes"]]
    assert all(one["verdict"] != "supports" for one in told.json()["findings"])


@pytest.mark.parametrize(
    "sent",
    [{"title": "x", "text": "y", "kind": "party"}, {"title": "x"}, {"title": " ", "text": "y"}, []],
)
def test_a_wrong_request_is_told_apart(client, sent):
    answer = client.post("/api/assessments", json=sent)
    assert answer.status_code == 422
    assert answer.json()["detail"]


def test_an_unknown_kind_beside_a_file_is_refused(client):
    assert hand_in(client, "a.md", FUNDED, kind="party").status_code == 422
    assert client.post("/api/assessments", data={"kind": "call"}).status_code == 422
    broken = {"content-type": "multipart/form-data"}
    assert client.post("/api/assessments", content=b"x", headers=broken).status_code == 422


@pytest.mark.parametrize("path", ["", ".docx", ".pdf", ".md", ".json"])
def test_unknown_ids_are_not_found(client, path):
    answer = client.get(f"/api/assessments/aaaaaaaaaaaaa{path}")
    assert answer.status_code == 404
    assert "samklang assessments" in answer.json()["detail"]


def test_a_format_that_is_none_is_refused(client, funded):
    assert client.get(f"/api/assessments/{funded.json()['id']}.exe").status_code == 422


def memos(client, own):
    return {
        form: client.get(f"/api/assessments/{own}.{form}") for form in ("docx", "pdf", "md", "json")
    }


def test_the_memo_comes_in_every_format(client, funded):
    own = funded.json()["id"]
    files = memos(client, own)
    assert all(one.status_code == 200 for one in files.values())
    with ZipFile(BytesIO(files["docx"].content)) as word:
        assert "word/document.xml" in word.namelist()
    assert len(PdfReader(BytesIO(files["pdf"].content)).pages) > 1
    assert "UTKAST" in files["md"].text
    assert files["json"].json() == funded.json()
    assert "attachment" in files["pdf"].headers["content-disposition"]


def test_a_review_is_kept_and_a_signed_memo_does_not_change(client):
    told = hand_in(client, "granskas.md", FUNDED + "\nTillägg.\n", kind="initiative").json()
    place = f"/api/assessments/{told['id']}"
    step = {"action": "challenge", "criterion": "D2", "reason": "Ledar ingen", "by": "A. Berg"}
    assert client.post(f"{place}/steps", json={**step, "reason": ""}).status_code == 422
    assert client.post(f"{place}/steps", json=step).status_code == 201
    refused = client.post(f"{place}/sign", json={"by": "B. Ek"})
    assert refused.status_code == 422
    assert "D2" in refused.json()["detail"]
    edit = {"action": "edit", "criterion": "D2", "verdict": "contradicts", "reason": "Läst igen"}
    after = client.post(f"{place}/steps", json=edit).json()
    [finding] = [one for one in after["findings"] if one["criterion"] == "D2"]
    assert finding["verdict"] == "contradicts"
    assert after["recommendation"] == "hold"
    fields = {"action": "fields", "fields": {"officer": "A. Berg"}}
    assert client.post(f"{place}/steps", json=fields).status_code == 201
    signed = client.post(f"{place}/sign", json={"by": "B. Ek"}).json()
    assert signed["status"] == "signed"
    first = {form: one.content for form, one in memos(client, told["id"]).items()}
    assert b"UTKAST" not in first["md"]
    assert b"A. Berg" in first["md"]
    for form, digest in signed["signed"]["sha256"].items():
        assert hashlib.sha256(first[form]).hexdigest() == digest
    assert client.post(f"{place}/steps", json=edit).status_code == 422
    assert client.post(f"{place}/sign", json={"by": "B. Ek"}).status_code == 422
    assert {f: one.content for f, one in memos(client, told["id"]).items()} == first
    # opened again it is a draft, and what was signed can still be had
    again = {"action": "reopen", "reason": "Ny version", "by": "B. Ek"}
    assert client.post(f"{place}/steps", json=again).status_code == 201
    assert b"UTKAST" in client.get(f"{place}.md").content
    for form, data in first.items():
        assert client.get(f"{place}.{form}", params={"edition": 1}).content == data
    assert client.get(f"{place}.md", params={"edition": 2}).status_code == 404
    page = client.get(f"/assessments/{told['id']}", headers={"Accept": "text/html"}).text
    assert f'href="{place}.docx?edition=1"' in page


def test_the_memo_as_a_page_links_its_notes(client, funded):
    address = f"/assessments/{funded.json()['id']}/memo"
    page = client.get(address, headers={"Accept": "text/html"}).text
    assert "[^" not in page
    named = set(re.findall(r'href="#(fn[\w-]+)"', page))
    assert named
    assert named <= set(re.findall(r'id="(fn[\w-]+)"', page))


def test_a_finding_shows_each_of_its_quotes_once(client, funded):
    told = funded.json()
    page = client.get(f"/assessments/{told['id']}", headers={"Accept": "text/html"}).text
    sections = dict(re.findall(r'id="finding-(\w+)"(.*?)</section>', page, re.DOTALL))
    shown = [
        (html.unescape(sections[found["criterion"]]).count(one["quote"]), one["quote"])
        for found in told["findings"]
        for one in found["initiative_evidence"]
    ]
    assert shown
    assert [quote for times, quote in shown if times != 1] == []


def test_evidence_is_a_passage_somebody_pointed_at(client, funded):
    place = f"/api/assessments/{funded.json()['id']}"
    hits = client.get("/api/search", params={"q": "klimatkontrakt", "collection": "initiatives"})
    own = [
        one for one in hits.json()["hits"]
        if one["document_id"] == funded.json()["initiative"]["id"]
    ]  # fmt: skip
    step = {"action": "evidence", "criterion": "P3", "passage_id": own[0]["passage_id"]}
    after = client.post(f"{place}/steps", json=step)
    assert after.status_code == 201, after.text
    [finding] = [one for one in after.json()["findings"] if one["criterion"] == "P3"]
    assert finding["initiative_evidence"][-1]["verdict"] == "verified"
    wrong = client.post(f"{place}/steps", json={**step, "quote": "Det här står inte där."})
    assert wrong.status_code == 422
    missing = client.post(f"{place}/steps", json={**step, "passage_id": "daaaaaaaaaaaa.1.0-9"})
    assert missing.status_code == 404


def test_a_second_assessment_keeps_what_people_said(client):
    first = hand_in(client, "igen.md", FUNDED + "\nIgen.\n", kind="initiative").json()
    accept = {"action": "accept", "criterion": "D1", "by": "A. Berg"}
    client.post(f"/api/assessments/{first['id']}/steps", json=accept)
    second = hand_in(client, "igen.md", FUNDED + "\nIgen.\n", kind="initiative").json()
    assert second["initiative"] == first["initiative"]
    assert second["previous"] == first["id"]
    assert [(one["action"], one["by"]) for one in second["steps"]] == [("accept", "A. Berg")]


def test_it_is_listed_and_removed(client):
    own = hand_in(client, "bort.md", FUNDED + "\nBort.\n").json()["id"]
    listed = client.get("/api/assessments").json()["assessments"]
    assert listed[0]["id"] == own
    assert client.delete(f"/api/assessments/{own}").status_code == 204
    assert client.get(f"/api/assessments/{own}").status_code == 404
    assert client.delete(f"/api/assessments/{own}").status_code == 404


def test_strangers_may_not_assess_or_read(client, funded):
    stranger = TestClient(client.app, base_url="http://localhost", client=("192.0.2.7", 4))
    assert stranger.post("/api/assessments", json={"title": "a", "text": "b"}).status_code == 403
    assert stranger.get("/api/assessments").status_code == 403
    own = f"/api/assessments/{funded.json()['id']}"
    for path in (own, f"{own}.md"):
        assert stranger.get(path).status_code == 403
    assert stranger.post(f"{own}/sign", json={"by": "x"}).status_code == 403
    assert stranger.post(f"{own}/steps", json={"action": "accept"}).status_code == 403
    assert stranger.delete(own).status_code == 403


def test_assessments_come_in_parts_and_one_is_named_by_its_tag(client, funded):
    hand_in(client, "en-till.md", UNFUNDED, kind="initiative")
    whole = client.get("/api/assessments").json()
    assert whole["next"] is None
    parts, following = [], "/api/assessments?limit=1"
    while following:
        part = client.get(following).json()
        parts += part["assessments"]
        following = part["next"]
    assert parts == whole["assessments"]
    assert len(parts) >= 2
    first = client.get(funded.headers["location"])
    known = {"If-None-Match": first.headers["etag"]}
    assert client.get(funded.headers["location"], headers=known).status_code == 304
