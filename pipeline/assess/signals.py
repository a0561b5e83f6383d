"""What the wording of a sentence signals: denial, refusal, reservation, in Swedish and English."""

from __future__ import annotations

import re

from corpus.language.polarity import NEGATION, without_idioms
from pipeline.assess.harmless import without_harmless
from pipeline.quote.denial import SOFT

HEDGE = re.compile(
    r"\b(?:hoppas\w*|hopp\s+om|förhoppning\w*|kanske|eventuell\w*|möjlig(?:en|tvis)|på\s+sikt"
    r"|i\s+mån\s+av|så\s+småningom|framöver|överväg\w*|skulle\s+kunna|kan\s+komma\s+att|gärna"
    r"|tänkbar\w*|utred\w*|undersök\w*\s+om|diskutera\w*|inte\s+beslutat|ännu\s+inte|önska\w*"
    r"|funderar|hinner|uppmuntras|hope[sd]?|hoping|perhaps|maybe|might|may|could|possibl[ey]"
    r"|eventually|some\s+day|one\s+day|in\s+the\s+long\s+run|would\s+like|consider(?:s|ing|ed)?"
    r"|explor(?:e|es|ing)|discuss(?:ed|ing)?|not\s+yet|at\s+some\s+point|tentativ\w*|aspir\w*"
    r"|wish(?:es)?|encouraged|get\s+round\s+to)\b"
    # a sentence that opens with a condition
    r"|^\W*(?:om\s+(?!vi\s+tar)|hinner|should|if|skulle|finns\s+det|blir\s+det)\b",
    re.IGNORECASE,
)
REFUSES = re.compile(
    r"\b(?:avböj\w*|tacka\w*\s+nej|var\s+för\s+sig|på\s+egen\s+hand|utan\s+(?:hänsyn|att)|uteslut\w*"
    r"|vid\s+sidan\s+av|håller\s+oss\s+till|bortse\w*|ensam\w*|i\s+stället\s+för|trots\s+att"
    r"|apart\s+from|turn(?:ed|s)?\s+down|keeps?\s+to\s+(?:itself|our|them)|out\s+of\s+the\s+question"
    r"|oavsett|har\s+ingen\s+betydelse|regardless|disregard\w*|ignor\w+|by\s+itself|on\s+(?:its|our|their)\s+own|alone|instead\s+of|although"
    r"|despite)\b",
    re.IGNORECASE,
)


# not among the general negations
NOBODY = re.compile(r"\bnobody\b|\bno\s+one\b", re.IGNORECASE)
_UNSURE = re.compile(
    r"\b(?:inte\s+(?:helt\s+)?säker\w*|osäker\w*|not\s+(?:certain|sure)|uncertain"
    r"|(?:om|när|där|ifall|if|when|where|should)\b[^.;]{0,60}?\b(?:räcker|tillåter|medger|passar|allows?|permits?|suits?))\b",
    re.IGNORECASE,
)


RECIPE = "\0".join(one.pattern for one in (HEDGE, REFUSES, NEGATION, SOFT, NOBODY, _UNSURE))
"""What a remembered lesson depends on, beside the harmless denials."""


def signals(text: str) -> tuple[float, float, float]:
    """Whether a sentence denies outright, refuses by what a word means, and has reservations.

    Denials that speak against nothing ("without rents soaring") are not counted.
    """
    plain = without_harmless(without_idioms(text))
    return (
        float(_denies(plain)),
        float(_refuses(plain)),
        float(HEDGE.search(text) is not None or _UNSURE.search(text) is not None),
    )


def is_harmless(text: str) -> bool:
    """Whether a sentence denies, and yet all its denials speak against nothing."""
    plain = without_idioms(text)
    rest = without_harmless(plain)
    return (_denies(plain) or _refuses(plain)) and not (_denies(rest) or _refuses(rest))


def _denies(plain: str) -> bool:
    return NEGATION.search(plain) is not None or NOBODY.search(plain) is not None


def _refuses(plain: str) -> bool:
    return SOFT.search(plain) is not None or REFUSES.search(plain) is not None
