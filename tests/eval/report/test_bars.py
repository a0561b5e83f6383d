from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml import html

from eval.measures.summary import Cell
from eval.records import QuestionRecord
from eval.report.axes import draw
from eval.report.bars import draw_outcomes, draw_retrieval, draw_verdicts, outcome_of
from eval.report.words import facets_of

_FACET = ("library", "everything")


def _cell(measure: str, value: float, group: str = "sv-en") -> Cell:
    return Cell(*_FACET, group, measure, value, None, 20, value - 0.1, value + 0.1)


def test_bars_are_as_high_as_the_figures() -> None:
    cells = [_cell("hit@1", 0.5), _cell("hit@5", 0.75), _cell("nDCG@10", 0.6), _cell("MRR", 0.4)]
    figure = draw_retrieval(_FACET, [*cells, _cell("hit@1", 0.9, "all")])
    assert figure is not None
    drawn = html.fromstring(draw(figure))
    heights = [float(one) for one in drawn.xpath("//rect/@height")]
    assert heights == pytest.approx([84, 126, 100.8])
    assert drawn.xpath("//text[@class='inside']/text()") == [".50", ".75", ".60"]
    assert drawn.xpath("//text[@class='strong']/text()") == ["sv-en"]
    assert len(drawn.xpath("//path[@class='whisker']")) == 3


def test_without_a_language_pair_there_is_no_drawing() -> None:
    assert draw_retrieval(_FACET, [_cell("hit@1", 0.9, "all")]) is None


def test_outcomes_tell_right_from_wrong(records: tuple[QuestionRecord, ...]) -> None:
    assert {record.id: outcome_of(record) for record in records} == {
        "right": "right",
        "second": "right",
        "wrong": "wrong",
        "refused": "missed",
        "lost": "missed",
        "false": "bad",
        "kept": "kept",
        "unproven": "wrong",
    }


def test_kinds_are_counted_by_outcome(records: tuple[QuestionRecord, ...]) -> None:
    drawn = html.fromstring(draw(draw_outcomes(_FACET, records[:8])))
    rows = [[cell.text_content() for cell in row] for row in drawn.xpath("//tbody/tr")]
    assert rows == [
        ["number", "2", "0", "2", "2", "0", "6"],
        ["not in the documents", "0", "0", "0", "0", "1", "1"],
        ["underspecified", "0", "1", "0", "0", "0", "1"],
    ]
    widths = [float(one) for one in drawn.xpath("//rect/@width")]
    # three equal parts of six questions, then two kinds of one question each
    assert widths == pytest.approx([59.67] * 3 + [181.0] * 2, abs=0.01)


def test_verdicts_are_counted_by_citation(records: tuple[QuestionRecord, ...]) -> None:
    figure = draw_verdicts(facets_of(records))
    assert figure is not None
    drawn = html.fromstring(draw(figure))
    rows = [[cell.text_content() for cell in row] for row in drawn.xpath("//tbody/tr")]
    assert rows == [
        ["library, everything", "5", "0", "1", "0", "6"],
        ["library, named", "5", "0", "0", "0", "5"],
    ]


def test_without_citations_there_is_no_drawing(make: Callable[..., QuestionRecord]) -> None:
    assert draw_verdicts({_FACET: [make("a", 3)]}) is None
