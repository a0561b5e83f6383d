"""What a language model said, unchecked, and what it may cite."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.records import Document, Interval, Page, Passage


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote as a model gave it: the key of a source, words, and their translation if any."""

    key: str
    quote: str
    gloss: str | None = None


@dataclass(frozen=True, slots=True)
class Stated:
    """A claim as a model worded it."""

    text: str
    quoted: tuple[Quoted, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """One entry of a model's context; ``pages`` are the version's, to name a quote's own page.

    ``orders`` are the sentences of the passage addressed to the reader, which carry nothing; None
    where they are yet to be looked for.
    """

    passage: Passage
    document: Document
    pages: tuple[Page, ...] = ()
    orders: tuple[Interval, ...] | None = None
