"""Finding a framework's clauses in the strategy document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from corpus.framework.records import Binding, Clause, Framework, Pointer, Unresolved
from corpus.records import Citation, Document, Interval, Passage, Verdict
from corpus.text import fold, locate

PassagesOf = Callable[[Document], Sequence[Passage]]


def strategy_documents(framework: Framework, documents: Sequence[Document]) -> tuple[Document, ...]:
    """The documents of the first of the framework's collections that holds any."""
    for collection in framework.collections:
        if held := tuple(one for one in documents if one.collection == collection):
            return held
    return ()


def bind_framework(
    framework: Framework,
    documents: Sequence[Document],
    passages_of: PassagesOf,
    *,
    language: str = "sv",
) -> Binding:
    """The clauses in the document that holds most of them; among equals, in ``language``.

    Every criterion of the result either has a clause or is named as unresolved, and so is every
    pointer that fits more than one place.
    """
    bound = [
        _bind(framework, document, passages_of(document))
        for document in strategy_documents(framework, documents)
    ]

    def fit(binding: Binding) -> tuple[int, bool]:
        met = {clause.criterion for clause in binding.clauses}
        return len(met), bool(binding.document and binding.document.language == language)

    return max(bound, key=fit, default=Binding(framework, None))


def _bind(framework: Framework, document: Document, passages: Sequence[Passage]) -> Binding:
    clauses: list[Clause] = []
    unresolved: list[Unresolved] = []
    for criterion in framework.criteria:
        found = False
        for pointer in criterion.clauses:
            places = list(_places(pointer, passages))
            if len(places) == 1:
                found = True
                clauses.append(Clause(criterion.id, pointer, _cite(document, *places[0])))
            elif places:
                unresolved.append(Unresolved(criterion.id, pointer, len(places)))
        if not found:
            unresolved.append(Unresolved(criterion.id, None, 0))
    return Binding(framework, document, tuple(clauses), tuple(unresolved))


def _places(pointer: Pointer, passages: Sequence[Passage]) -> Iterator[tuple[Passage, Interval]]:
    wanted = fold(pointer.heading).text.casefold()
    for passage in passages:
        if any(wanted in fold(heading).text.casefold() for heading in passage.heading_path):
            for place in locate(pointer.anchor, passage.text):
                yield passage, Interval(passage.start + place.start, passage.start + place.end)


def _cite(document: Document, passage: Passage, place: Interval) -> Citation:
    """The sentences the anchor stands in, whole."""
    around = [one for one in passage.sentences if one.overlaps(place)] or [place]
    whole = Interval(around[0].start, around[-1].end)
    return Citation(
        document=document,
        start=whole.start,
        end=whole.end,
        quote=passage.slice(whole),
        verdict=Verdict.VERIFIED,
        page=passage.page,
        page_end=passage.page_end,
        page_label=passage.page_label,
        heading_path=passage.heading_path,
        paragraph=passage.paragraph,
    )
