"""The framework's cue words, which a paraphrase must do without."""

from __future__ import annotations

import re

# Regular expressions over casefolded text. Swedish stems are sought inside compounds as well;
# what would hit everyday words there ("emission", "barena") starts at a word boundary.
CUES = (
    *("strateg", r"princip", r"riktning", r"\bdirections?\b", "portfölj", "portfolio", "synerg"),
    *("flernivå", "styrnivå", "multi-?level", "governance", "kvadrupel", "quadruple", "helix"),
    *("skala upp", "skalas? upp", "uppskal", "skalbar", r"\bscal(?:e|es|ed|ing|able)\b"),
    *("klimatneutral", "klimatkontrakt", "climate[- ]neutral", "climate (?:city )?contract"),
    *("omställning", r"\btransition", r"\bmission", "net[- ]?zero", "föregång", "front-?runner"),
    *("finansier", "financ", r"\bfunding", r"\bfunded", "bevilja", "säkrad", "secured"),
    *("samverk", "samarbetsavtal", "nätverk", "network", "allians", "alliance", "collaborat"),
    *("ledande", r"\bleading", r"\barenor", r"\barena", "mötesplats", "systemdemonstrator"),
    *("policy", "policies", "resilien", "civilsamhäll", "civil society", "stakeholder", "aktör"),
    *("viable cities", "netzerocities", "capacities", "transition lab", "innovationsprogram"),
)
_CUE = re.compile("|".join(f"(?:{cue})" for cue in CUES))


def cues_in(text: str) -> tuple[str, ...]:
    """The framework's cue words in a text, as they stand there, each once and in order."""
    return tuple(dict.fromkeys(_CUE.findall(text.casefold())))
