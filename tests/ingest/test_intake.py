"""Taking files in: one outcome for each, and nothing written that need not be."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader

import ingest.intake
from corpus.errors import UsageError
from corpus.records import Status
from corpus.store import Store, document_id
from ingest.intake import ingest_files
from ingest.manifest import ManifestEntry
from ingest.outcome import FileOutcome, Outcome
from ingest.publish import remove
from ingest.upkeep import examine
from ingest.walk import LIBRARY, Source, find_sources

TakeIn = Callable[..., list[FileOutcome]]
PDF = LIBRARY / "eu-mission" / "climate-city-contract.pdf"


@pytest.fixture
def folder(tmp_path: Path, three_files: Path) -> Path:
    """Copies of the three files that are in already, to be changed."""
    copies = tmp_path / "files"
    copies.mkdir()
    for path in three_files.iterdir():
        (copies / path.name).write_bytes(path.read_bytes())
    return copies


def everything_on_disk(data: Path) -> dict[str, object]:
    """Every catalog row, and the time and size of every file of the indexes and originals."""
    with sqlite3.connect(data / "catalog.sqlite") as db:
        rows = hashlib.sha256("\n".join(db.iterdump()).encode()).hexdigest()
    files = [p for n in ("chroma", "lexicon", "originals") for p in (data / n).rglob("*")]
    stats = {str(p): (p.stat().st_mtime_ns, p.stat().st_size) for p in files if p.is_file()}
    return {"rows": rows, **stats}


def names_of(data: Path) -> set[tuple[str, str]]:
    with sqlite3.connect(data / "catalog.sqlite") as db:
        return set(db.execute("SELECT source_key, document_id FROM names"))


def test_a_file_taken_in_has_its_figures(store: Store, tmp_path: Path) -> None:
    (outcome,) = ingest_files(store, [Source(PDF, "contract", "eu-mission")], workers=1)
    assert outcome.outcome in (Outcome.IN, Outcome.IN_WITH_WARNINGS)
    document = store.catalog.document(document_id("eu-mission", "contract"))
    text = store.catalog.text(document.id, 1)
    assert outcome.document_id == document.id
    assert outcome.pages == document.pages == len(PdfReader(PDF).pages)
    assert outcome.passages == len(store.catalog.passages_of(document.id, 1)) > 5
    assert outcome.characters == len("".join(text.split()))
    boxes = store.catalog.boxes(document.id, 1, 1)
    assert boxes is not None
    assert len(boxes.spans) > 50
    assert examine(store).ok


def test_nothing_is_written_for_unchanged_files(
    shelf: Path, open_shelf, take_in: TakeIn, folder: Path
) -> None:
    """Guarantee: the same folder again leaves catalog, indexes and originals as they are."""
    before = everything_on_disk(shelf)
    with open_shelf(shelf) as store:
        outcomes = take_in(store, folder)
    assert [o.outcome for o in outcomes] == [Outcome.UNCHANGED] * 3
    assert all(o.passages and o.characters and o.document_id for o in outcomes)
    assert everything_on_disk(shelf) == before
    assert len(before) > 6


def test_changed_bytes_make_a_second_version(store: Store, take_in: TakeIn, folder: Path) -> None:
    """Guarantee: the new words are found, the old are not, and can still be read."""
    (folder / "forest.md").write_text("# Skogen\n\nAlmarna planteras om våren.\n")
    old = store.catalog.text(document_id("notes", "forest.md"), 1)
    outcomes = {Path(o.path).name: o for o in take_in(store, folder)}
    assert outcomes["forest.md"].outcome is Outcome.IN
    assert outcomes["budget.md"].outcome is Outcome.UNCHANGED
    document = store.catalog.document(document_id("notes", "forest.md"))
    assert document.version == 2
    assert outcomes["forest.md"].document_id == document.id
    rows = {row.split("#")[0] for row in store.vectors.row_ids("notes", store.model_key)}
    assert {r.split(".")[1] for r in rows if r.startswith(document.id)} == {"2"}
    assert store.lexicon.count_version(document.id, 1) == 0
    assert store.catalog.text(document.id, 1) == old
    assert "planta" in old
    assert examine(store).ok


def test_the_same_bytes_under_two_keys_are_one_document(
    store: Store, take_in: TakeIn, folder: Path
) -> None:
    """Guarantee: also when both names come in one run; nothing is found twice."""
    for name in ("copy of forest.md", "new a.md", "new b.md"):
        text = (folder / "forest.md").read_bytes() if "copy" in name else b"# Nytt\n\nEn ny sak.\n"
        (folder / name).write_bytes(text)
    outcomes = {Path(o.path).name: o for o in take_in(store, folder)}
    assert outcomes["copy of forest.md"].outcome is Outcome.UNCHANGED
    assert outcomes["copy of forest.md"].document_id == outcomes["forest.md"].document_id
    assert outcomes["new a.md"].outcome is Outcome.IN
    assert outcomes["new b.md"].outcome is Outcome.UNCHANGED
    assert outcomes["new b.md"].document_id == outcomes["new a.md"].document_id
    assert len(store.catalog.documents(["notes"])) == 3
    names = names_of(store.folder)
    assert ("copy of forest.md", document_id("notes", "forest.md")) in names
    assert ("new b.md", document_id("notes", "new a.md")) in names


def test_a_second_name_gets_its_own_document_when_the_first_changes(
    store: Store, take_in: TakeIn, folder: Path
) -> None:
    """Guarantee: what is reported as held is shown, though its twin moved on in the same run."""
    (folder / "skog.md").write_bytes((folder / "forest.md").read_bytes())
    take_in(store, folder)
    (folder / "forest.md").write_text("# Skogen\n\nAlmarna planteras om våren.\n")
    outcomes = {Path(o.path).name: o for o in take_in(store, folder)}
    assert outcomes["skog.md"].outcome is Outcome.IN
    for name, word in (("forest.md", "Almarna"), ("skog.md", "planta")):
        shown = store.catalog.known("notes", name)
        assert shown is not None
        assert shown.document_id == document_id("notes", name) == outcomes[name].document_id
        assert word in store.catalog.text(shown.document_id, shown.version)
    assert examine(store).ok


def test_the_same_bytes_in_two_collections_share_an_original(
    store: Store, take_in: TakeIn, folder: Path
) -> None:
    """Guarantee: two documents, one stored file, which goes with the last of them."""
    outcomes = take_in(store, folder, "forest.md", collection="archive")
    assert [o.outcome for o in outcomes] == [Outcome.IN]
    ids = [document_id(shelf, "forest.md") for shelf in ("archive", "notes")]
    first, second = (store.catalog.document(i) for i in ids)
    assert first.sha256 == second.sha256
    assert first.id != second.id
    assert len(list(store.folder.glob("originals/*/*"))) == 3
    remove(store, first.id)
    assert store.original(second.sha256).is_file()
    remove(store, second.id)
    assert not store.original(second.sha256).exists()


def test_a_newer_reader_that_reads_the_same_keeps_the_version(
    store: Store, take_in: TakeIn, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Guarantee: an upgrade does not retire every version that saved answers cite."""
    monkeypatch.setattr(ingest.intake, "READER", ingest.intake.READER + 1)
    documents, shown = store.catalog.documents(), store.catalog.passage_ids()
    outcomes = take_in(store, folder)
    assert [o.outcome for o in outcomes] == [Outcome.UNCHANGED] * 3
    assert store.catalog.documents() == documents
    assert store.catalog.passage_ids() == shown
    known = [store.catalog.known("notes", name) for name in ("forest.md", "budget.md")]
    assert [k.reader for k in known if k] == [ingest.intake.READER] * 2


