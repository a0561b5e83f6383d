"""Tables, recognised by the order in which a page draws its cells.

Whoever writes a table draws it row by row, and whoever sets two columns draws the first to its
end before the second. So the order of the content tells one from the other where their shapes
do not.
"""

from __future__ import annotations

from statistics import median

from ingest.layout.shapes import Line

Cell = list[Line]
Row = list[Cell]

_TALLEST_CELL = 5
_TALLEST_ROW = 14
_TALLEST_PAIR = 8
_TIGHT = 1.4


def rows_of(lines: list[Line]) -> list[Row]:
    """Lines in content order as rows of cells; running text comes out as rows of one cell."""
    rows: list[Row] = []
    for line in lines:
        if rows and _stacked(rows[-1], line):
            rows[-1][-1].append(line)
        elif rows and (at := _beside(rows[-1], line)) is not None:
            if at:
                rows.append([rows[-1][0][at:]])
                rows[-2] = [rows[-2][0][:at]]
            rows[-1].append([line])
        else:
            rows.append([[line]])
    return rows


def _stacked(row: Row, line: Line) -> bool:
    """Whether a line stands under the last one of a row's last cell, and in its column."""
    last = row[-1][-1]
    if last.turned != line.turned:
        return False
    if len(row) > 1 and line.x0 < max(each.x1 for each in row[-2]) - 1:
        return False
    overlap = min(last.x1, line.x1) - max(last.x0, line.x0)
    step = line.base - last.base
    return overlap > 0 and 0 < step < 6 * max(last.size, line.size)


def _beside(row: Row, line: Line) -> int | None:
    """Where in the row's last cell the line's neighbours begin; None when it stands elsewhere.

    A first cell may have running text above it, drawn in one go; that text is cut off there.
    """
    cell = row[-1]
    if cell[0].turned != line.turned or line.base > cell[-1].base + 0.5 * line.size:
        return None
    level = next((at for at, each in enumerate(cell) if _level(each, line)), None)
    if level is None:
        level = next((at for at, each in enumerate(cell) if each.y1 > line.y0), None)
        while level and cell[level].base - cell[level - 1].base < _TIGHT * cell[level].size:
            level -= 1
    if level is None or line.x0 < max(each.x1 for each in cell[level:]) - 1:
        return None
    if line.y1 < cell[level].y0:
        return None
    return level if len(row) == 1 else 0


def _level(first: Line, second: Line) -> bool:
    return abs(first.base - second.base) < 0.3 * max(first.size, second.size)


def is_table(rows: list[Row]) -> bool:
    """Whether consecutive rows of several cells are a table rather than columns of text."""
    if len(rows) < 2:
        return False
    heights = [len(cell) for row in rows for cell in row]
    return median(heights) <= _TALLEST_CELL


def groups_of(rows: list[Row]) -> list[tuple[bool, list[Row]]]:
    """Rows in groups, each marked whether it is a table; the rest is running text."""
    groups: list[tuple[bool, list[Row]]] = []
    for row in rows:
        wide = len(row) > 1 and not _is_columns(row)
        if groups and groups[-1][0] == wide:
            groups[-1][1].append(row)
        else:
            groups.append((wide, [row]))
    return [(wide and is_table(group), group) for wide, group in groups]


def _is_columns(row: Row) -> bool:
    """Whether a row is text in columns: a cell as tall as no cell is, or two tall ones."""
    heights = sorted(len(cell) for cell in row)
    return heights[-1] > _TALLEST_ROW or heights[-2] > _TALLEST_PAIR
