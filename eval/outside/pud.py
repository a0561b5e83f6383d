"""PUD: parallel sentences, each asked for its translation among the sentences of both languages.

A sentence is a document, and both languages are searched. The sentence itself is left out of the
ranking: it would always be first. What is measured is whether the translation comes before every
other sentence, those of the question's own language above all.

Source: Zeman et al., "CoNLL 2017 shared task: multilingual parsing from raw text to universal
dependencies", CoNLL 2017, section 3 (the parallel treebanks).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from eval.outside.formats import parse_json
from eval.outside.records import (
    Language,
    OutsideDocument,
    OutsideQuestion,
    OutsideSet,
    Span,
    by_key,
)

NAME = "pud"
FILE = "pud_sv_en_500.json"


@dataclass(frozen=True, slots=True)
class _Pair:
    id: str
    sv: str
    en: str

    def text(self, language: Language) -> str:
        return self.sv if language == "sv" else self.en

    def document(self, language: Language) -> OutsideDocument:
        key = self.key(language)
        # a title that says nothing: there is none, and the sentence must not be found by it
        return OutsideDocument(key, NAME, key, language, self.text(language))

    def key(self, language: Language) -> str:
        return f"{self.id}-{language}"

    def question(self, language: Language) -> OutsideQuestion:
        other: Language = "en" if language == "sv" else "sv"
        key, answer = self.key(language), Span(self.key(other), 0, len(self.text(other)))
        return OutsideQuestion(key, language, self.text(language), (answer,), itself=key)


_LANGUAGES: tuple[Language, ...] = ("sv", "en")


def read_pud(path: Path) -> OutsideSet:
    """Every sentence as a document and as a question, in both directions.

    Raises:
        UsageError: the file is not the set.
    """
    pairs = parse_json(path, TypeAdapter(tuple[_Pair, ...]))
    documents = [pair.document(language) for language in _LANGUAGES for pair in pairs]
    questions = [pair.question(language) for language in _LANGUAGES for pair in pairs]
    return OutsideSet(NAME, by_key(documents), questions, whole_documents=True, search_only=True)
