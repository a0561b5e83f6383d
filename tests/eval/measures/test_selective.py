import pytest

from eval.measures.selective import RiskPoint, aurc, aurc_interval, auroc, is_wrong, risk_curve


@pytest.fixture(name="run")
def _run(record, gold, cited, claim):
    """Answerability .9 right, .8 nothing answers it, .5 right, .5 wrong page, .2 refused."""
    right, wrong = claim(cited(1)), claim(cited(2))
    return [
        record([gold(1)], claims=[right], answerability=0.5, id="c"),
        record([gold(1)], claims=[right], answerability=0.9, id="a"),
        record(claims=[right], answerability=0.8, id="b"),
        record([gold(1)], claims=[wrong], answerability=0.5, id="d"),
        record(answerability=0.2, id="e"),
        record([gold(1)], claims=[right], id="a comparison"),
    ]


def test_the_curve_worked_by_hand(run) -> None:
    assert risk_curve(run) == (
        RiskPoint(0.9, 0.2, 0.0, 1),
        RiskPoint(0.8, 0.4, 0.5, 2),
        RiskPoint(0.5, 0.8, 0.5, 4),
        RiskPoint(0.2, 1.0, 0.6, 5),
    )


def test_the_area_takes_ties_in_every_order(run) -> None:
    # risks 0, 1/2, then c and d in either order: (1 + 1/2)/3, 2/4, then 3/5
    assert aurc(run) == pytest.approx((0 + 1 / 2 + 1.5 / 3 + 2 / 4 + 3 / 5) / 5)
    other_order = [aurc([*run[3:], *run[:3]]), aurc(run[::-1])]
    assert other_order == pytest.approx([aurc(run)] * 2)


def test_auroc_counts_ties_half(run) -> None:
    # answerable .5 .9 .5 against unanswerable .8 .2: wins 1, 2, 1 of 2 each
    found = auroc(run)
    assert found is not None
    assert found[0] == pytest.approx(4 / 6)
    assert 0 <= found[1] < found[0] < found[2] <= 1


def test_auroc_of_equal_scores_is_a_half(record, gold) -> None:
    same = [record([gold(1)], answerability=0.3), record(answerability=0.3)]
    assert auroc(same) == (0.5, 0.5, 0.5)


def test_auroc_has_delongs_interval(record, gold) -> None:
    # answerable .8 .4, unanswerable .6 .2: area 3/4; placements (1, 1/2) and (1/2, 1), so that
    # the variance of each is 1/8
    rows = [(0.8, True), (0.4, True), (0.6, False), (0.2, False)]
    found = auroc([record([gold(1)] if ok else [], answerability=s) for s, ok in rows])
    spread = 1.959964 * (0.125 / 2 + 0.125 / 2) ** 0.5
    assert found == pytest.approx((0.75, 0.75 - spread, 1.0))


def test_auroc_needs_both_kinds(record, gold) -> None:
    assert auroc([record([gold(1)], answerability=0.5)]) is None
    assert auroc([record([gold(1)]), record(answerability=0.5)]) is None


def test_a_refused_question_is_judged_by_the_first_page_found(record, gold, hit) -> None:
    assert not is_wrong(record([gold(3)], [hit(3)]))
    assert is_wrong(record([gold(3)], [hit(4), hit(3)]))
    assert is_wrong(record([gold(3)]))
    assert is_wrong(record(hits=[hit(3)]))


def test_the_interval_holds_the_area_and_is_the_same_each_time(run) -> None:
    low, high = aurc_interval(run)
    assert 0 <= low <= aurc(run) <= high <= 1
    assert aurc_interval(run) == (low, high)


def test_nothing_judged_has_no_curve(record, gold) -> None:
    assert risk_curve([record([gold(1)])]) == ()
    assert aurc([]) == 0.0
    assert aurc_interval([]) == (0.0, 1.0)
