"""From sentences to a stance on one criterion: the rule that sets a finding's verdict.

It reads one criterion at a time and nothing of the others' findings, so their order cannot matter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from corpus.assessment import Stance
from pipeline.assess.harmless import is_elsewhere
from pipeline.assess.lessons import Bearing, Teaching
from pipeline.assess.sentences import Told
from pipeline.assess.signals import is_harmless, signals

MOST_EVIDENCE = 3
CLEAR = 0.56
"""From this topic on a sentence is on the criterion, and decides.

Source: of .49 to .61 the one with the most verdicts right and few false contradictions, over
eval/sets/initiatives-tuning-3 and -4, each writer judged by others' examples (decision 0020).
"""
OPPOSED, DENIED = 0.55, 0.4
"""A sentence that is most like a contradiction counts as one from the first on.

With a word that denies or refuses, from the second. Source: as CLEAR; .5 for the first gave as many
verdicts right and a fourth more false contradictions.
"""
LONGER = ((500, 0.8, 0.35), (120, 0.68, 0.2))
"""From so many sentences on, what counts as clear, and what more a contradiction needs.

Among thousands one is like anything. Source: seven real documents of 44 to 3,059 sentences, looked
at; 120 are about ten pages. In twelve plans and city contracts all seven contradictions were wrong,
of .49 to .69, the last in one of 283 sentences (.57).
"""
DISTINCT, LESS = 0.8, 0.08
"""In a longer text a sentence whose stance is the first needs so much less of a topic.

A contradiction never does.

Source: ten city contracts of 991 to 3,387 sentences, looked at: of the sentences this lets decide
all four on networks were right ("a member of the European Climate Alliance Network since 1996"),
two on other criteria thin; without it two contracts were said to show no exchange at all.
"""
ASIDE = 0.15
"""A contradiction is not held against a criterion when it is so much more on another one.

Source: over eval/sets/initiatives-tuning-4, writers held out, 742 findings right instead of 739 and
no more wrong contradictions; "they have not spoken with the programme" is no longer against P3.
"""
_TIE = 0.1
"""An unclear contradiction that is this little clearer than another stance is read as that one.

Source: a footnote's mark moved the stances of one sentence of tests/injection by .07.
"""
# a second sentence is shown when it is nearly as clear as the first
_NEARLY = 0.8


@dataclass(frozen=True, slots=True)
class Weighed:
    """A sentence and how it bears on a criterion."""

    told: Told
    bearing: Bearing

    @property
    def stance(self) -> Stance:
        """What it is most like."""
        return Stance(self.bearing.stance)

    @property
    def strength(self) -> float:
        """How clearly it is on the criterion, about 0..1."""
        return self.bearing.topic


@dataclass(frozen=True, slots=True)
class Weighing:
    """A verdict, the sentences that carry it, those that speak against it, and the rule."""

    stance: Stance
    reason: str
    carrying: tuple[Weighed, ...]
    against: tuple[Weighed, ...]
    nearest: Weighed | None


def weigh_sentences(teaching: Teaching, told: Sequence[Told]) -> tuple[Mapping[str, Bearing], ...]:
    """For each sentence its bearing on each criterion."""
    if not told:
        return ()
    return teaching.weigh([one.read for one in told], np.stack([one.vector for one in told]))


def weigh_criterion(
    criterion: str, told: Sequence[Told], bearings: Sequence[Mapping[str, Bearing]]
) -> Weighing:
    """The stance of a text to one criterion.

    Of the sentences that are clear enough the one most clearly on the criterion decides; how clear
    that is depends on the text's length and on how distinct the stance is. Where there is none the
    text is silent. What speaks the other way is kept beside it.
    """
    clear, more = _bars(len(told))
    counted = [
        weighed
        for one, of in zip(told, bearings, strict=True)
        if criterion in of
        and not one.is_form_field
        and (weighed := _counted(one, of[criterion], more, _most(of)))
    ]
    ranked = sorted(counted, key=lambda one: (-one.strength, one.told.number))
    stance, reason = _decide(ranked, clear)
    nearest = next((one for one in ranked if not one.told.suspect), None)
    if stance is Stance.SILENT:
        return Weighing(stance, reason, (), (), nearest)
    own = [one for one in ranked if one.stance is stance]
    against = [one for one in ranked if one.stance is _OPPOSITE.get(stance)]
    return Weighing(stance, reason, _clear(own, clear), _clear(against, clear), nearest)


def clear_among(sentences: int) -> float:
    """From which topic on a sentence decides, among so many."""
    return _bars(sentences)[0]


def _bars(sentences: int) -> tuple[float, float]:
    """From which topic on a sentence decides, and what more a contradiction needs."""
    longer = (bars for least, *bars in LONGER if sentences >= least)
    clear, more = next(longer, (CLEAR, 0.0))
    return clear, more


def _most(of: Mapping[str, Bearing]) -> float:
    """The topic of the criterion that a sentence is most clearly on."""
    return max(bearing.topic for bearing in of.values())


def _counted(told: Told, bearing: Bearing, more: float, most: float) -> Weighed | None:
    """A sentence as it counts for the verdict, if it does; a suspect one only against a text.

    A contradiction all of whose denials are harmless is none. One that is too unclear is read as
    the stance that is nearly as clear, or does not count.
    """
    if bearing.stance != Stance.CONTRADICTS:
        return None if told.suspect else Weighed(told, bearing)
    opposed = bearing.stances[Stance.CONTRADICTS]
    denies, refuses, _ = signals(told.read)
    unclear = opposed < more + (DENIED if denies or refuses else OPPOSED)
    rest = {one: of for one, of in bearing.stances.items() if one != Stance.CONTRADICTS}
    if rest and (is_harmless(told.read) or (unclear and opposed - max(rest.values()) <= _TIE)):
        return None if told.suspect else Weighed(told, replace(bearing, stances=rest))
    aside = is_elsewhere(told.read) or most - bearing.topic > ASIDE
    return None if unclear or aside else Weighed(told, bearing)


_OPPOSITE = {
    Stance.SUPPORTS: Stance.CONTRADICTS,
    Stance.PARTLY: Stance.CONTRADICTS,
    Stance.CONTRADICTS: Stance.SUPPORTS,
}


def _decide(ranked: Sequence[Weighed], clear: float) -> tuple[Stance, str]:
    first = next((one for one in ranked if _decides(one, clear)), None)
    return (first.stance, "clearest") if first else (Stance.SILENT, "nothing")


def _decides(one: Weighed, clear: float) -> bool:
    """Whether a sentence is clear enough to decide."""
    distinct = (
        clear > CLEAR
        and one.stance is not Stance.CONTRADICTS
        and one.bearing.stances[one.stance] >= DISTINCT
    )
    return one.strength >= clear - (LESS if distinct else 0.0)


def _clear(ranked: Sequence[Weighed], clear: float) -> tuple[Weighed, ...]:
    fit = [one for one in ranked if _decides(one, clear)]
    return tuple(one for one in fit if one.strength >= _NEARLY * fit[0].strength)[:MOST_EVIDENCE]
