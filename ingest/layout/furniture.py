"""Running headers, footers and page numbers: what repeats at the edge of the pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from ingest.layout.shapes import Line, Sheet

_EDGE = 0.16
_SIDE = 0.1
_BAND = 4.0
_NUMBER_BAND = 12.0
_ROW = 4.0
_FEW = 5
_NUMBER = re.compile(
    r"[\s\-–—|.•·]*(?:sida|sidan|sid|page|s\.|p\.)?\s*\(?(?P<number>\d{1,4}|[ivxlc]{1,7})"
    r"(?:\s*(?:\(\d+\)|/\s*\d+|av \d+|of \d+))?[\s\-–—|.•·)]*",
    re.IGNORECASE,
)
_NUMBER_OF = re.compile(r"(?:sida|page)?\s*\d+\s*(?:\(\d+\)|/\s*\d+|av \d+|of \d+)", re.IGNORECASE)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}

Place = tuple[int, int]


def set_furniture_apart(sheets: list[Sheet]) -> None:
    """Move what repeats at the pages' edges from each sheet's body to its furniture.

    A line is furniture when its words (digits aside) stand at the same height on three pages, or
    on every page of a document of two; when it is a page number in step with its page; or when
    it stands in the very row where most other pages have furniture. Only the outermost lines of
    a page are looked at, so a heading below the first line of text is never taken.
    """
    edges = {sheet.number: _edge_lines(sheet) for sheet in sheets}
    found = _repeated(edges, len(sheets)) | _numbered(edges) | _titles(edges, sheets)
    taken = {id(line) for sheet in sheets for line in _outer(sheet, found)}
    taken |= _in_line_with(taken, edges, sheets)
    for sheet in sheets:
        sheet.furniture = [line for line in sheet.body if id(line) in taken]
        sheet.body = [line for line in sheet.body if id(line) not in taken]


def _edge_lines(sheet: Sheet) -> list[Line]:
    """The lines in the outer sixth of the page, above and below, and in its side margins."""
    top, bottom = sheet.height * _EDGE, sheet.height * (1 - _EDGE)
    return [
        line
        for line in sheet.body
        if (not line.turned and (line.y1 < top or line.y0 > bottom)) or _in_side_margin(line, sheet)
    ]


def _outer(sheet: Sheet, found: set[int]) -> list[Line]:
    """What was found, from the top and bottom inwards up to the first row of other text.

    So a cell of a table, or a heading, that happens to repeat is left alone.
    """
    upright = sorted((line for line in sheet.body if not line.turned), key=lambda line: line.base)
    outer = [line for line in sheet.body if id(line) in found and _is_aside(line, sheet, found)]
    beside = {id(line) for line in outer}
    rows: list[list[Line]] = []
    for line in upright:
        if id(line) in beside:
            continue
        if rows and line.base - rows[-1][0].base < _ROW:
            rows[-1].append(line)
        else:
            rows.append([line])
    for direction in (rows, rows[::-1]):
        for row in direction:
            kept = [line for line in row if id(line) in found]
            if 2 * sum(line.letters for line in kept) < sum(line.letters for line in row):
                break
            outer.extend(row)
    return outer


def _is_aside(line: Line, sheet: Sheet, found: set[int]) -> bool:
    """Whether a line stands in a side margin, or beside the whole column of text."""
    if _in_side_margin(line, sheet):
        return True
    text = [other for other in sheet.body if id(other) not in found and not other.turned]
    if len(text) < _FEW or line.turned:
        return False
    return line.x0 > max(each.x1 for each in text) or line.x1 < min(each.x0 for each in text)


def _in_side_margin(line: Line, sheet: Sheet) -> bool:
    first, last = line.words[0].rect, line.words[-1].rect
    right, left = max(first[2], last[2]), min(first[0], last[0])
    return right < sheet.width * _SIDE or left > sheet.width * (1 - _SIDE)


def _key(line: Line) -> str:
    """The words without digits and spaces; what stays when only a number changes."""
    return re.sub(r"\d+", "#", re.sub(r"\s+", "", line.text.lower()))


def _repeated(edges: dict[int, list[Line]], pages: int) -> set[int]:
    places: defaultdict[tuple[str, int], list[Line]] = defaultdict(list)
    for lines in edges.values():
        for line in lines:
            band = round(line.base / _BAND)
            for near in (band - 1, band, band + 1):
                places[_key(line), near].append(line)
    taken: set[int] = set()
    for (key, _), lines in places.items():
        on = {line.page for line in lines}
        enough = 3 if pages > 2 else 2
        if len(on) >= enough and (key != "#" or _in_step(lines)) and not _is_counting(lines, key):
            taken.update(id(line) for line in lines)
    return taken


def _is_counting(lines: list[Line], key: str) -> bool:
    """Whether what repeats are numbered headings that merely fall at the same height."""
    numbers = [re.findall(r"\d+", line.text) for line in lines]
    if "#" not in key or len(key) < 2:
        return False
    first = [int(found[0][:9]) for found in numbers if found]
    steps = {number - line.page for number, line in zip(first, lines, strict=False)}
    return len(set(first)) > 2 and len(steps) > 2 and lines[0].size > 12


def _in_step(lines: list[Line]) -> bool:
    offsets = Counter(
        number - line.page for line in lines if (number := page_number(line.text)) is not None
    )
    return bool(offsets) and offsets.most_common(1)[0][1] >= 0.5 * len(lines)


def _numbered(edges: dict[int, list[Line]]) -> set[int]:
    """Lines that are nothing but a page number, where pages agree on count and height."""
    found: defaultdict[tuple[int, int, int], list[Line]] = defaultdict(list)
    for page, lines in edges.items():
        for line in lines:
            number = page_number(line.text)
            if number is not None:
                band = round(line.base / _NUMBER_BAND)
                for near in (band - 1, band, band + 1):
                    found[number - page, near, line.turned].append(line)
    taken = {
        id(line)
        for lines in edges.values()
        for line in lines
        if _NUMBER_OF.fullmatch(line.text.strip())
    }
    for lines in found.values():
        if len({line.page for line in lines}) >= (3 if len(edges) > 4 else 2):
            taken.update(id(line) for line in lines)
    return taken


def _titles(edges: dict[int, list[Line]], sheets: list[Sheet]) -> set[int]:
    """Lines that repeat the title of the first page in small type: a header seen only once."""
    largest = max((line.size for line in sheets[0].body), default=0.0)
    title = "".join(_key(line) for line in sheets[0].body if line.size > 0.95 * largest)
    return {
        id(line)
        for page, lines in edges.items()
        for line in lines
        if page > sheets[0].number and line.size < 0.8 * largest and _key(line) == title
    }


def page_number(text: str) -> int | None:
    """The number a line consists of (``12``, ``Sida 3 (11)``, ``– iv –``), or None."""
    found = _NUMBER.fullmatch(text)
    if not found:
        return None
    number = found["number"].lower()
    return int(number) if number.isdigit() else _roman(number)


def _roman(numeral: str) -> int:
    values = [_ROMAN[letter] for letter in numeral]
    following = [*values[1:], 0]
    return sum(
        -value if value < after else value for value, after in zip(values, following, strict=True)
    )


def _in_line_with(taken: set[int], edges: dict[int, list[Line]], sheets: list[Sheet]) -> set[int]:
    """Lines in a row where at least half of the pages have furniture, outside all other text."""
    rows: Counter[Place] = Counter()
    for lines in edges.values():
        rows.update({_place(line) for line in lines if id(line) in taken})
    common = {place for place, count in rows.items() if count >= max(3, 0.4 * len(sheets))}
    more: set[int] = set()
    for sheet in sheets:
        rest = [line for line in sheet.body if id(line) not in taken and not line.turned]
        candidates = [line for line in edges[sheet.number] if _place(line) in common]
        more.update(id(line) for line in candidates if _is_outermost(line, rest))
    return more


def _place(line: Line) -> Place:
    return round(line.base / 2), round(line.size * 2)


def _is_outermost(line: Line, rest: Iterable[Line]) -> bool:
    """Whether no other text lies between the line and the nearer edge of the page."""
    others = [other for other in rest if abs(other.base - line.base) > 3]
    above = all(other.y0 > line.y1 for other in others)
    below = all(other.y1 < line.y0 for other in others)
    return above or below
