"""Putting questions to the pipeline, as a user would, and writing down what came back."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from corpus.records import Answer, Citation, Claim, Hit
from corpus.store import Store
from eval.records import CitedPlace, ClaimRecord, HitPlace, QuestionRecord
from eval.run.placing import PlacedQuestion
from pipeline.answer import answer_question
from pipeline.retrieve import retrieve

# Passages asked for: enough for R@20 over pages, each of which several passages may stand on
PASSAGES = 30

Heard = Callable[[str, float], None]


def _unheard(what: str, share: float) -> None:
    del what, share


def run_sets(
    store: Store, placed: Sequence[PlacedQuestion], *, on_progress: Heard = _unheard
) -> Iterator[QuestionRecord]:
    """Search and ask every question; ``on_progress`` hears its id and the share done (0..1).

    The first is put once more beforehand, so that loading model and indexes counts for none.
    """
    for one in placed[:1]:
        run_question(store, one)
    for number, one in enumerate(placed, start=1):
        yield run_question(store, one)
        on_progress(one.question.id, number / len(placed))


def run_question(store: Store, placed: PlacedQuestion) -> QuestionRecord:
    """Search and ask one question, as a user would."""
    began = time.perf_counter()
    found = retrieve(store, placed.asked, collections=placed.collections, limit=PASSAGES)
    searched = time.perf_counter()
    answer = answer_question(store, placed.asked, collections=placed.collections)
    answered = time.perf_counter()
    question = placed.question
    return QuestionRecord(
        set=placed.of_set,
        setting=placed.setting.name,
        id=question.id,
        split=placed.split,
        kind=question.kind,
        language=question.language,
        pair=placed.pair,
        question=question.question,
        asked=placed.asked,
        answerable=question.answerable,
        gold=placed.gold,
        hits=tuple(hit_place(hit) for hit in found.hits),
        abstained=answer.abstained,
        claims=tuple(claim_record(claim) for claim in answer.claims),
        facts=question.facts,
        skipped=answer.skipped,
        seconds_search=searched - began,
        seconds_ask=answered - searched,
        **_judged(answer),
    )


def _judged(answer: Answer) -> dict[str, Any]:
    """What the trace tells of the answer's answerability; a comparison's tells nothing."""
    names = ("answerability", "threshold", "features")
    return {name: answer.trace[name] for name in names if name in answer.trace}


def hit_place(hit: Hit) -> HitPlace:
    """A hit as it is recorded."""
    passage = hit.passage
    return HitPlace(
        passage_id=passage.id,
        document_id=passage.document_id,
        version=passage.version,
        start=passage.start,
        end=passage.end,
        language=passage.language,
        score=hit.score,
        page=passage.page,
        page_end=passage.page_end,
    )


def claim_record(claim: Claim) -> ClaimRecord:
    """A claim as it is recorded."""
    return ClaimRecord(
        text=claim.text,
        language=claim.language,
        status="supported" if claim.supported else "unsupported",
        citations=tuple(cited_place(citation) for citation in claim.citations),
        party=claim.party,
    )


def cited_place(citation: Citation) -> CitedPlace:
    """A citation as it is recorded."""
    return CitedPlace(
        document_id=citation.document.id,
        version=citation.document.version,
        start=citation.start,
        end=citation.end,
        quote=citation.quote,
        verdict=citation.verdict.value,
        page=citation.page,
        page_end=citation.page_end,
        filename=citation.document.filename,
    )
