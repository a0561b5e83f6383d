"""Words: what counts as one, in every language alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import islice

from corpus.language.stopwords import STOP_WORDS

# Joined in fold(): hyphens between letters, with the white space of a line break after them. A
# hyphen before a conjunction stands for the rest of a compound ("vind- och solkraft") and is not.
_HYPHEN = "[-\u2010\u2011\u00ad\ufffe]"
_SUSPENDED = r"(?!(?:och|eller|samt|and|or|und|oder|og|ja|till|to)\b)"
_TAIL = r"(?::(?:e?n|e?t|e?r|ar|erna|arna)?s?\b|['\u2019](?:s|t|re|ll|ve|d|m)\b)?"
_TOKEN = re.compile(
    r"(?<![\d.,])(\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?![\d.,]|[^\W_]))"
    r"|(\d+(?:[.,]\d+)+(?![^\W_]))"
    rf"|([^\W_]+(?:(?<=[^\W\d_]){_HYPHEN}\s*{_SUSPENDED}(?=[^\W\d_])[^\W_]+)*){_TAIL}"
)
_SEPARATORS = re.compile(rf"{_HYPHEN}\s*")
_ODD = re.compile("[\u200b\u200c\u200d\u2060\ufeff\ufb00-\ufb06]")
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff"),
        **{chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)},
    }
)


def split_words(text: str) -> list[tuple[str, ...]]:
    """The words of a text in their own case, each as its parts between hyphens.

    ``EU-missionen`` is ``("EU", "missionen")``; a word without hyphens has one part. Genitives
    after a colon or apostrophe (``EU:s``, ``strategy's``) are dropped.
    """
    return [
        (word,) if word.isalnum() else _parts(grouped, pointed, word)
        for grouped, pointed, word in _TOKEN.findall(_composed(text))
    ]


def has_words(text: str, fewest: int) -> bool:
    """Whether a text has so many words, without reading on once it has."""
    return len(list(islice(_TOKEN.finditer(_composed(text)), fewest))) == fewest


def _composed(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
        if _ODD.search(text):
            text = text.translate(_PLAIN)
    return text


def _parts(grouped: str, pointed: str, word: str) -> tuple[str, ...]:
    """A number as one part, a word by its hyphens; two of the three are empty."""
    if word:
        return tuple(_SEPARATORS.split(word))
    return (pointed or "".join(filter(str.isdigit, grouped)),)


def words(text: str) -> list[str]:
    """The words of a text in lower case, in order.

    Hyphenation is folded as in ``corpus.text`` (``multi-level`` is ``multilevel``); next to
    a digit a hyphen separates (``2025-2027`` is two words). ``1,5`` is one word, and digits
    grouped by spaces are one number (``10 000`` is ``10000``).
    """
    return [join_parts(parts) for parts in split_words(text)]


def join_parts(parts: tuple[str, ...]) -> str:
    """One word of ``split_words`` as ``words`` gives it."""
    return (parts[0] if len(parts) == 1 else "".join(parts)).lower()


def content_words(text: str, language: str) -> list[str]:
    """The words that carry meaning: without stop words, question words among them.

    A text of stop words alone gives all its words, so that no query is empty by accident.
    """
    every = words(text)
    return without_stop_words(every, language) or every


def without_stop_words(given: Iterable[str], language: str) -> list[str]:
    """The words that are no stop words; every word, when the language has no list."""
    stop = STOP_WORDS.get(language, frozenset())
    return [word for word in given if word not in stop]
