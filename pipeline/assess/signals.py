"""What the wording of a sentence signals: denial, refusal, reservation, in Swedish and English."""

from __future__ import annotations

import re

from corpus.language.polarity import NEGATION, without_idioms
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


def signals(text: str) -> tuple[float, float, float]:
    """Whether a sentence denies outright, refuses by what a word means, and has reservations."""
    plain = without_idioms(text)
    return (
        float(NEGATION.search(plain) is not None),
        float(SOFT.search(plain) is not None or REFUSES.search(plain) is not None),
        float(HEDGE.search(plain) is not None),
    )
