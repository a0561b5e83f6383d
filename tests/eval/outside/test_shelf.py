from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import UsageError
from corpus.settings import Settings
from corpus.store import document_id
from eval.outside.records import OutsideDocument, OutsideSet, by_key
from eval.outside.shelf import open_shelf, shelf_name

NOTES = OutsideSet(
    "notes",
    by_key(
        [
            OutsideDocument("a", "notes", "Om väder", "sv", "Det snöar i Kiruna."),
            OutsideDocument("b", "notes", "On weather", "en", "It rains in Bergen."),
        ]
    ),
    (),
)


def unheard(what: str, share: float) -> None:
    del what, share


def with_text(text: str) -> OutsideSet:
    changed = replace(NOTES.documents["b"], text=text)
    return replace(NOTES, documents={**NOTES.documents, "b": changed})


def test_documents_are_taken_in_as_the_set_describes_them(settings, tmp_path: Path) -> None:
    with open_shelf(NOTES, tmp_path, settings, on_progress=unheard) as store:
        found = store.catalog.document(document_id("notes", "b"))
        assert (found.title, found.language, found.filename) == ("On weather", "en", "b.txt")
        assert store.catalog.text(found.id, found.version) == "It rains in Bergen."
    assert [folder.name for folder in tmp_path.iterdir()] == [shelf_name(NOTES)]


def test_the_same_bytes_are_not_taken_in_again(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_shelf(NOTES, tmp_path, settings, on_progress=unheard):
        pass
    heard = []
    with open_shelf(
        NOTES, tmp_path, settings, on_progress=lambda what, share: heard.append(share)
    ) as store:
        assert "embedder" not in store.__dict__  # no model was needed
        assert set(store.catalog.active_versions().values()) == {1}
    assert heard == [0.5, 1.0]


def test_other_bytes_have_another_folder() -> None:
    assert shelf_name(with_text("It rains in Oslo.")) != shelf_name(NOTES)
    assert shelf_name(with_text("It rains in Bergen.")) == shelf_name(NOTES)
    assert shelf_name(NOTES).startswith("notes-")


def test_a_document_that_is_refused_stops_the_set(settings: Settings, tmp_path: Path) -> None:
    with (
        pytest.raises(UsageError, match=r'notes: "b\.txt" was not taken in'),
        open_shelf(with_text(" "), tmp_path, settings, on_progress=unheard),
    ):
        pass


def test_two_documents_of_the_same_words_are_not_taken_for_one(
    settings: Settings, tmp_path: Path
) -> None:
    with (
        pytest.raises(UsageError, match="does not hold the 2 documents of notes"),
        open_shelf(with_text("Det snöar i Kiruna."), tmp_path, settings, on_progress=unheard),
    ):
        pass
