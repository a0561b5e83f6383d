"""Stdout for people: width, colour, safe text, paragraphs set in behind their number."""

from __future__ import annotations

import re
import sys

from rich.console import Console
from rich.text import Text

_WIDEST = 100


def console() -> Console:
    """Stdout at most 100 columns wide; no colour codes unless it is a terminal."""
    found = Console(highlight=False, markup=False, emoji=False)
    # a pipe has no width of its own
    width = min(found.width, _WIDEST) if sys.stdout.isatty() else _WIDEST
    return Console(width=width, highlight=False, markup=False, emoji=False)


def plain(text: str) -> str:
    """A document's text made safe for a terminal: control characters become spaces."""
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text)


def cut_short(text: str, most: int) -> str:
    """The text, or as many of its whole words as ``most`` characters hold, and an ellipsis."""
    if len(text) <= most:
        return text
    whole = re.match(rf".{{1,{most}}}(?=\s)", text, re.DOTALL)
    return f"{(whole[0] if whole else text[:most]).rstrip()} …"


def hang(out: Console, lead: str | Text, text: Text) -> None:
    """Print a paragraph wrapped beside its lead, with nothing at the ends of its lines."""
    first = Text(lead) if isinstance(lead, str) else lead
    rest = Text(" " * first.cell_len)
    for number, line in enumerate(text.wrap(out, out.width - first.cell_len)):
        line.rstrip()
        whole = Text.assemble(rest if number else first, line)
        whole.rstrip()
        out.print(whole, soft_wrap=True)
