"""A memo as a tagged PDF, set by typst.

Everything is written in typst's code mode, where text is a string literal and nothing else, so
that no quote is ever read as markup or run as code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Literal

import typst

from pipeline.memo import (
    Block,
    Bullets,
    Fields,
    Heading,
    Line,
    Look,
    Memo,
    Paragraph,
    Quote,
    Span,
    Table,
)

_LOOKS = Path(__file__).with_name("memo.typ")
_REGIONS = {"sv": "se", "en": "gb"}
# typst breaks no word without a hyphen: a longer one gets places where it may be broken
_LONGEST = 40
_UNBROKEN = re.compile(rf"\S{{{_LONGEST + 1},}}")
_PIECE = re.compile(rf"\S{{{_LONGEST}}}(?=\S)")


def export_pdf(memo: Memo) -> bytes:
    """The memo as a tagged PDF (PDF/UA-1), with title, keywords and language.

    Only the fonts inside typst are used, so that every machine gives the same pages. Where a text
    holds a character they lack, PDF/UA cannot be declared; the file is tagged all the same.
    """
    source = write_source(memo).encode()
    try:
        return _compile(source, "ua-1")
    except typst.TypstError:
        return _compile(source, None)


def _compile(source: bytes, standard: Literal["ua-1"] | None) -> bytes:
    return typst.compile(
        source, format="pdf", ignore_system_fonts=True, pdf_standards=standard, timestamp=0
    )


def write_source(memo: Memo) -> str:
    """The memo in typst's code mode."""
    facts = memo.properties
    head = "\n".join(
        [
            f"#set document(title: {_string(facts.title)}, author: (), date: {_date(facts.created)}"
            f", description: {_string(facts.comments)}"
            f", keywords: {_array(map(_string, facts.keywords))})",
            f"#set text({_language(memo.language)})",
            f"#show: memo.with(running: {_string(memo.running)}, mark: {_string(memo.mark)}"
            f", pager: (page, pages) => {_pager(memo.pager)})",
        ]
    )
    fields = _array(f"({_string(one.label)}, {_string(one.value)})" for one in memo.fields)
    opening = (
        f"masthead({_string(memo.title)}, {_string(memo.subject)}, {_string(memo.mark)}, {fields})"
    )
    blocks = "\n".join(_block(block) for block in memo.blocks)
    looks = _LOOKS.read_text(encoding="utf-8")
    return f"{looks}\n{head}\n#{{\n{opening}\n{blocks}\n}}\n"


def _block(block: Block) -> str:
    match block:
        case Heading():
            # the title stands above all of them and has no level
            opens = "pagebreak(weak: true)\n" if block.page else ""
            return f"{opens}heading(level: {block.level}, {_line(block.line)})"
        case Paragraph():
            return _paragraph(block)
        case Quote():
            return f"cited({_line(block.line)})"
        case Bullets():
            return f"list({', '.join(map(_line, block.items))})"
        case Table():
            return _table(block)
        case Fields():
            pairs = (f"({_string(one.label)}, {_string(one.value)})" for one in block.fields)
            return f"facts({_array(pairs)})"


def _paragraph(block: Paragraph) -> str:
    keep = ", keep: true" if block.keep or block.look is Look.LABEL else ""
    return f"said({_string(block.look.value)}, {_line(block.line)}{keep})"


def _table(block: Table) -> str:
    columns = _array(f"{width}fr" for width in block.widths)
    heads = ", ".join(_string(head) for head in block.heads)
    cells = ", ".join(_line(cell) for row in block.rows for cell in row)
    table = f"table(columns: {columns}, table.header({heads}), {cells})"
    return f"block(breakable: false, {table})" if block.whole else table


def _line(line: Line) -> str:
    return f"{{ {'; '.join(map(_span, line)) or _string('')} }}"


def _span(span: Span) -> str:
    text = _string(span.text)
    if language := _language(span.language):
        text = f"text({language}, {text})"
    if span.strong:
        text = f"strong({text})"
    if span.quiet:
        text = f"quiet({text})"
    return f"{text}; footnote({_line(span.note)})" if span.note else text


def _language(code: str) -> str:
    """Named arguments of ``text`` for a language code; empty for one typst would refuse."""
    if not re.fullmatch(r"[a-z]{2,3}", code) or code == "und":
        return ""
    region = f', region: "{_REGIONS[code]}"' if code in _REGIONS else ""
    return f'lang: "{code}"{region}'


def _date(created: str) -> str:
    try:
        day = datetime.fromisoformat(created)
    except ValueError:
        return "none"
    return f"datetime(year: {day.year}, month: {day.month}, day: {day.day})"


def _pager(template: str) -> str:
    """``Sida {page} ({pages})`` as a sum of strings."""
    parts = re.split(r"\{(page|pages)\}", template)
    return " + ".join(f"str({part})" if at % 2 else _string(part) for at, part in enumerate(parts))


def _array(items: Iterable[str]) -> str:
    return f"({''.join(f'{item}, ' for item in items)})"


def _string(text: str) -> str:
    broken = _UNBROKEN.sub(lambda word: _PIECE.sub("\\g<0>\u200b", word[0]), text)
    escaped = broken.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
