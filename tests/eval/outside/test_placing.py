from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import UsageError
from corpus.settings import Settings
from eval.outside.placing import as_question, place_outside, place_span
from eval.outside.records import OutsideSet, Span
from eval.outside.shelf import open_shelf
from eval.outside.squad import FILE, read_squad


def unheard(what: str, share: float) -> None:
    del what, share


@pytest.fixture(scope="module")
def boats(questions_folder: Path) -> OutsideSet:
    return read_squad(questions_folder / FILE)


@pytest.fixture(scope="module")
def catalog(boats: OutsideSet, work: Path, settings: Settings):
    with open_shelf(boats, work, settings, on_progress=unheard) as store:
        yield store.catalog


def test_of_words_that_stand_often_the_right_ones_are_meant(boats: OutsideSet, catalog) -> None:
    placed = {one.question.id: one for one in place_outside(catalog, boats, boats.questions)}
    told = {}
    for name in ("a1", "a3"):
        (gold,) = placed[name].gold
        text = catalog.text(gold.document_id, gold.version)
        assert text[gold.start : gold.end] == gold.quote == "1998"
        told[name] = text[gold.start - 8 : gold.start].split()[-1]
    assert told == {"a1": "byggdes", "a3": "År"}


def test_answers_are_alternatives_and_what_a_right_answer_says(boats: OutsideSet, catalog) -> None:
    placed = {one.question.id: one for one in place_outside(catalog, boats, boats.questions)}
    captain = placed["a2"]
    assert [one.part for one in captain.gold] == [1, 1]
    assert captain.question.facts == (("Berit Hauge", "Berit"),)
    assert (captain.pair, captain.split, captain.of_set) == ("sv-sv", "test", "squad2-sv")
    nothing = placed["u1"]
    assert (nothing.gold, nothing.question.answerable, nothing.question.facts) == ((), False, ())


def test_only_sets_whose_answers_are_short_have_facts(boats: OutsideSet) -> None:
    one = boats.questions[0]
    assert as_question(boats, one).facts == (("1998",),)
    assert as_question(replace(boats, facts=False), one).facts == ()


def test_the_collection_of_a_question_is_its_filter(boats: OutsideSet) -> None:
    one = boats.questions[0]
    assert as_question(boats, one).collections is None
    assert as_question(boats, replace(one, collection="swefaq-1")).collections == ("swefaq-1",)


def test_words_that_differ_in_the_document_are_refused(boats: OutsideSet, catalog) -> None:
    document = boats.documents["article-001"]
    changed = replace(document, text=document.text.replace("trettio", "fyrtio"))
    other = replace(boats, documents={**boats.documents, "article-001": changed})
    start = changed.text.index("fyrtio")
    with pytest.raises(UsageError, match=r'"fyrtio" stands 1 times .* and 0 times'):
        place_span(catalog, other, Span("article-001", start, start + 6))
