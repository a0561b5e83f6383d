import json
import os

import pytest

from ingest.walk import LIBRARY
from service.cli.intake import as_typed

FILE = {"path", "outcome", "document_id", "pages", "passages", "characters", "warnings", "reason"}


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "note.txt").write_text(
        "Staden skriver under ett klimatkontrakt.\n\nMalmö går först och fler följer efter.",
        encoding="utf-8",
    )
    return folder


def test_every_file_has_a_row(samklang, folder):
    (folder / "empty.pdf").write_bytes(b"")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing that follows makes sense")
    (folder / ".hidden").write_text("not looked at")
    done = samklang("ingest", str(folder), "--collection", "notes", "--json")
    assert done.returncode == 3
    told = json.loads(done.stdout)
    assert set(told) == {"files", "seconds"}
    rows = {row["path"].rpartition("/")[2]: row for row in told["files"]}
    assert all(set(row) == FILE for row in rows.values())
    assert {name: row["outcome"] for name, row in rows.items()} == {
        "note.txt": "in",
        "empty.pdf": "refused",
        "broken.pdf": "failed",
    }
    note = (folder / "note.txt").read_text(encoding="utf-8")
    assert rows["note.txt"]["characters"] == sum(not c.isspace() for c in note)
    assert rows["note.txt"]["pages"] is None
    for name in ("empty.pdf", "broken.pdf"):
        assert rows[name]["reason"]
        assert rows[name]["document_id"] is None
        assert name in done.stderr


def test_a_second_time_nothing_is_to_do(samklang, folder):
    first = samklang("ingest", str(folder), "--json")
    second = samklang("ingest", str(folder), "--json")
    assert (first.returncode, second.returncode) == (0, 0)
    before, after = (json.loads(done.stdout)["files"][0] for done in (first, second))
    assert after["outcome"] == "unchanged"
    assert after | {"outcome": "in"} == before


def test_people_read_why_a_file_did_not_get_in(samklang, folder):
    (folder / "empty.pdf").write_bytes(b"")
    done = samklang("ingest", str(folder))
    assert done.returncode == 3
    assert "refused  1" in done.stdout
    assert "empty.pdf" in done.stdout
    assert "no bytes" in done.stdout


def test_a_folder_without_files_is_said_to_be_empty(samklang, tmp_path):
    (tmp_path / "nothing").mkdir()
    done = samklang("ingest", str(tmp_path / "nothing"))
    assert done.returncode == 0
    assert "No files" in done.stdout


def test_a_file_name_that_is_no_utf_8_has_a_row_all_the_same(samklang, folder):
    os.close(os.open(os.fsencode(folder) + b"/caf\xe9.txt", os.O_CREAT | os.O_WRONLY))
    told = json.loads(samklang("ingest", str(folder), "--json").stdout)
    assert {row["path"] for row in told["files"]} == {
        str(folder / "caf\\udce9.txt"),
        str(folder / "note.txt"),
    }


@pytest.mark.parametrize("typed", ["in", "./in", "{folder}", "{folder}/empty.pdf"])
def test_people_read_paths_from_what_they_typed_on(samklang, folder, typed):
    (folder / "empty.pdf").write_bytes(b"")
    done = samklang("ingest", typed.format(folder=folder))
    expected = "empty.pdf" if typed.endswith(".pdf") else "in/empty.pdf"
    assert f"refused: {expected}" in done.stdout.splitlines()
    assert str(folder) not in done.stdout + done.stderr


def test_a_long_path_stays_on_one_line(samklang, folder):
    deep = folder / ("a folder with a long name " * 5).strip() / ("the same again " * 5).strip()
    deep.mkdir(parents=True)
    (deep / "empty.pdf").write_bytes(b"")
    done = samklang("ingest", str(folder))
    path = deep.relative_to(folder.parent) / "empty.pdf"
    assert f"refused: {path}" in done.stdout.splitlines()


def test_files_of_the_shipped_library_are_named_from_it_on():
    assert as_typed(str(LIBRARY / "partners" / "a.docx"), ()) == "library/partners/a.docx"
