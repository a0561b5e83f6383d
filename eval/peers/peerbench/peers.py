"""Runs a framework's worker and reads what it brought back."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from peerbench.contract import Found
from peerbench.documents import Source
from peerbench.memory import run_watched
from peerbench.outcome import Ask, Outcome
from peerbench.systems import TITLES

_QUIET = {
    "ANONYMIZED_TELEMETRY": "False",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "HF_HUB_OFFLINE": "1",
    "LANGSMITH_TRACING": "false",
    "TRANSFORMERS_VERBOSITY": "error",
    "TRANSFORMERS_NO_ADVISORY_WARNINGS": "1",
}


@dataclass(frozen=True, slots=True)
class Job:
    """What every framework is given. ``apart`` are collections searched only when named."""

    sources: tuple[Source, ...]
    asks: tuple[Ask, ...]
    model: Path
    limit: int
    apart: tuple[str, ...]
    vectors: Path | None

    def write(self, path: Path) -> None:
        """The job as its worker reads it."""
        job = {
            "sources": [
                {"key": s.key, "path": str(s.path), "collection": s.collection}
                for s in self.sources
            ],
            "asks": [
                {"key": a.key, "text": a.text, "collections": list(a.collections)}
                for a in self.asks
            ],
            "model": str(self.model),
            "limit": self.limit,
            "apart": list(self.apart),
            "vectors": str(self.vectors) if self.vectors else None,
        }
        path.write_text(json.dumps(job, ensure_ascii=False), encoding="utf-8")


def run_peer(name: str, job: Job, scratch: Path) -> Outcome:
    """The framework's outcome.

    Raises:
        CommandFailedError: its process failed.
    """
    asked, told = scratch / f"{name}-job.json", scratch / f"{name}-result.json"
    job.write(asked)
    command = [sys.executable, "-m", "peerbench.worker", name, str(asked), str(told)]
    here = {"PYTHONPATH": str(Path(__file__).parent.parent), **_QUIET}
    printed, peak = run_watched(command, here)
    print(printed, end="")
    result = json.loads(told.read_text(encoding="utf-8"))
    answers = result["answers"]
    return Outcome(
        title=TITLES[name],
        versions=result["versions"],
        passages=result["passages"],
        pages=result["pages"],
        ingest_seconds=result["ingest_seconds"],
        peak=peak,
        found={key: _found(answer["found"]) for key, answer in answers.items()},
        seconds={key: answer["seconds"] for key, answer in answers.items()},
    )


def _found(rows: Sequence[dict[str, object]]) -> list[Found]:
    return [Found(str(row["document"]), _pages(row["pages"]), str(row["text"])) for row in rows]


def _pages(listed: object) -> tuple[int, ...]:
    return tuple(int(page) for page in listed) if isinstance(listed, list) else ()
