"""Names: which words are written as names, and which names mean the same.

``exonyms.tsv`` holds one name a line, in all its forms: Swedish, English, abbreviated, and the
adjectives made of it (Sverige, Sweden, svensk, Swedish). What the glossary translates counts too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path

from corpus.errors import SettingsError
from corpus.language.numbers import without_dates
from corpus.language.stems import stem
from corpus.language.tokens import split_words, words

EXONYMS = Path(__file__).parent.parent / "exonyms.tsv"
_LANGUAGES = ("sv", "en")
_OPENING = re.compile(r"(?:^|[.!?:•]\s+|\n|\|\s*)[\W\d]*(\w[\w-]*)")
Phrase = tuple[str, ...]
"""The stems of a name's words, in order."""


def names(text: str) -> tuple[str, ...]:
    """Words written as names: capitalised inside a sentence, or with capitals after the first.

    Capitalised months are left to the dates. A sentence's first word may be a name, and cannot
    be told from another word.
    """
    text = without_dates(text)
    opening = openings(text)
    found = (word for parts in split_words(text) for word in parts)
    return tuple(word for word in found if _is_name(word, opening))


def openings(text: str) -> frozenset[str]:
    """The first words of the sentences and items of a text, as written."""
    return frozenset(match[1].partition("-")[0] for match in _OPENING.finditer(text))


def _is_name(word: str, opening: Iterable[str]) -> bool:
    if any(char.isupper() for char in word[1:]):
        return True
    return len(word) > 1 and word[0].isupper() and word not in opening


def name_phrase(text: str) -> Phrase:
    """The stems by which a name is compared, the same in Swedish and English for most names."""
    return tuple(name_stem(word) for word in words(text))


@lru_cache(maxsize=50_000)
def name_stem(word: str) -> str:
    """What the forms of a name share; ``word`` in lower case. Genitives and -n endings go."""
    return stem(stem(word, "sv"), "en")


def other_names(phrase: Phrase) -> tuple[Phrase, ...]:
    """Every other name of the same thing, as phrases; empty for a name the list does not hold."""
    return _table().get(phrase, ())


def is_known_name(word: str) -> bool:
    """Whether the list holds a word, even in lower case, as a name by itself (``danska``)."""
    return name_stem(word) in _single_names()


def longest_name(first: str) -> int:
    """How many words the longest name of the list has that begins with a stem; 0 without any."""
    return _reach().get(first, 0)


@cache
def _reach() -> Mapping[str, int]:
    reach: dict[str, int] = {}
    for phrase in _table():
        if phrase:
            reach[phrase[0]] = max(len(phrase), reach.get(phrase[0], 0))
    return reach


@cache
def _single_names() -> frozenset[str]:
    lines = (line for line in _lines() if line[:1].isupper())
    phrases = (name_phrase(form) for line in lines for form in line.split("\t"))
    return frozenset(phrase[0] for phrase in phrases if len(phrase) == 1)


def _lines() -> list[str]:
    if not EXONYMS.is_file():
        raise SettingsError(
            f"wanted the list of names {EXONYMS.name}, found none beside the package; "
            "install Samklang again"
        )
    lines = EXONYMS.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


@cache
def _table() -> Mapping[Phrase, tuple[Phrase, ...]]:
    table: dict[Phrase, dict[Phrase, None]] = {}
    for line in _lines():
        forms = [name_phrase(form) for form in line.split("\t") if form.strip()]
        for form in forms:
            table.setdefault(form, {}).update(dict.fromkeys(o for o in forms if o != form))
    return {form: tuple(others) for form, others in table.items()}
