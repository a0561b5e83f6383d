"""The catalog over a real SQLite: what goes in comes out, and the schema is what it says."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import alembic.command
import numpy as np
import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import corpus.catalog
from corpus.catalog import (
    NO_SENTENCE,
    Catalog,
    PassageTokens,
    PassageVectors,
    Staging,
    open_catalog,
)
from corpus.catalog.opening import HEAD
from corpus.catalog.tables import metadata
from corpus.errors import NotFoundError, SamklangError, UsageError
from corpus.records import (
    Block,
    BlockKind,
    Boxes,
    Collection,
    Document,
    Interval,
    Page,
    Passage,
    Reading,
    Role,
    Status,
    Turn,
)

ROOT = Path(__file__).parents[2]
TEXT = "Rubrik på sidan\n\nEn mening här. Två meningar där. 🌍 räknas som ett tecken.\n\n1 En not."


def vectors(rows: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(rows, 384)).astype(np.float32)


def tokens(passage_id: str, rows: int, space: str = "space-1") -> PassageTokens:
    chance = np.random.default_rng(rows)
    numbers = chance.integers(0, 4, rows).astype(np.uint8)
    numbers[:1] = NO_SENTENCE
    codes = chance.integers(-127, 128, (rows, 64)).astype(np.int8)
    return PassageTokens(passage_id, codes, numbers, space)


def assert_same_tokens(kept: PassageTokens, given: PassageTokens) -> None:
    assert (kept.passage_id, kept.space) == (given.passage_id, given.space)
    assert np.array_equal(kept.vectors, given.vectors)
    assert np.array_equal(kept.sentences, given.sentences)
    assert (kept.vectors.dtype, kept.sentences.dtype) == (np.int8, np.uint8)


@pytest.fixture
def staging() -> Staging:
    """A version with everything a version can have."""
    blocks = (
        Block(BlockKind.HEADING, 1, 0, 15, level=2),
        Block(BlockKind.PARAGRAPH, 1, 17, 74),
        Block(BlockKind.FOOTNOTE, 2, 76, 85),
    )
    pages = (Page(1, "iv", 0, 60, 595.5, 842.25), Page(2, "1", 60, 74))
    boxes = (
        Boxes(1, np.array([[0, 6], [7, 9]], "i4"), np.array([[1, 2, 3, 4.5], [0, 0, 9, 9]], "f4")),
        Boxes(2, np.zeros((0, 2), "i4"), np.zeros((0, 4), "f4")),
    )
    first = Passage(
        "dabc",
        1,
        17,
        74,
        ("Yttre", "Rubrik på sidan"),
        "sv",
        TEXT[17:74],
        (Interval(17, 31), Interval(32, 48), Interval(49, 74)),
        2,
        page=1,
        page_end=2,
        page_label="iv",
        kind=BlockKind.LIST_ITEM,
    )
    second = Passage("dabc", 1, 76, 85, (), "en", TEXT[76:], (), 3)
    document = Document(
        "dabc",
        1,
        "En titel",
        "notes",
        "fil.pdf",
        "application/pdf",
        hashlib.sha256(b"bytes").hexdigest(),
        publisher="Staden",
        published="2025-03",
        status=Status.DECIDED,
        language="sv",
        reference="dnr 1/25",
        pages=2,
        passages=2,
        characters=70,
        warnings=("en varning",),
        guessed=("title",),
    )
    items = (
        PassageVectors(first.id, vectors(4, 1), tokens(first.id, 30)),
        PassageVectors(second.id, vectors(1, 2)),
    )
    reading = Reading("application/pdf", TEXT, blocks, pages, boxes)
    return Staging(document, "fil.pdf", 1, "model-1", reading, (first, second), items)


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    opened = open_catalog(tmp_path)
    opened.ensure_collection(Collection("notes", "Noter", "Notes", Role.EVIDENCE))
    return opened


def test_a_staged_version_comes_back_exactly(catalog: Catalog, staging: Staging) -> None:
    """Guarantee: text, blocks, pages, boxes, passages, sentences and vectors lose nothing."""
    catalog.stage(staging)
    place = ("dabc", 1)
    assert catalog.versions("dabc") == (replace(staging.document, state="staged"),)
    assert catalog.text(*place) == TEXT
    assert catalog.blocks(*place) == staging.reading.blocks
    assert catalog.pages(*place) == staging.reading.pages
    assert catalog.passages_of(*place) == staging.passages
    assert catalog.model_key_of(*place) == "model-1"
    for sent in staging.reading.boxes:
        kept = catalog.boxes(*place, sent.page)
        assert kept is not None
        assert kept.page == sent.page
        assert np.array_equal(kept.spans, sent.spans)
        assert np.array_equal(kept.rects, sent.rects)
        assert (kept.spans.dtype, kept.rects.dtype) == (np.int32, np.float32)
    assert catalog.boxes(*place, 3) is None
    for kept_vectors, given in zip(catalog.vectors_of(*place), staging.vectors, strict=True):
        assert kept_vectors.passage_id == given.passage_id
        assert np.array_equal(kept_vectors.vectors, given.vectors)


def test_token_vectors_come_back_exactly(catalog: Catalog, staging: Staging) -> None:
    catalog.stage(staging)
    first, second = staging.passages
    given = staging.vectors[0].tokens
    assert given is not None
    found = catalog.tokens([second.id, "dabc.1.0-1", first.id])
    assert list(found) == [first.id]
    assert_same_tokens(found[first.id], given)
    assert catalog.tokens([first.id], space="space-2") == {}
    assert list(catalog.tokens([first.id], space="space-1")) == [first.id]
    assert catalog.lacking_tokens("dabc", 1, "space-1") == (second.id,)
    assert catalog.lacking_tokens("dabc", 1, "space-2") == (first.id, second.id)


def test_token_vectors_can_be_put_on_what_is_there(catalog: Catalog, staging: Staging) -> None:
    """Guarantee: in place of those of another space, and also when there are none in a passage."""
    catalog.stage(staging)
    first, second = staging.passages
    given = [tokens(first.id, 12, "space-2"), tokens(second.id, 0, "space-2")]
    catalog.add_tokens(given)
    found = catalog.tokens([first.id, second.id])
    assert len(found) == 2
    assert_same_tokens(found[first.id], given[0])
    assert len(found[second.id].vectors) == len(found[second.id].sentences) == 0
    assert catalog.lacking_tokens("dabc", 1, "space-2") == ()


def test_passages_are_found_by_id_and_unknown_ids_left_out(
    catalog: Catalog, staging: Staging
) -> None:
    catalog.stage(staging)
    first, second = staging.passages
    assert first.id == "dabc.1.17-74"
    assert catalog.passages([second.id, "dabc.1.0-1", first.id]) == {
        first.id: first,
        second.id: second,
    }
    assert set(catalog.vectors([second.id, "dabc.1.0-1"])) == {second.id}


def test_only_active_versions_are_shown(catalog: Catalog, staging: Staging) -> None:
    """Guarantee: a version that is not yet, or no more, active is in no list a reader sees."""
    catalog.stage(staging)
    for state in ("staged", "indexed", "verified", "retired", "reaped"):
        catalog.set_state("dabc", 1, state)
        assert catalog.documents() == ()
        assert catalog.active_versions() == {}
        assert catalog.counts() == {}
        assert catalog.passage_ids() == ()
        assert catalog.known("notes", "fil.pdf") is None
        assert catalog.same_bytes("notes", staging.document.sha256) is None
    catalog.activate("dabc", 1)
    assert catalog.documents() == (staging.document,)
    assert catalog.documents(["other"]) == ()
    assert catalog.counts() == {"notes": (2, 3)}
    assert catalog.passage_ids() == tuple(p.id for p in staging.passages)
    assert catalog.unfinished() == ()


@pytest.mark.parametrize("state", ["staged", "indexed", "verified"])
def test_a_version_that_was_never_shown_cannot_be_asked_for(
    catalog: Catalog, staging: Staging, state: str
) -> None:
    """Guarantee: only what was acknowledged is there, also for who knows its number."""
    catalog.stage(staging)
    catalog.set_state("dabc", 1, state)
    for version in (None, 1):
        with pytest.raises(NotFoundError, match='"dabc"'):
            catalog.document("dabc", version)
    catalog.activate("dabc", 1)
    assert catalog.document("dabc") == catalog.document("dabc", 1) == staging.document
    for later in ("retired", "reaped"):
        catalog.set_state("dabc", 1, later)
        assert catalog.document("dabc", 1) == replace(staging.document, state=later)


def test_a_document_being_removed_cannot_be_asked_for(catalog: Catalog, staging: Staging) -> None:
    """Guarantee: from the first step of a removal on, no version of it is given out."""
    catalog.stage(staging)
    catalog.activate("dabc", 1)
    catalog.begin_removal("dabc")
    for version in (None, 1):
        with pytest.raises(NotFoundError, match='"dabc"'):
            catalog.document("dabc", version)


def test_vectors_of_any_number_of_passages_can_be_asked_for(
    catalog: Catalog, staging: Staging
) -> None:
    """Guarantee: more ids than the database takes values in one statement."""
    catalog.stage(staging)
    first, second = staging.passages
    strangers = [f"dabc.1.{n}-{n + 1}" for n in range(300, 40_300)]
    found = catalog.vectors([first.id, *strangers, second.id])
    assert set(found) == {first.id, second.id}
    assert [len(found[p.id].vectors) for p in staging.passages] == [4, 1]


def test_a_full_or_locked_database_is_named_with_what_to_do(
    catalog: Catalog, staging: Staging, tmp_path: Path
) -> None:
    """Guarantee: no vendor error reaches staff, nothing is half-written, and it is over after."""
    with catalog.engine.connect() as db:
        db.exec_driver_sql("PRAGMA max_page_count = 1")
    with pytest.raises(SamklangError, match=r"catalog\.sqlite.*full.*free space"):
        catalog.stage(staging)
    with catalog.engine.connect() as db:
        db.exec_driver_sql("PRAGMA max_page_count = 1000000")
        db.exec_driver_sql("PRAGMA busy_timeout = 10")
    other = sqlite3.connect(tmp_path / "catalog.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(SamklangError, match=r"catalog\.sqlite.*locked.*other programs"):
        catalog.stage(staging)
    other.close()
    assert catalog.versions("dabc") == ()
    catalog.stage(staging)
    assert len(catalog.versions("dabc")) == 1


def test_activating_retires_the_version_shown_until_now(catalog: Catalog, staging: Staging) -> None:
    catalog.stage(staging)
    catalog.activate("dabc", 1)
    catalog.stage(_as_version(staging, 2))
    assert catalog.active_versions() == {"dabc": 1}
    catalog.activate("dabc", 2)
    assert catalog.active_versions() == {"dabc": 2}
    assert [d.state for d in catalog.versions("dabc")] == ["retired", "active"]
    assert [d.version for d in catalog.unfinished()] == [1]
    assert catalog.text("dabc", 1) == TEXT


def test_staging_the_same_number_again_replaces_the_first_try(
    catalog: Catalog, staging: Staging
) -> None:
    catalog.stage(staging)
    catalog.stage(staging)
    assert len(catalog.versions("dabc")) == 1
    assert list(catalog.tokens([p.id for p in staging.passages])) == [staging.passages[0].id]
    assert catalog.passages_of("dabc", 1) == staging.passages


def test_a_stage_that_fails_leaves_nothing(catalog: Catalog, staging: Staging) -> None:
    """Guarantee: staging is one transaction."""
    broken = replace(staging, vectors=staging.vectors[:1])
    with pytest.raises(ValueError, match="zip"):
        catalog.stage(broken)
    assert catalog.versions("dabc") == ()
    assert catalog.unfinished() == ()


def test_other_vectors_replace_a_versions_own(catalog: Catalog, staging: Staging) -> None:
    catalog.stage(staging)
    renewed = [PassageVectors(i.passage_id, i.vectors + 1) for i in staging.vectors]
    catalog.replace_vectors(staging.document, "model-2", renewed)
    assert catalog.model_key_of("dabc", 1) == "model-2"
    for kept, given in zip(catalog.vectors_of("dabc", 1), renewed, strict=True):
        assert np.array_equal(kept.vectors, given.vectors)


def test_other_vectors_take_the_token_vectors_along(catalog: Catalog, staging: Staging) -> None:
    """Guarantee: no token vectors of a model that is gone are left behind."""
    catalog.stage(staging)
    first, second = staging.passages
    given = tokens(second.id, 5, "space-2")
    renewed = [
        PassageVectors(first.id, staging.vectors[0].vectors),
        PassageVectors(second.id, staging.vectors[1].vectors, given),
    ]
    catalog.replace_vectors(staging.document, "model-2", renewed)
    found = catalog.tokens([first.id, second.id])
    assert list(found) == [second.id]
    assert_same_tokens(found[second.id], given)


def test_erasing_leaves_no_row(catalog: Catalog, staging: Staging, tmp_path: Path) -> None:
    catalog.stage(staging)
    catalog.add_name("notes", "second name.pdf", "dabc")
    catalog.begin_removal("dabc")
    assert catalog.deleted() == ("dabc",)
    assert catalog.own_originals("dabc") == (staging.document.sha256,)
    catalog.erase("dabc")
    catalog.close()
    with sqlite3.connect(tmp_path / "catalog.sqlite") as db:
        tables = ("documents", "versions", "names", "boxes", "passages", "sentences", "tokens")
        rows = {name: db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables}
    assert rows == dict.fromkeys(tables, 0)


def test_an_original_that_another_document_uses_is_not_its_own(
    catalog: Catalog, staging: Staging
) -> None:
    catalog.stage(staging)
    other = replace(staging.document, id="dxyz")
    catalog.stage(replace(staging, document=other, passages=(), vectors=(), source_key="b.pdf"))
    assert catalog.own_originals("dabc") == ()


def test_what_is_not_there_is_named(catalog: Catalog) -> None:
    with pytest.raises(NotFoundError, match=r'"dnone".*samklang documents'):
        catalog.document("dnone")
    with pytest.raises(NotFoundError, match='version 3 of document "dnone"'):
        catalog.text("dnone", 3)


def test_the_migrated_schema_is_the_one_the_tables_describe(catalog: Catalog) -> None:
    """Guarantee: alembic's autogenerate finds nothing to change after the last migration."""
    with catalog.engine.connect() as db:
        options = {"compare_type": True, "render_as_batch": True}
        context = MigrationContext.configure(db, opts=options)
        assert compare_metadata(context, metadata) == []
        assert context.get_current_revision() == HEAD


