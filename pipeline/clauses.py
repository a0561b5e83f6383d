"""Two versions of a strategy beside each other: what was said, what is, and whom that touches."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from corpus.assessment import Action, Assessment, Kept
from corpus.framework import Binding, Framework, bind_framework
from corpus.records import Citation, Document, Passage
from corpus.text import fold

_ALIKE = 0.6
"""From this share of common words on two sentences are one that was changed."""
_TELLING = 3
"""A part of a quote with fewer words than this may stand in it by chance."""


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
    """A criterion's clauses: ``same``, ``moved``, ``changed``, ``added`` or ``gone``.

    A clause counts as changed, too, when its sentence was so reworded that the framework's pointer
    finds nothing any more, which ``samklang framework check`` tells.
    ``old`` and ``new`` are their words, each clause on a line of its own; where some were changed
    only of those that are not in the other version.
    """

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
    clauses = tuple(_compare_clauses(framework, before, after, sentences))
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
    here = _pair(old, new, lambda one: (fold(one.text).text, one.page, one.heading))
    left, right = _without(old, here), _without(new, {j: i for i, j in here.items()})
    moved = _pair(left, right, lambda one: fold(one.text).text)
    for at, to in moved.items():
        yield Changed("moved", left[at], right[to])
    left, right = _without(left, moved), _without(right, {j: i for i, j in moved.items()})
    changed = _pair_alike(left, right)
    for at, one in enumerate(left):
        if at in changed:
            yield Changed("changed", one, right[changed[at]])
        else:
            yield Changed("removed", one, None)
    for other in _without(right, {j: i for i, j in changed.items()}):
        yield Changed("added", None, other)


def _pair(
    old: Sequence[Sentence], new: Sequence[Sentence], key: Callable[[Sentence], object]
) -> dict[int, int]:
    """Which of the old goes with which of the new: the first with the first of the same key."""
    waiting: dict[object, list[int]] = defaultdict(list)
    for at in reversed(range(len(new))):
        waiting[key(new[at])].append(at)
    keys = ((at, key(one)) for at, one in enumerate(old))
    return {at: waiting[same].pop() for at, same in keys if waiting.get(same)}


def _without(sentences: Sequence[Sentence], taken: dict[int, int]) -> list[Sentence]:
    return [one for at, one in enumerate(sentences) if at not in taken]


def _pair_alike(old: Sequence[Sentence], new: Sequence[Sentence]) -> dict[int, int]:
    """The same of sentences that share words enough; the likest pair first."""
    pairs = []
    words = [one.text.split() for one in old]
    for to, other in enumerate(new):
        # the matcher remembers what it knows of its second sequence
        matcher = SequenceMatcher(None, [], other.text.split(), autojunk=False)
        for at, said in enumerate(words):
            matcher.set_seq1(said)
            if min(matcher.real_quick_ratio(), matcher.quick_ratio()) < _ALIKE:
                continue
            if (likeness := matcher.ratio()) >= _ALIKE:
                pairs.append((-likeness, at, to))
    paired: dict[int, int] = {}
    taken: set[int] = set()
    for _, at, to in sorted(pairs):
        if at not in paired and to not in taken:
            paired[at] = to
            taken.add(to)
    return paired


def _bind(framework: Framework, document: Document, passages: Sequence[Passage]) -> Binding:
    """The clauses in this very document, whatever collection it is in."""
    home = replace(document, collection=framework.collections[0])
    return bind_framework(framework, [home], lambda _: passages, language=document.language)


def _compare_clauses(
    framework: Framework, before: Binding, after: Binding, sentences: Sequence[Changed]
) -> Iterator[ClauseChange]:
    for criterion in framework.criteria:
        old, new = before.of(criterion.id), after.of(criterion.id)
        if not old and not new:
            continue
        lost, won = _besides(old, new), _besides(new, old)
        if old and not new and (reworded := _reworded(old, sentences)):
            yield ClauseChange(criterion.id, "changed", _words(old), reworded)
            continue
        if not old or not new:
            what = "added" if new else "gone"
        elif lost or won:
            what, old, new = "changed", lost, won
        else:
            what = "same" if _places(old) == _places(new) else "moved"
        yield ClauseChange(criterion.id, what, _words(old), _words(new))


def _reworded(clauses: Sequence[Citation], sentences: Sequence[Changed]) -> str | None:
    """What the sentences of a clause became whose words no pointer finds any more."""
    quotes = [fold(one.quote).text for one in clauses]
    return (
        "\n".join(
            one.new.text
            for one in sentences
            if one.old
            and one.new
            and any(_shares(quote, fold(one.old.text).text) for quote in quotes)
        )
        or None
    )


def _besides(clauses: Sequence[Citation], others: Sequence[Citation]) -> tuple[Citation, ...]:
    """Those whose words are not among the others."""
    known = {fold(one.quote).text for one in others}
    return tuple(one for one in clauses if fold(one.quote).text not in known)


def _places(clauses: Sequence[Citation]) -> set[object]:
    return {(fold(one.quote).text, one.page, one.heading_path) for one in clauses}


def _words(clauses: Sequence[Citation]) -> str | None:
    return "\n".join(" ".join(one.quote.split()) for one in clauses) or None


def _touched(
    kept: Sequence[Kept], lost: Sequence[str], clauses: Sequence[ClauseChange]
) -> dict[str, tuple[str, ...]]:
    altered = {one.criterion for one in clauses if one.what in ("changed", "gone")}
    gone = [fold(text).text for text in lost]
    touched = {}
    for one in kept:
        cited = _clauses_cited(one.assessment)
        for step in one.steps:
            if step.action is Action.EVIDENCE and step.side == "strategy" and step.citation:
                cited[step.criterion or ""].append(fold(step.citation.quote).text)
        criteria = tuple(
            finding.criterion
            for finding in one.assessment.findings
            if (finding.strategy_evidence and finding.criterion in altered)
            or any(_shares(quote, text) for quote in cited[finding.criterion] for text in gone)
        )
        if criteria:
            touched[one.assessment.id] = criteria
    return touched


def _clauses_cited(assessment: Assessment) -> dict[str, list[str]]:
    cited: dict[str, list[str]] = defaultdict(list)
    for finding in assessment.findings:
        cited[finding.criterion] += [fold(one.quote).text for one in finding.strategy_evidence]
    return cited


def _shares(quote: str, sentence: str) -> bool:
    """Whether a quote is a sentence, part of one, or holds one; both folded."""
    if quote == sentence:
        return True
    short, long = sorted((quote, sentence), key=len)
    if len(short.split()) < _TELLING:
        return False
    return re.search(rf"(?<!\w){re.escape(short.rstrip('.'))}(?!\w)", long) is not None
