import json

import pytest

QUESTION = "What must be secured before a new initiative may be carried out?"


def test_search_and_ask_print_the_json_of_the_design(samklang, client, own_shelf):
    found = samklang("search", "climate", "--limit", "2", "--json", data=own_shelf)
    over_http = client.get("/api/search", params={"q": "climate", "limit": 2}).json()
    told = json.loads(found.stdout)
    assert [hit["passage_id"] for hit in told["hits"]] == [
        h["passage_id"] for h in over_http["hits"]
    ]
    assert set(told) == set(over_http)
    assert set(told["hits"][0]) == set(over_http["hits"][0])
    asked = samklang("ask", QUESTION, "--json", data=own_shelf)
    assert asked.returncode == 0
    answer = json.loads(asked.stdout)
    assert answer["claims"] == client.post("/api/ask", json={"question": QUESTION}).json()["claims"]


def test_a_search_reads_like_a_catalogue(samklang, own_shelf):
    done = samklang("search", "Climate City Contract", "--limit", "3", data=own_shelf)
    assert done.returncode == 0
    assert done.stdout.startswith("3 hits\n")
    assert "  1  " in done.stdout
    assert "--collection" in done.stdout


def test_nothing_found_is_said(samklang):
    assert samklang("search", "klimatkontrakt").stdout == "Inga träffar.\n"


@pytest.mark.parametrize("command", ["ask", "search"])
def test_an_empty_folder_says_how_to_fill_it_and_keeps_stdout_clean(samklang, tmp_path, command):
    run = samklang(command, QUESTION, "--json", data=tmp_path / "nothing")
    assert run.returncode == 0
    assert "no documents" in run.stderr
    assert "samklang ingest" in run.stderr
    assert "no documents" not in run.stdout
    json.loads(run.stdout)
