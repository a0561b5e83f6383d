"""From lines to paragraphs and list items: where one ends and the next begins."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.records import BlockKind
from ingest.layout.shapes import Draft, Line, list_marker

_SENTENCE_END = re.compile(r"[.!?:;…][”\"’')\]»]*\d{0,3}$")
_SAME_SIZE = 0.12
_LOOSER = 1.22
_ENOUGH = 3
_LOOSER_AT_END = 1.12


@dataclass(frozen=True, slots=True)
class Measures:
    """What is usual in a document: the type size of its text, and the line pitch of each size.

    ``size`` is points; a pitch is the distance of two baselines in type sizes.
    """

    size: float
    pitches: dict[float, float]
    bold: bool

    def pitch(self, size: float) -> float:
        """The usual pitch at a size; 1.3 where the size is too rare to tell."""
        return self.pitches.get(_half(size), 1.3)


def measure(lines: Iterable[Line]) -> Measures:
    """Count characters by size, and steps by size, over all the lines of a document."""
    every = list(lines)
    sizes: Counter[float] = Counter()
    bold = 0
    steps: defaultdict[float, Counter[float]] = defaultdict(Counter)
    for line in every:
        sizes[_half(line.size)] += line.letters
        bold += line.letters if line.bold else 0
    for line, after in pairwise(every):
        if line.page == after.page and abs(line.size - after.size) < 0.3 and line.size > 0:
            step = (after.base - line.base) / line.size
            if 0.9 < step < 3.2:
                steps[_half(line.size)][round(step * 20) / 20] += 1
    pitches = {size: _usual(found) for size, found in steps.items() if found.total() >= 3}
    size = sizes.most_common(1)[0][0] if sizes else 10.0
    return Measures(size, pitches, bold=bold > 0.5 * sizes.total())


def _half(size: float) -> float:
    return round(size * 2) / 2


def _usual(steps: Counter[float]) -> float:
    """The smallest step that a fifth of all lines share, neighbours counted in."""
    for step in sorted(steps):
        near = steps[step] + steps[round(step + 0.05, 2)] + steps[round(step - 0.05, 2)]
        if near >= 0.2 * steps.total():
            return step + 0.05
    return steps.most_common(1)[0][0]


def split_column(lines: list[Line], measures: Measures) -> list[Draft]:
    """The paragraphs and list items of lines that stand one under the other."""
    drafts: list[Draft] = []
    right = _right_edges(lines)
    measures = replace(measures, pitches={**measures.pitches, **_pitches(lines, right)})
    for line in lines:
        marker = list_marker(line)
        if drafts and not _ends(drafts[-1], line, marker, right=right, measures=measures):
            drafts[-1].cells[0].append(line)
            continue
        kind = BlockKind.LIST_ITEM if marker else BlockKind.PARAGRAPH
        drafts.append(Draft(kind, [[line]], marker=marker))
    return drafts


def _pitches(lines: list[Line], right: dict[float, float]) -> dict[float, float]:
    """The pitch inside this column's paragraphs: after full lines that end no sentence."""
    steps: defaultdict[float, Counter[float]] = defaultdict(Counter)
    for line, after in pairwise(lines):
        full = right[_half(line.size)] - line.x1 < 3 * line.size and not _is_complete(line)
        if full and abs(line.size - after.size) < 0.3 and not list_marker(after):
            steps[_half(line.size)][round((after.base - line.base) / line.size * 20) / 20] += 1
    return {size: _usual(found) for size, found in steps.items() if found.total() >= _ENOUGH}


def _right_edges(lines: list[Line]) -> dict[float, float]:
    """How far to the right lines of each size run."""
    edges: dict[float, float] = {}
    for line in lines:
        size = _half(line.size)
        edges[size] = max(edges.get(size, 0.0), line.x1)
    return edges


def _ends(
    draft: Draft, line: Line, marker: str, *, right: dict[float, float], measures: Measures
) -> bool:
    """Whether the draft is complete before the line."""
    lines = draft.cells[0]
    last = lines[-1]
    if last.words[-1].broken:
        return False
    if marker and _opens_item(draft, line, marker, right[_half(last.size)]):
        return True
    if not _same_type(last, line):
        return True
    step = (line.base - last.base) / last.size
    looser = _LOOSER_AT_END if _is_complete(last) else _LOOSER
    if step > looser * max(measures.pitch(last.size), 1.05):
        return True
    if last.size > 1.1 * measures.size and last.bold == line.bold:
        return False
    edge = right[_half(last.size)]
    return _indents(draft, line, edge) or _left_room(draft, line, edge)


def _opens_item(draft: Draft, line: Line, marker: str, right: float) -> bool:
    """Whether a bullet or number opens an item, rather than falling at the start of a line."""
    if marker == "o":
        return line.x0 > draft.lines[0].x0 - 1
    inside = draft.kind is BlockKind.PARAGRAPH and not _is_complete(draft.lines[-1])
    full = draft.lines[-1].x1 > right - 2 * line.size
    ambiguous = marker in "–—-−*" or marker[-1] in ".)"
    return not (ambiguous and inside and (full or marker[0].isdigit() or marker in "–—-−*"))


def _same_type(last: Line, line: Line) -> bool:
    larger = max(last.size, line.size)
    if abs(last.size - line.size) > _SAME_SIZE * larger:
        return False
    return not (last.bold and not line.bold and not line.words[0].bold and _all_bold(last))


def _all_bold(line: Line) -> bool:
    return line.bold and line.letters > 3


def _is_complete(line: Line) -> bool:
    return bool(_SENTENCE_END.search(line.words[-1].text))


def _indents(draft: Draft, line: Line, right: float) -> bool:
    """Whether the line is set in as the first line of a paragraph is, or back out of a list."""
    lines = draft.cells[0]
    last, size = lines[-1], lines[-1].size
    text_at = _text_start(lines[0])
    if draft.kind is BlockKind.LIST_ITEM:
        hanging = len(lines) > 1 and abs(last.x0 - text_at) < size
        back = line.x0 < lines[0].x0 - 0.5 * size and _is_complete(last)
        return back or (hanging and line.x0 < text_at - 0.7 * size)
    if len(lines) == 1 and abs(line.x0 - text_at) < 0.5 * size:
        return False
    may_end = _is_complete(last) or last.text[-1] in ")]}" or right - last.x1 > 2 * size
    return may_end and 0.8 * size < line.x0 - last.x0 < 5 * size


def _text_start(line: Line) -> float:
    return line.words[1].x0 if len(line.words) > 1 else line.x0


def _left_room(draft: Draft, line: Line, right: float) -> bool:
    """Whether the line's first word would have fitted on the line before: a break by intent."""
    last = draft.cells[0][-1]
    if _is_centred(last, line):
        return False
    room = right - last.x1 - 0.3 * last.size
    first = line.words[0].x1 - line.words[0].x0
    if line.words[0].broken or room < first + 0.5 * last.size:
        return False
    width = right - last.x0
    return _is_complete(last) or room - first > 0.3 * width


def _is_centred(last: Line, line: Line) -> bool:
    middle = abs((last.x0 + last.x1) - (line.x0 + line.x1)) / 2
    return middle < 0.5 * last.size and abs(last.x0 - line.x0) > last.size
