"""Is something founded beside an arena that exists, by the text's own account?

It is where the text founds a forum, network or platform, and a sentence of it names one of the
framework's arenas as serving the same people or matters, or says that the two are not linked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from corpus.assessment import Stance
from corpus.framework import Framework
from pipeline.assess.cues import is_denied
from pipeline.assess.lessons import Bearing
from pipeline.assess.related import names_in
from pipeline.assess.sentences import Told

_ARENA = (
    r"(?:\w*forum\w*|\w*nätverk\w*|\w*plattform\w*|\w*aren(?:a|an|or|as)|\w*konferens\w*|mötesplats\w*|mässa\w*"
    r"|\w*kansli\w*|networks?|platforms?|conferences?|meeting\s+places?|summits?|fairs?|hubs?|alliances?|allians\w*)"
)
_FOUNDS = re.compile(
    r"\b(?:propos\w+|föreslå\w*|start\w*|skapa\w*|bilda[rs]?|grunda[rs]?|inrätta\w*|bygg(?:a|er|s)|lansera\w*|öppna\w*"
    r"|anordna\w*|establish\w*|found(?:s|ing)?|launch\w*|creat\w+|set(?:s|ting)?\s+up|build(?:s|ing)?|open(?:s|ing)?)"
    rf"\s+(?:upp\s+)?(?:[^\s,;:.]+\s+){{0,5}}?{_ARENA}\b",
    re.IGNORECASE,
)
_SAME = re.compile(
    r"\b(?:samma\s+(?:\w+\s+)?(?:målgrupp|grupp|ämne|fråg|deltagar|uppgift|syfte|tema|medlem|publik|personer)"
    r"|same\s+(?:\w+\s+)?(?:group|subject|question|people|audience|participant|task|purpose|theme|topic|member|matter|ground)"
    r"|konkurrera|i\s+konkurrens\s+med|compet(?:e|es|ing)\s+with|alternativ\s+till|alternative\s+to|rival)",
    re.IGNORECASE,
)
_UNLINKED = re.compile(
    r"\b(?:inte|ej|inga|ingen|utan\s+att|no|not|never|without)\b[^.;]{0,40}\b(?:kopp\w+|samordna\w*|anslut\w*"
    r"|link\w*|connect\w*|coordinat\w*|join\w*)\b"
    r"|\b(?:kopplas|samordnas|ansluts)\s+(?:inte|ej)\b",
    re.IGNORECASE,
)
_OPPOSED = {Stance.SUPPORTS: 0.0, Stance.PARTLY: 0.0, Stance.CONTRADICTS: 1.0}


def note_duplicates(
    framework: Framework, told: Sequence[Told], weights: Sequence[Mapping[str, Bearing]]
) -> tuple[Mapping[str, Bearing], ...]:
    """The bearings, with what stands beside an arena held against the criteria on arenas."""
    criteria = [one.id for one in framework.criteria if one.beside]
    if not criteria or not any(_founds(one.read) for one in told):
        return tuple(weights)
    return tuple(
        {**of, **_opposed(framework, one, of)} for one, of in zip(told, weights, strict=True)
    )


def _opposed(framework: Framework, told: Told, of: Mapping[str, Bearing]) -> dict[str, Bearing]:
    """What a sentence says against each criterion whose register it names."""
    if not (_SAME.search(told.read) or _UNLINKED.search(told.read)):
        return {}
    named = {one.kind for one in framework.registers if names_in(told.read, one)}
    return {
        one.id: Bearing(max(of[one.id].topic, 1.0), {str(k): v for k, v in _OPPOSED.items()})
        for one in framework.criteria
        if one.beside in named and one.id in of
    }


def _founds(text: str) -> bool:
    return any(not is_denied(text, one.end()) for one in _FOUNDS.finditer(text))
