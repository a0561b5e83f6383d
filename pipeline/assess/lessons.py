"""What was learnt of a framework's criteria, and how sentences bear on them by it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from corpus.records import FloatMatrix, FloatVector
from pipeline.assess.cues import is_denied
from pipeline.assess.inputs import stance_inputs, stems_of, topic_inputs, unit

_NEAR, _USUAL, _NEAREST = 1.0, 0.35, 3
"""Weight of the mean cosine to the nearest examples, less what is usual; how many these are."""
# Source: docs/decisions/0019 and 0020
_CUE, _MOST_CUES = 0.2, 2
_TURN = 0.15
"""What unwanted words turn a stance by."""
_FRAGMENT, _FEW = 0.3, 4
"""What a heading's or table's scrap of fewer than four words loses: it states nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """What was learnt of one criterion.

    ``topic`` is ``(inputs,)``; ``stance`` is ``(inputs, stances)``, in the order of ``stances``.
    """

    criterion: str
    stances: tuple[str, ...]
    topic: FloatVector
    stance: FloatMatrix


@dataclass(frozen=True, slots=True)
class Bearing:
    """How a sentence bears on a criterion: ``topic`` about 0 (not at all) to 1.

    ``stances`` tells how like each stance it is, about 0 to 1, if it is on the criterion.
    """

    topic: float
    stances: Mapping[str, float]

    @property
    def stance(self) -> str:
        """The stance it is most like."""
        return max(self.stances, key=lambda one: self.stances[one])


@dataclass(frozen=True, slots=True, eq=False)
class Teaching:
    """All lessons. ``mean`` is ``(dimension,)``, that of the examples.

    ``examples`` is ``(n, dimension)``: their vectors less the mean, of length 1; ``owners`` names
    the criterion of each. ``cues`` holds the stems of the cue words by criterion.
    """

    mean: FloatVector
    lessons: tuple[Lesson, ...]
    examples: FloatMatrix
    owners: tuple[str, ...]
    cues: Mapping[str, tuple[frozenset[str], ...]] = field(default_factory=dict)
    unwanted: Mapping[str, re.Pattern[str]] = field(default_factory=dict)

    def weigh(
        self, texts: Sequence[str], vectors: FloatMatrix
    ) -> tuple[Mapping[str, Bearing], ...]:
        """For each sentence its bearing on each criterion; ``vectors`` is ``(n, dimension)``."""
        if not texts:
            return ()
        stems = [stems_of(text) for text in texts]
        plain = topic_inputs(stems, vectors, self.mean)
        signalled = stance_inputs(texts, stems, vectors, self.mean)
        more = self._nearness(vectors) + self._cued(stems)
        few = [len(text.split()) < _FEW for text in texts]
        more[few] -= _FRAGMENT
        topics = [(plain @ one.topic + more[:, at]).tolist() for at, one in enumerate(self.lessons)]
        stances = [(signalled @ one.stance).tolist() for one in self.lessons]
        return tuple(
            {
                one.criterion: Bearing(
                    topics[at][row],
                    self._turned(
                        one.criterion,
                        texts[row],
                        dict(zip(one.stances, stances[at][row], strict=True)),
                    ),
                )
                for at, one in enumerate(self.lessons)
            }
            for row in range(len(texts))
        )

    def _turned(self, criterion: str, text: str, stances: dict[str, float]) -> Mapping[str, float]:
        """The stances with what is unwanted held against the text, or for it where it is denied."""
        pattern = self.unwanted.get(criterion)
        found = list(pattern.finditer(text)) if pattern else []
        if not found or not {"supports", "contradicts"} <= stances.keys():
            return stances
        denied = any(is_denied(text, one.start()) for one in found)
        turn = _TURN if denied else -_TURN
        stances["supports"] += turn
        stances["contradicts"] -= turn
        return stances

    def _nearness(self, vectors: FloatMatrix) -> FloatMatrix:
        """What the nearest examples of each criterion add: ``(n, lessons)``."""
        alike = unit(vectors - self.mean) @ self.examples.T
        owners = np.array(self.owners)
        columns = []
        for one in self.lessons:
            own = alike[:, owners == one.criterion]
            nearest = np.sort(own, axis=1)[:, -_NEAREST:]
            columns.append(_NEAR * (nearest.mean(axis=1) - _USUAL))
        return np.stack(columns, axis=1)

    def _cued(self, stems: Sequence[frozenset[str]]) -> FloatMatrix:
        """What a criterion's cue words add: ``(n, lessons)``."""
        added = np.zeros((len(stems), len(self.lessons)), np.float32)
        for row, said in enumerate(stems):
            for at, one in enumerate(self.lessons):
                met = sum(cue <= said for cue in self.cues.get(one.criterion, ()))
                added[row, at] = _CUE * min(met, _MOST_CUES)
        return added
