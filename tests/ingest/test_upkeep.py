"""Rebuilding the indexes from the catalog, and the doctor who looks at all three stores."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from corpus.catalog import PassageVectors, Staging
from corpus.embedding import Embedder
from corpus.errors import IndexMismatchError, ModelChangedError
from corpus.lexicon import LexiconRow
from corpus.settings import Settings
from corpus.store import Store, open_store
from ingest.intake import ingest_files
from ingest.publish import publish
from ingest.upkeep import examine, rebuild_indexes
from ingest.walk import Source
from pipeline.retrieve import retrieve

ROOT = Path(__file__).parents[2]
Stage = Callable[[Store, Path], Staging]


def figures(store: Store) -> dict[str, tuple[int, int]]:
    """Rows in Chroma and in the full-text index for each collection."""
    return {
        name: (store.vectors.count(name, store.model_key), store.lexicon.count(name))
        for name in store.catalog.counts()
    }


def failed(store: Store) -> set[str]:
    return {check.name for check in examine(store).checks if not check.ok}


def every_passage_finds_itself(store: Store) -> bool:
    """Whether each passage is its own nearest row and is found by its own words."""
    for document in store.catalog.documents():
        shelf = document.collection
        items = store.catalog.vectors_of(document.id, document.version)
        passages = store.catalog.passages_of(document.id, document.version)
        for passage, item in zip(passages, items, strict=True):
            near = store.vectors.search(shelf, store.model_key, item.vectors[:1], limit=3)[0]
            said = store.lexicon.search(
                passage.text, language=passage.language, collections=[shelf], limit=5
            )
            if passage.id not in {h.passage_id for h in near}:
                return False
            if passage.id not in {h.passage_id for h in said}:
                return False
    return True


def test_the_doctor_is_content_with_a_healthy_folder(store: Store) -> None:
    found = examine(store)
    assert found.ok
    assert [check.name for check in found.checks] == [
        "embedding model",
        "publishing",
        "index rebuild",
        "originals",
        "offsets",
        "token vectors",
        "counts in harbours",
        "counts in notes",
        "orphans",
        "self-query",
    ]
    assert all(check.figures for check in found.checks)


def test_the_doctor_is_content_with_an_empty_folder(tmp_path: Path, open_shelf) -> None:
    with open_shelf(tmp_path / "data") as store:
        assert examine(store).ok


def test_the_doctor_changes_nothing(store: Store) -> None:
    before = figures(store)
    assert [c.figures for c in examine(store)] == [c.figures for c in examine(store)]
    assert figures(store) == before


def a_passage(store: Store) -> str:
    return store.catalog.passage_ids(["notes"])[0]


def lose_a_passage_row(store: Store) -> None:
    store.vectors.remove("notes", store.model_key, [a_passage(store)])


def lose_a_sentence_row(store: Store) -> None:
    store.vectors.remove("notes", store.model_key, [f"{a_passage(store)}#0"])


def lose_a_text_row(store: Store) -> None:
    document_id = a_passage(store).split(".")[0]
    store.lexicon.remove_version(document_id, 1)
    store.lexicon.commit()


def lose_an_original(store: Store) -> None:
    document = store.catalog.document(a_passage(store).split(".")[0])
    store.drop_original(document.sha256)


def damage_an_original(store: Store) -> None:
    document = store.catalog.document(a_passage(store).split(".")[0])
    path = store.original(document.sha256)
    path.write_bytes(path.read_bytes()[:-1] + b"!")


def cut_a_rebuild_off(store: Store) -> None:
    (store.folder / "rebuilding").touch()


def edit_the_catalog(store: Store, statement: str) -> None:
    with closing(sqlite3.connect(store.folder / "catalog.sqlite")) as db:
        db.execute(statement)
        db.commit()


def flip_a_passage_text(store: Store) -> None:
    edit_the_catalog(store, "UPDATE passages SET text = 'X' || substr(text, 2) WHERE row = 1")


def move_a_sentence(store: Store) -> None:
    edit_the_catalog(store, 'UPDATE sentences SET "end" = 100000 WHERE passage_row = 1')


def lose_token_vectors(store: Store) -> None:
    edit_the_catalog(store, "DELETE FROM tokens WHERE passage_row = 1")


def keep_tokens_of_another_space(store: Store) -> None:
    edit_the_catalog(store, "UPDATE tokens SET space = 'gone' WHERE passage_row = 1")


def leave_a_version_staged(store: Store) -> None:
    edit_the_catalog(store, "UPDATE versions SET state = 'retired' WHERE filename = 'forest.md'")


def add_an_orphan_vector(store: Store) -> None:
    (item,) = store.catalog.vectors([a_passage(store)]).values()
    orphan = PassageVectors("dorphan.1.0-9", item.vectors[:1])
    store.vectors.add("notes", store.model_key, [orphan])


def add_an_orphan_of_another_model(store: Store) -> None:
    (item,) = store.catalog.vectors([a_passage(store)]).values()
    store.vectors.add("notes", "gone-0123456789ab", [item])


def add_an_orphan_text(store: Store) -> None:
    row = LexiconRow("dorphan.1.0-9", "dorphan", 1, "notes", "sv", "ett vilset ord", "")
    store.lexicon.add([row])
    store.lexicon.commit()


def turn_vectors_over(store: Store) -> None:
    ids = store.catalog.passage_ids(["notes"])[:2]
    first, second = (store.catalog.vectors([i])[i].vectors[:1] for i in ids)
    turned = [PassageVectors(ids[0], -second), PassageVectors(ids[1], -first)]
    store.vectors.add("notes", store.model_key, turned)


def claim_another_model(store: Store) -> None:
    edit_the_catalog(store, "UPDATE versions SET model_key = 'gone' WHERE filename = 'forest.md'")


@pytest.mark.parametrize(
    ("harm", "named"),
    [
        (lose_a_passage_row, "counts in notes"),
        (lose_a_sentence_row, "counts in notes"),
        (lose_a_text_row, "counts in notes"),
        (lose_an_original, "originals"),
        (damage_an_original, "originals"),
        (cut_a_rebuild_off, "index rebuild"),
        (flip_a_passage_text, "offsets"),
        (move_a_sentence, "offsets"),
        (lose_token_vectors, "token vectors"),
        (keep_tokens_of_another_space, "token vectors"),
        (leave_a_version_staged, "publishing"),
        (add_an_orphan_vector, "orphans"),
        (add_an_orphan_of_another_model, "orphans"),
        (add_an_orphan_text, "orphans"),
        (turn_vectors_over, "self-query"),
        (claim_another_model, "embedding model"),
    ],
)
def test_each_harm_is_named_with_its_cure(
    store: Store, harm: Callable[[Store], None], named: str
) -> None:
    """Guarantee: no disagreement between the stores goes unseen."""
    assert failed(store) == set()
    harm(store)
    assert named in failed(store)
    (check,) = [c for c in examine(store).checks if c.name == named]
    assert check.advice


def remove_folders(data: Path) -> None:
    shutil.rmtree(data / "chroma")
    shutil.rmtree(data / "lexicon")


def corrupt_files(data: Path) -> None:
    files = [p for n in ("chroma", "lexicon") for p in (data / n).rglob("*") if p.is_file()]
    assert len(files) > 4
    for path in files:
        path.write_bytes(b"this is not an index" * 20)


def put_files_in_the_way(data: Path) -> None:
    remove_folders(data)
    (data / "chroma").mkdir()
    (data / "chroma" / "chroma.sqlite3").mkdir()
    (data / "lexicon").mkdir()
    (data / "lexicon" / "meta.json").write_text("{")


@pytest.mark.parametrize("harm", [remove_folders, corrupt_files, put_files_in_the_way])
def test_a_rebuild_restores_both_indexes_from_the_catalog(
    shelf: Path, open_shelf, harm: Callable[[Path], None]
) -> None:
    """Guarantee: the indexes are derived; whatever happens to them, nothing is lost."""
    with open_shelf(shelf) as store:
        before = figures(store)
        assert all(rows and texts for rows, texts in before.values())
    harm(shelf)
    with open_shelf(shelf) as store:
        assert rebuild_indexes(store) == 3
        assert figures(store) == before
        assert examine(store).ok
        assert every_passage_finds_itself(store)


def test_a_rebuild_works_where_opening_failed_before(shelf: Path, open_shelf) -> None:
    """Guarantee: a command that met the damage first can still rebuild in the same process."""
    with open_shelf(shelf) as store:
        before = figures(store)
    corrupt_files(shelf)
    with open_shelf(shelf) as store:
        with pytest.raises(IndexMismatchError, match="samklang index rebuild"):
            store.vectors.count("notes", store.model_key)
        with pytest.raises(IndexMismatchError, match="samklang index rebuild"):
            store.lexicon.count()
        rebuild_indexes(store)
        assert figures(store) == before
        assert examine(store).ok


def test_a_rebuild_works_in_a_process_that_used_the_indexes(store: Store) -> None:
    before = figures(store)
    heard: list[tuple[str, float]] = []
    rebuild_indexes(store, on_progress=lambda *told: heard.append(told))
    assert figures(store) == before
    assert examine(store).ok
    assert [share for _, share in heard] == pytest.approx([0, 1 / 3, 2 / 3])


def another(data: Path, other_model: Path) -> Settings:
    """The settings of somebody who changed the model, with a model folder to match."""
    return Settings(data_dir=data, model_dir=other_model.parent, embedding_model=str(other_model))


@pytest.mark.slow
def test_another_model_is_refused_until_everything_is_embedded_again(
    shelf: Path, other_model: Path
) -> None:
    """Guarantee: after a rebuild every document is searchable with the new model."""
    settings = another(shelf, other_model)
    with open_store(settings) as store:
        with pytest.raises(ModelChangedError):
            store.check_ready()
        assert "embedding model" in failed(store)
        counts = store.catalog.counts()
        rebuild_indexes(store)
        store.check_ready()
        assert store.catalog.model_keys() == (store.model_key,)
        assert store.catalog.counts() == counts
        assert failed(store) == set()
        ids, space = store.catalog.passage_ids(), store.token_space
        assert space is not None
        assert set(store.catalog.tokens(ids, space=space.key)) == set(ids)
        assert every_passage_finds_itself(store)


def test_a_rebuild_takes_an_unfinished_version_along_to_the_new_model(
    shelf: Path, open_shelf, other_model: Path, stage_file: Stage, tmp_path: Path
) -> None:
    """Guarantee: what a killed ingest left does not bring the old model back after a rebuild."""
    changed = tmp_path / "forest.md"
    changed.write_text("# Skogen\n\nAlmarna planteras om våren.\n")

    def stop(step: str) -> None:
        if step == "indexed":
            raise KeyboardInterrupt

    with open_shelf(shelf) as store, pytest.raises(KeyboardInterrupt):
        publish(store, stage_file(store, changed), on_step=stop)
    settings = another(shelf, other_model)
    with open_store(settings) as store:
        rebuild_indexes(store)
        store.check_ready()
        (document,) = [d for d in store.catalog.documents() if d.filename == "forest.md"]
        assert document.version == 2
        assert failed(store) == set()
        assert every_passage_finds_itself(store)


def test_a_rebuild_gives_an_older_folder_its_token_vectors(
    shelf: Path, open_shelf, model: Embedder
) -> None:
    """Guarantee: once, told in the progress, and without touching the other vectors."""
    with open_shelf(shelf) as store:
        ids = store.catalog.passage_ids()
        wanted, before = store.catalog.tokens(ids), store.catalog.vectors(ids)
        later = ("tokens", "prompts", "usage", "feedback", "searches", "turns", "conversations")
        jobs = ("job_files", "jobs")
        for table in (*later, *jobs, "audit", "bindings", "memos", "steps", "assessments"):
            edit_the_catalog(store, f"DROP TABLE {table}")
        edit_the_catalog(store, "UPDATE alembic_version SET version_num = '0001'")
    with open_shelf(shelf) as store:
        assert store.catalog.tokens(ids) == {}
        assert retrieve(store, "Vad säger budgeten?").hits
        (check,) = [c for c in examine(store) if not c.ok]
        assert check.figures == f"{len(ids)} of {len(ids)} passages lack them"
        told: list[str] = []
        rebuild_indexes(store, on_progress=lambda title, _: told.append(title))
        assert all(title.endswith("(token vectors)") for title in told)
        made = store.catalog.tokens(ids)
        assert set(made) == set(wanted) == set(ids)
        for i, item in made.items():
            assert np.array_equal(item.sentences, wanted[i].sentences)
            assert np.abs(item.vectors.astype(int) - wanted[i].vectors).max() < 20
            assert np.array_equal(store.catalog.vectors([i])[i].vectors, before[i].vectors)
        assert examine(store).ok
        told.clear()
        rebuild_indexes(store, on_progress=lambda title, _: told.append(title))
        assert not any("token" in title for title in told)


def test_a_model_that_gives_no_tokens_lacks_none(store: Store, model: Embedder) -> None:
    edit_the_catalog(store, "DELETE FROM tokens")
    store.__dict__["token_space"] = None
    assert examine(store).ok
    rebuild_indexes(store)
    assert store.catalog.tokens(store.catalog.passage_ids()) == {}


REBUILD = """
import os, sys
from pathlib import Path
from corpus.settings import Settings
from corpus.store import open_store
from ingest.upkeep import rebuild_indexes

