import json
from pathlib import Path

import pytest

from corpus.errors import UsageError
from eval.records import GoldPlace, HitPlace, QuestionRecord
from eval.run import RunInfo, read_run, write_run

INFO = RunInfo(
    started="2026-01-01T00:00:00+00:00",
    seconds=1.5,
    samklang="0",
    python="3",
    model_key="m",
    constants_run="none",
    constants={"shift": 1.5, "claims": {"words": 0.03}},
    prompts={},
    corpus="00",
    documents=2,
    passages=3,
    sets={"s": 2},
    settings={"s": ("only", "everything")},
    split="all",
    left_out={},
)


def hit(document: str, start: int, page: int | None, page_end: int | None = None) -> HitPlace:
    return HitPlace(
        f"{document}.1.{start}-{start + 9}",
        document,
        1,
        start,
        start + 9,
        "sv",
        0.5,
        page,
        page_end or page,
    )


def record(name: str, gold: tuple[GoldPlace, ...], hits: tuple[HitPlace, ...]) -> QuestionRecord:
    return QuestionRecord(
        set="s",
        setting="only",
        id=name,
        split="test",
        kind="name",
        language="sv",
        pair="sv-sv",
        question="?",
        asked="?",
        answerable=bool(gold),
        gold=gold,
        hits=hits,
        abstained=True,
        claims=(),
    )


RECORDS = (
    record(
        "a",
        (GoldPlace("dx", 1, 5, 8, "q", "sv", 2, 2), GoldPlace("dy", 1, 40, 44, "q", "sv")),
        (hit("dx", 30, 3, 4), hit("dy", 36, None), hit("dx", 33, 3), hit("dx", 2, 2)),
    ),
    record("b", (), (hit("dx", 0, 1),)),
)


def test_a_run_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_run(tmp_path / "new" / "run", RECORDS, INFO, table="a table\n")
    assert read_run(tmp_path / "new" / "run") == (RECORDS, INFO)
    assert (tmp_path / "new" / "run" / "table.txt").read_text() == "a table\n"
    assert json.loads((tmp_path / "new" / "run" / "run.json").read_text())["sets"] == {"s": 2}


def test_the_trec_files_rank_pages_and_places(tmp_path: Path) -> None:
    write_run(tmp_path, RECORDS, INFO)
    assert (tmp_path / "qrels.trec").read_text().splitlines() == [
        "s/only/a 0 dx#2 1",
        "s/only/a 0 dy@40 1",
    ]
    assert (tmp_path / "run.trec").read_text().splitlines() == [
        "s/only/a Q0 dx#3 1 1.000000 samklang",
        "s/only/a Q0 dx#4 2 0.500000 samklang",
        "s/only/a Q0 dy@40 3 0.333333 samklang",
        "s/only/a Q0 dx#2 4 0.250000 samklang",
        "s/only/b Q0 dx#1 1 1.000000 samklang",
    ]


def test_a_folder_that_is_no_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no run"):
        read_run(tmp_path)
    (tmp_path / "run.json").write_text("{}")
    with pytest.raises(UsageError, match="does not describe a run"):
        read_run(tmp_path)


def test_a_file_is_no_folder_for_a_run(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="name another"):
        write_run(tmp_path / "file", RECORDS, INFO)
