"""Which language a text is in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Literal

from corpus.language.stopwords import TELLING
from corpus.language.tokens import words

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

LANGUAGES = ("sv", "en", "da", "nb", "fi", "de", "es", "fr", "nl")
SHORTEST = 25  # characters; below, letter statistics are a guess (field trial of py3langid 0.4)
_MODEL_NAMES = {"no": "nb", "nn": "nb"}
_NEIGHBOURS = frozenset({"sv", "da", "nb"})
# Probability the prior needs to win over a better-looking language.
_CLOSE_CALL, _CLOSE_NEIGHBOUR = 0.25, 0.02
_LETTER = re.compile(r"[^\W\d_]")


def detect_language(text: str, *, prior: str | None = None) -> str:
    """The ISO 639-1 code of a text's language, ``und`` when nothing tells it.

    ``prior`` is the language of what surrounds the text: it decides texts under 25 characters
    and close calls, of which Swedish, Danish and Norwegian have many.
    """
    if len(_LETTER.findall(text[: SHORTEST * 4])) < SHORTEST:
        return prior or _vote(text) or "und"
    ranking = _rank(text)
    best = max(ranking, key=lambda language: ranking[language])
    if prior in ranking and prior != best:
        neighbours = {best, prior} <= _NEIGHBOURS
        if ranking[prior] >= (_CLOSE_NEIGHBOUR if neighbours else _CLOSE_CALL):
            return prior
    return best


def detect_question_language(text: str) -> Literal["sv", "en"]:
    """Whether a question, of three words or thirty, is asked in Swedish or in English.

    Function words decide, then the letters å, ä and ö, then letter statistics.
    """
    voted = _vote(text)
    if voted:
        return "sv" if voted == "sv" else "en"
    ranking = _rank(text)
    return "sv" if ranking["sv"] > ranking["en"] else "en"


def majority_language(texts: Iterable[str]) -> str:
    """The language most of the characters are in; ``und`` when no text tells one."""
    weights: Counter[str] = Counter()
    for text in texts:
        weights[detect_language(text)] += len(text)
    del weights["und"]
    return max(weights, key=lambda language: (weights[language], language), default="und")


def _vote(text: str) -> str:
    """``sv`` or ``en`` by function words and the letters å, ä, ö; "" when they are even."""
    given = words(text)
    swedish = sum(word in TELLING["sv"] for word in given)
    english = sum(word in TELLING["en"] for word in given)
    if swedish == english:
        swedish += any(letter in word for word in given for letter in "åäö")
    if swedish == english:
        return ""
    return "sv" if swedish > english else "en"


def _rank(text: str) -> dict[str, float]:
    """The probability of each language (they sum to 1)."""
    ranking = dict.fromkeys(LANGUAGES, 0.0)
    for name, probability in _identifier().rank(text):
        ranking[_MODEL_NAMES.get(name, name)] += float(probability)
    return ranking


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(set(LANGUAGES) - {"nb"} | set(_MODEL_NAMES))
    return identifier
