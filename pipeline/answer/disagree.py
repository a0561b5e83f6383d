"""Whether two sentences that say nearly the same disagree in a number, a year or a negation.

Vectors hardly see it: a sentence and the same one with another year are as near as two wordings
of one thing. It is read from the words, and only asked of sentences that are that near.
"""

from __future__ import annotations

import re
from collections import Counter

from corpus.language import stem

# The part of the shorter sentence's words that the longer one has, when both are on one thing
_SHARED = 0.9
# Words below which sharing them says nothing
_ENOUGH = 4
# a digit right behind a full stop or before a letter is the mark of a footnote, or in a name
_DIGITS = re.compile(
    r"(?<![\w.,;:!?)\]”’\"])(?:\d{1,3}(?:[ \u00a0\u2009\u202f.,]\d{3})+(?!\d)|\d+)"
    r"(?:[.,]\d+)?(?![^\W_])"
)
_GROUPING = re.compile(r"[ \u00a0\u2009\u202f]|[.,](?=\d{3}(?!\d))")
# "en", "ett" and "one" are articles and pronouns oftener than numbers
_WORDS = {
    "sv": "två tre fyra fem sex sju åtta nio tio elva tolv",
    "en": "two three four five six seven eight nine ten eleven twelve",
}
_FIGURES = {
    (language, word): str(number)
    for language, listed in _WORDS.items()
    for number, word in enumerate(listed.split(), start=2)
}
_AMOUNTS = {
    "hundra": "hundred",
    "tusen": "thousand",
    "miljon": "million",
    "miljoner": "million",
    "miljard": "billion",
    "miljarder": "billion",
    "halva": "half",
    "hälften": "half",
    "kronor": "kr",
    "euros": "euro",
    **{word: word for word in ("hundred", "thousand", "million", "billion", "half", "kr", "euro")},
}
_SPOKEN = re.compile(r"[^\W\d_]+")
# the "No" of "Regulation No 401" counts, and does not deny
_DENIES = re.compile(
    r"\b(?:inte|ej|icke|aldrig|ingen|inget|inga|ingenting|varken|utan att|not|no(?!\.?\s*\d)|never"
    r"|none|nothing|neither|cannot|without|avslog\w*|avslagi\w*|avslås|neka[dts]\w*|förbj[uö]d\w*|upphäv\w*|återkalla\w*"
    r"|reject(?:s|ed)|refuse[sd]|denie[sd]|forbidden|prohibited|revoked|withdrawn)\b|n['’]t\b",
    re.IGNORECASE,
)
# "inte bara" and "not only" deny nothing
_NOT_ONLY = re.compile(r"\b(?:inte|ej|not)\s+(?:bara|endast|enbart|only|merely|just)\b", re.I)


Worded = tuple[str, str]
"""A sentence: its words and their language."""


def share_words(first: Worded, second: Worded) -> bool:
    """Whether the shorter sentence has nearly all its words in common with the longer.

    Numbers and what denies are left out. A few words alike say nothing: so are many headings.
    """
    fewer, more = sorted((_stems(*first), _stems(*second)), key=len)
    return len(fewer) >= _ENOUGH and len(fewer & more) >= _SHARED * len(fewer)


def _stems(text: str, language: str) -> frozenset[str]:
    spoken = (word.lower() for word in _SPOKEN.findall(_DENIES.sub(" ", text)))
    return frozenset(stem(word, language) for word in spoken if not _counts(word, language))


def _counts(word: str, language: str) -> bool:
    return (language, word) in _FIGURES or word in _AMOUNTS


def disagree(first: Worded, second: Worded) -> bool:
    """Whether each of two sentences says a number the other does not, or one denies more often.

    One that only adds a number tells more of the same, and does not disagree.
    """
    if _denials(first[0]) != _denials(second[0]):
        return True
    one, other = _figures(*first), _figures(*second)
    return bool(one - other) and bool(other - one)


def _denials(text: str) -> int:
    # counted, because what denies a denial affirms
    return len(_DENIES.findall(_NOT_ONLY.sub(" ", text)))


def _figures(text: str, language: str) -> Counter[str]:
    """The numbers of a text, in digits or words, with what they are counted in."""
    digits = (_GROUPING.sub("", match[0]).replace(",", ".") for match in _DIGITS.finditer(text))
    words = [word.lower() for word in _SPOKEN.findall(text)]
    spoken = (_FIGURES.get((language, word)) or _AMOUNTS.get(word) for word in words)
    return Counter([*digits, *filter(None, spoken)])