def test_head_is_the_last_migration() -> None:
    config = Config()
    folder = Path(corpus.catalog.__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_a_folder_made_before_token_vectors_opens_and_has_none(
    catalog: Catalog, staging: Staging, tmp_path: Path
) -> None:
    """Guarantee: an older data folder is migrated by itself and loses nothing."""
    catalog.stage(staging)
    catalog.activate("dabc", 1)
    downgrade(catalog, "0001")
    catalog.close()
    with sqlite3.connect(tmp_path / "catalog.sqlite") as db:
        assert db.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
        query = "SELECT count(*) FROM sqlite_master WHERE name = 'tokens'"
        assert db.execute(query).fetchone() == (0,)
    opened = open_catalog(tmp_path)
    ids = [p.id for p in staging.passages]
    assert opened.documents() == (staging.document,)
    assert opened.passages_of("dabc", 1) == staging.passages
    assert opened.tokens(ids) == {}
    assert opened.lacking_tokens("dabc", 1, "space-1") == tuple(ids)
    opened.add_tokens([tokens(ids[0], 3)])
    assert list(opened.tokens(ids)) == ids[:1]


def test_a_folder_made_before_conversations_opens_and_keeps_them_from_then_on(
    catalog: Catalog, staging: Staging, tmp_path: Path
) -> None:
    """Guarantee: an older data folder is migrated by itself and loses nothing."""
    catalog.stage(staging)
    catalog.activate("dabc", 1)
    catalog.set_external_model("notes", "allowed")
    downgrade(catalog, "0002")
    catalog.close()
    with sqlite3.connect(tmp_path / "catalog.sqlite") as db:
        assert db.execute("SELECT version_num FROM alembic_version").fetchone() == ("0002",)
        tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master")}
    assert not tables & {"prompts", "usage", "conversations", "turns"}
    opened = open_catalog(tmp_path)
    assert opened.documents() == (staging.document,)
    assert opened.passages_of("dabc", 1) == staging.passages
    assert list(opened.tokens([staging.passages[0].id])) == [staging.passages[0].id]
    assert [c.external_model for c in opened.collections()] == ["allowed"]
    assert opened.conversations() == ()
    assert opened.usage_on("2026-11-24") == (0, 0.0)
    own = opened.start_conversation()
    opened.add_turn(own, Turn("Vad?", "Vad?", {"claims": []}, "2026-11-24"))
    assert [turn.question for turn in opened.turns(own)] == ["Vad?"]


def test_leave_to_go_to_a_model_elsewhere_is_changed_for_one_collection(catalog: Catalog) -> None:
    """Guarantee: text stays here until somebody says otherwise, and again when they do."""
    catalog.ensure_collection(Collection("other", "Andra", "Others", Role.EVIDENCE))
    assert leave(catalog) == {"notes": "never", "other": "never"}
    catalog.set_external_model("notes", "allowed")
    assert leave(catalog) == {"notes": "allowed", "other": "never"}
    catalog.ensure_collection(Collection("notes", "Noter", "Notes", Role.EVIDENCE))
    assert leave(catalog)["notes"] == "allowed"
    catalog.set_external_model("notes", "never")
    assert leave(catalog) == {"notes": "never", "other": "never"}


@pytest.mark.parametrize("value", ["", "always", "Allowed", "allowed "])
def test_any_other_word_for_leave_is_refused_and_changes_nothing(
    catalog: Catalog, value: str
) -> None:
    with pytest.raises(UsageError, match="never or allowed"):
        catalog.set_external_model("notes", value)
    assert leave(catalog) == {"notes": "never"}


def test_leave_for_a_collection_that_is_not_there_is_refused(catalog: Catalog) -> None:
    with pytest.raises(NotFoundError, match=r'"note".*samklang collections'):
        catalog.set_external_model("note", "allowed")


def leave(catalog: Catalog) -> dict[str, str]:
    return {one.id: one.external_model for one in catalog.collections()}


def saved(document_id: str) -> dict[str, object]:
    citation = {"document_id": document_id, "quote": "En mening här.", "verdict": "verified"}
    nearby = [{"document_id": document_id, "text": "Två meningar där."}]
    return {"claims": [{"citations": [citation]}], "nearby": nearby}


def test_a_saved_answer_keeps_its_quote_when_its_document_is_removed(
    catalog: Catalog, staging: Staging
) -> None:
    """Guarantee: from the first step of a removal on it is marked, and opens without it."""
    catalog.stage(staging)
    catalog.activate("dabc", 1)
    own = catalog.start_conversation()
    catalog.add_turn(own, Turn("Vad?", "Vad?", saved("dabc")))
    assert catalog.turns(own)[0].answer == saved("dabc")
    catalog.begin_removal("dabc")
    [turn] = catalog.turns(own)
    assert turn.answer == left_of(saved("dabc"))
    catalog.erase("dabc")
    assert catalog.turns(own) == (turn,)
    catalog.stage(staging)
    catalog.activate("dabc", 1)
    assert catalog.turns(own) == (turn,)


def test_an_answer_that_was_being_written_while_its_document_went_is_marked_when_kept(
    catalog: Catalog, staging: Staging
) -> None:
    catalog.stage(staging)
    catalog.activate("dabc", 1)
    own = catalog.start_conversation()
    catalog.begin_removal("dabc")
    catalog.add_turn(own, Turn("Vad?", "Vad?", saved("dabc")))
    assert catalog.turns(own)[0].answer == left_of(saved("dabc"))


def left_of(answer: dict[str, object]) -> dict[str, object]:
    [claim] = answer["claims"]  # type: ignore[misc]
    marked = [{**one, "verdict": "source_deleted"} for one in claim["citations"]]
    return {"claims": [{"citations": marked}], "nearby": []}


def downgrade(catalog: Catalog, revision: str) -> None:
    """Take the schema back to what an older Samklang made."""
    config = Config()
    folder = Path(corpus.catalog.__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder))
    with catalog.engine.begin() as db:
        config.attributes["connection"] = db
        alembic.command.downgrade(config, revision)


