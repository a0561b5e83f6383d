"""From paths to sources."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from corpus.errors import UsageError
from ingest.walk import LIBRARY, find_sources


def write(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name, encoding="utf-8")


def test_a_folder_is_walked_in_name_order_with_relative_keys(tmp_path: Path) -> None:
    write(tmp_path, "b.md", "a/z.md", "a/deep/er.md", "c.pdf")
    walk = find_sources([tmp_path], collection="notes")
    assert [s.key for s in walk.sources] == ["a/deep/er.md", "a/z.md", "b.md", "c.pdf"]
    assert {s.collection for s in walk.sources} == {"notes"}
    assert walk.skipped == 0


def test_a_file_named_alone_has_its_name_as_key(tmp_path: Path) -> None:
    write(tmp_path, "a/z.md")
    (source,) = find_sources([tmp_path / "a" / "z.md"], collection=None).sources
    assert (source.key, source.collection) == ("z.md", "unsorted")


def test_hidden_files_and_folders_are_skipped_and_counted(tmp_path: Path) -> None:
    """Guarantee: what a system keeps beside the documents is not taken for one."""
    write(tmp_path, "a.md", ".DS_Store", ".git/config", ".git/objects/x", "b/.hidden.md")
    walk = find_sources([tmp_path], collection=None)
    assert [s.key for s in walk.sources] == ["a.md"]
    assert walk.skipped == 4


def test_links_that_lead_out_are_skipped_and_counted(tmp_path: Path) -> None:
    """Guarantee: a folder handed in cannot pull in files from elsewhere."""
    write(tmp_path, "in/a.md", "out/secret.md", "in/sub/b.md")
    inside = tmp_path / "in"
    (inside / "leak.md").symlink_to(tmp_path / "out" / "secret.md")
    (inside / "leak").symlink_to(tmp_path / "out")
    (inside / "same").symlink_to(inside / "sub")
    (inside / "gone.md").symlink_to(inside / "never.md")
    (inside / "circle.md").symlink_to(inside / "circle.md")
    (inside / "alias.md").symlink_to(inside / "a.md")
    walk = find_sources([inside], collection=None)
    assert [s.key for s in walk.sources] == ["a.md", "alias.md", "sub/b.md"]
    assert walk.skipped == 5


def test_a_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    write(tmp_path, "a.md")
    with pytest.raises(UsageError, match=r"missing\.md.*does not exist; give a file or a folder"):
        find_sources([tmp_path / "a.md", tmp_path / "missing.md"], collection=None)


def test_keys_do_not_depend_on_how_the_file_system_stores_letters(tmp_path: Path) -> None:
    """Guarantee: the same folder gives the same document ids on every machine."""
    decomposed = unicodedata.normalize("NFD", "mål.md")
    write(tmp_path, decomposed)
    (walked,) = find_sources([tmp_path], collection=None).sources
    (named,) = find_sources([tmp_path / decomposed], collection=None).sources
    assert walked.key == named.key == "mål.md"
    assert walked.path.is_file()


def test_a_manifest_describes_the_files_it_names(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "sub/b.md", "c.md")
    (tmp_path / "manifest.toml").write_text(
        '[[document]]\nid = "plan"\npath = "sub/b.md"\ncollection = "plans"\ntitle = "Planen"\n'
    )
    walk = find_sources([tmp_path], collection=None)
    assert [(s.key, s.collection) for s in walk.sources] == [
        ("a.md", "unsorted"),
        ("c.md", "unsorted"),
        ("plan", "plans"),
    ]
    entry = walk.sources[2].entry
    assert entry is not None
    assert entry.title == "Planen"
    assert {s.collection for s in find_sources([tmp_path], collection="mine").sources} == {"mine"}


def test_without_a_path_the_library_is_meant() -> None:
    walk = find_sources([], collection=None)
    assert len(walk.sources) > 20
    assert all(s.entry and s.path.is_relative_to(LIBRARY) for s in walk.sources)
    assert {s.path.suffix for s in walk.sources} == {".pdf", ".docx"}
