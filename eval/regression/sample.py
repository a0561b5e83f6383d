"""Which forty questions are put every time: chosen by the committed seed, never by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from corpus.store import Store
from eval.catalogue import load_set
from eval.records import QuestionRecord
from eval.run import PlacedQuestion, place_questions, run_question
from eval.split import shipped_rule

LIBRARY_SET = "library"
# seven of each of the four language pairs, and of the six unanswerable kinds one in each language
ANSWERABLE, UNANSWERABLE = 28, 12


def choose_sample(
    placed: Iterable[PlacedQuestion],
    *,
    answerable: int = ANSWERABLE,
    unanswerable: int = UNANSWERABLE,
) -> tuple[str, ...]:
    """Ids of forty tuning questions, sorted: as many of each pair and kind as there are, in turn.

    The test split is looked at once a release, so nothing of it may be looked at every time.
    """
    tuning = [one for one in placed if one.split == "tuning"]
    answered = [one for one in tuning if one.question.answerable]
    unanswered = [one for one in tuning if not one.question.answerable]
    chosen = _in_turn(answered, answerable, lambda one: one.pair)
    chosen += _in_turn(
        unanswered, unanswerable, lambda one: f"{one.question.kind} {one.question.language}"
    )
    return tuple(sorted(chosen))


def _in_turn(
    members: Iterable[PlacedQuestion], count: int, stratum_of: Callable[[PlacedQuestion], str]
) -> list[str]:
    """``count`` ids: the first of each stratum, then the second of each, in the seed's order."""
    strata: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for one in members:
        draw = shipped_rule().draw(f"baseline:{one.question.id}")
        strata[stratum_of(one)].append((draw, one.question.id))
    turns = sorted(
        (turn, draw, name)
        for stratum in strata.values()
        for turn, (draw, name) in enumerate(sorted(stratum))
    )
    return [name for _, _, name in turns[:count]]


def ask_sample(store: Store, ids: Collection[str]) -> tuple[QuestionRecord, ...]:
    """The questions of the library set with these ids, put to the store, in the set's order.

    Raises:
        UsageError: evidence does not stand where a question says.
        NotFoundError: a document of the library is not in the data folder.
    """
    whole = load_set(LIBRARY_SET)
    some = replace(whole, questions=tuple(q for q in whole.questions if q.id in ids))
    return tuple(run_question(store, one) for one in place_questions(store.catalog, some))
