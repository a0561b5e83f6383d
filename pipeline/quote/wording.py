"""Which words two texts share, in any inflection, inside compounds, and across languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.language import split_words, stem, words
from corpus.language.everyday import everyday_words
from corpus.language.glossary import find_terms
from corpus.language.names import name_stem, other_names
from corpus.language.quantities import is_number_word
from corpus.language.stopwords import STOP_WORDS
from corpus.language.tokens import join_parts

# a stem of so many letters also counts inside a compound, and as a cognate by its beginning
_INSIDE, _COGNATE = 5, 5
_OTHER = {"sv": "en", "en": "sv"}
_STOP = STOP_WORDS["sv"] | STOP_WORDS["en"]
_SOUNDS = str.maketrans({"k": "c", "å": "a", "ä": "a", "ö": "o", "é": "e", "z": "s", "j": "i"})


@dataclass(frozen=True, slots=True, eq=False)  # one object a text, so that answers are remembered
class Wording:
    """The words of a text, ready to be asked whether they say a word of another text.

    ``stems`` are those of its words and of what they are called in the other language; ``named``
    are the stems names are compared by, in order, with a space around each.
    """

    text: str
    language: str
    words: tuple[str, ...]
    stems: frozenset[str]
    named: str
    joined: str
    beginnings: frozenset[str]


@lru_cache(maxsize=512)
def read_wording(text: str, language: str) -> Wording:
    """The words of a text in ``language`` (``sv`` or ``en``; others are taken for English)."""
    # "EU-budgeten" is a word, and so are its parts
    parted = split_words(text)
    parts = [part.lower() for one in parted for part in one]
    own = list(map(join_parts, parted))
    language = known(language)
    stems = set[str]().union(*map(_stems, {*own, *parts}))
    for word in set(own):
        stems |= everyday_words(word, language)
    for match in find_terms(own, language, _OTHER[language]):
        for term in match.terms:
            stems.update(*_stems_of_term(term))
    named = [name_stem(part) for part in parts]
    return Wording(
        text=text,
        language=language,
        words=tuple(parts),
        stems=frozenset(stems),
        named=f" {' '.join(named)} ",
        joined=" ".join(own),
        beginnings=frozenset(filter(None, map(_beginning, own))),
    )


def known(language: str) -> str:
    """The language, if words are compared in it; others are taken for English."""
    return language if language in _OTHER else "en"


@lru_cache(maxsize=1024)
def telling(text: str) -> tuple[str, ...]:
    """The words of a text that carry meaning, in lower case; numbers are none of them."""
    return tuple(
        w for w in words(text) if w not in _STOP and not w[0].isdigit() and not is_number_word(w)
    )


def say(given: Sequence[str], wording: Wording, language: str) -> list[bool]:
    """For each word of ``given`` (a text in ``language``) whether the wording says it."""
    said = [_says(word, wording, language) for word in given]
    if language != wording.language and language in _OTHER:
        for match in find_terms(given, language, wording.language):
            if any(_has_all(term, wording) for term in match.terms):
                said[match.start : match.end] = [True] * (match.end - match.start)
    return said


@lru_cache(maxsize=2048)
def share_said(given: tuple[str, ...], wording: Wording, language: str) -> float:
    """The share of the words that the wording says, 0..1; 0 without words."""
    return sum(say(given, wording, language)) / len(given) if given else 0.0


def says_word(word: str, wording: Wording) -> bool:
    """Whether the wording has a word or its translation; a part of another word is not enough."""
    return not wording.stems.isdisjoint(_stems(word))


def says_name(phrase: tuple[str, ...], wording: Wording) -> bool:
    """Whether the wording has a name, given by its stems, or another name of the same thing."""
    return any(f" {' '.join(one)} " in wording.named for one in (phrase, *other_names(phrase)))


def _has_all(term: str, wording: Wording) -> bool:
    return all(not wording.stems.isdisjoint(stems) for stems in _stems_of_term(term))


def _says(word: str, wording: Wording, language: str) -> bool:
    stems = _stems(word)
    if not wording.stems.isdisjoint(stems) or says_name((name_stem(word),), wording):
        return True
    if any(len(one) >= _INSIDE and one in wording.joined for one in stems):
        return True
    if len(word) >= _INSIDE and any(len(one) >= _INSIDE and one in word for one in wording.stems):
        return True
    if language == wording.language:
        return False
    return (
        not wording.stems.isdisjoint(everyday_words(word, language))
        or _beginning(word) in wording.beginnings
    )


@lru_cache(maxsize=50_000)
def _stems(word: str) -> tuple[str, ...]:
    return tuple({word, stem(word, "sv"), stem(word, "en")})


@lru_cache(maxsize=20_000)
def _stems_of_term(term: str) -> tuple[tuple[str, ...], ...]:
    """The stems of each word of a term of the glossary."""
    return tuple(map(_stems, words(term)))


@lru_cache(maxsize=50_000)
def _beginning(word: str) -> str:
    """How a word begins, spelt alike in both languages; "" for a short one."""
    return word.translate(_SOUNDS)[:_COGNATE] if len(word) > _COGNATE else ""


_BORDER = re.compile(r"(?<=[.!?])[\"”’)\]]*\s+(?=[\"“”'‘(\[]?[A-ZÅÄÖ0-9])|\n+")
_ABBREVIATED = re.compile(
    r"(?:\b(?:t\.?ex|bl\.?\s?a|d\.?v\.?s|m\.?fl|m\.?m|s\.?k|ca|nr|kap|art|jfr|resp|e\.?g|i\.?e|cf|vs|no"
    r"|mr|ms|dr|st|approx|figs?|eds?|jan|feb|mar|apr|jun|jul|aug|sept?|oct|okt|nov|dec)|\b[A-Z])\.$",
    re.IGNORECASE,
)


def split_sentences(text: str) -> tuple[str, ...]:
    """The sentences and lines of a text, as far as stops, capitals and line breaks tell."""
    return tuple(_sentences(text))


def _sentences(text: str) -> Iterator[str]:
    start = 0
    for match in _BORDER.finditer(text):
        before = text[start : match.start()]
        if "\n" not in match[0] and _ABBREVIATED.search(before[-12:]):
            continue
        if before.strip():
            yield before.strip()
        start = match.end()
    if text[start:].strip():
        yield text[start:].strip()
