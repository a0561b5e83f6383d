import json

import pytest

from corpus.settings import Settings
from corpus.store import open_store
from service.cli.session import Gauge


def test_progress_is_silent_without_a_terminal(capfd):
    gauge = Gauge()
    gauge.report("building", 0.2)
    gauge.report("embedding", 0.5)
    gauge.report("building", 1.0)
    gauge.forget("embedding")
    gauge.forget("never begun")
    gauge.close()
    out, err = capfd.readouterr()
    assert (out, err.strip()) == ("", "")


@pytest.mark.parametrize("begun", [False, True])
def test_a_note_reaches_stderr(capfd, begun):
    gauge = Gauge()
    if begun:
        gauge.report("something", 0.5)
    gauge.note("a line [with] brackets")
    gauge.close()
    out, err = capfd.readouterr()
    assert out == ""
    assert "a line [with] brackets" in err


def test_a_version_that_cannot_be_finished_keeps_no_other_document_shut(
    samklang, own_shelf, model_dir, profile
):
    """Guarantee: what was acknowledged can be read whatever became of an interrupted ingest."""
    with open_store(Settings(data_dir=own_shelf, model_dir=model_dir)) as store:
        store.catalog.set_state(profile.id, profile.version, "indexed")
        store.lexicon.remove_version(profile.id, profile.version)
        store.lexicon.commit()
    done = samklang("documents", "--json", data=own_shelf)
    assert done.returncode == 0
    listed = json.loads(done.stdout)["documents"]
    assert len(listed) == 2
    assert profile.id not in {document["id"] for document in listed}
    assert profile.filename in done.stderr
    assert "samklang index rebuild" in done.stderr
