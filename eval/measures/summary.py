"""Every figure of a run, in one call: what the table prints and the report draws.

A figure belongs to a set, a setting and a group: ``all``; a language (``sv``) of the question;
a pair (``sv-en``); or a kind of unanswerable question (``kind underspecified``), which has its
false answers alone. The evidence of an unanswerable question has no language, so a pair holds all
unanswerable questions of the question's language; without them its false answers, risk, AURC and
AUROC could not be told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from eval.measures.latency import percentile_interval
from eval.measures.parts import GRADED, PARTS, Part, measure_parts
from eval.measures.selective import aurc, aurc_interval, auroc
from eval.measures.share import wilson_interval
from eval.measures.verbatim import Proofs, verbatim_quotes
from eval.records import QuestionRecord

ALL = "all"
KIND = "kind "
VERBATIM, AURC, AUROC = "quotes verbatim", "AURC", "AUROC"
_TIMES = {
    "search p50 s": ("seconds_search", 0.5),
    "search p95 s": ("seconds_search", 0.95),
    "ask p50 s": ("seconds_ask", 0.5),
    "ask p95 s": ("seconds_ask", 0.95),
}
MEASURES = (*PARTS, VERBATIM, AUROC, AURC, *_TIMES)
"""The names of all measures, in the order they are shown."""
LESS_IS_BETTER = frozenset(
    {"misattributed", "false answers", "false refusals", "risk", "risk by words", AURC, *_TIMES}
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure with its 95 % interval ``low``..``high``.

    ``count`` of ``total`` is what was counted; where the figure is a mean, an area or a time,
    ``count`` is None and ``total`` the number of questions. Times are in seconds, all else 0..1.
    """

    set: str
    setting: str
    group: str
    measure: str
    value: float
    count: int | None
    total: int
    low: float
    high: float

    def __str__(self) -> str:
        shown = f"{self.value:.3f}" if self.count is None else f"{self.count}/{self.total}"
        return f"{self.measure} {shown} [{self.low:.3f}, {self.high:.3f}]"


def summarise(records: Sequence[QuestionRecord], proofs: Proofs | None = None) -> tuple[Cell, ...]:
    """Every figure that has something to count, by set, setting, group and measure.

    ``proofs`` is what ``eval.measures.verbatim.prove_quotes`` found in the originals; without it
    there is no figure on verbatim quotes.
    """
    parts = {id(record): measure_parts(record) for record in records}
    cells: list[Cell] = []
    for place, inside in _settings(records).items():
        for group, members in groups_of(inside).items():
            cells += _cells((*place, group), members, parts=parts, proofs=proofs)
    return tuple(cells)


def groups_of(records: Sequence[QuestionRecord]) -> dict[str, list[QuestionRecord]]:
    """The questions of each group: all, by language, by pair, by kind of unanswerable."""
    groups = {ALL: list(records)}
    for language in sorted({record.language for record in records}):
        groups[language] = [record for record in records if record.language == language]
    for pair in sorted({record.pair for record in records if record.gold}):
        groups[pair] = [record for record in records if in_pair(record, pair)]
    unanswerable = [record for record in records if not record.answerable]
    for kind in sorted({record.kind for record in unanswerable}):
        groups[KIND + kind] = [record for record in unanswerable if record.kind == kind]
    return groups


def in_pair(record: QuestionRecord, pair: str) -> bool:
    """Whether a question is of a pair, or unanswerable and in the pair's question language."""
    if record.answerable:
        return record.pair == pair
    return record.language == pair.partition("-")[0]


def _settings(
    records: Iterable[QuestionRecord],
) -> dict[tuple[str, str], list[QuestionRecord]]:
    found: dict[tuple[str, str], list[QuestionRecord]] = {}
    for record in records:
        found.setdefault((record.set, record.setting), []).append(record)
    return found


def _cells(
    place: tuple[str, str, str],
    members: Sequence[QuestionRecord],
    *,
    parts: Mapping[int, Mapping[str, Part]],
    proofs: Proofs | None,
) -> Iterator[Cell]:
    own = [parts[id(record)] for record in members]
    if place[2].startswith(KIND):
        yield from _part_cells(place, own, ["false answers"])
        return
    yield from _part_cells(place, own, PARTS)
    if proofs is not None and (share := verbatim_quotes(members, proofs)).total:
        yield Cell(*place, VERBATIM, share.value, share.count, share.total, *share.interval())
    yield from _selective_cells(place, members)
    for name, (field, share_of_time) in _TIMES.items():
        seconds = [time for record in members if (time := getattr(record, field)) > 0]
        if seconds:
            value, low, high = percentile_interval(seconds, share_of_time)
            yield Cell(*place, name, value, None, len(seconds), low, high)


def _part_cells(
    place: tuple[str, str, str], own: Sequence[Mapping[str, Part]], names: Iterable[str]
) -> Iterator[Cell]:
    for name in names:
        total = sum(part[name][1] for part in own)
        if total:
            value = sum(part[name][0] for part in own)
            count = None if name in GRADED else round(value)
            bounds = wilson_interval(value, total)
            yield Cell(*place, name, value / total, count, total, *bounds)


def _selective_cells(
    place: tuple[str, str, str], members: Sequence[QuestionRecord]
) -> Iterator[Cell]:
    judged = sum(record.answerability is not None for record in members)
    if (found := auroc(members)) is not None:
        yield Cell(*place, AUROC, found[0], None, judged, found[1], found[2])
    if judged:
        yield Cell(*place, AURC, aurc(members), None, judged, *aurc_interval(members))
