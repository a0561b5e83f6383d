"""The words of a question, and which of them a text says, in either language."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.language import content_words, stem, translations, words
from corpus.store import Store

_OTHER = {"sv": "en", "en": "sv"}
# A stem of this many letters also counts inside a compound ("budget" in "investeringsbudget").
_INSIDE = 5
# Numerals mean the same in words, in figures and in the other language. They are no terms of the
# glossary: searching for them moved the right page down (docs/decisions/0010).
_NUMERALS = {
    language: {name: str(number) for number, name in enumerate(names.split(), start=2)}
    for language, names in {
        "sv": "två tre fyra fem sex sju åtta nio tio elva tolv",
        "en": "two three four five six seven eight nine ten eleven twelve",
    }.items()
}


@dataclass(frozen=True, slots=True)
class Term:
    """One telling word of a question: ``weight`` is its idf (at least 0.1), higher is rarer.

    ``own`` are its stems in the question's language; ``other`` are groups of stems in the other
    one, each group a translation that is said when all its stems are.
    """

    word: str
    weight: float
    own: frozenset[str]
    other: tuple[frozenset[str], ...]


def question_terms(store: Store, question: str, language: str) -> tuple[Term, ...]:
    """The telling words of a question, weighed by how rare they are in the corpus."""
    total = max(store.lexicon.count(), 1)
    chosen = dict.fromkeys(content_words(question, language))
    return tuple(_term(store, word, language, total) for word in chosen)


def _term(store: Store, word: str, language: str, total: int) -> Term:
    target = _OTHER.get(language, "en")
    found = tuple(
        frozenset(stem(part, target) for part in content_words(text, target) or words(text))
        for text in translations([word], language, target)
    )
    frequency = store.lexicon.document_frequency(word, language)
    # a word never seen here weighs as much as the rarest that was
    idf = math.log(1 + total / (frequency + 1)) / math.log(1 + total)
    numeral = _NUMERALS.get(language, {}).get(word)
    own, other = {stem(word, language)}, list(found)
    if numeral:
        own.add(numeral)
        other += [
            frozenset({stem(w, target)}) for w, n in _NUMERALS[target].items() if n == numeral
        ]
    return Term(word, max(idf, 0.1), frozenset(own), tuple(other))


@dataclass(frozen=True, slots=True)
class Said:
    """The stems a text says, for asking whether it says a term."""

    language: str
    stems: frozenset[str]
    joined: str

    def says(self, term: Term, asked_in: str) -> bool:
        """Whether the text says the term or a translation of it, alone or in a compound."""
        if self.language == asked_in or not term.other:
            return any(self._has(one) for one in term.own)
        return any(all(self._has(one) for one in group) for group in term.other) or any(
            one in self.stems for one in term.own
        )

    def _has(self, one: str) -> bool:
        return one in self.stems or (len(one) >= _INSIDE and one in self.joined)


def read_said(text: str, language: str) -> Said:
    """The stems of a text in its own language."""
    every = words(text)
    stems = frozenset(stem(word, language) for word in every)
    return Said(language, stems | frozenset(every), " ".join(every))


def coverage(terms: Sequence[Term], texts: Iterable[Said], asked_in: str) -> float:
    """The weighed share of the terms that at least one of the texts says, 0..1; 1 without terms."""
    whole = sum(term.weight for term in terms)
    if not whole:
        return 1.0
    texts = list(texts)
    said = sum(t.weight for t in terms if any(text.says(t, asked_in) for text in texts))
    return said / whole


_NUMBER = re.compile(
    r"\d|\b(en|ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|hälften|dussin|inga|ingen"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|dozen|none)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(19|20)\d\d\b|\b\d{1,2} (jan|feb|mar|apr|ma|jun|jul|aug|sep|o[ck]t|nov|dec)")
_NAME = re.compile(r"(?<!^)(?<![.!?:] )\b[A-ZÅÄÖ][\w-]+")
_AMOUNT = re.compile(
    r"\d[\d .,]*(kr\b|kronor|mn?kr|sek\b|euro?\b|miljon|miljard|million|billion|procent"
    r"|per ?cent|%)|€|\b(sek|eur)\b",
    re.IGNORECASE,
)
_WANTS = (
    (
        r"\b(kostar?|kostade|betalar?|tjänar?|lön|ränta\w*|pris|hur mycket pengar|budget\w*"
        r"|costs?|price|pays?|salary|earns?|fee|interest rate|how much money)\b",
        _AMOUNT,
    ),
    (r"\bhur (många|mycket|stora?|stort|hög|högt|lång)\b|\bhow (many|much|large|high)\b", _NUMBER),
    (r"^\W*när\b|\b(vilket|vilka|sedan) år\b|\b(when|what year|which year)\b", _YEAR),
    (r"^\W*(vem|vilka personer|who)\b", _NAME),
)


def wanted_kind(question: str) -> re.Pattern[str] | None:
    """What an answer must hold: a number, a year, a name; None when that is open."""
    return next((kind for asks, kind in _WANTS if re.search(asks, question, re.I)), None)
