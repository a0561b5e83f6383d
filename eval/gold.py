"""Where the words of a piece of evidence stand in a version's canonical text.

By letters and digits alone, so that hyphens, spaces and quotation marks may differ, and evidence
may end inside a word, which ``corpus.text.locate``, made for quotes that are shown, does not allow.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from corpus.catalog import Catalog
from corpus.records import BODY_KINDS, Block, BlockKind, Document, Page
from eval.originals import reduce_text

# running headers and hidden text are never cited, so nothing there can be evidence
_CITABLE = BODY_KINDS | {BlockKind.FOOTNOTE}


@dataclass(frozen=True, slots=True)
class Standing:
    """One place where words stand: half-open, with 1-based pages where the format has them."""

    start: int
    end: int
    page: int | None
    page_end: int | None


def find_standings(catalog: Catalog, document: Document, words: str) -> tuple[Standing, ...]:
    """Every place of the words in body text or footnotes of a version, in text order."""
    blocks = catalog.blocks(document.id, document.version)
    pages = catalog.pages(document.id, document.version)
    starts = [block.start for block in blocks]
    found = []
    for start, end in find_words(words, catalog.text(document.id, document.version)):
        block = blocks[bisect_right(starts, start) - 1]
        if block.kind in _CITABLE:
            first, last = (_page_at(at, pages, block) for at in (start, end - 1))
            found.append(Standing(start, end, first, last))
    return tuple(found)


def _page_at(offset: int, pages: Sequence[Page], block: Block) -> int | None:
    """The page of an offset: of body text by its interval, of a footnote by its block."""
    inside = (page.number for page in pages if page.start <= offset < page.end)
    return next(inside, block.page)


def find_words(words: str, text: str) -> list[tuple[int, int]]:
    """Half-open intervals of ``text`` with the letters and digits of ``words``, in their order."""
    wanted = reduce_text(words)
    letters, offsets = _letters(text)
    found, at = [], letters.find(wanted) if wanted else -1
    while at >= 0:
        found.append((int(offsets[at]), int(offsets[at + len(wanted) - 1]) + 1))
        at = letters.find(wanted, at + 1)
    return found


# city plans hold half a million characters, and many questions are on the same one
@lru_cache(maxsize=32)
def _letters(text: str) -> tuple[str, npt.NDArray[np.int32]]:
    """The reduced text, and for each of its letters the offset it comes from."""
    reduced = [_reduced(char) for char in text]
    lengths = np.fromiter((len(one) for one in reduced), np.int32, len(reduced))
    return "".join(reduced), np.repeat(np.arange(len(text), dtype=np.int32), lengths)


@lru_cache(maxsize=4096)
def _reduced(char: str) -> str:
    return reduce_text(char)
