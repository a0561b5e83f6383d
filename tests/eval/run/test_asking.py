import dataclasses
from pathlib import Path

from corpus.store import Store, document_id
from eval.catalogue import QuestionSet, Setting
from eval.measures.units import gold_units, ranked_units
from eval.questions import Evidence, Question
from eval.run import PASSAGES, place_questions, run_question, run_sets
from pipeline.answer import answer_question
from pipeline.retrieve import retrieve

NOTE = document_id("notes", "moten")
ASKED = Question(
    "a",
    "sv",
    "Vilken dag träffas styrgruppen i Umeå?",
    True,
    (Evidence("varje tisdag", None, "moten"),),
    kind="date",
    facts=(("tisdag",),),
)
NOTHING = Question("b", "en", "Who painted the ceiling?", False, kind="out_of_database")
SET = QuestionSet("mine", Path("mine.jsonl"), (ASKED, NOTHING), (Setting(name="everything"),))


def test_a_record_holds_what_the_pipeline_found_and_said(store: Store) -> None:
    placed = place_questions(store.catalog, SET)
    record = run_question(store, placed[0])
    found = retrieve(store, ASKED.question, limit=PASSAGES)
    said = answer_question(store, ASKED.question)
    assert [hit.passage_id for hit in record.hits] == [hit.passage.id for hit in found.hits]
    assert [hit.score for hit in record.hits] == [hit.score for hit in found.hits]
    assert [claim.text for claim in record.claims] == [claim.text for claim in said.claims]
    assert (record.abstained, record.answerable) == (said.abstained, True)
    assert (record.key, record.pair, record.kind) == ("mine/everything/a", "sv-sv", "date")
    assert record.facts == (("tisdag",),)
    assert record.answerability == said.trace["answerability"]
    assert record.threshold == said.trace["threshold"]
    assert dict(record.features) == said.trace["features"]
    assert record.seconds_search > 0 < record.seconds_ask


def test_a_right_answer_is_seen_to_be_right(store: Store) -> None:
    (record, nothing) = run_sets(store, place_questions(store.catalog, SET))
    assert ranked_units(record)[0] in gold_units(record)
    cited = record.citations[0]
    assert (cited.document_id, cited.filename, cited.verdict) == (NOTE, "moten.md", "verified")
    text = store.catalog.text(NOTE, cited.version)
    assert text[cited.start : cited.end] == cited.quote
    assert (nothing.gold, nothing.pair) == ((), "en-")


def test_the_filter_and_the_opening_of_the_setting_are_used(store: Store) -> None:
    setting = Setting(name="s", collection="strategy", opening_sv="Enligt strategin: ")
    one = dataclasses.replace(SET, settings=(setting,))
    record = run_question(store, place_questions(store.catalog, one)[0])
    assert record.asked == "Enligt strategin: Vilken dag träffas styrgruppen i Umeå?"
    assert record.question == ASKED.question
    assert {hit.document_id for hit in record.hits} == {document_id("strategy", "digest")}
    assert all(cited.document_id != NOTE for cited in record.citations)


def test_progress_is_told_question_by_question(store: Store) -> None:
    heard: list[tuple[str, float]] = []
    placed = place_questions(store.catalog, SET)
    list(run_sets(store, placed, on_progress=lambda what, share: heard.append((what, share))))
    assert heard == [("a", 0.5), ("b", 1.0)]
    assert list(run_sets(store, ())) == []
