"""Lists: the sentence that opens one, and the items it opens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from corpus.records import Interval, Passage
from corpus.text import LIST_MARKER

MOST_ITEMS = 12
"""A longer list is not read out: whoever wants it opens the page."""
Item = tuple[Passage, Interval]
"""The passage an item stands in, and its first sentence there."""


def opens_list(text: str) -> bool:
    """Whether a sentence announces what follows it."""
    return text.endswith(":")


def lead_in(passage: Passage, number: int) -> Interval | None:
    """The sentence ending in a colon that introduces the list a sentence is an item of."""
    item = passage.sentences[number].end
    for before in reversed(passage.sentences[:number]):
        if opens_list(passage.slice(before)):
            # every block from there to the item itself must open with a marker
            blocks = passage.slice(Interval(before.end, item)).split("\n\n")[1:]
            return before if blocks and all(map(_is_item, blocks)) else None
    return None


def items_of(passage: Passage, number: int, following: Sequence[Passage]) -> tuple[Item, ...]:
    """The items of the list that a sentence opens, each by its first sentence.

    ``following`` are the document's passages after this one, in order; a list goes on in those
    under the same heading. Empty where no list follows, or one of more than ``MOST_ITEMS``.
    """
    section = takewhile(lambda one: one.heading_path == passage.heading_path, following)
    items: list[Item] = []
    for one in (passage, *section):
        begun = passage.sentences[number].end if one is passage else one.start
        for block in _blocks(one, begun):
            if not _is_item(one.slice(block)):
                return _fit(items)
            inside = range(block.start, block.end)
            if first := next((span for span in one.sentences if span.start in inside), None):
                items.append((one, first))
    return _fit(items)


def _fit(items: Sequence[Item]) -> tuple[Item, ...]:
    return tuple(items) if len(items) <= MOST_ITEMS else ()


def _blocks(passage: Passage, start: int) -> Iterator[Interval]:
    """The passage's blocks that begin at ``start`` or later."""
    at = start
    for block in passage.slice(Interval(start, passage.end)).split("\n\n"):
        if block.strip():
            yield Interval(at, at + len(block))
        at += len(block) + 2


def _is_item(block: str) -> bool:
    return LIST_MARKER.match(block.lstrip()) is not None