data, models, model, share = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], float(sys.argv[4])

def die(title, fraction):
    if fraction > share:
        os.kill(os.getpid(), 9)

settings = Settings(data_dir=data, model_dir=models, embedding_model=model)
with open_store(settings) as store:
    rebuild_indexes(store, on_progress=die)
"""


@pytest.mark.kill
def test_a_killed_rebuild_is_whole_when_it_is_run_again(shelf: Path, other_model: Path) -> None:
    """Guarantee: kill -9 in the middle of re-embedding loses nothing and repeats little."""
    models = str(other_model.parent)
    command = [sys.executable, "-c", REBUILD, str(shelf), models, str(other_model)]
    killed = subprocess.run([*command, "0.5"], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    settings = another(shelf, other_model)
    with open_store(settings) as store:
        assert len(store.catalog.model_keys()) == 2
        with pytest.raises(IndexMismatchError, match="samklang index rebuild"):
            store.check_ready()
        rebuild_indexes(store)
        assert failed(store) == set()
        assert every_passage_finds_itself(store)
        assert len(store.catalog.documents()) == 3


@pytest.mark.kill
def test_after_a_killed_rebuild_nothing_is_searched_or_taken_in_until_it_is_run_again(
    shelf: Path, model_dir: Path, open_shelf, tmp_path: Path
) -> None:
    """Guarantee: partly filled indexes never answer, although the model is the same."""
    note = tmp_path / "note.md"
    note.write_text("# Ny\n\nEn ny sak.\n")
    command = [sys.executable, "-c", REBUILD, str(shelf), str(model_dir), "bundled"]
    killed = subprocess.run([*command, "0.5"], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    with open_shelf(shelf) as store:
        assert 0 < store.lexicon.count() < len(store.catalog.passage_ids())
        with pytest.raises(IndexMismatchError, match="samklang index rebuild"):
            retrieve(store, "Vad säger budgeten?")
        with pytest.raises(IndexMismatchError, match="samklang index rebuild"):
            ingest_files(store, [Source(note, "note.md", "notes")])
        assert "index rebuild" in failed(store)
        rebuild_indexes(store)
        assert failed(store) == set()
        assert retrieve(store, "Vad säger budgeten?").hits
    with open_shelf(shelf) as store:
        store.check_ready()


def test_old_versions_do_not_return_with_a_rebuild(
    store: Store, stage_file: Stage, tmp_path: Path
) -> None:
    path = tmp_path / "forest.md"
    path.write_text("# Skogen\n\nAlmarna planteras om våren.\n")
    staging = stage_file(store, path)
    publish(store, staging)
    rebuild_indexes(store)
    assert store.lexicon.count_version(staging.document.id, 1) == 0
    assert store.lexicon.count_version(staging.document.id, 2) == len(staging.passages)
    assert store.catalog.active_versions()[staging.document.id] == 2
    assert examine(store).ok
