"""A document's text as a plain HTML page with an interval marked."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from corpus.records import Block, BlockKind, Document, Interval

_ASIDE = frozenset({BlockKind.FURNITURE, BlockKind.HIDDEN, BlockKind.FOOTNOTE})


def marked_html(
    document: Document, text: str, blocks: Iterable[Block], interval: Interval | None
) -> str:
    """The page. Everything from the document is escaped; the first mark has the id ``quote``."""
    title = escape(document.title)
    language = document.language if document.language.isalpha() else "und"
    body = "\n".join(_block(text, block, interval) for block in blocks)
    # one id, on the first of the marks
    body = body.replace("<mark>", '<mark id="quote">', 1)
    return (
        f'<!doctype html>\n<html lang="{language}">\n<meta charset="utf-8">\n'
        f"<title>{title}</title>\n<main>\n{body}\n</main>\n</html>\n"
    )


def _block(text: str, block: Block, interval: Interval | None) -> str:
    inner = _inner(text, block, interval)
    if block.kind is BlockKind.HEADING:
        level = min(max(block.level, 1), 6)
        return f"<h{level}>{inner}</h{level}>"
    return f"<p><small>{inner}</small></p>" if block.kind in _ASIDE else f"<p>{inner}</p>"


def _inner(text: str, block: Block, interval: Interval | None) -> str:
    """The block's text, escaped, with its part of the interval in ``<mark>``."""
    if interval is None or not interval.overlaps(Interval(block.start, block.end)):
        return escape(text[block.start : block.end])
    start, end = max(interval.start, block.start), min(interval.end, block.end)
    before, marked, after = text[block.start : start], text[start:end], text[end : block.end]
    return f"{escape(before)}<mark>{escape(marked)}</mark>{escape(after)}"