def test_a_newer_schema_is_refused(catalog: Catalog, tmp_path: Path) -> None:
    """Guarantee: an older Samklang does not touch a catalog it does not understand."""
    catalog.close()
    with sqlite3.connect(tmp_path / "catalog.sqlite") as db:
        db.execute("UPDATE alembic_version SET version_num = '9999'")
    before = (tmp_path / "catalog.sqlite").read_bytes()
    with pytest.raises(SamklangError, match=f"newer Samklang.*9999.*{HEAD}"):
        open_catalog(tmp_path)
    assert (tmp_path / "catalog.sqlite").read_bytes() == before


@pytest.mark.parametrize("damage", [b"not a database, far from it", b""])
def test_a_damaged_database_is_named_with_what_to_do(
    catalog: Catalog, tmp_path: Path, damage: bytes
) -> None:
    catalog.close()
    path = tmp_path / "catalog.sqlite"
    whole = path.read_bytes()
    path.write_bytes(damage * 50 + whole[len(damage * 50) :] if damage else whole[:5_000])
    with pytest.raises(SamklangError, match=r"catalog\.sqlite.*cannot be opened.*backup"):
        open_catalog(tmp_path)


KILLED_MIGRATION = """
import os, sys
from pathlib import Path
import alembic.op
from corpus.catalog import open_catalog

create, made = alembic.op.create_table, []

def create_or_die(*args, **options):
    if len(made) == 3:
        os.kill(os.getpid(), 9)
    made.append(create(*args, **options))

alembic.op.create_table = create_or_die
open_catalog(Path(sys.argv[1]))
"""


def test_a_killed_migration_is_as_if_it_had_not_begun(tmp_path: Path) -> None:
    """Guarantee: kill -9 while the schema is made does not shut the data folder for good."""
    command = [sys.executable, "-c", KILLED_MIGRATION, str(tmp_path)]
    killed = subprocess.run(command, cwd=ROOT, env=os.environ, check=False)
    assert killed.returncode == -9
    assert open_catalog(tmp_path).documents() == ()


def _as_version(staging: Staging, version: int) -> Staging:
    passages = tuple(replace(p, version=version) for p in staging.passages)
    items = tuple(
        PassageVectors(p.id, i.vectors) for p, i in zip(passages, staging.vectors, strict=True)
    )
    document = replace(staging.document, version=version)
    return replace(staging, document=document, passages=passages, vectors=items)
