from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from lxml import html

from eval.records import QuestionRecord
from eval.report.axes import draw
from eval.report.curves import bin_answerability, draw_reliability, draw_risk
from eval.report.words import facets_of

_FACET = ("library", "everything")


def test_the_dot_is_what_the_run_answered_and_its_risk(
    records: tuple[QuestionRecord, ...],
) -> None:
    figure = draw_risk(facets_of(records))
    assert figure is not None
    drawn = html.fromstring(draw(figure))
    assert drawn.xpath("//li//text()") == [
        "library, everything (used: 62\xa0% answered, risk 60\xa0%)",
        "library, named (used: 67\xa0% answered, risk 50\xa0%)",
    ]
    x, y = (float(drawn.xpath(f"//circle/@{axis}")[0]) for axis in ("cx", "cy"))
    # the axes run from 42 to 342 over coverage, and from 190 up to 12 over a risk of 0 to 0.8
    assert (x, y) == pytest.approx((42 + 300 * 5 / 8, 190 - 178 * 0.6 / 0.8))
    assert len(drawn.xpath("//polyline")) == 2


def test_the_table_gives_the_risk_at_each_share_answered(
    make: Callable[..., QuestionRecord],
) -> None:
    right = make("a", 3, (3,), (3,), answerability=0.9)
    wrong = make("b", 3, (1,), (1,), answerability=0.7)
    figure = draw_risk({_FACET: [right, wrong]})
    assert figure is not None
    cells = html.fromstring(figure.data).xpath("//tbody/tr/td/text()")
    assert cells == ["0\xa0%"] * 5 + ["50\xa0%"] * 5


def test_answerability_is_binned_by_tenths(make: Callable[..., QuestionRecord]) -> None:
    made = [
        make("a", 3, answerability=0.3),
        make("b", None, answerability=0.38),
        make("c", 3, answerability=1.0),
        make("d", 3, answerability=None),
    ]
    bins = bin_answerability(made)
    assert [(b.low, b.answerable.count, b.answerable.total) for b in bins] == [
        (0.3, 1, 2),
        (0.9, 1, 1),
    ]
    assert bins[0].mean == pytest.approx(0.34)


def test_the_reliability_curve_counts_every_bin(records: tuple[QuestionRecord, ...]) -> None:
    figure = draw_reliability(_FACET, records[:8])
    assert figure is not None
    drawn = html.fromstring(draw(figure))
    assert len(drawn.xpath("//circle")) == len(drawn.xpath("//rect")) == 7
    counted = [row.xpath("string(td[2])") for row in drawn.xpath("//tbody/tr")]
    assert counted == ["1 of 1", "0 of 1", "1 of 1", "0 of 1", "2 of 2", "1 of 1", "1 of 1"]


def test_without_answerability_there_are_no_curves(
    records: tuple[QuestionRecord, ...],
) -> None:
    unknown = [replace(record, answerability=None) for record in records]
    assert draw_risk(facets_of(unknown)) is None
    assert draw_reliability(_FACET, unknown) is None
