"""Is a language model fit to write answers? Fixed questions over the shipped library, and counts.

The gate keeps what a model gets wrong from being shown as supported, whatever the model. This tells
an administrator whether enough is left: how many of its quotes stand where it says, how many of its
sentences hold, how often it is silent where the documents are, how long it takes and what it costs.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from corpus.errors import LanguageModelError
from corpus.records import Answer
from corpus.store import Store
from eval.catalogue import load_set
from eval.regression.sample import LIBRARY_SET, choose_sample
from eval.run import PlacedQuestion, place_questions
from pipeline.llm import ChatModel
from pipeline.writing import Finished, Passed, write_answer

# two of each language pair, and four of the six ways to have no answer
_ANSWERABLE, _UNANSWERABLE = 8, 4
# Policy of this project: of ten quotes nine must stand where the model says, and of ten sentences
# eight must hold, or readers see more struck through than they can use
LEAST_VERIFIED, LEAST_SUPPORTED = 0.9, 0.8


@dataclass(frozen=True, slots=True)
class Trial:
    """One question and what came of it; seconds from asking, None where nothing came."""

    id: str
    question: str
    answerable: bool
    mode: str
    abstained: bool
    stated: int
    supported: int
    quotes: int
    verified: int
    faults: Mapping[str, int]
    failure: str | None
    first_claim: float | None
    seconds: float
    tokens: int
    cost: float


@dataclass(frozen=True, slots=True)
class Fitness:
    """What the trials say together; shares are 0..1, None where nothing was counted."""

    trials: tuple[Trial, ...]

    @property
    def verified(self) -> float | None:
        """The share of the model's quotes that stand in the passage it named."""
        return _share(self.trials, "verified", "quotes")

    @property
    def supported(self) -> float | None:
        """The share of its sentences that passed the gate, after one repair."""
        return _share(self.trials, "supported", "stated")

    @property
    def failed(self) -> int:
        """Questions on which the model could not be used."""
        return sum(one.failure is not None for one in self.trials)

    @property
    def silent(self) -> float:
        """The share of unanswerable questions that nothing was answered to."""
        asked = [one for one in self.trials if not one.answerable]
        return sum(one.abstained for one in asked) / len(asked) if asked else 1.0

    @property
    def answered(self) -> float:
        """The share of answerable questions with at least one of its sentences that holds."""
        asked = [one for one in self.trials if one.answerable]
        return sum(one.mode == "generative" for one in asked) / len(asked) if asked else 0.0

    @property
    def seconds(self) -> float:
        """The median time of an answer."""
        return median(one.seconds for one in self.trials)

    @property
    def cost(self) -> float:
        """The cost of all trials, in the currency of the prices set."""
        return sum(one.cost for one in self.trials)

    @property
    def tokens(self) -> int:
        """Tokens read and written in all trials."""
        return sum(one.tokens for one in self.trials)

    @property
    def faults(self) -> dict[str, int]:
        """Why sentences did not hold, by how often."""
        total: Counter[str] = Counter()
        for one in self.trials:
            total.update(one.faults)
        return dict(total.most_common())

    @property
    def fit(self) -> bool:
        """Whether the model is fit for use."""
        enough = (self.verified or 0.0) >= LEAST_VERIFIED
        return enough and (self.supported or 0.0) >= LEAST_SUPPORTED and self.failed == 0


def _share(trials: Sequence[Trial], part: str, whole: str) -> float | None:
    counted = sum(getattr(one, whole) for one in trials)
    return sum(getattr(one, part) for one in trials) / counted if counted else None


def choose_trials(store: Store) -> tuple[PlacedQuestion, ...]:
    """The dozen questions asked, the same every time.

    Raises:
        UsageError: evidence does not stand where a question says.
        NotFoundError: a document of the library is not in the data folder.
    """
    placed = place_questions(store.catalog, load_set(LIBRARY_SET))
    ids = choose_sample(placed, answerable=_ANSWERABLE, unanswerable=_UNANSWERABLE)
    return tuple(one for one in placed if one.question.id in ids)


async def try_model(
    store: Store, model: ChatModel, chosen: Sequence[PlacedQuestion]
) -> AsyncIterator[Trial]:
    """Ask the questions one after the other, as staff would."""
    for one in chosen:
        yield await _try(store, model, one)


async def _try(store: Store, model: ChatModel, placed: PlacedQuestion) -> Trial:
    began = time.perf_counter()
    first: float | None = None
    answer: Answer | None = None
    failure: str | None = None
    try:
        async for event in write_answer(store, model, placed.asked, collections=placed.collections):
            if isinstance(event, Passed) and first is None:
                first = time.perf_counter() - began
            if isinstance(event, Finished):
                answer = event.answer
    except LanguageModelError as error:
        failure = error.fault
    return _trial(placed, answer, failure, first=first, seconds=time.perf_counter() - began)


def _trial(
    placed: PlacedQuestion,
    answer: Answer | None,
    failure: str | None,
    *,
    first: float | None,
    seconds: float,
) -> Trial:
    told = answer.trace.get("llm", {}) if answer else {}
    claims, usage = told.get("claims", {}), told.get("usage", {})
    generative = answer is not None and answer.mode == "generative"
    return Trial(
        id=placed.question.id,
        question=placed.asked,
        answerable=placed.question.answerable,
        mode=answer.mode if answer else "failed",
        abstained=answer.abstained if answer else True,
        stated=claims.get("stated", 0),
        supported=claims.get("supported", 0),
        quotes=claims.get("quotes", 0),
        verified=claims.get("verified", 0),
        faults=claims.get("faults", {}),
        failure=failure or told.get("fallback"),
        first_claim=first if generative else None,
        seconds=seconds,
        tokens=usage.get("tokens_in", 0) + usage.get("tokens_out", 0),
        cost=usage.get("cost", 0.0),
    )
