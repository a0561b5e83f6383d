"""Two versions of a strategy beside each other: what was said, what is, and whom that touches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from corpus.assessment import Kept
from corpus.framework import Binding, Framework, bind_framework
from corpus.records import Document, Passage
from corpus.text import fold, same_words

_ALIKE = 0.6
"""From this share of common words on two sentences are one that was changed."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its page and the heading above it."""

    text: str
    page: int | None
    heading: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A sentence of one version beside that of the other; None where there is none.

    ``what`` is ``added``, ``removed``, ``changed`` or ``moved`` (the same words on another page or
    under another heading).
    """

    what: str
    old: Sentence | None
    new: Sentence | None


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """A criterion's clause: ``same``, ``moved``, ``changed``, ``added`` or ``gone``."""

    criterion: str
    what: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class StrategyChange:
    """All that differs; ``touched`` maps the id of an assessment to its criteria concerned."""

    sentences: tuple[Changed, ...]
    clauses: tuple[ClauseChange, ...]
    touched: dict[str, tuple[str, ...]]


def compare_strategies(
    old: tuple[Document, Sequence[Passage]],
    new: tuple[Document, Sequence[Passage]],
    framework: Framework,
    kept: Sequence[Kept],
) -> StrategyChange:
    """What was added, removed, changed or moved from one version to the other.

    An assessment is touched in a criterion when it cites the clause, or another sentence, that was
    changed or is gone.
    """
    sentences = tuple(_compare(_sentences(old[1]), _sentences(new[1])))
    before, after = _bind(framework, *old), _bind(framework, *new)
    clauses = tuple(_compare_clauses(framework, before, after))
    lost = [one.old.text for one in sentences if one.what in ("changed", "removed") and one.old]
    return StrategyChange(sentences, clauses, _touched(kept, lost, clauses))


def _sentences(passages: Sequence[Passage]) -> list[Sentence]:
    return [
        Sentence(
            " ".join(passage.slice(span).split()),
            passage.page,
            passage.heading_path[-1] if passage.heading_path else "",
        )
        for passage in passages
        for span in passage.sentences
    ]


def _compare(old: Sequence[Sentence], new: Sequence[Sentence]) -> Iterator[Changed]:
    """Pairs of equal words first, wherever they stand; then the likest of what is left."""
    left, right = list(old), list(new)
    words = {fold(one.text).text for one in left} & {fold(one.text).text for one in right}
    for text in sorted(words, key=lambda t: [fold(one.text).text for one in left].index(t)):
        mine = [one for one in left if fold(one.text).text == text]
        theirs = [one for one in right if fold(one.text).text == text]
        for one, other in zip(mine, theirs, strict=False):
            left.remove(one)
            right.remove(other)
            if (one.page, one.heading) != (other.page, other.heading):
                yield Changed("moved", one, other)
    for one in left:
        likest = max(right, key=lambda other: _likeness(one, other), default=None)
        if likest is not None and _likeness(one, likest) >= _ALIKE:
            right.remove(likest)
            yield Changed("changed", one, likest)
        else:
            yield Changed("removed", one, None)
    for other in right:
        yield Changed("added", None, other)


def _likeness(one: Sentence, other: Sentence) -> float:
    return SequenceMatcher(None, one.text.split(), other.text.split(), autojunk=False).ratio()


def _bind(framework: Framework, document: Document, passages: Sequence[Passage]) -> Binding:
    """The clauses in this very document, whatever collection it is in."""
    home = replace(document, collection=framework.collections[0])
    return bind_framework(framework, [home], lambda _: passages, language=document.language)


def _compare_clauses(
    framework: Framework, before: Binding, after: Binding
) -> Iterator[ClauseChange]:
    for criterion in framework.criteria:
        old, new = before.of(criterion.id), after.of(criterion.id)
        said = old[0].quote if old else None
        says = new[0].quote if new else None
        if said is None or says is None:
            what = "added" if says else "gone"
            if said is None and says is None:
                continue
        elif not same_words(said, says):
            what = "changed"
        else:
            what = "same" if old[0].page == new[0].page else "moved"
        yield ClauseChange(criterion.id, what, said, says)


def _touched(
    kept: Sequence[Kept], lost: Sequence[str], clauses: Sequence[ClauseChange]
) -> dict[str, tuple[str, ...]]:
    altered = {one.criterion for one in clauses if one.what in ("changed", "gone")}
    touched = {}
    for one in kept:
        criteria = tuple(
            finding.criterion
            for finding in one.assessment.findings
            if (finding.strategy_evidence and finding.criterion in altered)
            or any(same_words(c.quote, text) for c in finding.strategy_evidence for text in lost)
        )
        if criteria:
            touched[one.assessment.id] = criteria
    return touched
