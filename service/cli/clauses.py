"""``samklang framework``: check, bind, compare."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text

from corpus.framework import Binding
from service.cli.paper import console, hang, plain
from service.cli.session import Gauge, at_hand, emit, perform
from service.procedures.clauses import bind_framework, check_framework, compare_versions
from service.rebinding import Rebinding
from service.schemas import FrameworkResponse, RebindingResponse
from service.words import Place, describe_place, words

if TYPE_CHECKING:
    from rich.console import Console

    from corpus.records import Citation

_LANGUAGE = "en"


def run_check(path: Path | None, *, as_json: bool) -> int:
    """Tell where every clause stands; 1 when one is found nowhere or in several places."""
    with at_hand(Gauge(), resume=False) as held:
        binding = perform(held, check_framework, path=path and path.absolute())
    if as_json:
        emit(FrameworkResponse.from_record(binding))
    else:
        _show_binding(binding)
    return 1 if binding.unresolved or binding.document is None else 0


def _show_binding(binding: Binding) -> None:
    out, known = console(), binding.framework
    out.print(Text(f"{known.title[_LANGUAGE]} ({known.id}, version {known.version})", style="bold"))
    if binding.document is None:
        shelves = " or ".join(known.collections)
        told = (
            f"There is no strategy in the collection {shelves}, so no clause can be looked up. "
            f"Take it in with: samklang ingest PATH --collection {known.collections[0]}"
        )
        hang(out, "", Text(told, style="red"))
        return
    held = binding.document
    hang(out, "", Text(plain(f"{held.title} ({held.id}, version {held.version})"), style="dim"))
    for criterion in known.criteria:
        out.print()
        lead = Text(f"{criterion.id}  ", style="bold")
        hang(out, lead, Text(plain(criterion.title[_LANGUAGE]), style="bold"))
        for citation in binding.of(criterion.id):
            _print_clause(out, citation)
        _print_unresolved(out, binding, criterion.id)
    _print_verdict(out, binding)


def _print_clause(out: Console, citation: Citation) -> None:
    said = words(citation.document.language)
    place = Place(
        citation.page,
        citation.page_end,
        citation.page_label,
        citation.heading_path,
        citation.paragraph,
    )
    quote = f"{said.quote_open}{plain(' '.join(citation.quote.split()))}{said.quote_close}"
    hang(out, "    ", Text.assemble(quote, (f"  {plain(describe_place(place, said))}", "dim")))


def _print_unresolved(out: Console, binding: Binding, criterion: str) -> None:
    for one in binding.unresolved:
        if one.criterion != criterion:
            continue
        if one.pointer is None:
            hang(out, "    ", Text("no clause was found", style="red"))
        else:
            told = f'"{one.pointer.anchor}" under "{one.pointer.heading}": {one.places} places'
            hang(out, "    ", Text(plain(told), style="red"))


def _print_verdict(out: Console, binding: Binding) -> None:
    out.print()
    named = sorted({one.criterion for one in binding.unresolved})
    if named:
        hang(out, "", Text(f"Not resolved: {', '.join(named)}.", style="red"))
    else:
        out.print(Text("Every criterion has its clauses.", style="green"))


def run_bind(*, as_json: bool) -> int:
    """Keep where the clauses stand now; tell what moved, and which findings are open again."""
    with at_hand(Gauge(), resume=False) as held:
        again = perform(held, bind_framework)
    if as_json:
        emit(RebindingResponse.from_record(again))
    else:
        _show_rebinding(again)
    return 1 if again.binding.document is None else 0


def _show_rebinding(again: Rebinding) -> None:
    out, binding = console(), again.binding
    if binding.document is None:
        _show_binding(binding)
        return
    held = binding.document
    out.print(
        f"Bound to {plain(held.title)}, version {held.version}: {len(binding.clauses)} clauses."
    )
    if again.first:
        out.print("There was no binding before.")
    elif not again.moved:
        out.print("No clause moved since the last binding.")
    for one in again.moved:
        hang(out, Text(f"{one.criterion}  ", style="bold"), Text(f"{one.what}: {plain(one.quote)}"))
    for own, criteria in again.reopened.items():
        out.print(f"Open again in {own}: {', '.join(criteria)}.")
    if binding.unresolved:
        _print_verdict(out, binding)


def run_compare(old: str, new: str, *, as_json: bool) -> None:
    """Tell what changed from one version of the strategy to another, and what it touches."""
    with at_hand(Gauge(), resume=False) as held:
        told = perform(held, compare_versions, old=old, new=new)
    if as_json:
        emit(told)
        return
    from service.cli.changes import show_change

    show_change(told, console())
