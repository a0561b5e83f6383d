from eval.measures import AnswerCheck, Share, measure_answers

# worked by hand: three answerable (right page; wrong page; refused), two not (refused; answered)
RUN = (
    AnswerCheck(
        True, False, right_page=True, overlaps=True, first_right=False, citations=3, verified=2
    ),
    AnswerCheck(True, False, citations=2, verified=2),
    AnswerCheck(True, True),
    AnswerCheck(False, True),
    AnswerCheck(False, False, citations=5, verified=4),
)


def test_measures_of_a_run_worked_by_hand() -> None:
    measured = measure_answers(RUN)
    assert measured.right_page == Share(1, 3)
    assert measured.overlaps == Share(1, 3)
    assert measured.first_right == Share(0, 3)
    assert measured.verified == Share(8, 10)
    assert measured.false_answers == Share(1, 2)
    assert measured.false_refusals == Share(1, 3)


def test_refusing_everything_is_not_free() -> None:
    measured = measure_answers([AnswerCheck(True, True), AnswerCheck(False, True)])
    assert measured.false_answers == Share(0, 1)
    assert measured.false_refusals == Share(1, 1)
    assert measured.right_page == Share(0, 1)
