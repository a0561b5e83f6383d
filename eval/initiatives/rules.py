"""The criteria by kind, and the default rules from verdicts to a recommendation."""

from __future__ import annotations

from collections.abc import Mapping

DIRECTIONS = ("D1", "D2", "D3")
PRINCIPLES = ("P1", "P2", "P3", "P4", "P5")
PRACTICE_POINTS = ("T1", "T2", "T3")
CRITERIA = (*DIRECTIONS, *PRINCIPLES, *PRACTICE_POINTS)
GATE = "P4"


def criteria_of(kind: str) -> tuple[str, ...]:
    """The criteria that apply to a kind: all but the gate for a call, which asks for no money."""
    return tuple(c for c in CRITERIA if kind != "call" or c != GATE)


def recommend(verdicts: Mapping[str, str], status: str | None) -> tuple[str, str]:
    """The recommendation and the name of the default rule that gave it; the first match wins.

    ``status`` is None for a call, which has no gate. Written apart from the assessor on purpose,
    so that the two can disagree.
    """
    contradicted = {c for c, verdict in verdicts.items() if verdict == "contradicts"}
    weighed = [verdicts[p] for p in PRINCIPLES if p in verdicts]
    if all(verdicts[d] in ("silent", "contradicts") for d in DIRECTIONS):
        return "decline", "no-direction"
    if len(contradicted & (set(PRINCIPLES) - {GATE})) >= 2:
        return "decline", "principles-contradicted"
    if status in ("none", "unknown"):
        return "hold", "no-basic-funding"
    if contradicted:
        return "hold", "contradiction"
    if status == "applied" or {"silent", "partly"} & set(weighed):
        return "proceed_with_conditions", "conditions"
    return "proceed", "aligned"
