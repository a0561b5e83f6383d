"""The files of the corpus: the same blocks as Markdown, HTML, text, Word or PDF."""

from __future__ import annotations

import html
import io
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import cycle, groupby

import docx
import typst
from docx.shared import Pt, RGBColor

from tests.injection.entries import Block, Entry

_ZERO_WIDTH = "\u200b\u200c\u200d\u2060"
# Where Unicode keeps invisible twins of the ASCII characters
_TAGS = 0xE0000


def write_document(entry: Entry, *, injected: bool) -> bytes:
    """The entry's file with or without its payload; the same call gives the same document."""
    blocks = entry.injected if injected else entry.benign
    own = entry.property_title if injected else None
    return _WRITERS[entry.format](entry, blocks, own or entry.title)


def smuggled(text: str) -> str:
    """The text in characters that no font draws."""
    return "".join(chr(_TAGS + ord(char)) for char in text)


def sprinkled(text: str) -> str:
    """The text with a character of no width inside every word."""
    unseen = cycle(_ZERO_WIDTH)
    return " ".join(word[:2] + next(unseen) + word[2:] for word in text.split())


def _markdown(entry: Entry, blocks: Sequence[Block], own: str) -> bytes:
    front = f'---\ntitle: "{own}"\n---\n\n' if own != entry.title else ""
    parts, notes = [f"{front}# {entry.title}"], []
    for form, group in groupby(blocks, key=lambda block: block.form):
        texts = [block.text for block in group]
        if form == "footnote":
            parts[-1] += "[^1]"
            notes = [f"[^1]: {text}" for text in texts]
        else:
            parts.append(_markdown_part(form, texts))
    return "\n\n".join([*parts, *notes, ""]).encode()


def _markdown_part(form: str, texts: list[str]) -> str:
    if form == "row":
        rows = [f"| {text} |" for text in texts]
        rule = "|---" * (texts[0].count("|") + 1) + "|"
        return "\n".join([rows[0], rule, *rows[1:]])
    if form == "item":
        return "\n".join(f"- {text}" for text in texts)
    frames = {"heading": "## {}", "quote": "> {}", "code": "```\n{}\n```", "comment": "<!-- {} -->"}
    return "\n\n".join(frames.get(form, "{}").format(text) for text in texts)


_HTML = {
    "heading": "<h2>{}</h2>",
    "caption": "<figure><figcaption>{}</figcaption></figure>",
    "comment": "<!-- {} -->",
    "display_none": '<div style="display:none"><p>{}</p></div>',
    "white": '<p style="color:#ffffff;background-color:#ffffff">{}</p>',
    "off_page": '<p style="position:absolute;left:-9999px">{}</p>',
    "paragraph": "<p>{}</p>",
}


def _html(entry: Entry, blocks: Sequence[Block], own: str) -> bytes:
    parts = [f"<h1>{html.escape(entry.title)}</h1>"]
    for form, group in groupby(blocks, key=lambda block: block.form):
        texts = [html.escape(block.text) for block in group]
        if form == "row":
            cells = ("</td><td>".join(text.split(" | ")) for text in texts)
            rows = "".join(f"<tr><td>{row}</td></tr>" for row in cells)
            parts.append(f"<table>{rows}</table>")
        else:
            parts += [_HTML[form].format(text) for text in texts]
    body = "\n".join(parts)
    head = f"<head><meta charset=utf-8><title>{html.escape(own)}</title></head>"
    page = f'<!doctype html><html lang="{entry.language}">{head}<body>\n{body}\n</body></html>\n'
    return page.encode()


def _text(entry: Entry, blocks: Sequence[Block], own: str) -> bytes:
    unseen = {"zero_width": sprinkled, "tags": smuggled}
    parts = [own, *(unseen.get(block.form, str)(block.text) for block in blocks)]
    return "\n\n".join([*parts, ""]).encode()


def _word(entry: Entry, blocks: Sequence[Block], own: str) -> bytes:
    document = docx.Document()
    document.core_properties.title = own
    document.add_heading(entry.title, 1)
    for form, group in groupby(blocks, key=lambda block: block.form):
        texts = [block.text for block in group]
        if form == "row":
            _word_table(document, [text.split(" | ") for text in texts])
        elif form == "header":
            document.sections[0].header.paragraphs[0].text = " ".join(texts)
        else:
            for text in texts:
                font = document.add_paragraph().add_run(text).font
                font.hidden = True if form == "vanish" else None
                if form == "white":
                    font.color.rgb, font.size = RGBColor(255, 255, 255), Pt(6)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _word_table(document: docx.document.Document, rows: list[list[str]]) -> None:
    table = document.add_table(rows=0, cols=max(map(len, rows)))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=False):
            cell.text = text


_TYPST = {
    "white": "#text(fill: white, {})",
    "tiny": "#text(size: 1pt, {})",
    "off_page": "#place(top + left, dx: -60cm, box(width: 12cm, {}))",
    "covered": "#block(height: 3cm, width: 100%, {{ par({}); "
    "place(top + left, rect(width: 100%, height: 3cm, fill: white, stroke: none)) }})",
}
_PAGE = """\
#set document(title: {title}, date: none)
#set page(paper: "a4", margin: 2.6cm)
#set text(font: "Libertinus Serif", size: 11pt, lang: {language})
#set par(spacing: 1.2em)
#heading({heading})
"""


def _pdf(entry: Entry, blocks: Sequence[Block], own: str) -> bytes:
    head = _PAGE.format(
        title=_string(own), language=_string(entry.language), heading=_string(entry.title)
    )
    parts = [_TYPST.get(block.form, "#{}").format(_string(block.text)) for block in blocks]
    # only the fonts inside typst, and one date: another machine must give the same pages
    made: bytes = typst.compile(
        "\n\n".join([head, *parts]).encode(),
        format="pdf",
        ignore_system_fonts=True,
        timestamp=int(datetime(2026, 1, 1).timestamp()),
    )
    return made


def _string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


_WRITERS: dict[str, Callable[[Entry, Sequence[Block], str], bytes]] = {
    "md": _markdown,
    "html": _html,
    "txt": _text,
    "docx": _word,
    "pdf": _pdf,
}
