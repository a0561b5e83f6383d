"""A memo as Markdown, with footnotes as GitHub, Pandoc and most editors read them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.memo import (
    Block,
    Bullets,
    Field,
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

_MARKS = re.compile(r"[\\`*_\[\]<>#|~&@$]")
# at the start of a line these open a list, a rule or the underline of a heading
_OPENS = re.compile(r"^(?:(\d{1,9})(?=[.)])|(?=[-+=:]))")
# many readers make a link of a bare address
_ADDRESS = re.compile(r"(:)(?=//)|(?<=\bwww)(\.)", re.IGNORECASE)
_BLANK = "\\_" * 12


def export_markdown(memo: Memo) -> str:
    """The memo as Markdown. Text of documents is escaped and never becomes a mark or a link."""
    return _Writer().write(memo)


class _Writer:
    """Writes blocks and gathers their footnotes, numbered in the order they are met."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    def write(self, memo: Memo) -> str:
        head = [f"**{escape(memo.mark)}**"] if memo.mark else []
        head += [f"# {escape(memo.title)}", f"**{escape(memo.subject)}**", _fields(memo.fields)]
        body = [text for block in memo.blocks for text in self._block(block)]
        notes = [f"[^{n}]: {text}" for n, text in enumerate(self.notes, start=1)]
        return "\n\n".join([*head, *body, *notes]) + "\n"

    def _block(self, block: Block) -> Iterator[str]:
        match block:
            case Heading():
                # the title has the first level
                yield f"{'#' * (block.level + 1)} {self._line(block.line)}"
            case Paragraph():
                yield self._paragraph(block)
            case Quote():
                yield f"> {self._line(block.line)}"
            case Bullets():
                yield "\n".join(f"- {self._line(item)}" for item in block.items)
            case Table():
                yield "\n".join(self._table(block))
            case Fields():
                yield _fields(block.fields)

    def _paragraph(self, block: Paragraph) -> str:
        text = self._line(block.line)
        if block.look in (Look.LABEL, Look.VERDICT):
            return f"**{text}**"
        return f"*{text}*" if block.look is Look.QUIET else text

    def _table(self, table: Table) -> Iterator[str]:
        yield _row(map(escape, table.heads))
        yield _row("---" for _ in table.heads)
        yield from (_row(map(self._line, row)) for row in table.rows)

    def _line(self, line: Line) -> str:
        # a mark at the start of a line counts only there
        parts = [self._span(span) for span in line]
        return _OPENS.sub(r"\g<0>\\", "".join(parts).strip(), count=1)

    def _span(self, span: Span) -> str:
        inner = _escape_marks(span.text)
        if span.strong and (bare := inner.strip()):
            lead = inner[: len(inner) - len(inner.lstrip())]
            inner = f"{lead}**{bare}**{inner[len(inner.rstrip()) :]}"
        if not span.note:
            return inner
        note = self._line(span.note)
        self.notes.append(note)
        return f"{inner}[^{len(self.notes)}]"


def escape(text: str) -> str:
    """The text on one line, so that a reader of Markdown shows exactly its words."""
    return _OPENS.sub(r"\g<0>\\", _escape_marks(text), count=1)


def _escape_marks(text: str) -> str:
    return _ADDRESS.sub(r"\\\g<0>", _MARKS.sub(r"\\\g<0>", text))


def _fields(fields: Sequence[Field]) -> str:
    return "\n".join(
        f"- **{escape(one.label)}:** {escape(one.value) if one.value else _BLANK}" for one in fields
    )


def _row(cells: Iterator[str] | map[str]) -> str:
    return f"| {' | '.join(cells)} |"
