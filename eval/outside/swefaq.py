"""SweFAQ: questions of authorities' pages of questions and answers, each to find its own answer.

An answer is a document, a category a collection, and a question is put to its category alone, as
the task is defined. Every document bears the category's name as its title; its own question would
give the answer away.

Source: Berdicevskis et al., "Superlim: a Swedish language understanding evaluation benchmark",
EMNLP 2023.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from eval.outside.formats import parse_lines
from eval.outside.records import OutsideDocument, OutsideQuestion, OutsideSet, Span, by_key

NAME = "swefaq"
FILE = "swefaq_dev.jsonl"


@dataclass(frozen=True, slots=True)
class _Meta:
    category: str


@dataclass(frozen=True, slots=True)
class _Row:
    category_id: int
    question: str
    candidate_answers: tuple[str, ...]
    label: int
    meta: _Meta

    @property
    def collection(self) -> str:
        return f"{NAME}-{self.category_id}"

    def key(self, answer: int) -> str:
        """The same words given twice are one document."""
        first = self.candidate_answers.index(self.candidate_answers[answer])
        return f"answer-{self.category_id}-{first:03}"


def read_swefaq(path: Path) -> OutsideSet:
    """The answers and the questions.

    Raises:
        UsageError: the file is not the set.
    """
    rows = parse_lines(path, TypeAdapter(_Row))
    documents = by_key([document for row in rows for document in _documents(row)])
    questions = [
        OutsideQuestion(
            id=f"faq{n:03}",
            language="sv",
            text=row.question,
            answers=(Span(row.key(row.label), 0, len(row.candidate_answers[row.label])),),
            collection=row.collection,
        )
        for n, row in enumerate(rows, start=1)
    ]
    return OutsideSet(NAME, documents, questions, whole_documents=True)


def _documents(row: _Row) -> Iterable[OutsideDocument]:
    for n, answer in enumerate(row.candidate_answers):
        yield OutsideDocument(row.key(n), row.collection, row.meta.category, "sv", answer)