def test_a_newer_reader_that_reads_otherwise_makes_one_new_version(
    shelf: Path, open_shelf, take_in: TakeIn, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Guarantee: one, also for a document with two names."""
    (folder / "skog.md").write_bytes((folder / "forest.md").read_bytes())
    with open_shelf(shelf) as store:
        take_in(store, folder)
    with sqlite3.connect(shelf / "catalog.sqlite") as db:
        db.execute("UPDATE versions SET text = 'x' || text WHERE filename = 'forest.md'")
    monkeypatch.setattr(ingest.intake, "READER", ingest.intake.READER + 1)
    with open_shelf(shelf) as store:
        outcomes = {Path(o.path).name: o.outcome for o in take_in(store, folder)}
        versions = store.catalog.versions(document_id("notes", "forest.md"))
    assert outcomes["forest.md"] is Outcome.IN
    assert outcomes["skog.md"] is Outcome.UNCHANGED
    assert [(v.version, v.state) for v in versions] == [(1, "reaped"), (2, "active")]


def test_what_a_manifest_says_later_is_taken_over(
    shelf: Path, open_shelf, take_in: TakeIn, folder: Path
) -> None:
    """Guarantee: metadata is edited without a new version, also for a file known by its path."""

    def ingest(text: str) -> list[FileOutcome]:
        (folder / "manifest.toml").write_text(text, encoding="utf-8")
        sources = find_sources([folder], collection="notes").sources
        with open_shelf(shelf) as store:
            return list(ingest_files(store, sources, workers=1))

    entry = '[[document]]\nid = "skog"\npath = "forest.md"\ntitle = "Skogsplanen"\n'
    more = 'publisher = "Staden"\nstatus = "decided"\npublished = "2024"\nlanguage = "sv"\n'
    for text, title in ((entry + more, "Skogsplanen"), (entry.replace("Skog", "Ny"), "Nysplanen")):
        outcomes = [o for o in ingest(text) if o.path.endswith("forest.md")]
        assert [o.outcome for o in outcomes] == [Outcome.UNCHANGED]
        with open_shelf(shelf) as store:
            document = store.catalog.document(document_id("notes", "forest.md"))
            assert (document.version, document.title) == (1, title)
            assert (document.publisher, document.published) == ("Staden", "2024")
            assert (document.status, document.language) == (Status.DECIDED, "sv")
            assert not set(document.guessed) & {"title", "publisher", "published", "language"}


def test_what_a_manifest_says_wins_over_the_files_own_word(store: Store) -> None:
    entry = ManifestEntry(id="c", path="x", title="Given", published="2020", language="en")
    sources = [Source(PDF, "c", "eu-mission", entry), Source(PDF, "d", "unsorted")]
    list(ingest_files(store, sources, workers=1))
    told = store.catalog.document(document_id("eu-mission", "c"))
    own = store.catalog.document(document_id("unsorted", "d"))
    assert (told.title, told.published, told.language) == ("Given", "2020", "en")
    assert "title" not in told.guessed
    assert own.title == PdfReader(PDF).metadata.title
    assert "title" in own.guessed


def test_a_malformed_collection_is_refused_before_anything_is_taken_in(
    store: Store, folder: Path
) -> None:
    """Guarantee: nothing is half-done."""
    before = everything_on_disk(store.folder)
    sources = [Source(folder / "forest.md", "x", name) for name in ("shelf-one", "Not A Shelf")]
    with pytest.raises(UsageError, match='"Not A Shelf" cannot name a collection'):
        ingest_files(store, sources, workers=1)
    assert everything_on_disk(store.folder) == before


def test_progress_is_told_for_the_file_in_hand(store: Store, folder: Path, tmp_path: Path) -> None:
    heard: list[tuple[str, float]] = []
    (folder / "forest.md").write_text("# Skogen\n\nAlmarna planteras om våren.\n")
    sources = [Source(folder / "forest.md", "forest.md", "notes")]
    list(ingest_files(store, sources, workers=1, on_progress=lambda *told: heard.append(told)))
    assert heard[-1] == (str(folder / "forest.md"), 1.0)
