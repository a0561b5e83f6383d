"""Footnotes: small type at the foot of a page, each opened by the mark the text refers to."""

from __future__ import annotations

import re

from corpus.records import BlockKind
from ingest.layout.shapes import Draft, Line, Sheet

_SMALLER = 0.93
_LOWEST_TOP = 0.3
_LOOSEST = 3.0
_MARK = re.compile(r"\(?(?P<mark>\d{1,3}|[*†‡]{1,3}|[a-z])[.)]?(?P<rest>.*)")


def set_footnotes_apart(sheet: Sheet, body_size: float) -> None:
    """Move the footnotes of a page out of its body, as lines from the top one down."""
    small = [line for line in sheet.body if _is_note_size(line, sheet, body_size)]
    foot = [line for line in small if not _text_below(line, sheet, body_size)]
    if not foot:
        return
    chosen = {id(line) for line in foot}
    marks = _marks_in_text([line for line in sheet.body if id(line) not in chosen])
    notes: list[Line] = []
    for column in map(_bottom_run, _columns(foot)):
        starts = [number for number, line in enumerate(column) if _opens(line, marks)]
        if starts and not _has_cell_before(column[starts[0]], sheet, notes):
            notes.extend(column[starts[0] :])
    if notes:
        chosen = {id(line) for line in notes}
        sheet.body = [line for line in sheet.body if id(line) not in chosen]
        sheet.footnotes = notes


def _is_note_size(line: Line, sheet: Sheet, body_size: float) -> bool:
    low = line.y0 > _LOWEST_TOP * sheet.height
    return low and not line.turned and line.size <= _SMALLER * body_size


def _text_below(line: Line, sheet: Sheet, body_size: float) -> bool:
    """Whether text of the body's size stands further down in the same column."""
    return any(
        other.base > line.base + 1
        and other.size > _SMALLER * body_size
        and min(other.x1, line.x1) - max(other.x0, line.x0) > 0
        for other in sheet.body
        if not other.turned
    )


def _columns(lines: list[Line]) -> list[list[Line]]:
    """Lines that start at about the same left edge or overlap, each column from the top down."""
    columns: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.x0, line.base)):
        home = next((column for column in columns if _overlaps(column, line)), None)
        if home is None:
            columns.append([line])
        else:
            home.append(line)
    return [sorted(column, key=lambda line: (round(line.base), line.x0)) for column in columns]


def _has_cell_before(line: Line, sheet: Sheet, notes: list[Line]) -> bool:
    """Whether other text stands left of it on its row, as in a table: notes stand alone."""
    taken = {id(note) for note in notes}
    return any(
        abs(other.base - line.base) < 1 and other.x1 < line.x0 and id(other) not in taken
        for other in sheet.body
    )


def _bottom_run(column: list[Line]) -> list[Line]:
    """The lowest lines of a column that stand close together: labels in a figure do not."""
    start = len(column) - 1
    while start and column[start].base - column[start - 1].base < _LOOSEST * column[start].size:
        start -= 1
    return column[start:]


def _overlaps(column: list[Line], line: Line) -> bool:
    return line.x0 < max(each.x1 for each in column)


def _marks_in_text(lines: list[Line]) -> set[str]:
    """What could refer to a note: numbers and signs that end a word or stand alone."""
    marks: set[str] = set()
    for line in lines:
        for word in line.words:
            tail = re.search(r"(?:^|[^\d\s])(\d{1,3}|[*†‡]{1,3})[.,;:)”\"]*$", word.text)
            if tail:
                marks.add(tail[1])
            elif word.text[-1:].isdigit():
                # A mark right behind a year or a number ("20243") ends in the mark's digits.
                marks.update((word.text[-1], word.text[-2:]))
            raised = word.size < 0.85 * line.size and len(word.text) <= 3
            if raised:
                marks.update(re.findall(r"\d+|[a-z]", word.text))
    return marks


def _opens(line: Line, marks: set[str]) -> bool:
    mark = note_mark(line)
    return bool(mark) and mark in marks


def note_mark(line: Line) -> str:
    """The mark a line opens with: alone, raised and glued to the first word, or nothing."""
    count = 1
    while count < len(line.words) and line.words[count].glued:
        count += 1
    found = _MARK.fullmatch("".join(word.text for word in line.words[:count]))
    if not found:
        return ""
    alone = not found["rest"]
    if alone and (len(line.words) > count or found["mark"].isdigit()):
        return found["mark"]
    glued = found["rest"][:1].isalpha() and not found["mark"].isalpha()
    return found["mark"] if glued else ""


def note_blocks(sheet: Sheet) -> list[Draft]:
    """The notes of a page, one draft each, from the top down."""
    drafts: list[Draft] = []
    for line in sheet.footnotes:
        last = drafts[-1].lines[-1] if drafts else None
        same_row = last is not None and abs(last.base - line.base) < 1
        if last is None or (note_mark(line) and not same_row and _starts_note(line, drafts[-1])):
            drafts.append(Draft(BlockKind.FOOTNOTE, [[line]]))
        else:
            drafts[-1].cells[0].append(line)
    return drafts


def _starts_note(line: Line, current: Draft) -> bool:
    """Whether a line opening with a number is the next note, not a line that starts so."""
    mark, before = note_mark(line), note_mark(current.lines[0])
    if mark.isdigit() and before.isdigit():
        return abs(int(mark) - int(before)) <= 3
    return True
