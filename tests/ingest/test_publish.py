"""Publishing: the order of the steps, what a reader sees between them, and removal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.catalog import Staging
from corpus.errors import IndexMismatchError, NotFoundError
from corpus.store import Store
from corpus.vectors import row_ids
from ingest.publish import publish, remove, resume_all
from ingest.upkeep import examine

Stage = Callable[[Store, Path], Staging]


class Stopped(RuntimeError):
    """Raised from a step to leave a publication where it stands."""


def stop_at(wanted: str) -> Callable[[str], None]:
    def hear(step: str) -> None:
        if step == wanted:
            raise Stopped(step)

    return hear


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """A new text for a document that is there already."""
    path = tmp_path / "forest.md"
    path.write_text("# Skogen\n\nAlmarna planteras om våren. Lindarna får vänta till hösten.\n")
    return path


def rows_of(store: Store, document_id: str, version: int) -> tuple[set[str], int]:
    """What both indexes hold of one version."""
    (collection,) = {d.collection for d in store.catalog.versions(document_id)}
    wanted = [
        row
        for item in store.catalog.vectors_of(document_id, version)
        for row in row_ids(item.passage_id, len(item.vectors) - 1)
    ]
    assert wanted
    held = store.vectors.present(collection, store.model_key, wanted)
    return held, store.lexicon.count_version(document_id, version)


def forest(store: Store) -> str:
    return next(d.id for d in store.catalog.documents() if d.filename == "forest.md")


def test_the_steps_come_in_their_order(store: Store, stage_file: Stage, changed: Path) -> None:
    steps: list[str] = []
    publish(store, stage_file(store, changed), on_step=steps.append)
    assert steps == ["staged", "vectors", "lexicon", "indexed", "verified", "active", "reaped"]
    steps.clear()
    remove(store, forest(store), on_step=steps.append)
    assert steps == ["hidden", "unindexed", "erased"]


def test_a_new_version_takes_the_place_of_the_old_in_every_index(
    store: Store, stage_file: Stage, changed: Path
) -> None:
    """Guarantee: the old version's rows are gone, and its words stay readable for citations."""
    document_id = forest(store)
    before = store.catalog.text(document_id, 1)
    publish(store, stage_file(store, changed))
    assert store.catalog.active_versions()[document_id] == 2
    assert [d.state for d in store.catalog.versions(document_id)] == ["reaped", "active"]
    assert rows_of(store, document_id, 1) == (set(), 0)
    held, texts = rows_of(store, document_id, 2)
    assert len(held) > texts > 0
    assert store.catalog.text(document_id, 1) == before
    assert [p.version for p in store.catalog.passages_of(document_id, 1)] == [1] * len(
        store.catalog.passages_of(document_id, 1)
    )
    assert examine(store).ok


@pytest.mark.parametrize("step", ["staged", "vectors", "lexicon", "indexed", "verified"])
def test_until_the_flip_everybody_sees_the_old_version(
    store: Store, stage_file: Stage, changed: Path, step: str
) -> None:
    """Guarantee: stopped before ``active``, nothing has changed for a reader; then it resumes."""
    document_id = forest(store)
    documents, shown = store.catalog.documents(), store.catalog.passage_ids()
    with pytest.raises(Stopped):
        publish(store, stage_file(store, changed), on_step=stop_at(step))
    assert store.catalog.documents() == documents
    assert store.catalog.passage_ids() == shown
    assert len(rows_of(store, document_id, 1)[0]) > 0
    assert not examine(store).ok
    assert resume_all(store) == 1
    assert store.catalog.active_versions()[document_id] == 2
    assert examine(store).ok
    assert resume_all(store) == 0


def test_after_the_flip_the_sweep_is_made_up_for(
    store: Store, stage_file: Stage, changed: Path
) -> None:
    document_id = forest(store)
    with pytest.raises(Stopped):
        publish(store, stage_file(store, changed), on_step=stop_at("active"))
    assert store.catalog.active_versions()[document_id] == 2
    assert rows_of(store, document_id, 1)[1] > 0
    assert resume_all(store) == 1
    assert rows_of(store, document_id, 1) == (set(), 0)


def test_an_unfinished_version_never_comes_back_over_a_newer_one(
    store: Store, stage_file: Stage, changed: Path
) -> None:
    """Guarantee: what a failed publication left does not undo the one that succeeded later."""
    document_id = forest(store)
    with pytest.raises(Stopped):
        publish(store, stage_file(store, changed), on_step=stop_at("indexed"))
    changed.write_text("# Skogen\n\nNu planteras ekar i stället.\n")
    publish(store, stage_file(store, changed))
    assert store.catalog.active_versions()[document_id] == 3
    assert resume_all(store) == 1
    assert store.catalog.active_versions()[document_id] == 3
    assert "ekar" in store.catalog.text(document_id, 3)
    assert rows_of(store, document_id, 2) == (set(), 0)
    assert examine(store).ok


