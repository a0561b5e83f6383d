"""Everyday words of Swedish and English that mean the same, for comparing sentences."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from corpus.errors import SettingsError
from corpus.language.stems import stem

EVERYDAY = Path(__file__).parent.parent / "everyday.tsv"


def everyday_words(word: str, language: str) -> frozenset[str]:
    """The stems of what a word (in lower case) is called in the other language; often none."""
    table = _tables()[language == "en"]
    return table.get(word) or table.get(stem(word, language)) or frozenset()


@cache
def _tables() -> tuple[Mapping[str, frozenset[str]], Mapping[str, frozenset[str]]]:
    if not EVERYDAY.is_file():
        raise SettingsError(
            f"wanted the list of words {EVERYDAY.name}, found none beside the package; "
            "install Samklang again"
        )
    swedish: dict[str, frozenset[str]] = {}
    english: dict[str, frozenset[str]] = {}
    for line in EVERYDAY.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            own, _, other = line.partition("\t")
            _add(swedish, "sv", own.split(), other.split(), "en")
            _add(english, "en", other.split(), own.split(), "sv")
    return swedish, english


def _add(
    table: dict[str, frozenset[str]],
    language: str,
    words: list[str],
    others: list[str],
    other: str,
) -> None:
    stems = frozenset(stem(one, other) for one in others) | frozenset(others)
    for word in words:
        for form in (word, stem(word, language)):
            table[form] = table.get(form, frozenset()) | stems
