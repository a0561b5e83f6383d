import gzip
from dataclasses import dataclass
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from corpus.errors import UsageError
from eval.outside.formats import parse_json, parse_lines, read_bytes


@dataclass(frozen=True)
class Row:
    question: str


ROW = TypeAdapter(Row)


def test_packed_and_plain_files_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"question": "Var?", "more": 1}')
    (tmp_path / "a.json.gz").write_bytes(gzip.compress(b'{"question": "Var?"}'))
    (tmp_path / "a.jsonl").write_text('{"question": "Var?"}\n\n{"question": "När?"}\n')
    assert parse_json(tmp_path / "a.json", ROW) == Row("Var?")
    assert parse_json(tmp_path / "a.json.gz", ROW) == Row("Var?")
    assert parse_lines(tmp_path / "a.jsonl", ROW) == [Row("Var?"), Row("När?")]


def test_another_shape_is_refused_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"fråga": "Var?"}')
    with pytest.raises(UsageError, match=r"a\.json.*question: Field required"):
        parse_json(tmp_path / "a.json", ROW)


# without the time in it, which would give the test another name in each process
CUT_OFF = gzip.compress(b"cut off in the middle", mtime=0)[:-6]


@pytest.mark.parametrize("data", [b"no gzip", CUT_OFF], ids=["no-gzip", "cut-off"])
def test_a_damaged_or_missing_file_is_told_of(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.json.gz").write_bytes(data)
    for name in ("a.json.gz", "none.json"):
        with pytest.raises(UsageError, match="cannot be read"):
            read_bytes(tmp_path / name)
