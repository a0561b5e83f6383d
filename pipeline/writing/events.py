"""What is told while an answer is being written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus.records import Answer, Claim

Stage = Literal["rewriting", "rewritten", "searching", "queued", "writing", "repairing"]


@dataclass(frozen=True, slots=True)
class Progress:
    """What is being done now.

    ``detail`` is the rewritten question, the place in the queue or the host that is writing.
    """

    stage: Stage
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Passed:
    """A claim the gate is done with: supported as soon as it is, unsupported only at the end."""

    claim: Claim


@dataclass(frozen=True, slots=True)
class Finished:
    """The whole answer; the only event by which an answer may be kept."""

    answer: Answer


Event = Progress | Passed | Finished
