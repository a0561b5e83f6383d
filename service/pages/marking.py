"""Somebody else's text with words or an interval of it marked, escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup, escape

from corpus.language import content_words, stem, translations, words
from corpus.records import Interval

_WORD = re.compile(r"[^\W_]+")
_LANGUAGES = ("sv", "en")


def stems_of(query: str) -> dict[str, frozenset[str]]:
    """The stems to mark in a text of each language: the query's words and their translations."""
    found = {}
    for target in _LANGUAGES:
        [source] = [one for one in _LANGUAGES if one != target]
        said = content_words(query, target)
        said += [part for term in translations(query, source, target) for part in words(term)]
        found[target] = frozenset(stem(word, target) for word in said if len(word) > 1)
    return found


def mark_words(text: str, wanted: dict[str, frozenset[str]], language: str) -> Markup:
    """The text with each word whose stem is wanted in ``<mark>``."""
    spoken = language if language in _LANGUAGES else "en"
    stems = wanted[spoken]
    spans = (
        Interval(*match.span())
        for match in _WORD.finditer(text)
        if stem(match[0].casefold(), spoken) in stems
    )
    return mark_spans(text, spans)


def mark_spans(text: str, spans: Iterable[Interval], *, first_id: str | None = None) -> Markup:
    """The text with the intervals, in order, in ``<mark>``; ``first_id`` names the first."""
    parts: list[Markup] = []
    at = 0
    for span in spans:
        parts.append(escape(text[at : span.start]))
        name = Markup(' id="{}"').format(first_id) if first_id and len(parts) == 1 else ""
        parts.append(Markup("<mark{}>{}</mark>").format(name, text[span.start : span.end]))
        at = span.end
    parts.append(escape(text[at:]))
    return Markup("").join(parts)
