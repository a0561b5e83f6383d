"""How well assessments agree with what careful readers expect.

Agreement is the share of findings with the expected verdict; a finding whose quotes include the
expected evidence is counted apart. None needs a judge.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.assessment import Assessment, Kind, Stance
from corpus.errors import SamklangError
from corpus.records import Document, Verdict
from corpus.store import Store
from corpus.text import locate
from eval.initiatives.records import Expected
from ingest.intake import ingest_files
from ingest.walk import Source
from pipeline.assess import draft_assessment
from pipeline.assess.lessons import Teaching

COLLECTION = "initiatives"


@dataclass(frozen=True, slots=True)
class Measured:
    """One file: what was expected of it and what the assessor said."""

    expected: Expected
    assessment: Assessment

    @property
    def verdicts(self) -> dict[str, str]:
        """Criterion -> verdict, as assessed."""
        return {one.criterion: one.verdict.value for one in self.assessment.findings}

    @property
    def agreed(self) -> dict[str, bool]:
        """Criterion -> whether the verdict is the expected one."""
        return {c: self.verdicts.get(c) == v for c, v in self.expected.verdicts.items()}

    @property
    def recommended(self) -> bool:
        """Whether the recommendation and the rule are the expected ones."""
        given = (self.assessment.recommendation, self.assessment.rule)
        return given == (self.expected.recommendation, self.expected.rule)

    @property
    def unproven(self) -> tuple[str, ...]:
        """Criteria said to be supported without a verified quote on both sides: none may be."""
        return tuple(
            one.criterion
            for one in self.assessment.findings
            if one.verdict is Stance.SUPPORTS
            and not all(
                any(c.verdict is Verdict.VERIFIED for c in side)
                for side in (one.initiative_evidence, one.strategy_evidence)
            )
        )

    @property
    def evidenced(self) -> tuple[int, int]:
        """Of the findings that agree and have evidence: how many quote the expected words."""
        right = total = 0
        for finding in self.assessment.findings:
            expected = self.expected.findings.get(finding.criterion)
            if not expected or not expected.evidence or not self.agreed[finding.criterion]:
                continue
            total += 1
            shown = [c.quote for c in finding.initiative_evidence]
            right += any(
                locate(quote, expected.evidence) or locate(expected.evidence, quote)
                for quote in shown
            )
        return right, total


def everything(_: Expected) -> Teaching | None:
    """Files are assessed by all that the framework teaches."""
    return None


def measure_folder(
    store: Store,
    folder: Path,
    entries: Sequence[Expected],
    *,
    teaching_of: Callable[[Expected], Teaching | None] = everything,
) -> list[Measured]:
    """Every file of a folder taken in and assessed, in the order of ``entries``.

    ``teaching_of`` gives what is known when a file is assessed; None is all there is to know.

    Raises:
        SamklangError: a file could not be taken in; names it and the reason.
    """
    sources = [Source(folder / e.file, e.file, COLLECTION) for e in entries]
    documents: dict[str, Document] = {}
    for outcome in ingest_files(store, sources):
        if outcome.document_id is None:
            raise SamklangError(f"{outcome.path}: {outcome.reason}")
        documents[Path(outcome.path).name] = store.catalog.document(outcome.document_id)
    measured = []
    for entry in entries:
        document = documents[entry.file]
        draft = draft_assessment(
            store,
            document,
            kind=Kind(entry.kind),
            language=entry.language,
            teaching=teaching_of(entry),
            permitted=(),
        )
        measured.append(Measured(entry, draft))
    return measured


def share(pairs: Mapping[str, Sequence[bool]]) -> dict[str, tuple[int, int]]:
    """For each name how many of how many hold."""
    return {name: (sum(held), len(held)) for name, held in pairs.items()}


def by_criterion(measured: Sequence[Measured]) -> dict[str, tuple[int, int]]:
    """Agreement by criterion."""
    held: dict[str, list[bool]] = defaultdict(list)
    for one in measured:
        for criterion, agreed in one.agreed.items():
            held[criterion].append(agreed)
    return share(held)


def by_form(measured: Sequence[Measured]) -> dict[str, tuple[int, int]]:
    """Agreement by form: plain, paraphrase, negated."""
    held: dict[str, list[bool]] = defaultdict(list)
    for one in measured:
        held[one.expected.form] += one.agreed.values()
    return share(held)


def confusions(measured: Sequence[Measured]) -> Counter[tuple[str, str]]:
    """How often each expected verdict was given as each other."""
    return Counter(
        (wanted, one.verdicts.get(criterion, ""))
        for one in measured
        for criterion, wanted in one.expected.verdicts.items()
    )


def report(measured: Sequence[Measured]) -> Iterator[str]:
    """The figures in lines, for a terminal and for docs/."""
    agreed = [held for one in measured for held in one.agreed.values()]
    yield f"verdicts as expected   {_of(sum(agreed), len(agreed))}"
    for form, pair in by_form(measured).items():
        yield f"  {form:20} {_of(*pair)}"
    for criterion, pair in sorted(by_criterion(measured).items()):
        yield f"  {criterion:20} {_of(*pair)}"
    recommended = [one.recommended for one in measured]
    yield f"recommendation         {_of(sum(recommended), len(recommended))}"
    right = sum(one.evidenced[0] for one in measured)
    yield f"expected words quoted  {_of(right, sum(one.evidenced[1] for one in measured))}"
    yield f"supports without quotes on both sides: {sum(len(one.unproven) for one in measured)}"
    for (wanted, given), count in sorted(confusions(measured).items()):
        if wanted != given:
            yield f"  expected {wanted}, was {given or 'nothing'}: {count}"


def _of(part: int, whole: int) -> str:
    return f"{part}/{whole} {part / whole:.2f}" if whole else "0/0"
