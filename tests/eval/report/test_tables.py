from __future__ import annotations

from lxml import html

from eval.measures.summary import Cell
from eval.report.tables import show_kinds, show_measures

_FACET = ("library", "everything")


def _cell(measure: str, group: str, count: int | None, total: int) -> Cell:
    return Cell(*_FACET, group, measure, 0.25, count, total, 0.1, 0.4)


def test_a_column_stands_for_each_group_and_a_dash_for_no_figure() -> None:
    cells = [
        _cell("hit@1", "sv-en", 5, 20),
        _cell("hit@1", "all", 10, 40),
        _cell("MRR", "all", None, 40),
    ]
    shown = html.fromstring(show_measures(_FACET, cells))
    heads = [head.text_content() for head in shown.xpath("//thead//th")]
    assert heads == ["Measure", "All questions", "Swedish questionEnglish page"]
    rows = [[cell.text_content() for cell in row.xpath("td")] for row in shown.xpath("//tr[td]")]
    assert rows == [
        ["25\xa0%10 of 4010–40\xa0%", "25\xa0%5 of 2010–40\xa0%"],
        [".25n = 40.10–.40", "–"],
    ]


def test_times_are_shown_as_times() -> None:
    shown = html.fromstring(show_measures(_FACET, [_cell("ask p95 s", "all", None, 40)]))
    assert shown.xpath("string(//td)") == "250\xa0ms100\xa0ms – 400\xa0ms"


def test_a_measure_nobody_described_is_shown_under_its_own_name() -> None:
    shown = html.fromstring(show_measures(_FACET, [_cell("new <measure>", "all", 1, 4)]))
    assert shown.xpath("//tr[td]/th/text()") == ["new <measure>"]


def test_false_answers_are_given_by_kind() -> None:
    shown = show_kinds({_FACET: [_cell("false answers", "kind false_presupposition", 1, 4)]})
    assert shown is not None
    row = html.fromstring(shown).xpath("//tr[td]")[0]
    assert row.text_content() == "false premise25\xa0%1 of 410–40\xa0%"
    assert show_kinds({_FACET: [_cell("hit@1", "all", 1, 4)]}) is None
