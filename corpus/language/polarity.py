"""What turns a sentence round or narrows it, in Swedish and English."""

from __future__ import annotations

import re
from dataclasses import dataclass

NEGATIONS = {
    "sv": "inte ej icke aldrig ingen inget inga ingenting varken",
    "en": "not no never none nothing neither nor cannot without",
}
RESTRICTIONS = {
    "sv": "endast bara enbart blott uteslutande såvida förutsatt utom",
    "en": "only solely merely exclusively unless except",
}
# "inte bara" and "not only" neither deny nor narrow, and "inte minst" underlines
_BOTH = re.compile(
    r"\b(?:inte|ej|not)\s+(?:bara|endast|enbart|minst|only|merely|just|least)\b", re.I
)
# two words, or one that denies only beside certain others
_PHRASES = {
    "negation": r"\butan\s+att\b|n['’]t\b",
    "restriction": (
        r"\bunder\s+förutsättning\b|\bom\s+inte\b|\bon\s+condition\b|\bprovided\s+(?:that|it|the)\b"
    ),
}


def _pattern(words: dict[str, str], kind: str) -> re.Pattern[str]:
    listed = "|".join(" ".join(words.values()).split())
    return re.compile(rf"\b(?:{listed})\b|{_PHRASES[kind]}", re.IGNORECASE)


NEGATION = _pattern(NEGATIONS, "negation")
RESTRICTION = _pattern(RESTRICTIONS, "restriction")


@dataclass(frozen=True, slots=True)
class Polarity:
    """Whether a text denies something and whether it narrows something."""

    negated: bool
    restricted: bool


def without_idioms(text: str) -> str:
    """The text, of the same length, with what only looks like a denial or a limit blanked out."""
    return _BOTH.sub(lambda match: " " * len(match[0]), text)


def polarity(text: str) -> Polarity:
    """The polarity of a text, by its words alone; the scope of a negation is not read."""
    plain = without_idioms(text)
    return Polarity(bool(NEGATION.search(plain)), bool(RESTRICTION.search(plain)))
