"""A framework's cue words, and what it does not want unless it is denied."""

from __future__ import annotations

import re

from corpus.framework import Framework
from corpus.language import stem, words

_REACH = 45
"""How many characters before a word its denial may stand."""
_DENIES = re.compile(
    r"\b(?:inte|ej|ingen|inget|inga|ingenting|aldrig|utan\s+att|i\s+stället\s+för|snarare\s+än|no|not|nothing"
    r"|none|never|without|instead\s+of|rather\s+than)\b|n['’]t\b",
    re.IGNORECASE,
)


def cue_stems(framework: Framework) -> dict[str, tuple[frozenset[str], ...]]:
    """The stems of each cue, by criterion."""
    return {
        one.id: tuple(
            frozenset(stem(word, language) for word in words(cue))
            for language in ("sv", "en")
            for cue in one.cues[language]
        )
        for one in framework.criteria
    }


def unwanted_words(framework: Framework) -> dict[str, re.Pattern[str]]:
    """What finds the unwanted words of each criterion that has any."""
    patterns = {}
    for one in framework.criteria:
        listed = [
            re.escape(word) for language in ("sv", "en") for word in one.unwanted.get(language, ())
        ]
        if listed:
            patterns[one.id] = re.compile(rf"\b(?:{'|'.join(listed)})\b", re.IGNORECASE)
    return patterns


def is_denied(text: str, at: int) -> bool:
    """Whether a denial stands before what begins at ``at``, near enough to be of it."""
    return _DENIES.search(text[max(0, at - _REACH) : at]) is not None
