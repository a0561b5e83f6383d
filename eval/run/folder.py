"""A run on disk: records, what it was made with, and the files TREC tools read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from corpus.errors import UsageError
from eval.measures.units import Unit, gold_units, ranked_units
from eval.records import QuestionRecord, read_records, write_records
from eval.run.info import RunInfo

RECORDS, TABLE = "records.jsonl", "table.txt"
_DESCRIPTION = "run.json"
_INFO = TypeAdapter(RunInfo)


def write_run(
    folder: Path, records: Sequence[QuestionRecord], info: RunInfo, *, table: str = ""
) -> None:
    """Write ``records.jsonl``, ``run.json``, ``run.trec``, ``qrels.trec`` and ``table.txt``.

    Raises:
        UsageError: ``folder`` is a file.
    """
    make_folder(folder)
    write_records(folder / RECORDS, records)
    texts = {
        _DESCRIPTION: json.dumps(asdict(info), ensure_ascii=False, indent=2) + "\n",
        "run.trec": "".join(_run_lines(records)),
        "qrels.trec": "".join(_qrels_lines(records)),
        TABLE: table,
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")


def make_folder(folder: Path) -> None:
    """Make the folder of a run, unless it is there.

    Raises:
        UsageError: it is a file, or cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f'"{folder}" cannot be the folder of a run ({error.strerror}); name another'
        ) from error


def read_run(folder: Path) -> tuple[tuple[QuestionRecord, ...], RunInfo]:
    """The records of a run and what it was made with.

    Raises:
        UsageError: the folder is not one that ``write_run`` wrote.
    """
    try:
        info = _INFO.validate_json((folder / _DESCRIPTION).read_bytes())
    except OSError as error:
        raise UsageError(
            f'"{folder}" is no run (run.json: {error.strerror}); '
            'name a folder that "samklang eval" wrote'
        ) from error
    except ValidationError as error:
        raise UsageError(f'"{folder / _DESCRIPTION}" does not describe a run: {error}') from error
    return read_records(folder / RECORDS), info


def _run_lines(records: Sequence[QuestionRecord]) -> Iterator[str]:
    """``query Q0 unit rank score tag``; the score is 1 / rank, since TREC tools sort by it."""
    for record in records:
        for rank, unit in enumerate(ranked_units(record), start=1):
            yield f"{record.key} Q0 {name_unit(unit)} {rank} {1 / rank:.6f} samklang\n"


def _qrels_lines(records: Sequence[QuestionRecord]) -> Iterator[str]:
    """``query 0 unit relevance``; a question that nothing answers has no line."""
    for record in records:
        for unit in sorted(gold_units(record)):
            yield f"{record.key} 0 {name_unit(unit)} 1\n"


def name_unit(unit: Unit) -> str:
    """``document#page``, and ``document@offset`` where the format has no pages."""
    document_id, number = unit
    return f"{document_id}#{number}" if number > 0 else f"{document_id}@{-number}"
