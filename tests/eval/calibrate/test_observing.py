from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from corpus.settings import Settings
from corpus.store import Store, open_store
from eval.calibrate import observe
from eval.catalogue import QuestionSet, Setting
from eval.questions import Evidence, Question
from eval.run import place_questions
from pipeline.answer import weigh_question

ASKED = Question(
    *("a", "sv", "Vilken dag träffas styrgruppen i Umeå?", True),
    *((Evidence("varje tisdag", None, "moten"),), "date"),
)
NOTHING = Question("b", "en", "Who painted the ceiling?", False, kind="out_of_database")
COMPARED = Question("c", "sv", "Jämför Ada Berg och Umeå.", False, kind="out_of_database")
EVERYTHING, NOTES = Setting(name="everything"), Setting(name="notes", collection="notes")
SET = QuestionSet("mine", Path("mine.jsonl"), (ASKED, NOTHING, COMPARED), (EVERYTHING, NOTES))


def unheard(what: str, share: float) -> None:
    del what, share


def test_a_question_is_seen_with_its_features_and_what_would_be_said(store: Store) -> None:
    placed = place_questions(store.catalog, SET)
    seen = observe(store, placed, on_progress=unheard)
    assert [(one.setting, one.id) for one in seen] == [
        *(("mine/everything", "a"), ("mine/everything", "b")),
        *(("mine/notes", "a"), ("mine/notes", "b")),
    ]
    able, unable = seen[:2]
    assert (able.kind, able.answerable, able.right) == ("date", True, True)
    assert (unable.kind, unable.answerable, unable.right) == ("out_of_database", False, False)
    weighed = weigh_question(store, ASKED.question)
    assert weighed is not None
    assert able.features == dict(weighed.judgement.features)
    assert able.pair == weighed.judgement.pair == "sv-sv"
    assert unable.pair.startswith("en-")


def test_it_is_put_as_its_setting_puts_it(store: Store) -> None:
    """In the strategy alone the evidence in the note cannot be cited."""
    setting = Setting(name="s", collection="strategy", opening_sv="Enligt strategin: ")
    placed = place_questions(store.catalog, replace(SET, settings=(setting,)))
    (able, _) = observe(store, placed, on_progress=unheard)
    assert (able.setting, able.answerable, able.right) == ("mine/s", True, False)
    as_put = weigh_question(store, f"Enligt strategin: {ASKED.question}", collections=["strategy"])
    assert as_put is not None
    assert able.features == dict(as_put.judgement.features)


def test_where_nothing_is_found_there_is_nothing_to_see(tmp_path: Path, settings: Settings) -> None:
    here = settings.model_copy(update={"data_dir": tmp_path / "data"})
    alone = replace(SET, questions=(NOTHING,), settings=(EVERYTHING,))
    with open_store(here) as store:
        placed = place_questions(store.catalog, alone)
        assert observe(store, placed, on_progress=unheard) == ()


def test_progress_is_told_before_each_question_and_at_the_end(store: Store) -> None:
    heard: list[tuple[str, float]] = []
    placed = place_questions(store.catalog, replace(SET, settings=(EVERYTHING,)))
    observe(store, placed[:2], on_progress=lambda what, share: heard.append((what, share)))
    assert heard == [("mine: a", 0.0), ("mine: b", 0.5), ("fitting", 1.0)]
