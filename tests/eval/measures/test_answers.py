import pytest

from eval.measures import answers
from eval.measures.share import Share


@pytest.fixture(name="run")
def _run(record, gold, cited, claim):
    """Worked by hand: right words; right page in the second claim; wrong page; refused;
    nothing answers it and it was answered; nothing answers it and it was refused."""
    place = gold(1, 100, 120)
    words, page, wrong = claim(cited(1, 110, 130)), claim(cited(1, 0, 9)), claim(cited(2, 0, 9))
    return [
        record([place], claims=[words]),
        record([place], claims=[wrong, page]),
        record([place], claims=[wrong]),
        record([place]),
        record(claims=[words]),
        record(),
    ]


@pytest.mark.parametrize(
    ("measure", "share"),
    [
        (answers.answered, Share(4, 6)),
        (answers.false_answers, Share(1, 2)),
        (answers.false_refusals, Share(1, 4)),
        (answers.risk, Share(2, 4)),
        (answers.risk_of_words, Share(3, 4)),
        (answers.page_cited, Share(2, 4)),
        (answers.words_cited, Share(1, 4)),
        (answers.first_right, Share(1, 4)),
    ],
)
def test_measures_of_a_run_worked_by_hand(run, measure, share: Share) -> None:
    parts = [measure(one) for one in run]
    assert Share(sum(p.count for p in parts), sum(p.total for p in parts)) == share


def test_refusing_everything_is_not_free(record, gold) -> None:
    one = record([gold(1)])
    assert answers.false_refusals(one) == Share(1, 1)
    assert answers.page_cited(one) == Share(0, 1)
    assert answers.risk(one) == Share(0, 0)
