"""Records made by hand: eight questions in two settings, with every kind of outcome."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from eval.measures.summary import Cell, summarise
from eval.records import CitedPlace, ClaimRecord, GoldPlace, HitPlace, QuestionRecord
from eval.report import write_report
from eval.run import RunInfo

MakeRecord = Callable[..., QuestionRecord]
Page = html.HtmlElement


def _hit(page: int, document: str = "d1") -> HitPlace:
    start = page * 100
    name = f"{document}.1.{start}-{start + 50}"
    return HitPlace(name, document, 1, start, start + 50, "sv", 1 / page, page=page)


def _claim(page: int, verdict: str = "verified") -> ClaimRecord:
    start = page * 100
    cited = CitedPlace(
        "d1", 1, start, start + 20, f"ord på sida {page}", verdict, page=page, filename="plan.pdf"
    )
    return ClaimRecord(f"Ord på sida {page}.", "sv", "supported", (cited,))


@pytest.fixture(scope="session")
def make() -> MakeRecord:
    """A question: right page ``gold`` (None: unanswerable), pages found, pages answered from."""

    def record(
        name: str,
        gold: int | None,
        found: tuple[int, ...] = (),
        answered: tuple[int, ...] = (),
        *,
        verdict: str = "verified",
        **more: Any,
    ) -> QuestionRecord:
        start = (gold or 0) * 100
        place = GoldPlace("d1", 1, start, start + 10, f"facit {gold}", "sv", page=gold)
        values: dict[str, Any] = {
            "set": "library",
            "setting": "everything",
            "split": "test",
            "kind": "number" if gold else "out_of_database",
            "language": "sv",
            "pair": "sv-sv" if gold else "sv-",
            "question": f"Fråga {name}?",
            "asked": f"Fråga {name}?",
            "answerability": 0.7,
            "threshold": 0.6,
            "seconds_search": 0.02,
            "seconds_ask": 0.05,
        }
        return QuestionRecord(
            id=name,
            answerable=gold is not None,
            gold=(place,) if gold else (),
            hits=tuple(_hit(page) for page in found),
            abstained=not answered,
            claims=tuple(_claim(page, verdict) for page in answered),
            **(values | more),
        )

    return record


@pytest.fixture(scope="session")
def records(make: MakeRecord) -> tuple[QuestionRecord, ...]:
    english = {"language": "en", "pair": "en-sv"}
    first = (
        make("right", 3, (3, 1, 2), (3,), answerability=0.95),
        make("second", 4, (1, 4), (4,), seconds_ask=0.2),
        make("wrong", 5, (1, 2, 3), (1, 2), answerability=0.8),
        make("refused", 6, (6, 1), answerability=0.31, **english),
        make("lost", 7, (1, 2), answerability=0.12, **english),
        make("false", None, (2, 1), (2,), answerability=0.66),
        make("kept", None, (2,), kind="underspecified", answerability=0.2, split="tuning"),
        make("unproven", 8, (8,), (8,), verdict="not_found", **english),
    )
    return first + tuple(replace(r, setting="named", seconds_search=0.04) for r in first[:6])


@pytest.fixture(scope="session")
def cells(records: tuple[QuestionRecord, ...]) -> tuple[Cell, ...]:
    return summarise(records)


@pytest.fixture(scope="session")
def info() -> RunInfo:
    return RunInfo(
        started="2026-03-04T05:06:07+00:00",
        seconds=12.4,
        samklang="0.1.0",
        python="3.12.1",
        model_key="e5-small-0123",
        constants_run="swept one at a time",
        constants={"shift": 1.5, "claims": {"margin": 0.035}},
        prompts={},
        corpus="c0ffee",
        documents=24,
        passages=1303,
        sets={"library": 8},
        settings={"library": ("everything", "named")},
        split="all",
        left_out={"strategy": "its documents are not there"},
    )


@pytest.fixture(scope="session")
def path(
    records: tuple[QuestionRecord, ...],
    cells: tuple[Cell, ...],
    info: RunInfo,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    folder = tmp_path_factory.mktemp("run")
    titles, passages = {"d1": "Stadsplanen"}, {"d1.1.300-350": "Ord som stod på sida tre."}
    return write_report(folder, records, info, cells, titles=titles, passages=passages)


@pytest.fixture(scope="session")
def page(path: Path) -> Page:
    return html.fromstring(path.read_text(encoding="utf-8"))
