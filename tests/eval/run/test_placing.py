from pathlib import Path

import pytest

from corpus.errors import UsageError
from corpus.store import Store, document_id
from eval.catalogue import QuestionSet, Setting, load_set
from eval.questions import Evidence, Question
from eval.records import GoldPlace
from eval.run import PlacedQuestion, place_questions, sample
from eval.split import split_of

EVERYTHING, NOTES = Setting(name="everything"), Setting(name="notes", collection="notes")


def ask(name: str, *, quote: str | None = "varje tisdag") -> Question:
    evidence = (Evidence(quote, None, "moten"),) if quote else ()
    return Question(name, "sv", "Vilken dag?", quote is not None, evidence)


def question_set(*questions: Question) -> QuestionSet:
    return QuestionSet("mine", Path("mine.jsonl"), questions, (NOTES, EVERYTHING))


def test_every_question_is_placed_in_every_setting(store: Store) -> None:
    placed = place_questions(store.catalog, question_set(ask("a"), ask("b", quote=None)))
    assert [(one.setting.name, one.question.id) for one in placed] == [
        ("notes", "a"),
        ("notes", "b"),
        ("everything", "a"),
        ("everything", "b"),
    ]
    assert {one.of_set for one in placed} == {"mine"}
    assert [len(one.gold) for one in placed] == [1, 0, 1, 0]
    assert placed[0].gold[0].document_id == document_id("notes", "moten")
    assert placed[0].collections == ["notes"]
    assert placed[2].collections is None


def test_a_split_holds_only_its_own(store: Store) -> None:
    questions = [ask(f"new{n}") for n in range(30)]
    by_split = {
        split: {
            one.question.id
            for one in place_questions(store.catalog, question_set(*questions), split=split)
        }
        for split in ("tuning", "test", "all")
    }
    assert by_split["tuning"] == {q.id for q in questions if split_of(q.id) == "tuning"}
    assert by_split["tuning"] | by_split["test"] == by_split["all"]
    assert not by_split["tuning"] & by_split["test"]


def test_evidence_that_no_longer_stands_is_not_passed_over(store: Store) -> None:
    with pytest.raises(UsageError, match="new1"):
        place_questions(store.catalog, question_set(ask("new1", quote="varje onsdag")))


@pytest.mark.parametrize(
    ("written", "pair"), [(["en", "sv"], "sv-sv"), (["en"], "sv-en"), ([], "sv-")]
)
def test_evidence_in_the_questions_own_language_comes_first(written: list[str], pair: str) -> None:
    gold = tuple(GoldPlace("d", 1, 0, 1, "x", language) for language in written)
    assert PlacedQuestion("s", EVERYTHING, ask("a"), gold, "test").pair == pair


def test_a_sample_is_the_same_every_time_and_keeps_the_shares() -> None:
    questions = load_set("library").questions
    taken = sample(questions, 40)
    assert taken == sample(questions, 40)
    assert len(taken) == 40
    assert [q for q in questions if q in taken] == taken
    for trait in (lambda q: q.answerable, lambda q: q.language == "en"):
        whole = sum(map(trait, questions)) / len(questions)
        assert sum(map(trait, taken)) / 40 == pytest.approx(whole, abs=0.03)
    assert set(sample(questions, 20)) < set(sample(questions, 80))
    assert sample(questions, 10_000) == list(questions)
