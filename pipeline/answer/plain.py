"""Plain questions: every word of them stands in one sentence, and they point at nothing outside.

"What are the three directions?" is short, so its wording reads much like "What are they?", yet
the documents have the very sentence. What a regression holds against short questions must not
weigh against such a one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.answer.choose import Chosen
from pipeline.answer.terms import Said, Term, coverage, read_said

# Sentences looked at, best first
_SENTENCES = 8
_WHOLE = 0.999
# In Swedish "de tre målen" has an article and "det målet" points: the article has an adjective or a
# numeral between itself and its noun.
_POINTS = {
    "sv": re.compile(
        r"\b(?:dem|deras|dess|detta|denna|dessa|hon|han|honom|henne|hans|hennes|dit|där)\b"
        r"|\b(?:den|det|de)\b(?!\s+[\w-]+\s+[\w-]+[nta]\b)",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b(?:it|its|they|them|their|this|that|these|those|he|him|she|his|her|hers|there)\b",
        re.IGNORECASE,
    ),
}
_THERE_IS = re.compile(r"\b(?:is|are|was|were) there\b", re.IGNORECASE)
_UNFIT = ("asks_modality", "asks_nonsense", "asks_safety")
# From here on a wording is clearly of an unfit kind; short questions reach 0.2
_CLEARLY = 0.25


def say_together(terms: Sequence[Term], scored: Sequence[Chosen], asked_in: str) -> float:
    """The greatest weighed share of the question's words that one sentence says, 0..1.

    What the nearest heading says counts for each sentence below it; 0 where nothing is asked.
    """
    if not terms:
        return 0.0
    return max((_said_by(terms, one, asked_in) for one in scored[:_SENTENCES]), default=0.0)


def _said_by(terms: Sequence[Term], one: Chosen, asked_in: str) -> float:
    return coverage(terms, [one.said, _heading(one)], asked_in)


def _heading(one: Chosen) -> Said:
    passage = one.scored.candidate.passage
    return read_said(" ".join(passage.heading_path[-1:]), passage.language)


def is_plain(
    question: str, language: str, *, together: float, features: Mapping[str, float]
) -> bool:
    """Whether a question is answered however short it is.

    One sentence says all its words (``together``), none of its words points at what was said
    before, and it is not of a kind that no document answers.
    """
    asked = _THERE_IS.sub(" ", question)
    pointing = _POINTS.get(language, _POINTS["en"]).search(asked)
    return (
        together >= _WHOLE
        and pointing is None
        and not features["numbers_unsaid"]
        and all(features[kind] < _CLEARLY for kind in _UNFIT)
    )
