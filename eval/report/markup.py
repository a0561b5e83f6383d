"""HTML in which nothing from a document can become markup: text is escaped unless made here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape

Attributes = Mapping[str, str | float]

# What HTML forbids even when escaped: control characters, lone surrogates, noncharacters.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_EMPTY_TAGS = frozenset({"meta", "br", "col"})


class Markup(str):
    """HTML that may stand as it is; only the functions of this module make it."""

    __slots__ = ()


def safe(text: str) -> Markup:
    """The text as HTML; what already is ``Markup`` stays as it is."""
    if isinstance(text, Markup):
        return text
    return Markup(escape(_FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)))


def join(parts: Iterable[str], between: str = "") -> Markup:
    """The parts one after the other."""
    return Markup(safe(between).join(safe(part) for part in parts))


def tag(name: str, attributes: Attributes, *children: str) -> Markup:
    """An element; numbers among the attributes keep two decimals at most."""
    shown = "".join(f' {key}="{safe(_shown(value))}"' for key, value in attributes.items())
    if name in _EMPTY_TAGS:
        return Markup(f"<{name}{shown}>")
    return Markup(f"<{name}{shown}>{join(children)}</{name}>")


def _shown(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")


def paragraph(*children: str) -> Markup:
    """A paragraph of running text."""
    return tag("p", {}, *children)


def foreign(text: str, language: str) -> Markup:
    """Words of a document or question, marked as the language (``sv``, ``en``) they are in.

    Isolated, so that characters that turn the writing direction end with them.
    """
    marked: Attributes = {} if language in ("", "und") else {"lang": language}
    return tag("bdi", marked, text)


def section(name: str, heading: str, *children: str) -> Markup:
    """A part of the page; ``name`` is its anchor."""
    title = tag("h2", {"id": f"{name}-heading"}, heading)
    marked = {"id": name, "aria-labelledby": f"{name}-heading"}
    return tag("section", marked, title, *children)


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> Markup:
    """A table whose first column heads its rows; too wide a one scrolls by itself."""
    heads = join(tag("th", {"scope": "col"}, cell) for cell in head)
    body = join(_row(row) for row in rows)
    whole = tag(
        "table",
        {},
        tag("caption", {}, caption),
        tag("thead", {}, tag("tr", {}, heads)),
        tag("tbody", {}, body),
    )
    return tag("div", {"class": "scroll", "tabindex": "0"}, whole)


def _row(cells: Sequence[str]) -> Markup:
    first = tag("th", {"scope": "row"}, cells[0])
    return tag("tr", {}, first, *(tag("td", {}, cell) for cell in cells[1:]))


def details(summary: str, *children: str) -> Markup:
    """Closed until it is asked for."""
    return tag("details", {}, tag("summary", {}, summary), *children)
