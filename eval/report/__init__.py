"""The report of a run: one HTML file that needs nothing else, for staff and developers alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from eval.measures.summary import Cell
from eval.records import QuestionRecord
from eval.report.cases import Texts
from eval.report.page import compose_page

if TYPE_CHECKING:
    from eval.run import RunInfo

__all__ = ["write_report"]

_NAME = "report.html"


def write_report(
    folder: Path,
    records: Sequence[QuestionRecord],
    info: RunInfo,
    cells: Sequence[Cell],
    *,
    titles: Mapping[str, str] | None = None,
    passages: Mapping[str, str] | None = None,
) -> Path:
    """Write ``report.html`` into the folder of a run and give its path.

    ``titles`` maps document ids to titles and ``passages`` passage ids to their words, for the
    questions shown opened; without them ids stand there, and no words of what was found.
    """
    texts = Texts(titles or {}, passages or {})
    path = folder / _NAME
    path.write_text(compose_page(records, info, cells, texts=texts), encoding="utf-8")
    return path
