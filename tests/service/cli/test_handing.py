"""Commands hand their work to the service that owns the data folder, and nobody can tell."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from corpus.owner import Address, announce, own_folder, read_address
from service.auth import prove
from tests.service.proposals import FUNDED

# a service in a process of its own, and each command twice
pytestmark = pytest.mark.slow

# seconds; the first call loads the model, on a machine that may have other things to do
PATIENCE = 120
QUESTION = "Vad krävs för att ett nytt initiativ ska få starta?"
FERRY = "# Färjan\n\nFärjan går på el från maj. Den tar 40 cyklar.\n"
MANIFEST = """[[document]]
id = "farjan"
path = "färjan.md"
title = "Färjans plan"
publisher = "Hamnen"
published = "2025-03"
collection = "ferries"
"""
PUT = {
    "id": "a",
    "language": "sv",
    "question": "Vem målade taket i kyrkan?",
    "answerable": False,
    "kind": "out_of_database",
}
# what differs between two runs of one command: times, and ids that are drawn
VOLATILE = (
    (re.compile(r'"seconds": [\d.]+|Seconds: [\d.]+'), "SECONDS"),
    (re.compile(r"\b[ac][a-z2-7]{12}\b"), "ID"),
    (re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00|\d{4}-\d\d-\d\d \d\d:\d\d UTC"), "TIME"),
)


@pytest.fixture(scope="module")
def service(serve, shelf, tmp_path_factory):
    folder = Path(shutil.copytree(shelf, tmp_path_factory.mktemp("served") / "data"))
    with serve(folder) as running:
        yield running


@pytest.fixture(scope="module")
def alone(shelf, tmp_path_factory):
    return Path(shutil.copytree(shelf, tmp_path_factory.mktemp("alone") / "data"))


@pytest.fixture
def both(samklang, service, alone):
    """Run a command against the service and alone; what it said must be the same."""

    def call(*arguments):
        handed = samklang(*arguments, data=service.folder)
        own = samklang(*arguments, data=alone)
        assert handed.returncode == own.returncode, handed.stderr
        for said, wanted in ((handed.stdout, own.stdout), (handed.stderr, own.stderr)):
            assert _steady(said) == _steady(wanted)
        return handed

    return call


def _steady(text):
    for pattern, instead in VOLATILE:
        text = pattern.sub(instead, text)
    return text


@pytest.mark.parametrize(
    "arguments",
    [
        ("documents",),
        ("documents", "--json"),
        ("search", "Climate City Contract"),
        ("search", "Climate City Contract", "--limit", "3", "--language", "en", "--json"),
        ("ask", QUESTION),
        ("ask", QUESTION, "--json"),
        ("ask", "What did the mayor of Atlantis have for breakfast?", "--language", "en"),
        ("search", "x", "--collection", "no-such"),
        ("remove", "dabsentabsent"),
        ("assessments",),
        ("assessments", "show", "aabsentabsent"),
        ("assess", "dabsentabsent"),
        ("assessments", "review", "aabsentabsent", "--accept", "D1"),
        ("assessments", "sign", "aabsentabsent", "--by", "A. Berg"),
        ("assessments", "remove", "aabsentabsent", "--yes"),
        ("collections",),
        ("collections", "partners", "--external-model", "allowed"),
        ("collections", "partners", "--json"),
        ("collections", "no-such"),
        ("conversations",),
        ("conversations", "show", "cabsentabsent"),
        ("conversations", "export", "cabsentabsent"),
        ("conversations", "erase", "cabsentabsent", "--yes"),
        ("portfolio",),
        ("portfolio", "--format", "csv", "--output", "-"),
        ("portfolio", "--json"),
        ("framework", "check"),
        ("framework", "check", "--json"),
        ("framework", "bind"),
        ("framework", "bind", "--json"),
        ("framework", "compare", "1", "2"),
        ("prompts", "diff", "answer"),
        ("doctor",),
        ("doctor", "--json"),
        ("eval", "no-such-set"),
        ("eval", "--calibrate", "strategy"),
    ],
)
def test_a_command_says_the_same_with_the_service_as_alone(both, arguments):
    """Guarantee: nobody meets exit status 75 because of their own service."""
    assert both(*arguments).returncode != 75


def test_a_folder_is_taken_in_with_its_manifest_and_removed_again(both, tmp_path):
    files = tmp_path / "hamnen"
    files.mkdir()
    (files / "manifest.toml").write_text(MANIFEST, encoding="utf-8")
    (files / "färjan.md").write_text(FERRY, encoding="utf-8")
    (files / "tom.md").write_text("")
    done = both("ingest", "hamnen", "--json")
    assert done.returncode == 3
    rows = {row["path"]: row for row in json.loads(done.stdout)["files"]}
    assert rows["hamnen/färjan.md"]["outcome"] == "in"
    assert rows["hamnen/tom.md"]["outcome"] == "refused"
    own = rows["hamnen/färjan.md"]["document_id"]
    listed = json.loads(both("documents", "--json").stdout)["documents"]
    assert next(one for one in listed if one["id"] == own)["publisher"] == "Hamnen"
    assert both("ingest", "hamnen").returncode == 3
    assert both("remove", own, "--json").returncode == 0
    assert both("remove", own).returncode == 1


def test_wrong_usage_stays_wrong_usage(both):
    assert both("ingest", "not-there.md").returncode == 2
    assert both("assess", "not-there.md").returncode == 2


def test_a_conversation_goes_on_at_the_service(samklang, service):
    begun = samklang("ask", QUESTION, "--conversation", "new", data=service.folder)
    own = re.search(r"--conversation (c\w{12})", begun.stderr)[1]
    again = samklang("ask", "Och i Asien?", "--conversation", own, data=service.folder)
    assert again.returncode == 0
    turns = httpx.get(
        f"{service.url}/api/conversations/{own}", trust_env=False, timeout=PATIENCE
    ).json()["turns"]
    assert len(turns) == 2


@pytest.mark.assessing
def test_a_proposal_is_assessed_alike_and_its_memo_written(both, samklang, service, tmp_path):
    (tmp_path / "värme.md").write_text(FUNDED, encoding="utf-8")
    done = both("assess", "värme.md", "--kind", "initiative", "--json")
    assert json.loads(done.stdout)["gate"]["status"] == "secured"
    # the same again, from what is held now
    assert both("assess", "värme.md", "--kind", "initiative").returncode == 0
    assert both("assess", "värme.md", "--output", "-", "--format", "md").stdout.startswith(
        "**UTKAST**"
    )
    written = samklang("assess", "värme.md", "--output", "memo.docx", data=service.folder)
    assert written.returncode == 0
    assert (tmp_path / "memo.docx").read_bytes().startswith(b"PK")
    newest = json.loads(samklang("assessments", "--json", data=service.folder).stdout)
    own = newest["assessments"][0]["id"]
    assert samklang("assessments", "show", own, data=service.folder).returncode == 0


def test_a_conversation_is_read_exported_and_erased_through_the_service(
    samklang, service, tmp_path
):
    begun = samklang("ask", QUESTION, "--conversation", "new", data=service.folder)
    own = re.search(r"--conversation (c\w{12})", begun.stderr)[1]
    at = {"data": service.folder}
    assert own in samklang("conversations", **at).stdout
    assert "initiativ" in samklang("conversations", "show", own, **at).stdout
    assert samklang("conversations", "export", own, "--output", "talk.md", **at).returncode == 0
    assert QUESTION in (tmp_path / "talk.md").read_text(encoding="utf-8")
    assert samklang("conversations", "erase", own, "--yes", **at).returncode == 0
    assert own not in samklang("conversations", **at).stdout
    again = samklang("conversations", "show", own, **at)
    assert again.returncode == 1
    assert own in again.stderr


@pytest.mark.assessing
def test_an_assessment_is_reviewed_signed_and_removed_through_the_service(
    samklang, service, tmp_path
):
    at = {"data": service.folder}
    (tmp_path / "granskas.md").write_text(FUNDED, encoding="utf-8")
    own = json.loads(samklang("assess", "granskas.md", "--json", **at).stdout)["id"]
    listed = json.loads(samklang("assessments", "show", own, "--json", **at).stdout)
    for finding in listed["findings"]:
        criterion = finding["criterion"]
        done = samklang("assessments", "review", own, "--accept", criterion, **at)
        assert done.returncode == 0, done.stderr
    wrong = samklang("assessments", "review", own, "--challenge", "D1", **at)
    assert wrong.returncode == 2
    assert "reason" in wrong.stderr
    signed = samklang("assessments", "sign", own, "--by", "A. Berg", **at)
    assert signed.returncode == 0, signed.stderr
    assert "signed by A. Berg" in signed.stdout
    removed = samklang("assessments", "remove", own, "--yes", **at)
    assert removed.returncode == 0
    assert samklang("assessments", "show", own, **at).returncode == 1


def test_the_indexes_are_rebuilt_by_the_service_that_has_them_open(samklang, serve, own_shelf):
    """Guarantee: who searches meanwhile gets hits or a 503, and afterwards the same hits."""
    with (
        serve(own_shelf) as running,
        httpx.Client(base_url=running.url, trust_env=False, timeout=PATIENCE) as client,
    ):

        def search():
            return client.get("/api/search", params={"q": "klimatkontrakt"})

        def found():
            return [hit["passage_id"] for hit in search().json()["hits"]]

        before = found()
        with ThreadPoolExecutor(1) as aside:
            rebuilding = aside.submit(samklang, "index", "rebuild", data=own_shelf)
            statuses = set()
            while not rebuilding.done():
                statuses.add(search().status_code)
            done = rebuilding.result()
        assert done.returncode == 0, done.stderr
        assert "hold" in done.stdout
        assert statuses <= {200, 503}
        assert before
        assert found() == before
        assert samklang("doctor", data=own_shelf).returncode == 0


def test_questions_are_put_by_the_service_and_the_report_lies_where_one_said(
    samklang, service, tmp_path
):
    mine = tmp_path / "mine.jsonl"
    mine.write_text(json.dumps(PUT), encoding="utf-8")
    done = samklang("eval", "mine.jsonl", "--report", "run", "--json", data=service.folder)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["folder"] == str(tmp_path / "run")
    assert list((tmp_path / "run").glob("*.html"))


def test_a_call_of_another_version_says_so(service):
    token = read_address(service.folder).token
    bearer = {"authorization": f"Bearer {token}"}
    with httpx.Client(
        base_url=service.url, headers=bearer, trust_env=False, timeout=PATIENCE
    ) as client:
        for name, given in (
            ("no_such", {}),
            ("turns", {"conversation": "c1"}),
            ("last_prompts", {"prompt_id": "answer", "languages": 7}),
        ):
            answer = client.post(f"/api/commands/{name}", json=given)
            assert answer.status_code == 409
            assert "another version" in answer.json()["detail"]


def test_nobody_but_the_owner_gives_commands(service):
    answer = httpx.post(
        f"{service.url}/api/commands/doctor", json={}, trust_env=False, timeout=PATIENCE
    )
    assert answer.status_code == 403


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_only_its_owner_can_read_the_token(service):
    mode = stat.S_IMODE((service.folder / "owner.txt").stat().st_mode)
    assert mode == 0o600
    assert read_address(service.folder).pid == service.process.pid


def test_the_service_proves_that_the_folder_is_its_own(service):
    token = read_address(service.folder).token
    address = f"{service.url}/api/owner"
    proof = httpx.get(
        address, params={"nonce": "n" * 20}, trust_env=False, timeout=PATIENCE
    ).json()["proof"]
    assert proof == prove(token, "n" * 20)
    assert token not in proof
    assert (
        httpx.get(address, params={"nonce": "n"}, trust_env=False, timeout=PATIENCE).status_code
        == 422
    )


def test_the_address_of_a_killed_service_misleads_nobody(serve, samklang, own_shelf, service):
    """Guarantee: the lock decides; an address that was left behind is not asked."""
    with serve(own_shelf) as running:
        running.end(signal.SIGKILL)
    assert read_address(own_shelf) is not None
    assert samklang("documents", data=own_shelf).returncode == 0
    assert not (own_shelf / "owner.txt").exists()


def test_whoever_got_the_address_since_is_told_nothing(samklang, own_shelf, service):
    """Guarantee: the token is sent only to one who knows it, and no other's answer is believed."""
    with own_folder(own_shelf):
        announce(own_shelf, service.url)  # a service, but not of this folder
        assert samklang("documents", data=own_shelf).returncode == 75
        with socket.create_server(("127.0.0.1", 0)) as unused:
            closed = unused.getsockname()[1]
        announce(own_shelf, f"http://127.0.0.1:{closed}")
        assert samklang("documents", data=own_shelf).returncode == 75


def test_a_broken_note_is_no_address(tmp_path):
    for text in ("", "process 12", "process x\nurl u\ntoken t", "\x00", "token t\nurl u"):
        (tmp_path / "owner.txt").write_text(text)
        assert read_address(tmp_path) is None
    assert "secret" not in repr(Address("http://127.0.0.1:1", 1, "secret"))
