"""manifest.toml: what is read, and what is said of a wrong one."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import UsageError
from corpus.records import Status
from ingest.manifest import read_manifest

ENTRY = '[[document]]\nid = "plan"\npath = "a.md"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "in"
    inside.mkdir()
    (inside / "a.md").write_text("a")
    (inside / "b.md").write_text("b")
    (tmp_path / "outside.md").write_text("c")
    return inside


def read(folder: Path, text: str) -> object:
    (folder / "manifest.toml").write_text(text, encoding="utf-8")
    return read_manifest(folder)


def test_a_folder_without_a_manifest_has_no_entries(folder: Path) -> None:
    assert read_manifest(folder) == {}


def test_every_field_is_read(folder: Path) -> None:
    text = ENTRY + (
        'collection = "plans"\ntitle = "Planen"\npublisher = "Staden"\npublished = 2025-03-01\n'
        'language = "sv"\nstatus = "decided"\nreference = "dnr 1"\ntwin = "other"\n'
    )
    read(folder, text)
    entry = read_manifest(folder)[folder / "a.md"]
    assert entry.published == "2025-03-01"
    assert entry.status is Status.DECIDED
    assert (entry.id, entry.title, entry.publisher) == ("plan", "Planen", "Staden")
    assert (entry.collection, entry.language, entry.reference) == ("plans", "sv", "dnr 1")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[document]\n", "cannot be used as a manifest"),
        (ENTRY + 'autor = "x"\n', "autor"),
        (ENTRY + 'published = "in spring"\n', "published"),
        (ENTRY + 'language = "Swedish"\n', "language"),
        (ENTRY + 'status = "final"\n', "status"),
        (ENTRY + 'collection = "My Shelf"\n', "collection"),
        (ENTRY + 'collection = "ab"\n', "collection"),
        (ENTRY + 'collection = "notes\\n"\n', "collection"),
        ('[[document]]\npath = "a.md"\n', "id"),
        ('[[document]]\nid = ""\npath = "a.md"\n', "id"),
        ('[[document]]\nid = "x"\npath = "missing.md"\n', '"missing.md", which is not there'),
        ('[[document]]\nid = "x"\npath = "../outside.md"\n', "which is not in its folder"),
        (ENTRY + '[[document]]\nid = "plan"\npath = "b.md"\n', '"plan" or its file twice'),
        (ENTRY + '[[document]]\nid = "other"\npath = "a.md"\n', '"other" or its file twice'),
    ],
)
def test_a_wrong_manifest_is_named_with_what_is_wrong(folder: Path, text: str, said: str) -> None:
    """Guarantee: no entry is ignored in silence."""
    with pytest.raises(UsageError, match=said) as raised:
        read(folder, text)
    assert "manifest.toml" in str(raised.value)


def test_a_manifest_that_is_no_utf8_is_named(folder: Path) -> None:
    (folder / "manifest.toml").write_bytes(ENTRY.encode() + b'title = "m\xe5l"\n')
    with pytest.raises(UsageError, match=r"manifest\.toml.*cannot be used"):
        read_manifest(folder)
