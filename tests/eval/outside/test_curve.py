from eval.measures.selective import RiskPoint
from eval.outside.curve import _tenths, format_curve
from eval.records import QuestionRecord


def record(name: str, *, answerable: bool, answerability: float) -> QuestionRecord:
    return QuestionRecord(
        set="s",
        setting="everything",
        id=name,
        split="test",
        kind="unlabelled",
        language="sv",
        pair="sv-",
        question="Vad?",
        asked="Vad?",
        answerable=answerable,
        gold=(),
        hits=(),
        abstained=True,
        claims=(),
        answerability=answerability,
    )


def test_there_is_a_curve_where_something_cannot_be_answered() -> None:
    sure, unsure = record("a", answerable=True, answerability=0.9), 0.25
    assert format_curve([sure]) == ""
    told = format_curve([sure, record("b", answerable=False, answerability=unsure)])
    assert [line.split() for line in told.splitlines()[2:]] == [
        ["50%", "100%", "0.900", "1"],
        ["100%", "100%", "0.250", "2"],
    ]


def test_one_point_is_shown_for_each_tenth_that_is_reached() -> None:
    points = [RiskPoint(1 - n / 40, n / 40, 0.0, n) for n in range(1, 41)]
    assert [point.answered for point in _tenths(points)] == [4, 8, 12, 16, 20, 24, 28, 32, 36, 40]
    leap = [RiskPoint(0.9, 0.05, 0.0, 1), RiskPoint(0.5, 0.75, 0.0, 15), RiskPoint(0.1, 1, 0, 20)]
    assert [point.answered for point in _tenths(leap)] == [15, 20]
