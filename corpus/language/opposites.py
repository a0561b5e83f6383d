"""Words that mean the opposite of each other, in Swedish and English."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path

from corpus.errors import SettingsError

OPPOSITES = Path(__file__).parent.parent / "opposites.tsv"
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
Poles = Mapping[tuple[int, bool], str]
"""Which ends of which pairs a text points to, each with the word that does."""


def poles(text: str) -> Poles:
    """The poles the words of a text name: the number of a pair, and whether its first end."""
    found: dict[tuple[int, bool], str] = {}
    for word in dict.fromkeys(_WORD.findall(text)):
        for pole in _poles_of(word.lower()):
            found.setdefault(pole, word)
    return found


def reversed_words(text: str, source: str) -> Iterator[str]:
    """The words of a text that point one way where the source points the other way only."""
    own = poles(text)
    there = poles(source) if own else own
    for (pair, first), word in own.items():
        if (pair, first) not in there and (pair, not first) in there:
            yield word


@lru_cache(maxsize=50_000)
def _poles_of(word: str) -> tuple[tuple[int, bool], ...]:
    ends = ((at, first, end) for at, pair in enumerate(_ends()) for first, end in pair)
    return tuple((at, first) for at, first, end in ends if end.fullmatch(word))


@cache
def _ends() -> tuple[tuple[tuple[bool, re.Pattern[str]], tuple[bool, re.Pattern[str]]], ...]:
    if not OPPOSITES.is_file():
        raise SettingsError(
            f"wanted the list of words {OPPOSITES.name}, found none beside the package; "
            "install Samklang again"
        )
    lines = OPPOSITES.read_text(encoding="utf-8").splitlines()
    pairs = (line.partition("\t") for line in lines if line and not line.startswith("#"))
    return tuple(((True, re.compile(one)), (False, re.compile(other))) for one, _, other in pairs)
