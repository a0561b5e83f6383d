"""Files that cannot be taken in, or change meanwhile: each has its outcome and stops nobody."""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfWriter

from corpus.store import Store, document_id
from ingest.intake import ingest_files
from ingest.outcome import FileOutcome, Outcome
from ingest.publish import resume_all
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


@pytest.fixture
def bad_files(tmp_path: Path) -> Path:
    """A good file between bad ones of every kind."""
    folder = tmp_path / "mixed"
    folder.mkdir()
    (folder / "a empty.pdf").write_bytes(b"")
    (folder / "b good.md").write_text("# Bra\n\nDen här filen går att läsa.\n")
    (folder / "c damaged.pdf").write_bytes(PDF.read_bytes()[:900])
    (folder / "d unknown.pdf").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    locked = PdfWriter(clone_from=PDF)
    locked.encrypt("another", algorithm="AES-256")
    locked.write(folder / "e locked.pdf")
    pictures = PdfWriter()
    pictures.add_blank_page(200, 200)
    pictures.write(folder / "f pictures.pdf")
    with (folder / "g large.md").open("wb") as handle:
        handle.truncate(2 * 2**20)
    (folder / "h letterless.txt").write_text("1 2 3\n\n4 5 6\n")
    (folder / "i gone.md").symlink_to(folder / "nothing.md")
    (folder / "j good too.md").write_text("# Också\n\nDen här också.\n")
    return folder


def test_each_bad_file_has_its_own_reason_and_the_others_go_in(
    shelf: Path, open_shelf, take_in: TakeIn, bad_files: Path
) -> None:
    """Guarantee: one bad file stops nobody, is named with what to do, and leaves no trace."""
    with open_shelf(shelf, max_file_mb=1, password="wrong") as store:
        outcomes = {Path(o.path).stem.split(" ", 1)[1]: o for o in take_in(store, bad_files)}
        documents = {d.filename for d in store.catalog.documents()}
        assert examine(store).ok
    said = {
        "empty": (Outcome.REFUSED, "no bytes|empty"),
        "damaged": (Outcome.FAILED, "damaged"),
        "unknown": (Outcome.REFUSED, "PNG"),
        "locked": (Outcome.REFUSED, "password"),
        "pictures": (Outcome.REFUSED, "OCR"),
        "large": (Outcome.REFUSED, "2 MiB, at most 1 MiB.*SAMKLANG_MAX_FILE_MB"),
        "letterless": (Outcome.REFUSED, "no text"),
        "gone": (Outcome.FAILED, "No such file"),
    }
    assert len(outcomes) == len(said) + 2
    for name, (outcome, words) in said.items():
        assert outcomes[name].outcome is outcome, outcomes[name]
        assert outcomes[name].document_id is None
        assert re.search(words, outcomes[name].reason or "")
    assert len({outcomes[name].reason for name in said}) == len(said)
    assert '"c damaged.pdf"' in (outcomes["damaged"].reason or "")
    assert '"e locked.pdf"' in (outcomes["locked"].reason or "")
    assert not list(shelf.glob("originals/*.partial"))
    assert {outcomes[n].outcome for n in ("good", "good too")} == {Outcome.IN}
    assert documents == {"budget.md", "forest.md", "harbour.md", "b good.md", "j good too.md"}
    assert len(list(shelf.glob("originals/*/*"))) == 5
    with sqlite3.connect(shelf / "catalog.sqlite") as db:
        assert db.execute("SELECT count(*) FROM versions").fetchone() == (5,)
        assert db.execute("SELECT count(*) FROM names").fetchone() == (5,)


def agree(store: Store, outcome: FileOutcome, words: str) -> None:
    """The version shown, its original and the words it was read from are of the same bytes."""
    document = store.catalog.document(outcome.document_id or "")
    kept = store.original(document.sha256).read_bytes()
    assert hashlib.sha256(kept).hexdigest() == document.sha256
    assert words in kept.decode()
    assert words in store.catalog.text(document.id, document.version)


