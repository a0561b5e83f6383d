"""What an outside set is once it has been read: documents, and questions with their answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Language = Literal["sv", "en"]


@dataclass(frozen=True, slots=True)
class OutsideDocument:
    """A document to take in. ``key`` is its source key, and its file name without the ending.

    Paragraphs of ``text`` stand on lines of their own.
    """

    key: str
    collection: str
    title: str
    language: Language
    text: str


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open code points in the text of a document of the set, as the set gives them."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class OutsideQuestion:
    """A question; its answers are alternatives, and without any nothing answers it.

    ``collection`` is the only one it is put to. ``itself`` is the key of the document that is the
    question, where a sentence is asked for its translation: it is no answer and takes no rank.
    """

    id: str
    language: Language
    text: str
    answers: tuple[Span, ...] = ()
    collection: str | None = None
    itself: str | None = None


@dataclass(frozen=True, slots=True)
class OutsideSet:
    """A set that was read.

    ``whole_documents``: an answer is a whole document, so documents are ranked, each by its best
    passage. ``search_only``: nothing is asked of it that could be answered. ``facts``: the words
    of an answer are what a right answer says.
    """

    name: str
    documents: Mapping[str, OutsideDocument]
    questions: Sequence[OutsideQuestion]
    whole_documents: bool = False
    search_only: bool = False
    facts: bool = False

    def words(self, span: Span) -> str:
        """The words of a span."""
        return self.documents[span.key].text[span.start : span.end]


def by_key(documents: Sequence[OutsideDocument]) -> dict[str, OutsideDocument]:
    """The documents by their keys."""
    return {document.key: document for document in documents}
