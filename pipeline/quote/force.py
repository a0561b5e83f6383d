"""How binding a claim is, which way it points, and of how many it speaks, beside its quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.language.casing import lower
from corpus.language.opposites import reversed_words
from corpus.language.polarity import NEGATION, without_idioms
from pipeline.quote.faults import Fault, Found

# strongest first; the force of a text is that of the strongest word it has
_FORCES = (
    (
        3.0,
        r"måste|krävs|kräver|kräva|krav|tvingas|tvungen|tvungna|skyldig\w*|obligatorisk\w*|must"
        r"|required?|requires|requirement\w*|ha(?:s|ve)\s+to|need(?:s|ed)?\s+to|obliged|mandatory"
        r"|obligat\w+|behöver|condition\w*|villkor\w*|villkora\w*|compulsory|necessary|nödvändig\w*",
    ),
    (2.0, r"ska|skall|shall|is\s+to|are\s+to|asked\s+to|förväntas"),
    (1.5, r"bör|borde|should|ought|rekommendera\w*|recommend\w*"),
    (
        1.0,
        r"kan|kunna|kunde|may|can|could|might|möjlig\w*|possib\w*|tillåt\w*|allow\w*|permit\w*"
        r"|får(?=\s+(?:inte\s+|endast\s+|bara\s+|enbart\s+|också\s+|även\s+)?\w+as?\b)|free\s+to|option\w*",
    ),
)
_FORCE = tuple((force, re.compile(rf"\b(?:{listed})\b")) for force, listed in _FORCES)
# these four are looked for in texts in lower case
_PROPOSED = re.compile(
    r"\b(?:föreslå\w*|föreslog\w*|förslag\w*|propos\w+|suggest\w*|planera\w*|planerad\w*|planned|plans\s+to"
    r"|avser|intend\w*|överväg\w*|consider\w*|diskutera\w*|discuss\w*|sökt|sökte|applied|application\w*|ansök\w*"
    r"|hoppas|hope[sd]?|would\s+like|draft|utkast\w*|preliminär\w*|provisional\w*)\b",
)
_DECIDED = re.compile(
    r"\b(?:besluta\w*|beslöt\w*|beslut|antog\w*|antagi\w*|antagna|fastställ\w*|bevilja\w*|godkän\w*"
    r"|decided?|decision|adopted?|approved?|granted|resolved|awarded)\b",
)
_UNIVERSAL = re.compile(
    r"\b(?:alla|allt|samtliga|varje|hela|alltid|all|every|each|always|whole|entire|everyone)\b",
)
_PARTIAL = re.compile(
    r"\b(?:vissa|några|somliga|flera|många|de\s+flesta|del\s+av|ibland|delvis|some|several|many|most"
    r"|few|part\s+of|sometimes|partly|certain|one\s+of|en\s+av|ett\s+av)\b",
)


def compare_force(claim: str, evidence: str) -> Iterator[Found]:
    """Where a claim binds, decides, reverses or generalises more than the evidence does."""
    yield from _modality(claim, evidence)
    yield from _direction(claim, evidence)
    if general := _UNIVERSAL.search(lower(claim)):
        there = lower(evidence)
        if _PARTIAL.search(there) and not _UNIVERSAL.search(there):
            yield Found(Fault.QUANTIFIER, _as_written(claim, general))


def _modality(claim: str, evidence: str) -> Iterator[Found]:
    own, word = _force(claim)
    there, _ = _force(evidence)
    if there and ((own == 3.0 and there <= 1.5) or (own == 2.0 and there == 1.0)):
        yield Found(Fault.MODALITY, word)
    if decided := _DECIDED.search(lower(claim)):
        behind = lower(evidence)
        if _PROPOSED.search(behind) and not _DECIDED.search(behind):
            yield Found(Fault.MODALITY, _as_written(claim, decided))


def _as_written(text: str, match: re.Match[str]) -> str:
    """What was found in the text in lower case, as it stands in the text."""
    return text[match.start() : match.end()]


def _force(text: str) -> tuple[float, str]:
    """The force of the strongest word, and the word; 0 without any."""
    found = ((force, match[0]) for force, one in _FORCE if (match := one.search(text)))
    return next(found, (0.0, ""))


def _direction(claim: str, evidence: str) -> Iterator[Found]:
    turned = list(reversed_words(claim, evidence))
    # "not insufficient" is sufficient
    if turned and _negates(claim) == _negates(evidence):
        yield from (Found(Fault.DIRECTION, word) for word in turned)


def _negates(text: str) -> bool:
    return NEGATION.search(without_idioms(text)) is not None
