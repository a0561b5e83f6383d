"""What fails the citation CI: each a fault that says which check found it.

- ``gold``: evidence of any question of the library set is not at its place, or the set breaks
  a promise (``eval.checker``).
- ``verdict``: a citation of the sample is not verified, or a claim says more than its quotes.
- ``verbatim``: a quote is not in the original where it is cited (``eval.quotes``).
- ``gate``: a quote with one word changed is verified, or a claim with one is supported.
- ``sample``: a question of the baseline was not put.
- the name of a measure: it got worse by more than its noise (``eval.regression.noise``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

# as a module: what is checked is the gate that is in place, not the one that was imported first
import pipeline.quote as gate
from corpus.catalog import Catalog
from corpus.records import Document, Interval, Passage, Verdict
from corpus.store import Store
from eval.catalogue import load_set
from eval.checker import check_set
from eval.measures.verbatim import prove_quotes
from eval.mistakes import Kind, make_error
from eval.originals import reduce_text
from eval.records import CitedPlace, ClaimRecord, HitPlace, QuestionRecord
from eval.regression.baseline import GUARDED, Baseline, measure_questions
from eval.regression.noise import measure_changes
from eval.regression.sample import LIBRARY_SET

GOLD, VERDICT, VERBATIM, GATE, SAMPLE = "gold", "verdict", "verbatim", "gate", "sample"
# a shortened quote still stands there word for word: no gate that looks for words can refuse it
_CAUGHT = tuple(kind for kind in Kind if kind is not Kind.SHORTENED)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong. ``check`` names what found it, as in the module's list."""

    check: str
    told: str

    def __str__(self) -> str:
        return f"{self.check}: {self.told}"


def check_gold(catalog: Catalog) -> tuple[Fault, ...]:
    """The evidence of every question of the library set, looked up."""
    found = check_set(catalog, load_set(LIBRARY_SET), shipped=True)
    unchecked = [found.unchecked] if found.unchecked else []
    return tuple(Fault(GOLD, told) for told in (*unchecked, *found.faults))


def check_against_baseline(
    store: Store, records: Sequence[QuestionRecord], baseline: Baseline
) -> tuple[Fault, ...]:
    """Every fault of a sample that was put to ``store``, but for those of its gold.

    Raises:
        SystemExit: ``store`` does not hold a document that is cited.
    """
    return (
        *check_citations(store, records),
        *check_measures(records, baseline),
    )


def check_citations(store: Store, records: Sequence[QuestionRecord]) -> tuple[Fault, ...]:
    """Whether every citation is verified, and true, and would not be if it were false.

    Raises:
        SystemExit: ``store`` does not hold a document that is cited.
    """
    return (
        *_check_verdicts(records),
        *_check_originals(store, records),
        *_check_gate(store.catalog, records),
    )


def _check_verdicts(records: Iterable[QuestionRecord]) -> Iterator[Fault]:
    for record in records:
        for claim in record.claims:
            for one in claim.citations:
                if one.verdict != Verdict.VERIFIED:
                    yield Fault(VERDICT, f'{record.id}: {one.verdict}: "{one.quote}"')
            if claim.status != "supported":
                yield Fault(VERDICT, f'{record.id}: {claim.status}: "{claim.text}"')


def _check_originals(store: Store, records: Sequence[QuestionRecord]) -> Iterator[Fault]:
    for (document, version, page, _, quote), holds in prove_quotes(records, store.folder).items():
        if not holds:
            where = f"page {page}" if page else "no pages"
            yield Fault(VERBATIM, f'{document}.{version}, {where}, does not say "{quote}"')


def _check_gate(catalog: Catalog, records: Iterable[QuestionRecord]) -> Iterator[Fault]:
    cited = {
        one.quote: (r, claim, one) for r in records for claim in r.claims for one in claim.citations
    }
    for record, claim, one in cited.values():
        hit = next((hit for hit in record.hits if _holds(hit, one)), None)
        if hit is not None:
            passage = catalog.passages([hit.passage_id])[hit.passage_id]
            yield from _try_errors(claim, one, passage, catalog.document(one.document_id))


def _holds(hit: HitPlace, cited: CitedPlace) -> bool:
    same = (hit.document_id, hit.version) == (cited.document_id, cited.version)
    return same and hit.start <= cited.start and cited.end <= hit.end


def _try_errors(
    claim: ClaimRecord, cited: CitedPlace, passage: Passage, document: Document
) -> Iterator[Fault]:
    """Each error the quote offers, put through the gate as a quote and as a claim on the quote."""
    at = Interval(cited.start, cited.end)
    true = gate.check_quote(cited.quote, passage, document, at=at)
    for kind in _CAUGHT:
        false = make_error(kind, cited.quote, claim.language, ())
        # without its first or last word a quote is still what the passage says
        if false is None or reduce_text(false) in reduce_text(passage.text):
            continue
        if gate.check_quote(false, passage, document, at=at).verdict is Verdict.VERIFIED:
            yield Fault(GATE, f'verified, and not there ({kind}): "{false}"')
        if gate.state_claim(false, claim.language, (true,)).supported:
            yield Fault(GATE, f'supported, and not what the quote says ({kind}): "{false}"')


def check_measures(records: Iterable[QuestionRecord], baseline: Baseline) -> tuple[Fault, ...]:
    """Which guarded measures got worse by more than their noise."""
    now = measure_questions(records)
    gone = sorted(baseline.questions.keys() - now.keys())
    faults = [Fault(SAMPLE, f"not put: {', '.join(gone)}")] if gone else []
    for change in measure_changes(GUARDED, baseline.questions, now):
        if change.real:
            told = f"{change.before:.3f} -> {change.now:.3f}, more than its noise of "
            told += f"{change.noise:.3f}; worse on {', '.join(change.worse)}"
            faults.append(Fault(change.measure, told))
    return tuple(faults)