def test_a_file_that_changes_after_it_was_copied_is_stored_as_it_was(
    store: Store, tmp_path: Path
) -> None:
    """Guarantee: text, sha256 and original of a version are of the very same bytes."""
    paths = [tmp_path / name for name in ("a.md", "b.md")]
    for path in paths:
        path.write_text("# Bron\n\nBron målas röd under våren.\n" + path.name)
    sources = [Source(path, path.name, "notes") for path in paths]

    def repaint(step: str) -> None:
        if step == "staged":
            paths[1].write_text("# Bron\n\nBron målas blå under hösten.\n")

    outcomes = list(ingest_files(store, sources, workers=1, on_step=repaint))
    assert [o.outcome for o in outcomes] == [Outcome.IN, Outcome.IN]
    agree(store, outcomes[1], "röd under våren")
    (again,) = ingest_files(store, sources[1:], workers=1)
    assert again.outcome is Outcome.IN
    agree(store, again, "blå under hösten")
    assert examine(store).ok


def test_a_file_that_changes_between_hash_and_copy_is_stored_as_copied(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Guarantee: the same, for bytes that came after the first look; also when they are held."""
    path = tmp_path / "a.md"
    path.write_text("# Bron\n\nBron målas röd under våren.\n")
    copy_in = store.copy_in

    def change_first(source: Path) -> object:
        source.write_text("# Bron\n\nBron målas blå under hösten.\n")
        return copy_in(source)

    monkeypatch.setattr(store, "copy_in", change_first)
    (outcome,) = ingest_files(store, [Source(path, "a.md", "notes")], workers=1)
    agree(store, outcome, "blå under hösten")
    path.write_text("# Bron\n\nBron målas röd under våren.\n")
    (again,) = ingest_files(store, [Source(path, "a.md", "notes")], workers=1)
    assert (again.outcome, again.document_id) == (Outcome.UNCHANGED, outcome.document_id)
    assert len(list(store.folder.glob("originals/*/*"))) == 4
    assert not list(store.folder.glob("originals/*.partial"))
    assert examine(store).ok


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit on the size of files")
def test_a_file_that_cannot_be_copied_fails_alone(store: Store, folder: Path) -> None:
    """Guarantee: a fault of the operating system on one file is told and stops nobody."""
    import resource

    (folder / "a large.md").write_bytes(b"# Stor\n\n" + b"En mening som upprepas. " * 2**18)
    (folder / "small.md").write_text("# Liten\n\nEn liten sak.\n")
    sources = [Source(folder / n, n, "notes") for n in ("a large.md", "forest.md", "small.md")]
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4 * 2**20, hard))
    try:
        outcomes = list(ingest_files(store, sources, workers=1))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [o.outcome for o in outcomes] == [Outcome.FAILED, Outcome.UNCHANGED, Outcome.IN]
    assert "could not be copied or stored: File too large" in (outcomes[0].reason or "")
    assert not list(store.folder.glob("originals/*.partial"))
    assert examine(store).ok


def test_a_full_disk_fails_the_file_in_hand(store: Store, folder: Path) -> None:
    """Guarantee: the run goes on, and what did not get in gets in when there is room again."""
    for name in ("a.md", "b.md"):
        (folder / name).write_text(
            "".join(f"# Ny {name}, del {n}\n\nDet {n}:e trädet.\n" for n in range(9))
        )
    sources = [Source(folder / n, n, "notes") for n in ("a.md", "b.md")]
    documents = len(store.catalog.documents())
    with store.catalog.engine.connect() as db:
        db.exec_driver_sql("PRAGMA max_page_count = 1")
    run = ingest_files(store, sources, workers=1)
    first = next(run)
    assert first.outcome is Outcome.FAILED
    assert re.search(r"disk is full.*free space", first.reason or "")
    with store.catalog.engine.connect() as db:
        db.exec_driver_sql("PRAGMA max_page_count = 1000000")
    assert [o.outcome for o in run] == [Outcome.IN]
    again = list(ingest_files(store, sources, workers=1))
    assert [o.outcome for o in again] == [Outcome.IN, Outcome.UNCHANGED]
    assert len(store.catalog.documents()) == documents + 2
    assert examine(store).ok


def test_a_folder_that_cannot_be_read_has_its_row(store: Store, folder: Path) -> None:
    fault = "the folder cannot be read: Permission denied"
    sources = [
        Source(folder / "closed", "closed", "notes", fault=fault),
        Source(folder / "forest.md", "forest.md", "notes"),
    ]
    outcomes = list(ingest_files(store, sources, workers=1))
    assert [o.outcome for o in outcomes] == [Outcome.FAILED, Outcome.UNCHANGED]
    assert outcomes[0].reason == fault


def test_a_refused_file_leaves_no_empty_collection(store: Store, tmp_path: Path) -> None:
    picture, note = tmp_path / "picture.pdf", tmp_path / "note.md"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    note.write_text("# Ny\n\nEn ny sak.\n")
    list(ingest_files(store, [Source(picture, "p", "fresh-shelf")], workers=1))
    assert "fresh-shelf" not in {c.id for c in store.catalog.collections()}
    list(ingest_files(store, [Source(note, "n", "fresh-shelf")], workers=1))
    assert "fresh-shelf" in {c.id for c in store.catalog.collections()}


def test_a_lost_original_comes_back_with_the_same_file(
    store: Store, folder: Path, take_in: TakeIn
) -> None:
    """Guarantee: what the doctor advises helps."""
    sha256 = store.catalog.document(document_id("notes", "forest.md")).sha256
    store.drop_original(sha256)
    assert not examine(store).ok
    assert {o.outcome for o in take_in(store, folder)} == {Outcome.UNCHANGED}
    assert store.original(sha256).read_bytes() == (folder / "forest.md").read_bytes()
    assert examine(store).ok


@pytest.mark.skipif(sys.platform != "linux", reason="names of any bytes are a thing of Linux")
def test_a_file_named_in_bytes_that_are_no_text_goes_in(store: Store, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/m\xe5l.txt"))
    path.write_text("Staden ska nå målet om tio år, säger nämnden.\n")
    sources = find_sources([path], collection="notes").sources
    (outcome,) = ingest_files(store, sources, workers=1)
    assert outcome.outcome is Outcome.IN
    assert store.catalog.document(outcome.document_id or "").title == r"m\udce5l"


def test_an_index_fault_fails_its_own_file_only(
    store: Store, folder: Path, take_in: TakeIn
) -> None:
    """Guarantee: the old version stays shown, the other files go in, the next run repairs."""
    for name in ("budget.md", "forest.md"):
        (folder / name).write_text(f"# Ny {name}\n\nEn helt ny text om staden.\n")
    forest = document_id("notes", "forest.md")
    sources = [Source(folder / n, n, "notes") for n in ("budget.md", "forest.md")]
    budget, heard = document_id("notes", "budget.md"), []

    def lose(step: str) -> None:
        heard.append(step)
        if heard.count("lexicon") == 1 and step == "lexicon":
            store.lexicon.remove_version(budget, 2)
            store.lexicon.commit()

    outcomes = list(ingest_files(store, sources, workers=1, on_step=lose))
    assert [o.outcome for o in outcomes] == [Outcome.FAILED, Outcome.IN]
    assert "samklang index rebuild" in (outcomes[0].reason or "")
    shown = store.catalog.active_versions()
    assert (shown[budget], shown[forest]) == (1, 2)
    assert resume_all(store) == 1
    assert store.catalog.active_versions()[budget] == 2
    assert examine(store).ok


def test_the_right_password_opens(shelf: Path, open_shelf, bad_files: Path) -> None:
    locked = Source(bad_files / "e locked.pdf", "locked", "notes")
    with open_shelf(shelf, password="another") as store:
        (outcome,) = ingest_files(store, [locked], workers=1)
    assert outcome.outcome in (Outcome.IN, Outcome.IN_WITH_WARNINGS)
    assert outcome.passages > 5


def test_a_raised_limit_reaches_the_reader(shelf: Path, open_shelf, tmp_path: Path) -> None:
    """Guarantee: SAMKLANG_MAX_FILE_MB is the only limit on size, above the default too."""
    large = tmp_path / "large.bin"
    with large.open("wb") as handle:
        handle.write(b"\x7fELF")
        handle.truncate(201 * 2**20)
    with open_shelf(shelf, max_file_mb=300) as store:
        (outcome,) = ingest_files(store, [Source(large, "large", "notes")], workers=1)
    assert "a Linux program" in (outcome.reason or "")
