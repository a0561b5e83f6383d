from dataclasses import replace

import pytest

from eval.measures.summary import LESS_IS_BETTER, MEASURES, Cell, summarise


@pytest.fixture(name="run")
def _run(record, gold, hit, cited, claim):
    """A Swedish and an English question, two that nothing answers, and one in another setting."""
    right = claim(cited(1))
    times = {"seconds_search": 0.1, "seconds_ask": 0.2}
    return [
        record([gold(1)], [hit(1)], [right], id="a", answerability=0.9, **times),
        record([gold(2)], [hit(1), hit(2)], id="b", language="en", pair="en-sv", answerability=0.4),
        record(claims=[right], id="c", kind="underspecified", answerability=0.5),
        record(id="d", language="en", pair="en-", kind="out of scope", answerability=0.1),
        record([gold(1)], [hit(1)], [right], id="a", setting="only strategy"),
    ]


def _one(cells: tuple[Cell, ...], group: str, measure: str, setting: str = "everything") -> Cell:
    (found,) = [c for c in cells if (c.setting, c.group, c.measure) == (setting, group, measure)]
    return found


def test_cells_worked_by_hand(run) -> None:
    cells = summarise(run)
    hit1 = _one(cells, "all", "hit@1")
    assert (hit1.value, hit1.count, hit1.total) == (0.5, 1, 2)
    assert (hit1.low, hit1.high) == pytest.approx((0.0945, 0.9055), abs=1e-4)
    mrr = _one(cells, "all", "MRR")
    assert (mrr.value, mrr.count, mrr.total) == (0.75, None, 2)
    assert _one(cells, "en", "MRR").value == 0.5
    assert _one(cells, "all", "AUROC").value == 0.75
    assert _one(cells, "all", "AUROC").total == 4
    assert _one(cells, "all", "ask p50 s").total == 1
    assert _one(cells, "all", "hit@1", "only strategy").value == 1.0


def test_a_pair_holds_the_unanswerable_questions_of_its_language(run) -> None:
    cells = summarise(run)
    assert _one(cells, "sv-sv", "false answers").total == 1
    assert _one(cells, "sv-sv", "false answers").value == 1.0
    assert _one(cells, "sv-sv", "risk").count == 1
    assert _one(cells, "sv-sv", "risk").total == 2
    assert _one(cells, "en-sv", "false answers").value == 0.0
    assert {c.group for c in cells if c.setting == "everything"} == {
        *("all", "sv", "en", "sv-sv", "en-sv"),
        *("kind underspecified", "kind out of scope"),
    }


def test_a_kind_of_unanswerable_question_has_its_false_answers_alone(run) -> None:
    kinds = [cell for cell in summarise(run) if cell.group.startswith("kind ")]
    assert {cell.measure for cell in kinds} == {"false answers"}
    assert {(cell.group, cell.value) for cell in kinds} == {
        ("kind underspecified", 1.0),
        ("kind out of scope", 0.0),
    }


def test_what_has_nothing_to_count_has_no_cell(run) -> None:
    measures = {cell.measure for cell in summarise(run) if cell.setting == "only strategy"}
    assert measures.isdisjoint({"false answers", "AUROC", "AURC", "ask p50 s", "quotes verbatim"})
    assert summarise([]) == ()


def test_verbatim_quotes_are_told_when_they_were_looked_up(run) -> None:
    key = ("d1", 1, 1, None, "words")
    cell = _one(summarise(run, {key: True}), "all", "quotes verbatim")
    assert (cell.count, cell.total) == (1, 1)
    assert _one(summarise(run, {}), "all", "quotes verbatim").count == 0


def test_every_measure_is_named_once_and_every_cell_holds_its_value(run) -> None:
    cells = summarise([*run, replace(run[0], id="z", facts=(("48",),), seconds_ask=3.0)], {})
    assert {cell.measure for cell in cells} <= set(MEASURES)
    assert set(MEASURES) >= LESS_IS_BETTER
    assert len(set(MEASURES)) == len(MEASURES)
    assert all(cell.low <= cell.value <= cell.high for cell in cells)
