"""What is asked of every system, and what each of them brings back."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from peerbench.contract import Found
from peerbench.questions import Question, Setting

# characters without spaces that a page of a format without pages is taken to hold
_PAGE_CHARACTERS = 2_500


@dataclass(frozen=True, slots=True)
class Ask:
    """One question of one set in one setting."""

    set: str
    setting: Setting
    question: Question

    @property
    def key(self) -> str:
        """Names it within a run."""
        return f"{self.set}/{self.setting.name}/{self.question.id}"

    @property
    def text(self) -> str:
        """The words that are put."""
        return self.setting.ask(self.question)

    @property
    def collections(self) -> tuple[str, ...]:
        """Where it is put; nowhere in particular when empty."""
        return self.setting.shelves(self.question)


@dataclass(slots=True)
class Outcome:
    """One system after the run. ``found`` and ``seconds`` go by the asks' keys.

    ``ingest_seconds`` is None when vectors or a data folder of an earlier run were used;
    ``peak`` is in bytes, 0 where it could not be measured.
    """

    title: str
    versions: Mapping[str, str]
    passages: int
    pages: int
    ingest_seconds: float | None
    peak: int
    found: dict[str, list[Found]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def pages_per_second(self) -> float | None:
        """Pages taken in a second, reading to indexing."""
        return self.pages / self.ingest_seconds if self.ingest_seconds else None

    def milliseconds(self, share: float) -> float:
        """The time that this share of the questions stayed below or at."""
        return 1000 * percentile(list(self.seconds.values()), share)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def count_pages(pages: int | None, characters: int) -> int:
    """Pages; where the format has none, how many its characters (no spaces) would fill."""
    return pages or max(1, round(characters / _PAGE_CHARACTERS))
