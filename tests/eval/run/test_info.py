from datetime import UTC, datetime, timedelta
from pathlib import Path

from corpus.store import Store
from eval.catalogue import LeftOut, QuestionSet, Setting
from eval.questions import Question
from eval.run import describe_run, hash_corpus, place_questions
from pipeline.constants import load_constants

SETTINGS = (Setting(name="a"), Setting(name="b"))
SET = QuestionSet("mine", Path("m.jsonl"), (Question("q", "sv", "Var?", False),), SETTINGS)


def test_a_run_says_what_it_was_made_with(store: Store) -> None:
    began = datetime.now(UTC) - timedelta(seconds=5)
    placed = place_questions(store.catalog, SET)
    left = (LeftOut("library", "it is not there"),)
    info = describe_run(store, placed, split="all", left_out=left, started=began)
    assert datetime.fromisoformat(info.started) == began.replace(microsecond=0)
    assert 5 <= info.seconds < 60
    assert info.model_key == store.model_key
    assert info.constants["shift"] == load_constants(store.model_key, store.folder).shift
    assert info.constants_run == load_constants(store.model_key, store.folder).run
    assert (info.documents, info.sets, info.settings) == (2, {"mine": 1}, {"mine": ("a", "b")})
    assert info.passages == sum(d.passages for d in store.catalog.documents())
    assert info.left_out == {"library": "it is not there"}
    assert len(info.corpus) == 64


def test_the_hash_of_the_corpus_changes_with_a_text(store: Store, monkeypatch) -> None:
    before = hash_corpus(store.catalog)
    assert before == hash_corpus(store.catalog)
    read = type(store.catalog).text
    monkeypatch.setattr(
        type(store.catalog),
        "text",
        lambda self, *which: read(self, *which).replace("Umeå", "Luleå"),
    )
    assert hash_corpus(store.catalog) != before
