"""The field's terms in Swedish and English, looked up both ways."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from corpus.errors import SettingsError
from corpus.language.compounds import split_compound
from corpus.language.stems import stem
from corpus.language.tokens import words

GLOSSARY = Path(__file__).parent.parent / "glossary.tsv"
_LANGUAGES = ("sv", "en")
_MEANINGS = 2  # of one part of a compound; more would drown the others


@dataclass(frozen=True, slots=True)
class Match:
    """A term of the glossary in a text: words ``[start, end)`` and what they are called."""

    start: int
    end: int
    terms: tuple[str, ...]


def translations(text_or_words: str | Sequence[str], source: str, target: str) -> list[str]:
    """What the terms of a text are called in the other language, in order, none twice.

    The longest term of several words wins, forms of a word are taken together, and a Swedish
    compound that is missing is looked up by its parts. Empty for languages other than ``sv``
    and ``en``, and for words the glossary does not hold.
    """
    given = words(text_or_words) if isinstance(text_or_words, str) else text_or_words
    found = (term for match in find_terms(given, source, target) for term in match.terms)
    return list(dict.fromkeys(found))


def find_terms(given: Sequence[str], source: str, target: str) -> Iterator[Match]:
    """Where the glossary's terms stand among the words, in order, never overlapping."""
    if source == target or source not in _LANGUAGES or target not in _LANGUAGES:
        return
    table, reach = _table(source), _reach(source)
    stems = tuple(stem(word, source) for word in given)
    at = 0
    while at < len(stems):
        size = min(reach.get(stems[at], 0), len(stems) - at)
        while size and stems[at : at + size] not in table:
            size -= 1
        terms = table[stems[at : at + size]] if size else ()
        if not size and source == "sv":
            terms = _by_parts(given[at])
        if terms:
            yield Match(at, at + max(size, 1), terms)
        at += max(size, 1)


@cache
def glossary_words(language: str) -> frozenset[str]:
    """The glossary's single words and their stems; empty for languages it does not hold."""
    if language not in _LANGUAGES:
        return frozenset()
    own = (pair[0 if language == "sv" else 1] for pair in _pairs())
    single = {given[0] for term in own if len(given := words(term)) == 1}
    return frozenset(single | {stem(word, language) for word in single})


@lru_cache(maxsize=20_000)
def _by_parts(word: str) -> tuple[str, ...]:
    table = _table("sv")
    parts = split_compound(
        word,
        glossary_words("sv").__contains__,
        known_last=lambda last: (stem(last, "sv"),) in table,
    )
    found = [(part, stem(part, "sv")) for part in parts]
    # a first part may itself be a stem ("skol"), which is not stemmed again
    return tuple(
        term
        for part, base in found
        for term in table.get((base,), table.get((part,), ()))[:_MEANINGS]
    )


@cache
def _reach(language: str) -> Mapping[str, int]:
    """The first stem of a term -> how many words the longest term has that begins so."""
    reach: dict[str, int] = {}
    for key in _table(language):
        reach[key[0]] = max(len(key), reach.get(key[0], 0))
    return reach


@cache
def _table(language: str) -> Mapping[tuple[str, ...], tuple[str, ...]]:
    """Stems of a term -> what it is called in the other language, in the file's order."""
    table: dict[tuple[str, ...], list[str]] = {}
    for pair in _pairs():
        own, other = pair if language == "sv" else pair[::-1]
        key = tuple(stem(word, language) for word in words(own))
        if key and other not in table.setdefault(key, []):
            table[key].append(other)
    return {key: tuple(terms) for key, terms in table.items()}


@cache
def _pairs() -> tuple[tuple[str, str], ...]:
    if not GLOSSARY.is_file():
        raise SettingsError(
            f"wanted the glossary {GLOSSARY.name}, found none beside the package; "
            "install Samklang again"
        )
    lines = GLOSSARY.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]
    return tuple((row[0].strip(), row[1].strip()) for row in rows if len(row) >= 2)
