"""Fitting where to stop answering: ``samklang eval --calibrate``.

The questions of the tuning split are put to the documents, each with what would be said to it; a
logistic regression learns from the features which of them the documents answer. Its weights, and
for a row of thresholds how often such answers were wrong, go into ``constants.toml`` with their
provenance. The thresholds are measured out of fold, so that no question vouches for itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from corpus.errors import UsageError
from corpus.store import Store
from eval.calibrate.fitting import Fitted, fit_answerable
from eval.calibrate.observing import Observation, observe
from eval.calibrate.writing import write_constants
from eval.run import PlacedQuestion
from pipeline.constants import RiskLevel, load_constants

__all__ = ["CalibrationReport", "Observation", "calibrate", "describe", "fit_answerable", "observe"]

# Fewer questions of either sort say nothing that would hold for others
_FEWEST = 15


@dataclass(frozen=True, slots=True)
class CalibrationReport:
    """What was fitted, on what, and how well it tells questions apart out of fold."""

    run: str
    answerable: int
    unanswerable: int
    auroc: float
    weights: dict[str, float]
    pairs: dict[str, float]
    levels: tuple[RiskLevel, ...]
    path: str

    def __str__(self) -> str:
        """A table for the terminal."""
        lines = [
            f"Fitted on {self.answerable} answerable and {self.unanswerable} unanswerable "
            f"questions; AUROC out of fold {self.auroc:.3f}.",
            "",
            f"{'threshold':>10}{'risk':>8}{'false refusals':>16}{'false answers':>15}",
            *(
                f"{one.threshold:>10.3f}{one.risk:>8.3f}{one.refused:>16.3f}"
                f"{one.answered_falsely:>15.3f}"
                for one in self.levels
            ),
            "",
            f"Written to {self.path}.",
        ]
        return "\n".join(lines)


def calibrate(
    store: Store, placed: Sequence[PlacedQuestion], *, on_progress: Callable[[str, float], None]
) -> CalibrationReport:
    """Fit answerability on these questions and write the data folder's constants.

    Raises:
        UsageError: there are too few questions, or one is not of the tuning split.
    """
    if any(one.split != "tuning" for one in placed):
        raise UsageError("constants are fitted on the tuning split; leave the test split out")
    seen = observe(store, placed, on_progress=on_progress)
    return fit_and_write(seen, store.model_key, [store.folder], store.folder / "constants.toml")


def fit_and_write(
    seen: Sequence[Observation], model_key: str, folders: Sequence[Path], path: Path
) -> CalibrationReport:
    """Fit on what was observed, and write the model's constants with the new weights to a file.

    Raises:
        UsageError: there are too few questions that are answerable, or that are not.
    """
    able, unable = _count(seen)
    if min(able, unable) < _FEWEST:
        raise UsageError(
            f"calibration needs at least {_FEWEST} answerable and {_FEWEST} unanswerable "
            f"questions; there are {able} and {unable}"
        )
    fitted = fit_answerable(seen, run=describe(seen))
    current = load_constants(model_key, folders[0])
    write_constants(path, model_key, current, fitted.weights)
    load_constants.cache_clear()  # what is asked next in this process goes by the new ones
    return _report(seen, fitted, path)


def describe(seen: Sequence[Observation]) -> str:
    """Where constants come from, for the file that holds them."""
    sets = dict.fromkeys(one.setting for one in seen)
    able, unable = _count(seen)
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, tuning split of {', '.join(sets)}: "
        f"{able} answerable and {unable} unanswerable questions"
    )


def _count(seen: Sequence[Observation]) -> tuple[int, int]:
    """How many questions are answerable, and how many not; one put in two settings is one."""
    able, unable = ({one.id for one in seen if one.answerable is is_so} for is_so in (True, False))
    return len(able), len(unable)


def _report(seen: Sequence[Observation], fitted: Fitted, path: Path) -> CalibrationReport:
    able, unable = _count(seen)
    return CalibrationReport(
        run=fitted.weights.run,
        answerable=able,
        unanswerable=unable,
        auroc=fitted.auroc,
        weights=dict(fitted.weights.of),
        pairs=dict(fitted.weights.pairs),
        levels=fitted.weights.levels,
        path=str(path),
    )
