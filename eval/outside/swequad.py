"""SweQUAD-MC: questions on Swedish web pages, whose answer is a span of the page.

Each page is a document, called by its first line. The wrong choices of the multiple choice are not
used: here the answer has to be found, not chosen.

Source: Kalpakchi and Boye, "BERT-based distractor generation for Swedish reading comprehension
questions using a small-scale dataset", INLG 2021.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from eval.outside.formats import parse_json
from eval.outside.records import OutsideDocument, OutsideQuestion, OutsideSet, Span, by_key

NAME = "swequad"
FILE = "swequad_mc_dev.json"
_CORRECT = "Correct answer"
_LONGEST_TITLE = 100


@dataclass(frozen=True, slots=True)
class _Choice:
    text: str
    start: int
    end: int
    type: str


@dataclass(frozen=True, slots=True)
class _Row:
    context: str
    question: str
    choices: tuple[_Choice, ...]


@dataclass(frozen=True, slots=True)
class _File:
    data: tuple[_Row, ...]


def read_swequad(path: Path) -> OutsideSet:
    """The pages and their questions.

    Raises:
        UsageError: the file is not the set.
    """
    rows = parse_json(path, TypeAdapter(_File)).data
    keys = {text: f"page-{n:03}" for n, text in enumerate(dict.fromkeys(r.context for r in rows))}
    documents = [OutsideDocument(key, NAME, _title(text), "sv", text) for text, key in keys.items()]
    questions = [
        OutsideQuestion(f"mc{n:03}", "sv", row.question, _answers(keys[row.context], row))
        for n, row in enumerate(rows, start=1)
    ]
    return OutsideSet(NAME, by_key(documents), questions, facts=True)


def _answers(key: str, row: _Row) -> tuple[Span, ...]:
    right = (choice for choice in row.choices if choice.type == _CORRECT)
    return tuple(dict.fromkeys(Span(key, one.start, one.end) for one in right))


def _title(text: str) -> str:
    lines = (line.strip() for line in text.splitlines())
    return next((line for line in lines if line), "")[:_LONGEST_TITLE].rstrip()
