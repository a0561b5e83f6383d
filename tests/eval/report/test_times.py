from __future__ import annotations

from dataclasses import replace

from lxml import html

from eval.measures.summary import summarise
from eval.records import QuestionRecord
from eval.report.axes import draw
from eval.report.times import draw_times

_FACET = ("library", "everything")


def test_percentiles_are_those_of_the_measures(records: tuple[QuestionRecord, ...]) -> None:
    own = records[:8]
    figure = draw_times(_FACET, own, summarise(own))
    assert figure is not None
    drawn = html.fromstring(draw(figure))
    assert drawn.xpath("//text[@class='strong']/text()") == [
        "p50 20\xa0ms",
        "p95 20\xa0ms",
        "p50 50\xa0ms",
        "p95 200\xa0ms",
    ]
    rows = [[cell.text_content() for cell in row] for row in drawn.xpath("//tbody/tr")]
    assert rows[1] == ["ask", "8", "50\xa0ms", "200\xa0ms", "200\xa0ms"]
    # one bar for all searches, and two for the answers
    assert len(drawn.xpath("//rect")) == 3


def test_the_slower_an_answer_the_further_right_it_stands(
    records: tuple[QuestionRecord, ...],
) -> None:
    slow = [
        replace(r, seconds_search=0.0, seconds_ask=0.01 * 10**n) for n, r in enumerate(records[:3])
    ]
    figure = draw_times(_FACET, slow, summarise(slow))
    assert figure is not None
    places = [float(x) for x in html.fromstring(draw(figure)).xpath("//rect/@x")]
    assert places[0] < places[1] < places[2]
    # a tenfold time is the same way each time
    assert abs((places[2] - places[1]) - (places[1] - places[0])) < 0.1


def test_without_times_there_is_no_drawing(records: tuple[QuestionRecord, ...]) -> None:
    untimed = [replace(r, seconds_search=0.0, seconds_ask=0.0) for r in records]
    assert draw_times(_FACET, untimed, ()) is None
