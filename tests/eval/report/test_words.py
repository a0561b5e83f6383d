from __future__ import annotations

import pytest

from eval.report.words import (
    anchor,
    count_of,
    in_group_order,
    milliseconds,
    moment,
    page_name,
    pair_name,
    percent,
    range_of,
    score,
    sentence_list,
)


@pytest.mark.parametrize(
    ("share", "shown"),
    [(0, "0 %"), (0.004, "under 1 %"), (0.333, "33 %"), (0.999, "over 99 %"), (1, "100 %")],
)
def test_a_share_is_never_rounded_to_all_or_none(share: float, shown: str) -> None:
    assert percent(share).replace("\xa0", " ") == shown


def test_numbers_are_short() -> None:
    assert [score(0.714), score(1.0), score(0.0)] == [".71", "1.0", ".00"]
    assert range_of(0.421, 0.66) == ".42–.66"
    assert range_of(0.421, 0.66, shares=True) == "42–66\xa0%"
    assert [milliseconds(0.0384), milliseconds(1.24)] == ["38\xa0ms", "1.2\xa0s"]
    assert [count_of(1, "question"), count_of(1204, "question")] == [
        "1\xa0question",
        "1,204\xa0questions",
    ]


def test_pairs_and_pages_are_named() -> None:
    assert pair_name("sv-en") == "Swedish question, English page"
    assert pair_name("en") == "English question"
    assert pair_name("all") == "all questions"
    assert [page_name(None), page_name(3, 3), page_name(3, 4)] == [
        "no pages",
        "p.\xa03",
        "pp.\xa03–4",
    ]


def test_groups_stand_in_one_order() -> None:
    mixed = ["en-en", "nb-sv", "en", "sv-en", "all", "sv", "sv-sv", "all"]
    assert in_group_order(mixed) == ["all", "sv", "en", "sv-sv", "sv-en", "en-en", "nb-sv"]


def test_lists_and_moments_read_as_prose() -> None:
    assert [sentence_list(["a"]), sentence_list(["a", "b", "c"])] == ["a", "a, b and c"]
    assert moment("2026-03-04T05:06:07+00:00") == "4 March 2026, 05:06"
    assert moment("yesterday") == "yesterday"
    assert anchor("Språk", 'x"y') == "Spr-k-x-y"
