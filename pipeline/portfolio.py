"""The portfolio: every assessed initiative against every criterion, its gaps and its overlaps."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.assessment import Action, Assessment, FundingStatus, Gate, Kept, Kind, Stance
from corpus.framework import Framework
from corpus.records import Citation
from pipeline.review import reviewed

_GAP = {
    "sv": {
        "none": "Inget initiativ visar {title} ({criterion}).",
        "faint": "Inget initiativ visar {title} ({criterion}) fullt ut; delvis: {names}.",
    },
    "en": {
        "none": "No initiative evidences {title} ({criterion}).",
        "faint": "No initiative evidences {title} ({criterion}) in full; in part: {names}.",
    },
}


@dataclass(frozen=True, slots=True)
class Cell:
    """How one initiative stands to one criterion, and the words on both sides."""

    verdict: Stance
    initiative: tuple[Citation, ...]
    strategy: tuple[Citation, ...]
    reviewed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One initiative, as its newest assessment and the review of that left it.

    ``cells`` holds the criteria that apply to its kind; ``levels`` are those it works on.
    """

    assessment_id: str
    document_id: str
    title: str
    kind: Kind
    recommendation: str
    rule: str
    funding: FundingStatus | None
    funder: str | None
    amount: str | None
    levels: tuple[str, ...]
    signed: bool
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Gap:
    """A criterion that no initiative supports; ``partly`` are the titles that do so in part."""

    criterion: str
    partly: tuple[str, ...]

    def say(self, framework: Framework, language: str) -> str:
        """The gap in a sentence."""
        title = framework.criterion(self.criterion).title[language]
        wording = _GAP[language]["faint" if self.partly else "none"]
        return wording.format(title=title, criterion=self.criterion, names=", ".join(self.partly))


@dataclass(frozen=True, slots=True)
class Overlap:
    """Initiatives that name the same thing, or do much the same.

    ``kind`` is ``arena``, ``instrument``, ``partner`` or ``duplicate``; ``name`` what they share.
    """

    kind: str
    name: str
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Portfolio:
    """All rows by title.

    ``levels`` counts the initiatives on each level, ``groups`` those that support each criterion.
    ``outdated`` are the titles of what has been assessed, but by another version of the framework
    only, so that it has no row.
    """

    framework: Framework
    rows: tuple[Row, ...]
    gaps: tuple[Gap, ...]
    overlaps: tuple[Overlap, ...]
    levels: Mapping[str, int]
    groups: Mapping[str, int]
    outdated: tuple[str, ...] = ()


def build_portfolio(kept: Sequence[Kept], framework: Framework) -> Portfolio:
    """The portfolio of assessments made by this very framework; the newest of each document.

    Calls and partners stand in the matrix too; gaps, overlaps and counts are of initiatives alone.
    """
    newest: dict[str, Kept] = {}
    others: dict[str, str] = {}
    for one in sorted(kept, key=lambda one: one.assessment.created, reverse=True):
        document = one.assessment.document
        if one.assessment.framework.sha256 == framework.sha256:
            newest.setdefault(document.id, one)
        elif one.assessment.framework.id == framework.id:
            others.setdefault(document.id, document.title)
    pairs = [(one, reviewed(one, framework)) for one in newest.values()]
    pairs.sort(key=lambda pair: (pair[1].document.title.casefold(), pair[1].id))
    rows = tuple(_row(one, whole, framework) for one, whole in pairs)
    own = [row for row in rows if row.kind is Kind.INITIATIVE]
    return Portfolio(
        framework,
        rows,
        tuple(_gaps(own, framework)),
        tuple(_overlaps([whole for _, whole in pairs if whole.kind is Kind.INITIATIVE])),
        {level: sum(level in row.levels for row in own) for level in framework.levels},
        {
            criterion.id: sum(_supports(row, criterion.id) for row in own)
            for criterion in framework.criteria
        },
        tuple(sorted(title for own_id, title in others.items() if own_id not in newest)),
    )


def _row(kept: Kept, whole: Assessment, framework: Framework) -> Row:
    touched = {step.criterion for step in kept.steps}
    gate = whole.gate
    funder, amount = _funder(kept, gate)
    return Row(
        assessment_id=whole.id,
        document_id=whole.document.id,
        title=whole.document.title,
        kind=whole.kind,
        recommendation=whole.recommendation,
        rule=whole.rule,
        funding=gate.status if gate else None,
        funder=funder,
        amount=amount,
        levels=tuple(_levels(whole, framework)),
        signed=kept.is_signed,
        cells={
            one.criterion: Cell(
                one.verdict,
                one.initiative_evidence,
                one.strategy_evidence,
                one.criterion in touched,
            )
            for one in whole.findings
        },
    )


def _funder(kept: Kept, gate: Gate | None) -> tuple[str | None, str | None]:
    """Who pays how much of the basic funding; as a person said who said how it stands."""
    if gate is None:
        return None, None
    edits = [
        step
        for step in kept.steps
        if step.action is Action.EDIT and step.stance and step.criterion == gate.criterion
    ]
    if edits:
        return edits[-1].fields.get("funder"), None
    return (gate.basic.funder, gate.basic.amount) if gate.basic else (None, None)


def _levels(whole: Assessment, framework: Framework) -> Iterator[str]:
    """The levels whose words stand in the evidence of the initiative."""
    said = " ".join(c.quote for f in whole.findings for c in f.initiative_evidence)
    for level, words in framework.levels.items():
        if any(_word(one).search(said) for one in (*words["sv"], *words["en"])):
            yield level


@lru_cache(maxsize=256)
def _word(word: str) -> re.Pattern[str]:
    """A word in any inflection; a short one in capitals only as it is."""
    if word.isupper():
        return re.compile(rf"(?<!\w){re.escape(word)}(?::?s)?(?!\w)")
    return re.compile(rf"(?<!\w){re.escape(word)}\w{{0,5}}(?!\w)", re.IGNORECASE)


def _supports(row: Row, criterion: str) -> bool:
    cell = row.cells.get(criterion)
    return cell is not None and cell.verdict is Stance.SUPPORTS


def _gaps(rows: Sequence[Row], framework: Framework) -> Iterator[Gap]:
    for criterion in framework.of_kind(Kind.INITIATIVE):
        if any(_supports(row, criterion.id) for row in rows):
            continue
        cells = ((row.title, row.cells.get(criterion.id)) for row in rows)
        yield Gap(
            criterion.id,
            tuple(title for title, cell in cells if cell and cell.verdict is Stance.PARTLY),
        )


def _overlaps(wholes: Sequence[Assessment]) -> Iterator[Overlap]:
    """Two documents may bear the same title: they are told apart by their ids."""
    shared: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    titles = {whole.document.id: whole.document.title for whole in wholes}
    doubles: set[frozenset[str]] = set()
    for whole in wholes:
        mine = whole.document.id
        for one in whole.related:
            if one.kind in ("arena", "instrument", "partner") and one.own:
                shared[(one.kind, one.name)][mine] = titles[mine]
            other = one.hit.document.id
            if one.duplicate and other in titles and other != mine:
                doubles.add(frozenset((mine, other)))
    for pair in sorted(tuple(sorted(titles[one] for one in pair)) for pair in doubles):
        yield Overlap("duplicate", "", pair)
    for (kind, name), named in sorted(shared.items()):
        if len(named) > 1:
            yield Overlap(kind, name, tuple(named.values()))
