"""Documents that contradict a sentence, written from templates in Swedish and English.

The contradiction is the sentence with another number or year, or turned round by a negation; where
it cannot be turned round by rule, it is denied as a whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from eval.mistakes import Kind, make_error
from eval.split import shipped_rule

_NOTES = {
    "sv": (
        "# Anteckning\n\n{sentence}\n",
        "# Rättelse\n\nEnligt en senare uppgift gäller detta. {sentence}\n",
        "# Minnesanteckningar\n\nGruppen gick igenom läget på förmiddagen. {sentence} "
        "Därefter bröt man för lunch.\n",
    ),
    "en": (
        "# Note\n\n{sentence}\n",
        "# Correction\n\nA later source gives this. {sentence}\n",
        "# Minutes\n\nThe group went through the state of things in the morning. {sentence} "
        "After that they broke for lunch.\n",
    ),
}
_DENIALS = {
    "sv": "Det är inte riktigt att ”{sentence}”.",
    "en": "It is not correct that “{sentence}”.",
}
# turns nothing round: what may not only be done may be done
_NOT_ONLY = re.compile(r"\b(?:inte|not)\s+(?:bara|endast|enbart|only|merely|just)\b", re.I)
_TURNS = (Kind.NUMBER, Kind.YEAR, Kind.AFFIRMED, Kind.NEGATED)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A document, and the sentence of it that contradicts; ``kind`` says by what."""

    text: str
    sentence: str
    kind: str


def write_contradiction(sentence: str, language: str, *, name: str) -> Contradiction:
    """A note that says otherwise; the committed seed and ``name`` choose its template."""
    notes = _NOTES["sv" if language == "sv" else "en"]
    note = notes[int(shipped_rule().draw(f"note:{name}") * len(notes))]
    kind, turned = _turn(sentence, language)
    return Contradiction(note.format(sentence=turned), turned, kind)


def _turn(sentence: str, language: str) -> tuple[str, str]:
    for kind in _TURNS:
        turned = make_error(kind, sentence, language)
        if turned is not None and not _NOT_ONLY.search(turned):
            return str(kind), turned
    denial = _DENIALS["sv" if language == "sv" else "en"]
    return "denied as a whole", denial.format(sentence=sentence.rstrip("."))
