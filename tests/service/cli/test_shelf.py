import json

from corpus.settings import Settings
from corpus.store import open_store


def test_documents_are_listed_by_collection(samklang, own_shelf):
    done = samklang("documents", data=own_shelf)
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert [line for line in lines if not line.startswith(" ")] == [
        "eu-mission",
        "partners",
        "strategy-digest",
    ]
    assert all(line == line.rstrip() for line in lines)


def test_documents_as_json_are_those_of_the_service(samklang, client, own_shelf):
    done = samklang("documents", "--json", data=own_shelf)
    assert json.loads(done.stdout) == client.get("/api/documents").json()


def test_an_empty_shelf_says_what_to_do(samklang):
    assert "samklang ingest" in samklang("documents").stdout
    assert json.loads(samklang("documents", "--json").stdout) == {"documents": [], "next": None}


def test_remove(samklang, own_shelf, profile):
    done = samklang("remove", profile.id, "--json", data=own_shelf)
    assert done.returncode == 0
    assert json.loads(done.stdout)["id"] == profile.id
    left = json.loads(samklang("documents", "--json", data=own_shelf).stdout)["documents"]
    assert profile.id not in {document["id"] for document in left}
    assert samklang("remove", profile.id, data=own_shelf).returncode == 1


def test_a_removal_cut_short_can_be_asked_for_again(samklang, own_shelf, model_dir, profile):
    with open_store(Settings(data_dir=own_shelf, model_dir=model_dir)) as store:
        store.catalog.begin_removal(profile.id)
    done = samklang("remove", profile.id, data=own_shelf)
    assert done.returncode == 0
    assert profile.title in done.stdout
    assert samklang("remove", profile.id, data=own_shelf).returncode == 1


def test_a_document_whose_ingest_was_cut_short_can_be_removed(
    samklang, own_shelf, model_dir, profile
):
    with open_store(Settings(data_dir=own_shelf, model_dir=model_dir)) as store:
        store.catalog.set_state(profile.id, profile.version, "verified")
    done = samklang("remove", profile.id, data=own_shelf)
    assert done.returncode == 0
    assert profile.title in done.stdout
