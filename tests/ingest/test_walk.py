"""From paths to sources."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

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


def manifest(folder: Path, *entries: str) -> None:
    """Entries are ``id = path``, with a collection after a third ``=``."""
    tables = []
    for entry in entries:
        key, path, *shelf = entry.split(" = ")
        shelves = "".join(f'collection = "{name}"\n' for name in shelf)
        tables.append(f'[[document]]\nid = "{key}"\npath = "{path}"\n{shelves}')
    (folder / "manifest.toml").write_text("".join(tables), encoding="utf-8")


def keys(folder: Path, collection: str | None = None) -> dict[str, str]:
    """Key of each file found, by its path in the folder."""
    found = find_sources([folder], collection=collection).sources
    return {s.path.relative_to(folder).as_posix(): s.key for s in found}


def test_a_manifest_of_a_folder_below_describes_its_files(tmp_path: Path) -> None:
    """Guarantee: a folder has the same documents, taken in alone or with the one above it."""
    write(tmp_path, "a.md", "in/b.md", "in/c.md", "in/deep/d.md")
    manifest(tmp_path / "in", "plan = b.md = plans", "map = deep/d.md")
    whole = {"a.md": "a.md", "in/b.md": "plan", "in/c.md": "in/c.md", "in/deep/d.md": "map"}
    assert keys(tmp_path) == whole
    alone = find_sources([tmp_path / "in"], collection=None).sources
    assert [(s.key, s.collection) for s in alone if s.entry] == [
        ("plan", "plans"),
        ("map", "unsorted"),
    ]


def test_the_nearest_manifest_wins(tmp_path: Path) -> None:
    write(tmp_path, "in/b.md", "in/c.md")
    manifest(tmp_path, "outer-b = in/b.md", "outer-c = in/c.md")
    manifest(tmp_path / "in", "inner-b = b.md")
    assert keys(tmp_path) == {"in/b.md": "inner-b", "in/c.md": "outer-c"}


def test_an_id_names_one_file_of_a_collection(tmp_path: Path) -> None:
    """Guarantee: two manifests never make two files versions of one document."""
    write(tmp_path, "x/a.md", "y/b.md")
    manifest(tmp_path / "x", "plan = a.md = plans")
    manifest(tmp_path / "y", "plan = b.md = other")
    assert keys(tmp_path) == {"x/a.md": "plan", "y/b.md": "plan"}
    with pytest.raises(UsageError, match=r'a\.md.*b\.md.*"plan".*collection "notes"'):
        keys(tmp_path, "notes")
    manifest(tmp_path / "x", "y/b.md = a.md")
    (tmp_path / "y" / "manifest.toml").unlink()
    with pytest.raises(UsageError, match=r'"y/b\.md" in the collection "unsorted"'):
        keys(tmp_path)


def test_a_hidden_folders_manifest_is_not_read(tmp_path: Path) -> None:
    write(tmp_path, "a.md", ".old/b.md")
    (tmp_path / ".old" / "manifest.toml").write_text("[[no manifest")
    assert keys(tmp_path) == {"a.md": "a.md"}


def test_a_wrong_manifest_below_is_named(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "in/b.md")
    (tmp_path / "in" / "manifest.toml").write_text("[[document]\n")
    with pytest.raises(UsageError, match=r"in.manifest\.toml.*cannot be used"):
        keys(tmp_path)


@pytest.mark.parametrize("name", ["", "ab", "My Shelf", "å-shelf", "notes\n"])
def test_a_collection_that_cannot_be_is_refused_before_anything_else(
    tmp_path: Path, name: str
) -> None:
    write(tmp_path, "a.md")
    with pytest.raises(UsageError, match="cannot name a collection"):
        find_sources([tmp_path], collection=name)


@contextmanager
def as_nobody() -> Iterator[None]:
    """Without the rights of root, who may read everything."""
    mighty = hasattr(os, "geteuid") and os.geteuid() == 0
    if mighty:
        os.seteuid(65534)
    try:
        yield
    finally:
        if mighty:
            os.seteuid(0)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_a_folder_that_may_not_be_read_is_a_row_of_its_own() -> None:
    """Guarantee: it stops nobody, and is not passed over in silence."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        write(folder, "a.md", "closed/b.md", "listed/c.md", "z.md")
        (folder / "closed").chmod(0)
        (folder / "listed").chmod(0o444)
        with as_nobody():
            walk = find_sources([folder], collection=None)
            alone = find_sources([folder / "closed"], collection=None)
        for closed in ("closed", "listed"):
            (folder / closed).chmod(0o700)
    faults = {s.key: s.fault for s in walk.sources}
    assert list(faults) == ["a.md", "closed", "listed/c.md", "z.md"]
    assert faults["closed"] == "the folder cannot be read: Permission denied"
    assert not any(fault for key, fault in faults.items() if key != "closed")
    assert [s.fault for s in alone.sources] == [faults["closed"]]


def test_a_folder_too_deep_to_be_named_is_a_row_of_its_own(tmp_path: Path) -> None:
    write(tmp_path, "z.md")
    here = Path.cwd()
    os.chdir(tmp_path)
    try:
        for _ in range(20):
            os.mkdir("d" * 250)
            os.chdir("d" * 250)
    finally:
        os.chdir(here)
    deep, last = find_sources([tmp_path], collection=None).sources
    assert deep.fault == "the folder cannot be read: File name too long"
    assert (last.key, last.fault) == ("z.md", None)


def test_without_a_path_the_library_is_meant() -> None:
    walk = find_sources([], collection=None)
    assert len(walk.sources) > 20
    assert all(s.entry and s.path.is_relative_to(LIBRARY) for s in walk.sources)
    assert {s.path.suffix for s in walk.sources} == {".pdf", ".docx"}
