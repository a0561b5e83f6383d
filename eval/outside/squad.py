"""Swedish SQuAD2: questions on encyclopaedia articles, half of which their article cannot answer.

An article is a document and its paragraphs are the document's, because that is how articles come
to a corpus; taken in one by one they would be 1,204 documents of 35 titles, and the rule that few
passages of a document are shown first would do nothing. All of them are searched for each question.

The unanswerable questions were written to look answerable from their own paragraph, and the whole
was translated by machine, so a few can be answered by another article, and a few make no sense.

Source: Rajpurkar, Jia and Liang, "Know what you don't know: unanswerable questions for SQuAD",
ACL 2018; the Swedish translation is Okazawa's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from eval.outside.formats import parse_json
from eval.outside.records import OutsideDocument, OutsideQuestion, OutsideSet, Span, by_key

NAME = "squad2-sv"
FILE = "squad_dev_v2_sv.json.gz"
_BREAK = "\n\n"


@dataclass(frozen=True, slots=True)
class _Answer:
    text: str
    answer_start: int


@dataclass(frozen=True, slots=True)
class _Question:
    id: str
    question: str
    answers: tuple[_Answer, ...]
    is_impossible: bool


@dataclass(frozen=True, slots=True)
class _Paragraph:
    context: str
    qas: tuple[_Question, ...]


@dataclass(frozen=True, slots=True)
class _Article:
    title: str
    paragraphs: tuple[_Paragraph, ...]


@dataclass(frozen=True, slots=True)
class _File:
    data: tuple[_Article, ...]


def read_squad(path: Path) -> OutsideSet:
    """The articles and their questions.

    Raises:
        UsageError: the file is not the set.
    """
    articles = parse_json(path, TypeAdapter(_File)).data
    documents: list[OutsideDocument] = []
    questions: list[OutsideQuestion] = []
    for n, article in enumerate(articles):
        key, title = f"article-{n:03}", article.title.replace("_", " ")
        text = _BREAK.join(paragraph.context for paragraph in article.paragraphs)
        documents.append(OutsideDocument(key, NAME, title, "sv", text))
        questions += _questions(key, article)
    return OutsideSet(NAME, by_key(documents), questions, facts=True)


def _questions(key: str, article: _Article) -> Iterator[OutsideQuestion]:
    before = 0
    for paragraph in article.paragraphs:
        for one in paragraph.qas:
            answers = () if one.is_impossible else _answers(key, before, one)
            yield OutsideQuestion(one.id, "sv", one.question, answers)
        before += len(paragraph.context) + len(_BREAK)


def _answers(key: str, before: int, one: _Question) -> tuple[Span, ...]:
    """The different spans that readers marked; ``before`` is the offset of the paragraph."""
    starts = ((before + answer.answer_start, len(answer.text)) for answer in one.answers)
    return tuple(dict.fromkeys(Span(key, start, start + length) for start, length in starts))
