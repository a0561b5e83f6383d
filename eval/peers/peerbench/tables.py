"""The figures of a run as Markdown tables, which are what is printed too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from peerbench.compare import Lead, lead_over_best
from peerbench.corpora import Corpus
from peerbench.outcome import Ask, Outcome
from peerbench.scoring import Scores, pair_of, score

PAIRS = ("sv-sv", "en-en", "sv-en", "en-sv")
_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Ran:
    """One corpus after the run; Samklang comes first among the outcomes."""

    corpus: Corpus
    asks: tuple[Ask, ...]
    languages: Mapping[str, str]
    outcomes: tuple[Outcome, ...]


def table_of_costs(ran: Ran) -> str:
    """Speed and memory of every system."""
    head = [
        "system", "passages", "ingest s", "pages/s", "query p50 ms", "query p95 ms", "memory MB",
    ]  # fmt: skip
    return _table(head, [_costs(outcome) for outcome in ran.outcomes])


def _costs(outcome: Outcome) -> list[str]:
    rate, seconds = outcome.pages_per_second, outcome.ingest_seconds
    return [
        outcome.title,
        f"{outcome.passages:,}",
        f"{seconds:.1f}" if seconds else "not measured",
        f"{rate:.1f}" if rate else "not measured",
        f"{outcome.milliseconds(0.5):.0f}",
        f"{outcome.milliseconds(0.95):.0f}",
        # without taking documents in, most of what it takes would be missing
        f"{outcome.peak / _MEGABYTE:,.0f}" if outcome.peak and seconds else "not measured",
    ]


def tables_of_quality(ran: Ran) -> list[tuple[str, str]]:
    """For each set and setting, its name and its table."""
    named: dict[tuple[str, str], list[Ask]] = {}
    for ask in ran.asks:
        named.setdefault((ask.set, ask.setting.name), []).append(ask)
    return [
        (f"{of_set}, {setting}", _quality(ran, asks)) for (of_set, setting), asks in named.items()
    ]


def _quality(ran: Ran, asks: Sequence[Ask]) -> str:
    groups = group_asks(ran, asks)
    head = ["system", *(f"{name} (n = {len(group)})" for name, group in groups.items())]
    rows = []
    for outcome in ran.outcomes:
        cells = [_cell(_scores(outcome, group)) for group in groups.values()]
        rows.append([outcome.title, *cells])
    leads = [_lead(ran, group) for group in groups.values()]
    rows.append(["*Samklang's lead*", *map(_told, leads)])
    return _table(head, rows)


def group_asks(ran: Ran, asks: Sequence[Ask]) -> dict[str, list[Ask]]:
    """The asks by language pair, then all of them, then those across languages."""
    groups: dict[str, list[Ask]] = {pair: [] for pair in PAIRS}
    for ask in asks:
        groups[pair_of(ask.question, ran.languages)].append(ask)
    across = groups["sv-en"] + groups["en-sv"]
    whole = {"across": across, "all": list(asks)}
    return {name: group for name, group in {**groups, **whole}.items() if group}


def _scores(outcome: Outcome, asks: Sequence[Ask]) -> list[Scores]:
    return [score(ask.question, outcome.found[ask.key]) for ask in asks]


def _cell(scores: Sequence[Scores]) -> str:
    count = len(scores)
    first, five = (sum(one.hit(cutoff) for one in scores) / count for cutoff in (1, 5))
    gain = sum(one.ndcg10 for one in scores) / count
    return f"{_share(first)} / {_share(five)} / **{_share(gain)}**"


def _share(value: float) -> str:
    return f"{value:.3f}".removeprefix("0")


def _lead(ran: Ran, asks: Sequence[Ask]) -> Lead | None:
    gains = {o.title: [one.ndcg10 for one in _scores(o, asks)] for o in ran.outcomes}
    ours, *peers = gains
    return lead_over_best(gains[ours], {p: gains[p] for p in peers}) if peers else None


def _told(lead: Lead | None) -> str:
    if lead is None:
        return ""
    low, high = (f"{100 * bound:+.1f}" for bound in (lead.low, lead.high))
    return f"{100 * lead.difference:+.1f} ({low} to {high}) over {lead.peer}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table whose columns line up, so that it reads as plain text too."""
    whole = [head, *rows]
    widths = [max(len(row[column]) for row in whole) for column in range(len(head))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in whole
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)
