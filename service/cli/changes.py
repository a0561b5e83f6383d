"""Two versions of the strategy beside each other, as people read them on a terminal."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich.text import Text

from service.cli.paper import hang, plain
from service.schemas import StrategyChangeResponse

if TYPE_CHECKING:
    from rich.console import Console

_STYLES = {
    "added": "green",
    "removed": "red",
    "gone": "red",
    "changed": "yellow",
    "moved": "cyan",
    "same": "dim",
}


def show_change(change: StrategyChangeResponse, out: Console) -> None:
    """The clauses first, then every sentence that differs, then the assessments it touches."""
    for name, held in (("old", change.old), ("new", change.new)):
        hang(out, f"{name}  ", Text(plain(f"{held.title}, version {held.version} ({held.id})")))
    out.print()
    out.print(Text("The criteria's clauses", style="bold"))
    for clause in change.clauses:
        head = Text.assemble((f"{clause.criterion}  ", "bold"), (clause.what, _STYLES[clause.what]))
        hang(out, "  ", head)
        if clause.what in ("changed", "gone", "added"):
            _print_pair(out, clause.old, clause.new)
    out.print()
    counts = Counter(one.what for one in change.sentences)
    told = ", ".join(f"{counts[what]} {what}" for what in _STYLES if counts[what])
    out.print(Text(f"Sentences: {told or 'no difference'}", style="bold"))
    for one in change.sentences:
        if one.what != "moved":
            old = one.old.text if one.old else None
            _print_pair(out, old, one.new.text if one.new else None)
    out.print()
    if not change.touched:
        out.print("No assessment rests on what changed.")
    for own, criteria in change.touched.items():
        out.print(f"Touches {own}: {', '.join(criteria)}.")


def _print_pair(out: Console, old: str | None, new: str | None) -> None:
    """What was said after a minus, what is said after a plus."""
    for sign, text, style in (("-", old, "red"), ("+", new, "green")):
        if text:
            hang(out, Text(f"    {sign} ", style=style), Text(plain(text)))
    out.print()
