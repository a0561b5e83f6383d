"""Page hit@k: the rank of the right page in a list of passages.

A page ranks by its best passage, so the places of a run are its distinct (document, page) pairs
in order of first appearance; a page of another document takes a rank like any other. A passage
that runs over a page break appears on both pages, the one it starts on first because that is the
page a hit names and opens, and each takes a rank of its own: touching two pages is never cheaper
than two passages. (The baseline's passages never touch two.)
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from eval.measures.share import Share, share_of

Place = tuple[str, int | None]
"""A document id and a 1-based page; None where the format has no pages."""


def distinct_places(hits: Iterable[Sequence[Place]]) -> tuple[Place, ...]:
    """Each place once, in order; every hit gives the places it touches."""
    return tuple(dict.fromkeys(place for hit in hits for place in hit))


def rank_of(places: Sequence[Place], right: Collection[Place]) -> int | None:
    """The 1-based rank of the first right place, or None where none was found."""
    return next((rank for rank, place in enumerate(places, 1) if place in right), None)


def hits_at(cutoff: int, ranks: Iterable[int | None]) -> Share:
    """The share of ranks at ``cutoff`` or better; None (not found) counts as missed."""
    return share_of(rank is not None and rank <= cutoff for rank in ranks)
