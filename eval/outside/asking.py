"""Putting an outside set to the pipeline, and which of its questions."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from corpus.store import Store, document_id
from eval.outside.records import OutsideQuestion, OutsideSet
from eval.records import HitPlace, QuestionRecord
from eval.run import PASSAGES, PlacedQuestion, run_question
from eval.run.asking import hit_place
from eval.split import shipped_rule
from pipeline.retrieve import retrieve

Heard = Callable[[str, float], None]


def draw_sample(
    questions: Sequence[OutsideQuestion], count: int | None
) -> tuple[OutsideQuestion, ...]:
    """``count`` of the questions in their order, the same every time: by the committed seed.

    As many unanswerable as answerable ones, and as many in either language, as far as there are.
    """
    if count is None or count >= len(questions):
        return tuple(questions)
    strata: dict[tuple[str, bool], list[OutsideQuestion]] = {}
    for one in sorted(questions, key=lambda one: shipped_rule().draw(f"sample:{one.id}")):
        strata.setdefault((one.language, bool(one.answers)), []).append(one)
    turns = [(turn, one.id) for drawn in strata.values() for turn, one in enumerate(drawn)]
    kept = {name for _, name in sorted(turns)[:count]}
    return tuple(one for one in questions if one.id in kept)


def ask_set(
    store: Store,
    outside: OutsideSet,
    placed: Sequence[PlacedQuestion],
    *,
    on_progress: Heard,
) -> Iterator[QuestionRecord]:
    """A record of each question; ``on_progress`` hears the share done (0..1).

    The first is put once more beforehand, so that loading model and indexes counts for none.
    """
    itself = {one.id: one.itself for one in outside.questions}
    for one in placed[:1]:
        _ask(store, outside, one, itself[one.question.id])
    for number, one in enumerate(placed, start=1):
        yield _ask(store, outside, one, itself[one.question.id])
        on_progress(f"{outside.name}: questions", number / len(placed))


def _ask(
    store: Store, outside: OutsideSet, placed: PlacedQuestion, itself: str | None
) -> QuestionRecord:
    if outside.search_only:
        left = document_id(outside.documents[itself].collection, itself) if itself else None
        record = search_question(store, placed, without=left)
    else:
        record = run_question(store, placed)
    if outside.whole_documents:
        return replace(record, hits=tuple(first_of_each(record.hits)))
    return record


def first_of_each(hits: Iterable[HitPlace]) -> Iterator[HitPlace]:
    """The best passage of each document, in rank order."""
    seen: set[str] = set()
    for hit in hits:
        if hit.document_id not in seen:
            seen.add(hit.document_id)
            yield hit


def search_question(
    store: Store, placed: PlacedQuestion, *, without: str | None = None
) -> QuestionRecord:
    """What a search finds, of which the document ``without`` takes no rank; nothing is answered."""
    began = time.perf_counter()
    found = retrieve(store, placed.asked, collections=placed.collections, limit=PASSAGES + 1)
    seconds = time.perf_counter() - began
    hits = [hit_place(hit) for hit in found.hits if hit.passage.document_id != without]
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
        hits=tuple(hits[:PASSAGES]),
        abstained=True,
        claims=(),
        seconds_search=seconds,
    )
