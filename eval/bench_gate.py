"""What the gate itself costs: answers of five claims, checked against twelve passages.

The claims are those of ``sets/gate.jsonl``, true and false, each answer over passages of its own,
and what the gate remembers of a text is forgotten before each, so that no answer is cheaper than
in use. The words themselves have been met in a first round. That the passages were looked through
for instructions is no part of it: that was done for the prompt.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.language.numbers import find_dates
from corpus.language.quantities import mentions, quantities
from corpus.records import Passage
from eval.gate import STITCHED, WRONG_KEY, Pair, read_pairs
from eval.measures.budget import percentile
from pipeline.instructions import find_instructions
from pipeline.quote import Source, Stated, check_claim
from pipeline.quote.denial import read_denials
from pipeline.quote.figures import read_figures
from pipeline.quote.wording import read_wording, share_said, telling

CLAIMS = 5
_REMEMBERED = (
    find_dates,
    mentions,
    quantities,
    read_denials,
    read_figures,
    read_wording,
    share_said,
    telling,
)


@dataclass(frozen=True, slots=True)
class GateBench:
    """Milliseconds an answer of five claims takes in the gate, over ``answers`` answers."""

    answers: int
    p50: float
    p95: float


def measure_gate(*, rounds: int = 3) -> GateBench:
    """Check answers made of the set's claims, each with passages the gate has not seen before."""
    groups = list(_answers(read_pairs()))
    times: list[float] = []
    for turn in range(rounds):
        for number, group in enumerate(groups):
            # a mark no other answer has makes each passage a text of its own
            fresh = [(pair, _unseen(pair.context, f"{turn}.{number}")) for pair in group]
            for _, context in fresh:
                for source in context.values():
                    find_instructions(source.passage)
            for remembered in _REMEMBERED:
                remembered.cache_clear()
            times.append(_time(fresh))
    times = times[len(groups) :]
    return GateBench(len(times), percentile(times, 0.5), percentile(times, 0.95))


def _time(answer: Sequence[tuple[Pair, Mapping[str, Source]]]) -> float:
    started = time.perf_counter()
    for pair, context in answer:
        check_claim(pair.stated, context, language=pair.language)
    return 1000 * (time.perf_counter() - started)


def _answers(pairs: Sequence[Pair]) -> Iterator[list[Pair]]:
    """Five claims at a time on one passage or its neighbours; every second has two quotes."""
    plain = [pair for pair in pairs if pair.error not in (STITCHED, WRONG_KEY)]
    both = [
        replace(pair, stated=Stated(pair.stated.text, pair.stated.quoted * (1 + number % 2)))
        for number, pair in enumerate(plain)
    ]
    for start in range(0, len(both) - CLAIMS + 1, CLAIMS):
        yield both[start : start + CLAIMS]


def _unseen(context: Mapping[str, Source], mark: str) -> dict[str, Source]:
    return {key: replace(one, passage=_marked(one.passage, mark)) for key, one in context.items()}


def _marked(passage: Passage, mark: str) -> Passage:
    text = f"{passage.text} {mark}"
    return replace(passage, text=text, end=passage.start + len(text))
