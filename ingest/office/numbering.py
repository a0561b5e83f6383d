"""What Word's styles and numbering make of a paragraph: a heading, a list item, its marker."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from docx.oxml.ns import qn

from ingest.markup.compose import BULLET

if TYPE_CHECKING:
    from lxml.etree import _Element

# Word stores the English name for its own styles; other programs write the localised one.
_HEADING = re.compile(
    r"(?:heading|rubrik|überschrift|overskrift|otsikko|titre|título|titolo|kop)\s*([1-9])$",
    re.IGNORECASE,
)
_TITLE = re.compile(r"(?:title|titel|rubrik|tittel|otsikko)$", re.IGNORECASE)
_LIST = re.compile(
    r"(?P<bullet>list bullet|punktlista)|(?P<number>list number|numrerad lista)"
    r"|list paragraph|liststycke",
    re.IGNORECASE,
)
_NONE = "0"


class Styles:
    """The styles of a document, followed through the styles they are based on."""

    def __init__(self, root: _Element | None) -> None:
        found = root.findall(qn("w:style")) if root is not None else []
        self._styles = {style.get(qn("w:styleId")): style for style in found}

    def chain(self, style_id: str | None) -> Iterator[_Element]:
        """The style and those it rests on, nearest first; a circle is left where it closes."""
        seen: set[str] = set()
        while style_id and style_id in self._styles and style_id not in seen:
            seen.add(style_id)
            yield self._styles[style_id]
            style_id = _value(self._styles[style_id], "w:basedOn")

    def hides(self, style_id: str | None) -> bool:
        """Whether text of the style is hidden."""
        found = (style.find(qn("w:rPr")) for style in self.chain(style_id))
        return next((hidden for p in found if (hidden := vanishes(p)) is not None), False)

    def heading_level(self, paragraph: _Element) -> int:
        """1..6 for a heading, by outline level or by the name of its style; else 0."""
        properties = paragraph.find(qn("w:pPr"))
        own = _value(properties, "w:outlineLvl")
        if own is not None:
            return _level(own)
        for style in self.chain(_value(properties, "w:pStyle")):
            name = _value(style, "w:name") or ""
            if match := _HEADING.match(name):
                return min(6, int(match[1]))
            if _TITLE.match(name):
                return 1
            outline = _value(style.find(qn("w:pPr")), "w:outlineLvl")
            if outline is not None:
                return _level(outline)
        return 0

    def numbering(self, paragraph: _Element) -> tuple[str, int] | None:
        """Number id and level from 0 of a list item, its own or its style's; else None."""
        properties = paragraph.find(qn("w:pPr"))
        chain = self.chain(_value(properties, "w:pStyle"))
        for holder in (properties, *(style.find(qn("w:pPr")) for style in chain)):
            numbered = holder.find(qn("w:numPr")) if holder is not None else None
            if numbered is not None:
                number = _value(numbered, "w:numId") or _NONE
                level = _value(numbered, "w:ilvl") or "0"
                return (number, int(level)) if number != _NONE else None
        return None

    def list_name(self, paragraph: _Element) -> re.Match[str] | None:
        """The match of a list style's name, for lists made without numbering."""
        style_id = _value(paragraph.find(qn("w:pPr")), "w:pStyle")
        names = (_value(style, "w:name") or "" for style in self.chain(style_id))
        return next((match for name in names if (match := _LIST.match(name))), None)


class Numbering:
    """Counts list items as Word does, to say which marker each one shows."""

    def __init__(self, root: _Element | None) -> None:
        self._formats: dict[tuple[str, int], tuple[str, int]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        if root is not None:
            self._learn(root)

    def _learn(self, root: _Element) -> None:
        abstract = {
            entry.get(qn("w:abstractNumId")): entry for entry in root.findall(qn("w:abstractNum"))
        }
        for number in root.findall(qn("w:num")):
            entry = abstract.get(_value(number, "w:abstractNumId"))
            for level in entry.findall(qn("w:lvl")) if entry is not None else ():
                place = (str(number.get(qn("w:numId"))), int(level.get(qn("w:ilvl"), "0")))
                start = _value(level, "w:start") or "1"
                self._formats[place] = (_value(level, "w:numFmt") or "decimal", int(start))

    def marker(self, number: str, level: int) -> str:
        """The marker of the next item; only decimal numbers are shown as such."""
        form, start = self._formats.get((number, level), ("bullet", 1))
        if form in {"bullet", "none"}:
            return BULLET
        counts = self._counts[number]
        counts[level] = counts.get(level, start - 1) + 1
        for deeper in [known for known in counts if known > level]:
            del counts[deeper]
        if form.endswith("Letter") and counts[level] <= 26:
            letter = chr(ord("a") + counts[level] - 1)
            return f"{letter.upper() if form.startswith('upper') else letter}. "
        return f"{counts[level]}. "


def vanishes(properties: _Element | None) -> bool | None:
    """Whether run properties hide the text; None where they do not say."""
    mark = properties.find(qn("w:vanish")) if properties is not None else None
    if mark is None:
        return None
    return mark.get(qn("w:val"), "true") not in {"0", "false", "off"}


def _value(element: _Element | None, tag: str) -> str | None:
    child = element.find(qn(tag)) if element is not None else None
    return child.get(qn("w:val")) if child is not None else None


def _level(outline: str) -> int:
    """Outline levels count from 0; 9 means body text."""
    return min(6, int(outline) + 1) if outline in set("012345678") else 0
