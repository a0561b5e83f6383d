from dataclasses import replace
from pathlib import Path

import pytest

from corpus.settings import Settings
from corpus.store import document_id
from eval.measures.retrieval import score_retrieval
from eval.outside import pud, swefaq
from eval.outside.asking import ask_set, draw_sample, first_of_each, search_question
from eval.outside.placing import place_outside
from eval.outside.records import OutsideDocument, OutsideQuestion, OutsideSet, Span
from eval.outside.shelf import open_shelf
from eval.records import HitPlace


def unheard(what: str, share: float) -> None:
    del what, share


def many(answerable: int, unanswerable: int) -> list[OutsideQuestion]:
    some = (Span("a", 0, 1),)
    told = [OutsideQuestion(f"q{n:03}", "sv", "Vad?", some) for n in range(answerable)]
    return told + [OutsideQuestion(f"u{n:03}", "sv", "Vad?") for n in range(unanswerable)]


def test_half_of_a_sample_is_unanswerable_however_many_there_are() -> None:
    sample = draw_sample(many(20, 80), 20)
    assert len(sample) == 20
    assert sum(bool(one.answers) for one in sample) == 10


def test_a_sample_is_the_same_every_time_in_the_order_of_the_set_and_spread() -> None:
    questions = many(100, 0)
    sample = draw_sample(questions, 10)
    again = draw_sample(questions[::-1], 10)
    assert [one.id for one in sample] == sorted(one.id for one in again)
    assert sample[-1].id > "q050" > sample[0].id
    assert set(draw_sample(questions, 5)) < set(sample)


def test_what_one_half_lacks_the_other_fills() -> None:
    assert draw_sample(many(1, 30), 4)[0].id == "q000"
    assert len(draw_sample(many(1, 30), 4)) == 4
    assert len(draw_sample(many(2, 3), 50)) == len(draw_sample(many(2, 3), None)) == 5


def hit(document: str, start: int) -> HitPlace:
    return HitPlace(f"{document}.{start}", document, 1, start, start + 9, "sv", 0.5)


def test_a_document_takes_the_rank_of_its_best_passage() -> None:
    hits = [hit("a", 10), hit("b", 0), hit("a", 0), hit("c", 5), hit("b", 10)]
    assert list(first_of_each(hits)) == [hit("a", 10), hit("b", 0), hit("c", 5)]


@pytest.fixture(scope="module")
def sentences(questions_folder: Path):
    return pud.read_pud(questions_folder / pud.FILE)


def test_a_sentence_takes_no_rank_among_its_translations(
    sentences, work: Path, settings: Settings
) -> None:
    with open_shelf(sentences, work, settings, on_progress=unheard) as store:
        placed = place_outside(store.catalog, sentences, sentences.questions)
        records = list(ask_set(store, sentences, placed, on_progress=unheard))
        whole = search_question(store, placed[0])
    itself = document_id("pud", "n0-sv")
    assert whole.hits[0].document_id == itself
    assert all(hit.document_id != itself for hit in records[0].hits)
    assert [record.pair for record in records] == ["sv-en"] * 3 + ["en-sv"] * 3
    assert all(len(record.hits) == 5 for record in records)
    for record in records:
        scores = score_retrieval(record)
        assert scores is not None
        assert scores.hit(1)
        assert record.claims == ()
        assert record.seconds_ask == 0 < record.seconds_search


def test_questions_are_put_to_their_category_alone(
    questions_folder: Path, work: Path, settings: Settings
) -> None:
    outside = swefaq.read_swefaq(questions_folder / swefaq.FILE)
    heard = []
    with open_shelf(outside, work, settings, on_progress=unheard) as store:
        placed = place_outside(store.catalog, outside, outside.questions)
        records = list(
            ask_set(store, outside, placed, on_progress=lambda what, share: heard.append(share))
        )
    assert heard == [pytest.approx(n / 3) for n in (1, 2, 3)]
    for record, question in zip(records, outside.questions, strict=True):
        inside = {
            document_id(one.collection, key)
            for key, one in outside.documents.items()
            if one.collection == question.collection
        }
        assert {hit.document_id for hit in record.hits} == inside
        assert len(record.hits) == len(inside)


def test_where_answers_are_whole_documents_a_document_is_found_once(
    work: Path, settings: Settings
) -> None:
    lines = [f"Rum {n} i stadshuset städas av {n} personer varje måndag." for n in range(40)]
    long = OutsideDocument("long", "rooms", "Rum", "sv", "\n".join(lines))
    question = OutsideQuestion("q", "sv", "Hur många städar rum 7?", (Span("long", 0, 60),))
    rooms = OutsideSet("rooms", {"long": long}, [question], whole_documents=True)
    found = {}
    with open_shelf(rooms, work, settings, on_progress=unheard) as store:
        placed = place_outside(store.catalog, rooms, rooms.questions)
        for outside in (rooms, replace(rooms, whole_documents=False)):
            (record,) = ask_set(store, outside, placed, on_progress=unheard)
            found[outside.whole_documents] = record.hits
    assert len(found[False]) > 1
    assert found[True] == found[False][:1]
