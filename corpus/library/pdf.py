"""A library source as a PDF: Markdown tree -> Typst markup -> pages."""

from datetime import datetime

import typst
from markdown_it.tree import SyntaxTreeNode

from corpus.library.markup import Source, split_runs

Notes = dict[str, SyntaxTreeNode]

_TEMPLATE = """\
#set document(title: {title}, author: {author}, keywords: {keyword}, date: {date})
#set text(font: "Libertinus Serif", size: 11pt, lang: {language}, region: {region})
#set par(justify: true, leading: 0.62em, spacing: 0.95em)
#set page(
  paper: "a4", margin: (x: {margin}, top: 2.6cm, bottom: 2.5cm), columns: {columns},
  header: context if counter(page).get().first() > 1 {{
    set text(size: 9pt, fill: luma(80))
    [#{title} #h(1fr) #{author}]
    v(-0.6em)
    line(length: 100%, stroke: 0.4pt + luma(150))
  }},
  footer: context align(center, text(size: 9pt, fill: luma(80),
    counter(page).display("1 (1)", both: true))),
)
#set heading(numbering: none)
#show heading: set block(above: 1.5em, below: 0.75em)
#show heading: set par(justify: false)
#show heading: set text(fill: rgb("#12463f"), hyphenate: false)
#show heading.where(level: 1): set text(size: 21pt)
#show heading.where(level: 1): set block(above: 0em, below: 0.8em)
#show heading.where(level: 2): set text(size: 14.5pt)
#show heading.where(level: 3): set text(size: 11.5pt)
#show footnote.entry: set text(size: 9pt)
#show table: set par(justify: false)
#show table: set text(size: 9.8pt)
#set table(stroke: 0.4pt + luma(150), inset: 6pt, align: left,
  fill: (_, y) => if y == 0 {{ rgb("#e3efec") }})
#set table.cell(breakable: false)
#show table.cell.where(y: 0): set text(weight: "bold")
#set list(indent: 0.4em, spacing: 0.7em)
#set enum(indent: 0.4em, spacing: 0.7em)
#let notice(body) = block(width: 100%, inset: 9pt, fill: rgb("#f4f1e6"),
  stroke: (left: 2.5pt + rgb("#b8862f")), {{ set text(size: 10pt); body }})
"""


def write_pdf(
    source: Source, title: str, author: str, published: datetime, *, language: str
) -> bytes:
    """Typeset a source; the same source gives the same bytes.

    The sha256 of the source stands in the document's keywords, so that a stale PDF can be told.
    """
    head = _TEMPLATE.format(
        title=_string(title),
        author=_string(author),
        keyword=_string(f"source-sha256:{source.sha256}"),
        date=f"datetime(year: {published.year}, month: {published.month}, day: {published.day})",
        language=_string(language),
        region=_string({"sv": "se", "en": "gb"}[language]),
        margin="2cm" if source.two_columns else "2.7cm",
        columns=2 if source.two_columns else 1,
    )
    markup = head + _body(source)
    # Only the fonts inside typst are used: another machine must give the same pages.
    return typst.compile(
        markup.encode(),
        format="pdf",
        ignore_system_fonts=True,
        timestamp=int(published.timestamp()),
    )


def _body(source: Source) -> str:
    blocks = [_block(node, source.notes) for node in source.blocks]
    if not source.two_columns:
        return "\n\n".join(blocks)
    # The title and the notice under it stand over both columns.
    opening = (
        f'#place(top, float: true, scope: "parent", clearance: 1.6em)[{blocks[0]} {blocks[1]}]'
    )
    return "\n\n".join([opening, *blocks[2:]])


def _block(node: SyntaxTreeNode, notes: Notes) -> str:
    match node.type:
        case "heading":
            return f"#heading(level: {node.tag[1:]})[{_inline(node, notes)}]"
        case "paragraph":
            return _inline(node, notes)
        case "blockquote":
            return f"#notice[{_blocks(node, notes)}]"
        case "bullet_list" | "ordered_list":
            call = "list" if node.type == "bullet_list" else "enum"
            return f"#{call}({_cells(node, notes)})"
        case "table":
            return _table(node, notes)
        case _:
            raise NotImplementedError(f"no Typst form for a Markdown {node.type}")


def _blocks(node: SyntaxTreeNode, notes: Notes) -> str:
    return "\n\n".join(_block(child, notes) for child in node.children)


def _cells(node: SyntaxTreeNode, notes: Notes) -> str:
    return ", ".join(f"[{_blocks(item, notes)}]" for item in node.children)


def _table(node: SyntaxTreeNode, notes: Notes) -> str:
    rows = [row for part in node.children for row in part.children]
    texts = [[f"[{_inline(cell, notes)}]" for cell in row.children] for row in rows]
    widths = [max(_length(cell) for cell in column) for column in _columns(rows)]
    # Columns share the page by their longest cell; the bounds keep a short one readable.
    columns = ", ".join(f"{min(max(width, 12), 60)}fr" for width in widths)
    body = ", ".join(cell for row in texts[1:] for cell in row)
    return f"#table(columns: ({columns}), table.header({', '.join(texts[0])}), {body})"


def _columns(rows: list[SyntaxTreeNode]) -> list[tuple[SyntaxTreeNode, ...]]:
    return list(zip(*(row.children for row in rows), strict=True))


def _length(cell: SyntaxTreeNode) -> int:
    return sum(len(child.content) for child in cell.children)


def _inline(node: SyntaxTreeNode, notes: Notes) -> str:
    children = node.children
    if children and children[0].type == "inline":
        children = children[0].children
    return "".join(_span(child, notes) for child in children)


def _span(node: SyntaxTreeNode, notes: Notes) -> str:
    match node.type:
        case "text":
            return "".join(_run(run.text, run.note, notes) for run in split_runs(node.content))
        case "softbreak":
            return " "
        case "strong":
            return f"#strong[{_inline(node, notes)}]"
        case "em":
            return f"#emph[{_inline(node, notes)}]"
        case "link":
            return f"#link({_string(str(node.attrs['href']))})[{_inline(node, notes)}]"
        case _:
            raise NotImplementedError(f"no Typst form for a Markdown {node.type}")


def _run(text: str, note: str | None, notes: Notes) -> str:
    # As a string expression nothing in the text can be taken for markup.
    shown = f"#{_string(text)}" if text else ""
    return shown if note is None else f"{shown}#footnote[{_inline(notes[note], notes)}]"


def _string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
