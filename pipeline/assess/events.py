"""What is told while a language model reasons about an assessment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus.assessment import Assessment, Finding


@dataclass(frozen=True, slots=True)
class Progress:
    """The ``number``-th criterion of ``of`` is being asked about, or waits for its turn.

    ``detail`` is the host that is writing, or the place in the queue.
    """

    stage: Literal["queued", "writing"]
    detail: str
    number: int
    of: int


@dataclass(frozen=True, slots=True)
class Found:
    """A finding with what the model said to it; takes the place of the draft's."""

    finding: Finding
    number: int
    of: int


@dataclass(frozen=True, slots=True)
class Finished:
    """The whole assessment; the only event by which one may be kept."""

    assessment: Assessment


Event = Progress | Found | Finished
