"""From verdicts to a recommendation, by the framework's rules; the first that holds."""

from __future__ import annotations

from collections.abc import Mapping

from corpus.assessment import FundingStatus, Kind, Stance
from corpus.framework import Condition, Framework, Rule


def recommend(
    framework: Framework,
    kind: Kind,
    verdicts: Mapping[str, Stance],
    status: FundingStatus | None,
) -> tuple[Rule, tuple[str, ...]]:
    """The rule that holds, and the criteria that made it hold, in the framework's order.

    ``status`` is that of the gate; None where there is none, as for a call.
    """
    for rule in framework.rules:
        if not rule.when:
            return rule, ()
        held = [one for one in rule.when if holds(one, framework, kind, verdicts, status)]
        if held:
            because = {c for one in held for c in criteria_behind(one, framework, kind, verdicts)}
            return rule, tuple(c.id for c in framework.criteria if c.id in because)
    raise AssertionError("the last rule of a framework always holds")


def holds(
    condition: Condition,
    framework: Framework,
    kind: Kind,
    verdicts: Mapping[str, Stance],
    status: FundingStatus | None,
) -> bool:
    """Whether a condition holds; criteria that do not apply to the kind are not counted."""
    if condition.gate:
        return status in condition.gate
    of = _applying(condition, framework, kind)
    met = len(criteria_behind(condition, framework, kind, verdicts))
    return bool(of) and met >= (condition.least or len(of))


def criteria_behind(
    condition: Condition, framework: Framework, kind: Kind, verdicts: Mapping[str, Stance]
) -> tuple[str, ...]:
    """The criteria that have one of a condition's verdicts; for the gate's, the gate."""
    if condition.gate:
        return (framework.gate,) if framework.gate else ()
    of = _applying(condition, framework, kind)
    return tuple(c for c in of if verdicts.get(c) in condition.verdicts)


def _applying(condition: Condition, framework: Framework, kind: Kind) -> tuple[str, ...]:
    applying = {one.id for one in framework.of_kind(kind)}
    return tuple(c for c in condition.of if c in applying)