def test_an_index_that_lost_rows_stops_the_flip(
    store: Store, stage_file: Stage, changed: Path
) -> None:
    """Guarantee: a version is shown only when both indexes hold it all; the next start mends it."""
    staging = stage_file(store, changed)
    lost = staging.vectors[0].passage_id

    def lose(step: str) -> None:
        if step == "lexicon":
            store.vectors.remove("notes", store.model_key, [lost])

    with pytest.raises(IndexMismatchError, match=r"forest\.md.*samklang index rebuild"):
        publish(store, staging, on_step=lose)
    assert store.catalog.active_versions()[staging.document.id] == 1
    assert resume_all(store) == 1
    assert store.catalog.active_versions()[staging.document.id] == 2
    assert examine(store).ok


def test_vectors_that_are_not_the_catalogs_stop_the_flip(
    store: Store, stage_file: Stage, changed: Path
) -> None:
    """Guarantee: a version is shown only when the index holds what was embedded."""
    staging = stage_file(store, changed)

    def garble(step: str) -> None:
        if step == "vectors":
            turned = [replace(item, vectors=-item.vectors) for item in staging.vectors]
            store.vectors.add("notes", store.model_key, turned)

    with pytest.raises(IndexMismatchError, match="is not the one written"):
        publish(store, staging, on_step=garble)
    assert store.catalog.active_versions()[staging.document.id] == 1


def test_one_version_that_cannot_be_finished_does_not_hold_up_the_others(
    store: Store, stage_file: Stage, changed: Path, tmp_path: Path
) -> None:
    broken = stage_file(store, changed)
    with pytest.raises(Stopped):
        publish(store, broken, on_step=stop_at("indexed"))
    store.lexicon.remove_version(broken.document.id, 2)
    store.lexicon.commit()
    other = tmp_path / "whole.md"
    other.write_text("# Ängen\n\nÄngen slås i augusti av kommunens eget lag.\n")
    whole = stage_file(store, other)
    with pytest.raises(Stopped):
        publish(store, whole, on_step=stop_at("verified"))
    with pytest.raises(IndexMismatchError, match="forest"):
        resume_all(store)
    shown = store.catalog.active_versions()
    assert shown[whole.document.id] == 1
    assert shown[broken.document.id] == 1


def test_removal_clears_all_three_stores_and_the_original(store: Store) -> None:
    """Guarantee: of a removed document nothing is left, and the others are untouched."""
    document_id = forest(store)
    document = store.catalog.document(document_id)
    ids = [p.id for p in store.catalog.passages_of(document_id, 1)]
    rows = store.vectors.count("notes", store.model_key)
    mine = len(rows_of(store, document_id, 1)[0])
    remove(store, document_id)
    assert store.catalog.versions(document_id) == ()
    assert store.catalog.passages(ids) == {}
    assert store.catalog.known("notes", "forest.md") is None
    assert store.vectors.present("notes", store.model_key, ids) == set()
    assert store.vectors.count("notes", store.model_key) == rows - mine > 0
    assert store.lexicon.count_version(document_id, 1) == 0
    assert not store.original(document.sha256).exists()
    assert len(store.catalog.documents()) == 2
    assert examine(store).ok
    with pytest.raises(NotFoundError, match=document_id):
        remove(store, document_id)


@pytest.mark.parametrize("step", ["hidden", "unindexed"])
def test_a_removal_that_was_cut_off_hides_at_once_and_is_finished(store: Store, step: str) -> None:
    document_id = forest(store)
    sha256 = store.catalog.document(document_id).sha256
    with pytest.raises(Stopped):
        remove(store, document_id, on_step=stop_at(step))
    assert document_id not in store.catalog.active_versions()
    assert not examine(store).ok
    assert resume_all(store) == 1
    assert store.catalog.versions(document_id) == ()
    assert not store.original(sha256).exists()
    assert examine(store).ok


def test_removal_takes_every_version_and_every_original(
    store: Store, stage_file: Stage, changed: Path
) -> None:
    publish(store, stage_file(store, changed))
    document_id = forest(store)
    originals = [store.original(d.sha256) for d in store.catalog.versions(document_id)]
    assert len(originals) == 2
    assert all(path.is_file() for path in originals)
    remove(store, document_id)
    assert not any(path.exists() for path in originals)
    assert examine(store).ok
