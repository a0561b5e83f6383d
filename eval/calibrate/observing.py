"""What is seen of each question: its features, whether it has an answer, and what would be said."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from corpus.store import Store
from eval.measures.citations import on_page
from eval.run import PlacedQuestion
from eval.run.asking import claim_record
from pipeline.answer import weigh_question


@dataclass(frozen=True, slots=True)
class Observation:
    """A question as the regression sees it.

    ``kind`` is the question's: of the six when it has no answer. ``right``: whether what would be
    said cites a page of the evidence. ``setting`` is ``set/setting``; one question may be put in
    several.
    """

    id: str
    setting: str
    kind: str
    pair: str
    answerable: bool
    right: bool
    features: Mapping[str, float]


def observe(
    store: Store, placed: Sequence[PlacedQuestion], *, on_progress: Callable[[str, float], None]
) -> tuple[Observation, ...]:
    """Every question that finds anything and is no comparison, which is never judged."""
    seen = []
    for number, one in enumerate(placed):
        on_progress(f"{one.of_set}: {one.question.id}", number / len(placed))
        found = _observe(store, one)
        if found is not None:
            seen.append(found)
    on_progress("fitting", 1.0)
    return tuple(seen)


def _observe(store: Store, one: PlacedQuestion) -> Observation | None:
    weighed = weigh_question(store, one.asked, collections=one.collections)
    if weighed is None or not weighed.judgement.features:
        return None
    cited = [c for claim in weighed.claims for c in claim_record(claim).citations]
    return Observation(
        id=one.question.id,
        setting=f"{one.of_set}/{one.setting.name}",
        kind=one.question.kind,
        pair=weighed.judgement.pair,
        answerable=one.question.answerable,
        right=any(on_page(c, one.gold) for c in cited),
        features=dict(weighed.judgement.features),
    )
