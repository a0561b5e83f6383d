import dataclasses

import pytest

pytest.importorskip("langchain_text_splitters", reason="the baseline's splitter is not installed")

from corpus.records import Answer, Citation, Claim, Verdict
from corpus.store import Store, document_id
from eval.baseline import build_baseline
from eval.questions import Evidence, Question, Target, resolve_evidence
from eval.runs import (
    Setting,
    check_answer,
    cited_places,
    run_question,
    run_row,
    target_intervals,
    touched_places,
)

DIGEST = document_id("strategy", "digest")
NOTE = document_id("notes", "moten")
ASKED = Question("q1", "sv", "Vilken dag?", True, (Evidence("varje tisdag", None, "moten"),))


def cited(store: Store, quote: str, verdict: Verdict = Verdict.VERIFIED) -> Citation:
    document = store.catalog.document(NOTE)
    start = store.catalog.text(NOTE, document.version).index(quote)
    return Citation(document, start, start + len(quote), quote, verdict)


def answer(*citations: Citation, abstained: bool = False) -> Answer:
    claims = tuple(Claim(c.quote, "sv", (c,), True) for c in citations)
    return Answer("?", "sv", "extractive", abstained, claims)


def targets(store: Store) -> tuple[Target, ...]:
    return resolve_evidence(store.catalog, ASKED, collection=None)


def test_an_answer_is_checked_by_its_citations(store: Store) -> None:
    said = answer(cited(store, "Styrgruppen träffas varje tisdag"), cited(store, "Protokollet"))
    check = check_answer(store.catalog, ASKED, said, targets=targets(store))
    assert (check.right_page, check.first_right, check.overlaps) == (True, True, True)
    assert (check.citations, check.verified) == (2, 2)


def test_the_right_page_without_the_words_does_not_overlap(store: Store) -> None:
    said = answer(cited(store, "Protokollet", Verdict.NOT_FOUND))
    check = check_answer(store.catalog, ASKED, said, targets=targets(store))
    assert (check.right_page, check.overlaps, check.verified) == (True, False, 0)


def test_an_abstention_cites_nothing(store: Store) -> None:
    said = answer(abstained=True)
    check = check_answer(store.catalog, ASKED, said, targets=targets(store))
    assert (check.abstained, check.right_page, check.citations) == (True, False, 0)


def test_a_quote_over_a_page_break_is_on_both_pages(store: Store) -> None:
    quote = dataclasses.replace(cited(store, "varje"), page=3, page_end=4)
    assert cited_places(quote) == {(NOTE, 3), (NOTE, 4)}


def test_the_page_a_passage_starts_on_comes_first(store: Store) -> None:
    passage = store.catalog.passages_of(DIGEST, store.catalog.document(DIGEST).version)[0]
    over = dataclasses.replace(passage, page=2, page_end=3)
    assert touched_places(over) == ((DIGEST, 2), (DIGEST, 3))
    assert touched_places(dataclasses.replace(passage, page=2, page_end=2)) == ((DIGEST, 2),)
    assert touched_places(dataclasses.replace(passage, page=None, page_end=None)) == (
        (DIGEST, None),
    )


def test_evidence_may_end_inside_a_word(store: Store) -> None:
    version = store.catalog.document(NOTE).version
    target = Target(NOTE, version, None, "Styrgruppen träffas varje tis")
    assert len(target_intervals(store.catalog, target)) == 1
    missing = dataclasses.replace(target, quote="varje onsdag")
    assert target_intervals(store.catalog, missing) == ()


def test_the_opening_depends_on_the_language() -> None:
    setting = Setting("s", None, {"sv": "Enligt strategin: "})
    assert setting.word(ASKED) == "Enligt strategin: Vilken dag?"
    assert setting.word(dataclasses.replace(ASKED, language="en")) == "Vilken dag?"


def test_both_systems_are_asked_the_same(store: Store) -> None:
    asked = dataclasses.replace(ASKED, question="Vilken dag träffas styrgruppen i Umeå?")
    with build_baseline(store) as baseline:
        run = run_question(
            store,
            baseline,
            asked,
            setting=Setting("only notes", "notes"),
            targets=targets(store),
            limit=5,
        )
    assert (run.rank, run.baseline_rank) == (1, 1)
    row = run_row(run)
    assert row["question"] == asked.question
    assert row["rank"] == 1
    assert row["evidence"] == [{"document_id": NOTE, "page": None}]
