"""What a run of a question set leaves behind: one record a question, read by every measure.

A record is complete in itself: measures, comparison and report never open the corpus again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from corpus.errors import UsageError


@dataclass(frozen=True, slots=True)
class GoldPlace:
    """Where evidence stands: half-open code points in the canonical text of a version.

    Places of the same ``part`` are alternatives, one of which is enough; a complete answer needs
    one of each part. ``page`` is None where the format has no pages.
    """

    document_id: str
    version: int
    start: int
    end: int
    quote: str
    language: str
    page: int | None = None
    page_end: int | None = None
    part: int = 1


@dataclass(frozen=True, slots=True)
class HitPlace:
    """A passage that was found, in rank order; ``score`` orders one run."""

    passage_id: str
    document_id: str
    version: int
    start: int
    end: int
    language: str
    score: float
    page: int | None = None
    page_end: int | None = None


@dataclass(frozen=True, slots=True)
class CitedPlace:
    """A citation of a claim, with the verdict the pipeline gave it."""

    document_id: str
    version: int
    start: int
    end: int
    quote: str
    verdict: str
    page: int | None = None
    page_end: int | None = None
    filename: str = ""


@dataclass(frozen=True, slots=True)
class ClaimRecord:
    """A sentence of an answer. ``status`` is ``supported`` or ``unsupported``."""

    text: str
    language: str
    status: str
    citations: tuple[CitedPlace, ...]
    party: str | None = None


@dataclass(frozen=True, slots=True)
class QuestionRecord:
    """One question put in one setting, and what came back.

    ``pair`` is question language-evidence language (``sv-en``), where evidence in the question's
    own language counts first; the question's language and ``-`` when there is no evidence.
    ``facts`` are lists of accepted forms. ``answerability`` lies in 0..1, ``seconds_*`` are wall
    time. ``split`` is ``tuning`` or ``test``.
    """

    set: str
    setting: str
    id: str
    split: str
    kind: str
    language: str
    pair: str
    question: str
    asked: str
    answerable: bool
    gold: tuple[GoldPlace, ...]
    hits: tuple[HitPlace, ...]
    abstained: bool
    claims: tuple[ClaimRecord, ...]
    facts: tuple[tuple[str, ...], ...] = ()
    answerability: float | None = None
    threshold: float | None = None
    features: Mapping[str, float] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()
    seconds_search: float = 0.0
    seconds_ask: float = 0.0

    @property
    def key(self) -> str:
        """Names the question within a run, its setting included."""
        return f"{self.set}/{self.setting}/{self.id}"

    @property
    def citations(self) -> tuple[CitedPlace, ...]:
        """Every citation of every claim, in order."""
        return tuple(c for claim in self.claims for c in claim.citations)


_RECORD = TypeAdapter(QuestionRecord)


def write_records(path: Path, records: Iterable[QuestionRecord]) -> None:
    """One JSON object a line."""
    lines = (json.dumps(asdict(record), ensure_ascii=False) for record in records)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def read_records(path: Path) -> tuple[QuestionRecord, ...]:
    """The records of a run, in their order.

    Raises:
        UsageError: the file is not there, or a line of it is no record.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise UsageError(f'"{path}" cannot be read; name a folder `samklang eval` wrote') from error
    try:
        return tuple(_RECORD.validate_json(line) for line in lines if line.strip())
    except ValidationError as error:
        raise UsageError(f'"{path}" holds a line that is no record of a run: {error}') from error
