import json

import pytest

from corpus.settings import Settings
from corpus.store import open_store


@pytest.fixture
def leave(own_shelf, model_dir):
    """What the catalog says of each collection."""

    def read():
        with open_store(Settings(data_dir=own_shelf, model_dir=model_dir)) as store:
            return {one.id: one.external_model for one in store.catalog.collections()}

    return read


def test_collections_are_listed_with_their_size_and_whether_their_text_stays(samklang, own_shelf):
    shown = samklang("collections", data=own_shelf).stdout
    lines = shown.splitlines()
    assert [line for line in lines if not line.startswith(" ")] == [
        "eu-mission",
        "partners",
        "strategy-digest",
    ]
    assert "  strategy · 1 document · its text stays on this machine" in lines
    assert shown.count("stays on this machine") == 3


def test_collections_as_json_are_those_of_the_service(samklang, client, own_shelf):
    told = json.loads(samklang("collections", "--json", data=own_shelf).stdout)
    assert told == client.get("/api/collections").json()
    one = json.loads(samklang("collections", "partners", "--json", data=own_shelf).stdout)
    assert one in told["collections"]
    assert one["id"] == "partners"


def test_leave_is_given_and_taken_for_one_and_its_consequence_is_told(samklang, own_shelf, leave):
    done = samklang("collections", "partners", "--external-model", "allowed", data=own_shelf)
    assert done.returncode == 0
    said = " ".join(done.stdout.split())
    assert "its text may go to a language model outside this machine" in said
    assert "are sent to it" in said
    assert "cannot be called back" in said
    assert leave() == {"eu-mission": "never", "partners": "allowed", "strategy-digest": "never"}
    done = samklang("collections", "partners", "--external-model", "never", data=own_shelf)
    assert "No passage of this collection is shown" in done.stdout
    assert set(leave().values()) == {"never"}


def test_looking_at_one_changes_nothing(samklang, own_shelf, leave):
    samklang("collections", "partners", "--external-model", "allowed", data=own_shelf)
    shown = samklang("collections", "partners", data=own_shelf).stdout
    assert "eu-mission" not in shown
    assert leave()["partners"] == "allowed"


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("--external-model", "allowed"), 2),
        (("partners", "--external-model", "perhaps"), 2),
        (("nowhere", "--external-model", "allowed"), 1),
        (("nowhere",), 1),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    samklang, own_shelf, leave, arguments, status
):
    done = samklang("collections", *arguments, data=own_shelf)
    assert (done.returncode, done.stdout) == (status, "")
    assert done.stderr
    assert set(leave().values()) == {"never"}


def test_an_empty_data_folder_says_what_to_do(samklang):
    assert "samklang ingest" in samklang("collections").stdout
    assert json.loads(samklang("collections", "--json").stdout) == {"collections": []}
