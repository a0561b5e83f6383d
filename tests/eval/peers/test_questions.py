import json
from pathlib import Path

import pytest
from peerbench.questions import Question, Setting, read_set, read_sets, read_split

from eval import split as shipped

SETS = Path(__file__).parents[3] / "eval" / "sets"


def question(name: str, group: str | None = None) -> Question:
    return Question(name, "sv", "Vad?", (), (), group)


@pytest.mark.parametrize("of_set", ["library", "strategy"])
def test_the_split_is_the_one_that_samklang_eval_uses(of_set: str):
    rule = read_split(SETS / "split.toml")
    names = [f"{letters}{n:03}" for letters in ("lib", "str", "doc") for n in range(1, 200)]
    names += [f"d{n:02}" for n in range(1, 40)]
    ours = [rule.is_test(question(name), of_set) for name in names]
    assert ours == [shipped.split_of(name, of_set=of_set) == "test" for name in names]
    assert 0 < sum(ours) < len(names)


def test_a_group_falls_together():
    rule = read_split(SETS / "split.toml")
    of_group = [rule.is_test(question(f"new{n}", "one-group"), "library") for n in range(50)]
    assert len(set(of_group)) == 1


def test_test_and_tuning_part_the_questions():
    rule = read_split(SETS / "split.toml")
    one = question("new1")
    admitted = [rule.admits(one, "library", wanted=wanted) for wanted in ("test", "tuning")]
    assert sorted(admitted) == [False, True]
    assert rule.admits(one, "library", wanted="all")


def test_every_shipped_set_is_read_with_its_settings():
    sets = read_sets(SETS / "sets.toml")
    assert {setting.name for setting in sets["strategy"].settings} == {
        "only-strategy",
        "everything",
    }
    assert read_set(sets["library"].path)


def test_a_setting_puts_its_opening_in_the_language_of_the_question():
    setting = Setting("everything", openings=(("sv", "Enligt strategin: "),))
    assert setting.ask(question("q1")) == "Enligt strategin: Vad?"
    assert setting.ask(Question("q2", "en", "What?", (), ())) == "What?"


def test_the_collections_of_a_question_go_before_those_of_the_setting():
    setting = Setting("only", ("strategy",))
    chosen = Question("q1", "sv", "Vad?", ("initiatives",), ())
    assert setting.shelves(chosen) == ("initiatives",)
    assert setting.shelves(question("q2")) == ("strategy",)


def test_follow_ups_are_asked_alone_and_unanswerable_ones_left_out(tmp_path: Path):
    rows = [
        {
            "id": "a1",
            "language": "sv",
            "question": "Och sedan?",
            "standalone": "Vad händer sedan?",
            "answerable": True,
            "evidence": [{"document": None, "page": 2, "quote": "x"}],
        },
        {"id": "a2", "language": "sv", "question": "Va?", "answerable": False, "evidence": []},
    ]
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows))
    (only,) = read_set(path, default_document="strategy.pdf")
    assert (only.text, only.gold[0].document) == ("Vad händer sedan?", "strategy.pdf")


def test_a_line_that_is_no_question_is_named(tmp_path: Path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "a1", "answerable": true}\n')
    with pytest.raises(ValueError, match=r"a\.jsonl, line 1"):
        read_set(path)
