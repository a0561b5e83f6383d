import re

import pytest

from eval.compare import Difference
from eval.measures.summary import Cell
from eval.records import QuestionRecord
from eval.table import align, format_cells, format_differences, format_figure


def cell(group: str, measure: str, value: float, count: int | None = None) -> Cell:
    return Cell("s", "only", group, measure, value, count, 59, value - 0.1, value + 0.1)


@pytest.mark.parametrize(
    ("one", "shown"),
    [
        (cell("all", "hit@1", 38 / 59, 38), " 64 38/59 54–74"),
        (cell("all", "nDCG@10", 0.728), " 73 n=59 63–83"),
        (cell("all", "ask p50 s", 0.25), "250 n=59 150–350"),
    ],
)
def test_a_figure_has_its_count_and_its_interval(one: Cell, shown: str) -> None:
    assert format_figure(one) == shown


def record(split: str, *, answerable: bool) -> QuestionRecord:
    return QuestionRecord(
        *("s", "only", "a", split, "name", "sv", "sv-sv", "?", "?"),
        answerable=answerable,
        gold=(),
        hits=(),
        abstained=True,
        claims=(),
    )


def test_the_table_has_measures_down_and_pairs_across() -> None:
    cells = [
        cell("all", "hit@1", 0.5, 30),
        cell("sv", "hit@1", 0.9, 53),
        cell("sv-en", "hit@1", 0.25, 15),
        cell("kind nonsensical", "false answers", 0.4, 24),
    ]
    records = [record("test", answerable=True), record("tuning", answerable=False)]
    table = format_cells(cells, records).splitlines()
    assert table[0] == "s, only: 2 questions, 1 answerable, 1 not; 1 tuning, 1 test"
    assert table[1].split() == ["all", "sv-en"]
    assert table[2].split() == ["hit@1", "50", "30/59", "40–60", "25", "15/59", "15–35"]
    assert any(line.startswith("nonsensical   40 24/59") for line in table)
    assert not any("53/59" in line for line in table)


def test_differences_that_are_real_are_marked_and_equal_ones_counted() -> None:
    def one(measure: str, a: float, b: float, low: float, high: float) -> Difference:
        real = low > 0 or high < 0
        return Difference(measure, "s", "only", "all", a, b, b - a, low, high, real, 40)

    table = format_differences(
        [
            one("hit@1", 0.5, 0.7, 0.1, 0.3),
            one("risk", 0.1, 0.2, 0.05, 0.15),
            one("MRR", 0.5, 0.6, -0.1, 0.3),
            one("facts", 0.5, 0.5, 0.0, 0.0),
        ]
    ).splitlines()
    assert table[0] == "s, only, all"
    assert table[2].split()[:5] == ["hit@1", "40", "0.500", "0.700", "+0.200"]
    assert table[2].endswith("B is better")
    assert table[3].endswith("B is worse")
    assert table[4].endswith("+0.300")
    assert table[5] == "the same in both: 1 measures"


def test_columns_stand_apart() -> None:
    assert align(["", "a"], [["long name", "1"], ["b", ""]]) == [
        "           a",
        "long name  1",
        "b",
    ]


def test_times_are_shown_in_the_unit_that_is_named() -> None:
    told = [record("test", answerable=True)]
    shown = format_cells([cell("all", "ask p50 s", 0.25), cell("all", "hit@1", 0.5, 1)], told)
    assert re.search(r"^ask p50 ms +250 ", shown, re.MULTILINE)
    assert re.search(r"^hit@1 +50 ", shown, re.MULTILINE)
