"""The framework bound again: which clauses moved, and which findings are open again for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from corpus.assessment import Action, Kept, Step
from corpus.errors import NotFoundError, UsageError
from corpus.framework import Binding, Framework, strategy_documents
from corpus.records import Citation, Document
from corpus.store import Store
from corpus.text import same_words
from pipeline.assess import bind
from pipeline.clauses import StrategyChange, compare_strategies
from pipeline.review import stale

_REASON = {
    "sv": "Orden som bedömningen vilar på står inte kvar, eller strategins ställe har ändrats "
    "(strategin version {strategy}, det bedömda version {own}).",
    "en": "The words the verdict rests on are gone, or the strategy's clause has changed (strategy "
    "version {strategy}, what is assessed version {own}).",
}


@dataclass(frozen=True, slots=True)
class Moved:
    """A clause that is not where or what it was.

    ``what`` is ``added``, ``removed``, ``changed`` or ``moved``; ``quote`` the clause as it is now,
    of one that was removed as it was.
    """

    criterion: str
    what: str
    quote: str


@dataclass(frozen=True, slots=True)
class Rebinding:
    """A new binding beside the last one; ``first``: there was none.

    ``reopened`` names the criteria that are open again, by assessment.
    """

    binding: Binding
    moved: tuple[Moved, ...] = ()
    first: bool = False
    reopened: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def bind_again(store: Store, framework: Framework, *, by: str) -> Rebinding:
    """Look every clause up in the strategy as it is now and keep where it stands.

    Where there is no strategy nothing is kept and nothing is opened again.
    """
    binding = bind(store, framework)
    if binding.document is None:
        return Rebinding(binding)
    last = store.catalog.last_binding(framework)
    store.catalog.keep_binding(binding)
    store.catalog.record(by, "bind", "document", binding.document.id)
    moved = compare_bindings(last, binding) if last else ()
    return Rebinding(binding, moved, last is None, _reopen(store, binding, by))


def compare_bindings(last: Binding, now: Binding) -> tuple[Moved, ...]:
    """Each clause that was added, removed, worded anew or stands elsewhere, by criterion."""
    moved: list[Moved] = []
    for criterion in now.framework.criteria:
        before = list(last.of(criterion.id))
        worded_anew: list[Citation] = []
        for clause in now.of(criterion.id):
            same = next((one for one in before if same_words(one.quote, clause.quote)), None)
            if same is None:
                worded_anew.append(clause)
                continue
            before.remove(same)
            if _place(same) != _place(clause):
                moved.append(Moved(criterion.id, "moved", clause.quote))
        for clause in worded_anew:
            moved.append(Moved(criterion.id, "changed" if before else "added", clause.quote))
            before = before[1:]
        moved += [Moved(criterion.id, "removed", clause.quote) for clause in before]
    return tuple(moved)


def _place(citation: Citation) -> tuple[object, ...]:
    """Where a reader finds it; other offsets in another version are no move."""
    return (
        citation.document.id,
        citation.page,
        citation.page_label,
        citation.heading_path,
        citation.paragraph,
    )


def _reopen(store: Store, binding: Binding, by: str) -> dict[str, tuple[str, ...]]:
    """Open the findings again that rest on what is not there any more; no others, and once."""
    reopened: dict[str, tuple[str, ...]] = {}
    for kept in store.catalog.assessments():
        if kept.assessment.framework.id != binding.framework.id:
            continue
        reason = _reason(store, kept, binding)
        told = {one.criterion for one in kept.steps if one.reason == reason}
        fresh = tuple(
            criterion
            for criterion in stale(kept, binding, partial(_newest_text, store))
            if criterion not in told
        )
        for criterion in fresh:
            step = Step(Action.REOPEN, by, reason=reason, criterion=criterion)
            store.catalog.add_step(kept.assessment.id, step)
        if fresh:
            reopened[kept.assessment.id] = fresh
    return reopened


def _newest_text(store: Store, document: Document) -> str | None:
    newest = store.catalog.active_versions().get(document.id)
    return None if newest is None else store.catalog.text(document.id, newest)


def _reason(store: Store, kept: Kept, binding: Binding) -> str:
    """Why a finding is open again; the versions tell one such occasion from another."""
    assert binding.document is not None
    own = store.catalog.active_versions().get(kept.assessment.document.id)
    return _REASON[kept.assessment.language].format(
        strategy=binding.document.version, own=own if own is not None else "–"
    )


def versions_named(
    store: Store, framework: Framework, old: str, new: str
) -> tuple[Document, Document]:
    """Two versions of the strategy document by their numbers, or two documents by their ids.

    Raises:
        NotFoundError: there is no such version or document.
        UsageError: numbers are given, and there is no strategy or more than one document of it.
    """
    catalog = store.catalog
    if not (old.isdigit() and new.isdigit()):
        return catalog.document(old), catalog.document(new)
    held = strategy_documents(framework, catalog.documents())
    if not held:
        raise UsageError("there is no strategy in the data folder; take it in first")
    bound = bind(store, framework).document or held[0]
    known = {one.version for one in catalog.versions(bound.id)}
    for number in (int(old), int(new)):
        if number not in known:
            told = ", ".join(map(str, sorted(known)))
            raise NotFoundError(f'version {number} of "{bound.title}": it has version {told}')
    return catalog.document(bound.id, int(old)), catalog.document(bound.id, int(new))


def compare_documents(
    store: Store, framework: Framework, old: Document, new: Document, kept: Sequence[Kept]
) -> StrategyChange:
    """What changed from one version of the strategy to another, and which of ``kept`` it touches.

    Raises:
        NotFoundError: the text of one of them is not kept any more.
    """
    passages = []
    for one in (old, new):
        held = store.catalog.passages_of(one.id, one.version)
        if not held:
            raise NotFoundError(f'the text of version {one.version} of "{one.title}" is gone')
        passages.append((one, held))
    return compare_strategies(passages[0], passages[1], framework, kept)
