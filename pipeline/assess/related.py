"""What the corpus holds that has to do with what is assessed: partners, arenas, money, the like.

A name counts where the text has it as a name; the passage shown is one that has it too. Another
initiative is a likely duplicate when the sentences of the one mostly have a counterpart in the
other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np

from corpus.assessment import Related
from corpus.framework import Framework, Registered
from corpus.records import BlockKind, Document, FloatMatrix, Hit, Interval, Passage, Role
from corpus.store import Store
from pipeline.answer.orders import fit_document, fit_passage, orders_in
from pipeline.assess.sentences import Reading, Told, cite
from pipeline.retrieve import Scored, retrieve

MOST_NAMED = 12
"""Names looked up in the corpus; a text that lists more is not better served by all of them."""
# Source: over pairs of eval/sets/initiatives-tuning-2, the share of sentences with a counterpart
# was .50 and more between forms of one initiative, .11 and less between two
_ALIKE = 0.92
_DUPLICATE = 0.4
_KIN = 0.1
_MOST_KIN = 5
_FEWEST = 4
"""Words of a sentence that is compared."""
_LOOKED_THROUGH = 40
_INNER_CAPITAL = re.compile(r"[a-zåäö][A-ZÅÄÖ]")


def find_related(
    store: Store, reading: Reading, framework: Framework, *, permitted: Sequence[str]
) -> tuple[Related, ...]:
    """Arenas, instruments and partners it names, then other initiatives like it.

    ``permitted`` are the collections that may be searched; the text itself is never among what is
    found.
    """
    shelves = [one for one in store.catalog.collections() if one.id in set(permitted)]
    evidence = [one.id for one in shelves if one.role is not Role.INITIATIVES]
    others = [one.id for one in shelves if one.role is Role.INITIATIVES]
    named = _named(store, reading, framework, evidence) if evidence else iter(())
    return (*named, *_kindred(store, reading, others))


def names_in(text: str, entry: Registered) -> bool:
    """Whether a text has one of an entry's names.

    Short names, and those with capitals inside, must have their own capitals.
    """
    return any(_pattern(name).search(text) for name in entry.names)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    own_capitals = len(name) <= 5 or name.isupper() or _INNER_CAPITAL.search(name)
    flags = 0 if own_capitals else re.IGNORECASE
    said = re.escape(name)
    if _INNER_CAPITAL.search(name):
        # CapaCITIES is no capacities; in a heading it may be all capitals
        said = f"(?:{said}|{re.escape(name.upper())})"
    return re.compile(rf"(?<!\w){said}(?:s|:s|'s|’s)?(?!\w)", flags)


def _named(
    store: Store, reading: Reading, framework: Framework, evidence: Sequence[str]
) -> Iterator[Related]:
    found, free = 0, reading.free
    for entry in framework.registers:
        own = next((one for one in free if names_in(one.read, entry)), None)
        if own is None or found == MOST_NAMED:
            continue
        retrieval = retrieve(store, entry.names[0], collections=evidence)
        for one in retrieval.ranking[:_LOOKED_THROUGH]:
            if _is_own(one.candidate.document, reading.document):
                continue
            span = _said_of(store, one, entry)
            if span is not None:
                found += 1
                yield _relate(entry.kind, entry.names[0], one.to_hit(1), span, reading, own)
                break


def _is_own(document: Document, own: Document) -> bool:
    """The same document, or the same bytes under another name."""
    return document.id == own.id or document.sha256 == own.sha256


def _said_of(store: Store, one: Scored, entry: Registered) -> Interval | None:
    """The first sentence of a passage that has the name and is no order to the reader."""
    passage = one.candidate.passage
    spans = [span for span in passage.sentences if names_in(passage.slice(span), entry)]
    if not spans:
        return None
    orders = orders_in(store, one)
    return next((s for s in spans if not any(o.overlaps(s) for o in orders)), None)


def _relate(
    kind: str,
    name: str,
    hit: Hit,
    span: Interval,
    reading: Reading,
    own: Told | None,
    *,
    duplicate: bool = False,
) -> Related:
    return Related(
        kind=kind,
        name=name,
        hit=hit,
        citation=cite(fit_passage(hit.passage), span, fit_document(hit.document)),
        own=reading.cite(own) if own else None,
        duplicate=duplicate,
    )


def _kindred(store: Store, reading: Reading, shelves: Sequence[str]) -> Iterator[Related]:
    """Other initiatives by the share of this one's sentences that have a counterpart there."""
    # a heading's word and a table's head have counterparts anywhere
    free = [one for one in reading.free if _states(one.text)]
    if not shelves or not free:
        return
    mine = np.stack([one.vector for one in free])
    found = []
    for document in store.catalog.documents(shelves):
        if _is_own(document, reading.document):
            continue
        near = _nearest(store, document, mine)
        if near is not None:
            share, own, passage, span = near
            if share >= _KIN:
                found.append((share, document, own, passage, span))
    found.sort(key=lambda item: -item[0])
    for rank, (share, document, own, passage, span) in enumerate(found[:_MOST_KIN], start=1):
        hit = Hit(passage, document, rank, share)
        duplicate = share >= _DUPLICATE
        yield _relate(
            "initiative",
            fit_document(document).title,
            hit,
            span,
            reading,
            free[own],
            duplicate=duplicate,
        )


def _states(text: str) -> bool:
    """Whether it has enough words to say something, and is no row of a table."""
    return len(text.split()) >= _FEWEST and " | " not in text


def _nearest(
    store: Store, document: Document, mine: FloatMatrix
) -> tuple[float, int, Passage, Interval] | None:
    """The share of sentences with a counterpart, and the pair that is most alike."""
    theirs: list[tuple[Passage, Interval]] = []
    vectors: list[FloatMatrix] = []
    place = (document.id, document.version)
    passages, items = store.catalog.passages_of(*place), store.catalog.vectors_of(*place)
    for passage, item in zip(passages, items, strict=True):
        if passage.kind is not BlockKind.FOOTNOTE and passage.sentences:
            kept = [n for n, span in enumerate(passage.sentences) if _states(passage.slice(span))]
            theirs += [(passage, passage.sentences[n]) for n in kept]
            vectors.append(item.vectors[1:][kept])
    if not theirs:
        return None
    alike = mine @ np.vstack(vectors).T
    own, other = np.unravel_index(int(alike.argmax()), alike.shape)
    share = float((alike.max(axis=1) >= _ALIKE).mean())
    return share, int(own), *theirs[int(other)]
