"""Evaluation reports of the data folder, read in the browser."""

from __future__ import annotations

import pytest

from service.procedures.evaluation import RUNS

PAGE = {"Accept": "text/html"}
NAME = "2026-11-26-101500"


@pytest.fixture
def report(store):
    folder = store.folder / RUNS / NAME
    folder.mkdir(parents=True)
    path = folder / "report.html"
    path.write_text("<h1>Figures</h1><script>alert(1)</script>", encoding="utf-8")
    yield path
    path.unlink()
    folder.rmdir()


def test_a_report_is_listed_and_shown_as_written_but_runs_nothing(client, report):
    listed = client.get("/administration", headers=PAGE).text
    address = f"/administration/reports/{NAME}"
    assert f'href="{address}"' in listed
    shown = client.get(address, headers=PAGE)
    assert shown.content == report.read_bytes()
    policy = shown.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "sandbox" in policy


@pytest.mark.parametrize("name", ["no-such", "..%2f..%2foriginals", "%2e%2e"])
def test_there_is_no_other_report(client, report, name):
    assert client.get(f"/administration/reports/{name}", headers=PAGE).status_code == 404


def test_without_any_it_says_how_to_make_one(client):
    assert "<code>samklang eval</code>" in client.get("/administration", headers=PAGE).text
