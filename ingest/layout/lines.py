"""From words to lines: words on one baseline, unless a gap sets them apart."""

from __future__ import annotations

import re
from itertools import pairwise
from statistics import median

import numpy as np

from ingest.layout.glyphs import Glyphs
from ingest.layout.shapes import Line, Sheet, Word
from ingest.layout.words import make_words

_GAP = 1.0
# Cells of a table have no space character between them, stretched words mostly do.
_UNTYPED_GAP = 0.75
_WIDEST, _FLUSH = 5.0, 2.5
_MARKER_GAP = 5.0
_MARKER = re.compile(
    r"[^\w\s]|\(?\w{1,3}[.)]|(?:[A-Z]{1,4}\d{0,2}\.)?(?:\d{1,2}\.)*\d{1,3}[.:]?"
    r"|(\d{1,3} )?([a-z] )?§|o"
)


def make_sheet(glyphs: Glyphs, number: int) -> Sheet:
    """The lines of one page; turned text after upright text, hidden text apart."""
    body: list[Line] = []
    hidden: list[Line] = []
    for turned in sorted(set(glyphs.directions.tolist())) if len(glyphs.codes) else ():
        here = glyphs.directions == turned
        for lines, chosen in ((body, here & ~glyphs.hidden), (hidden, here & glyphs.hidden)):
            words = make_words(glyphs, chosen, turned=turned)
            lines.extend(_lines(words, number, first=len(lines), turned=turned))
    return Sheet(number, glyphs.width, glyphs.height, body, hidden)


def visible_characters(glyphs: Glyphs) -> int:
    """How many characters of the page carry ink."""
    return int(np.count_nonzero((glyphs.codes > 32) & (glyphs.sizes > 0)))


def _lines(words: list[Word], page: int, *, first: int, turned: int) -> list[Line]:
    runs: list[list[Word]] = []
    for word in words:
        if runs and _continues(runs[-1], word):
            runs[-1].append(word)
        else:
            runs.append([word])
    lines = [
        Line(page, first + number, run, turned=turned).measure() for number, run in enumerate(runs)
    ]
    return _join_fragments(_join_stretched(lines))


def _join_stretched(lines: list[Line]) -> list[Line]:
    """Justified lines that wide spaces have torn apart, made whole.

    Such a line has spaces of one width and ends where the prose of its column ends.
    """
    prose = [line for line in lines if len(line.words) >= 5 and line.x1 - line.x0 > 12 * line.size]
    joined: list[Line] = []
    start = 0
    while start < len(lines):
        end = start + 1
        while end < len(lines) and _next_to(lines[end - 1], lines[end]):
            end += 1
        torn = lines[start:end]
        if len(torn) > 1 and _is_stretched([word for line in torn for word in line.words], prose):
            torn[0].words = [word for line in torn for word in line.words]
            joined.append(torn[0].measure())
        else:
            joined.extend(torn)
        start = end
    return joined


def _next_to(line: Line, after: Line) -> bool:
    gap, size = after.x0 - line.x1, max(line.size, after.size)
    return abs(line.base - after.base) < 0.5 and 0 < gap < _WIDEST * size


def _is_stretched(words: list[Word], prose: list[Line]) -> bool:
    gaps = [after.x0 - word.x1 for word, after in pairwise(words)]
    apart = [gap for gap, after in zip(gaps, words[1:], strict=True) if not after.glued]
    if not apart or max(apart) > 2 * median(apart):
        return False
    left, right, size = words[0].x0, words[-1].x1, words[0].size
    return any(
        abs(line.x1 - right) < _FLUSH and line.x0 - 1 < left < line.x0 + 5 * size for line in prose
    )


def _continues(run: list[Word], word: Word) -> bool:
    last = run[-1]
    if last.broken or not _same_row(last, word):
        return False
    gap, size = word.x0 - last.x1, max(last.size, word.size)
    if -0.5 * size <= gap <= (_GAP if word.typed else _UNTYPED_GAP) * size:
        return True
    return _is_marker(run) and 0 < gap <= _MARKER_GAP * size


def _is_marker(words: list[Word]) -> bool:
    """Whether words are what a tab follows: a bullet, a section number, ``7 a §``."""
    if len(words) > 3 or sum(len(word.text) for word in words) > 12:
        return False
    return _MARKER.fullmatch(" ".join(word.text for word in words)) is not None


def _same_row(first: Word | Line, second: Word | Line) -> bool:
    if abs(first.base - second.base) <= 0.25 * min(first.size, second.size):
        return True
    overlap = min(first.y1, second.y1) - max(first.y0, second.y0)
    smaller = min(first.y1 - first.y0, second.y1 - second.y0)
    return overlap > 0.6 * smaller and abs(first.base - second.base) < 0.6 * max(
        first.size, second.size
    )


def _join_fragments(lines: list[Line]) -> list[Line]:
    """Pieces of a line that the content stream draws apart: raised marks, list bullets."""
    by_row = sorted(lines, key=lambda line: (line.base, line.x0))
    gone: set[int] = set()
    for number, line in enumerate(by_row):
        for other in by_row[number + 1 :]:
            if other.base - line.base > max(line.size, other.size):
                break
            if other.order in gone or line.order in gone:
                continue
            left, right = (line, other) if line.x0 <= other.x0 else (other, line)
            if _same_row(left, right) and _touches(left, right):
                _merge(left, right, gone=gone)
    return [line for line in lines if line.order not in gone]


def _touches(left: Line, right: Line) -> bool:
    size, gap = max(left.size, right.size), right.x0 - left.words[-1].x1
    if left.words[-1].broken:
        return False
    if -0.3 * size <= gap <= 0.45 * size:
        return True
    near = abs(left.order - right.order) <= 1 and not left.words[0].text[-1].isdigit()
    return near and 0 < gap <= _MARKER_GAP * size and _is_marker(left.words)


def _merge(left: Line, right: Line, *, gone: set[int]) -> None:
    """Both become one line, at the content place of the longer piece."""
    kept, other = (left, right) if left.letters >= right.letters else (right, left)
    gap = right.x0 - left.words[-1].x1
    right.words[0].glued = gap < 0.12 * max(left.size, right.size) and not _digits(left, right)
    kept.words = left.words + right.words
    gone.add(other.order)
    kept.measure()


def _digits(left: Line, right: Line) -> bool:
    return left.words[-1].text[-1].isdigit() and right.words[0].text[0].isdigit()
