"""``samklang portfolio``: the matrix on a terminal, or as a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.table import Table
from rich.text import Text

from pipeline.memo.words import Words, words
from pipeline.portfolio import Overlap, Portfolio, Row, build_portfolio
from service.cli.assessed import VERDICT_STYLES
from service.cli.assessing import framework_set
from service.cli.paper import console, cut_short, hang, plain
from service.cli.session import Gauge, at_hand, emit, perform
from service.procedures.reviews import assessments
from service.schemas import PortfolioResponse

if TYPE_CHECKING:
    from rich.console import Console

    from corpus.assessment import Stance

_LEVELS = {
    "hyperlocal": "grannskap",
    "local": "lokalt",
    "regional": "regionalt",
    "national": "nationellt",
    "nordic": "nordiskt",
    "european": "europeiskt",
    "global": "globalt",
}
"""The levels of the shipped framework in Swedish; another framework's are shown as it has them."""
_MARKS = {"supports": "●", "partly": "◐", "contradicts": "✗", "silent": "·"}
_TITLE = 34
_SAID = {
    "sv": {
        "initiative": "Initiativ",
        "funding": "Grundfinansiering",
        "gaps": "Luckor",
        "no_gaps": "Varje kriterium stöds av något initiativ.",
        "overlaps": "Överlapp",
        "duplicate": "gör i stort sett samma sak",
        "levels": "Nivåer",
        "supported": "Stöds av",
    },
    "en": {
        "initiative": "Initiative",
        "funding": "Basic funding",
        "gaps": "Gaps",
        "no_gaps": "Every criterion is supported by some initiative.",
        "overlaps": "Overlaps",
        "duplicate": "do much the same",
        "levels": "Levels",
        "supported": "Supported by",
    },
}


def run_portfolio(form: str | None, output: Path | None, *, language: str, printed: bool) -> None:
    """Show the portfolio, print it as JSON, or write it to a file."""
    with at_hand(Gauge(), resume=False) as held:
        portfolio = build_portfolio(perform(held, assessments), framework_set())
    if form is None:
        _show(portfolio, language)
    elif printed:
        emit(PortfolioResponse.from_record(portfolio, language))
    else:
        _write(portfolio, form, output, language)


def _write(portfolio: Portfolio, form: str, output: Path | None, language: str) -> None:
    from pipeline.export.matrix import export_csv, export_xlsx

    if form == "xlsx":
        data = export_xlsx(portfolio, language)
    elif form == "csv":
        # spreadsheets know å, ä and ö by the mark before the text; a pipe does not want it
        data = export_csv(portfolio, language).encode(
            "utf-8" if str(output) == "-" else "utf-8-sig"
        )
    else:
        whole = PortfolioResponse.from_record(portfolio, language)
        data = f"{whole.model_dump_json(indent=2)}\n".encode()
    if str(output) == "-":
        click.echo(data.decode(), nl=False)
        return
    path = output or Path(f"portfolio.{form}")
    path.write_bytes(data)
    click.echo(f'Portfolio written to "{path}".', err=True)


def _show(portfolio: Portfolio, language: str) -> None:
    out, own, said = console(), _SAID[language], words(language)
    if not portfolio.rows:
        out.print("Nothing has been assessed yet. Begin with: samklang assess FILE")
        _tell_outdated(out, portfolio)
        return
    out.print(_table(portfolio, own, said))
    legend = "   ".join(f"{mark} {said[f'stance.{stance}']}" for stance, mark in _MARKS.items())
    out.print(Text(legend, style="dim"))
    _print_part(
        out, own["gaps"], [gap.say(portfolio.framework, language) for gap in portfolio.gaps],
        none=own["no_gaps"],
    )  # fmt: skip
    _print_part(out, own["overlaps"], [_overlap(one, own, said) for one in portfolio.overlaps])
    named = _LEVELS if language == "sv" else {}
    levels = [f"{named.get(one, one)}: {count}" for one, count in portfolio.levels.items() if count]
    _print_part(out, own["levels"], levels)
    _tell_outdated(out, portfolio)


def _tell_outdated(out: Console, portfolio: Portfolio) -> None:
    """What was assessed by another version of the framework is no part of the matrix."""
    if portfolio.outdated:
        titles = "; ".join(map(plain, portfolio.outdated))
        told = f"Assessed by another version of the framework, to be assessed again: {titles}"
        hang(out, "", Text(told, style="yellow"))


def _table(portfolio: Portfolio, own: dict[str, str], said: Words) -> Table:
    """Initiatives down, criteria across; a mark and its colour for each verdict."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(own["initiative"], max_width=_TITLE)
    for criterion in portfolio.framework.criteria:
        table.add_column(criterion.id, justify="center")
    table.add_column(own["funding"])
    table.add_column("")
    for row in portfolio.rows:
        marks = [_mark(row, one.id) for one in portfolio.framework.criteria]
        funding = said[f"gate.{row.funding}"] if row.funding else "–"
        told = said.named("recommend", row.recommendation)
        title = Text(cut_short(plain(row.title), 2 * _TITLE))
        table.add_row(title, *marks, Text(funding), Text(told, style="dim"))
    counts = [Text(str(portfolio.groups[one.id])) for one in portfolio.framework.criteria]
    table.add_row(Text(own["supported"], style="dim"), *counts, "", "")
    return table


def _mark(row: Row, criterion: str) -> Text:
    cell = row.cells.get(criterion)
    if cell is None:
        return Text("")
    verdict: Stance = cell.verdict
    return Text(_MARKS[verdict.value], style=VERDICT_STYLES[verdict])


def _overlap(overlap: Overlap, own: dict[str, str], said: Words) -> str:
    names = ", ".join(overlap.titles)
    if overlap.kind == "duplicate":
        return f"{names}: {own['duplicate']}"
    return f"{said[f'related.{overlap.kind}']}, {overlap.name}: {names}"


def _print_part(out: Console, title: str, lines: list[str], *, none: str = "") -> None:
    if not lines and not none:
        return
    out.print()
    out.print(Text(title, style="bold"))
    for line in lines or [none]:
        hang(out, "  • ", Text(plain(line)))
