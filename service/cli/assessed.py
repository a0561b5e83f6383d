"""An assessment as people read it on a terminal: what follows, a table, then both sides' words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from corpus.assessment import Assessment, Finding, Kept, Related, Stance
from corpus.framework import Framework
from corpus.records import Citation, Verdict
from pipeline.memo.words import Words, words
from service import words as answers
from service.cli.hits import describe_source
from service.cli.paper import cut_short, hang, plain
from service.notes import describe_assessment_note
from service.words import place_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

VERDICT_STYLES = {
    Stance.SUPPORTS: "green",
    Stance.PARTLY: "yellow",
    Stance.CONTRADICTS: "red",
    Stance.SILENT: "dim",
}
_RECOMMEND_STYLES = {"proceed": "green", "proceed_with_conditions": "yellow"}
_QUOTE_CHARACTERS = 400


def recommended(standing: Assessment, language: str) -> Text:
    """The recommendation in words."""
    style = _RECOMMEND_STYLES.get(standing.recommendation, "red")
    told = words(language).named("recommend", standing.recommendation)
    return Text(told, style=f"bold {style}")


def show_assessment(kept: Kept, standing: Assessment, framework: Framework, out: Console) -> None:
    """The assessment as its review left it, in its own language."""
    said = words(standing.language)
    _print_head(kept, standing, framework, out)
    out.print(_table(standing, said))
    for finding in standing.findings:
        _print_finding(finding, standing, said, out)
    _print_list(out, said["conditions"], standing.conditions)
    asked = [f"{f.criterion}: {q}" for f in standing.findings for q in f.questions]
    _print_list(out, said[f"part.questions.{standing.kind}"], asked)
    _print_related(standing.related, said, out)
    for note in standing.notes:
        told = describe_assessment_note(note, standing.language)
        hang(out, "", Text(plain(told), style="yellow"))
    if not kept.is_signed:
        hang(out, "", Text(said["draft_means"], style="dim"))
    hang(out, "", Text(answers.words(standing.language).check_means, style="dim"))


def _print_head(kept: Kept, standing: Assessment, framework: Framework, out: Console) -> None:
    said, language = words(standing.language), standing.language
    mark = "" if kept.is_signed else f"{said['draft']}  "
    hang(
        out,
        "",
        Text.assemble(
            (mark, "bold yellow"),
            (plain(standing.document.title), "bold"),
            (f"  ({said[f'kind.{standing.kind}']}, {standing.id})", "dim"),
        ),
    )
    out.print()
    lead = Text(f"{said['part.recommendation']}: ")
    hang(out, "", Text.assemble(lead, recommended(standing, language)))
    rules = {one.name: one.title[language] for one in framework.rules}
    rule = said["rule"].format(rule=rules.get(standing.rule, standing.rule))
    hang(out, "", Text(plain(rule)))
    if kept.signed and kept.is_signed:
        date = kept.signed.created[:10]
        hang(out, "", Text(said["signed"].format(by=plain(kept.signed.by), date=date)))
    titles = {one.name: one.title[language] for one in framework.flaws}
    for code in standing.flaws:
        told = titles.get(code) or said.named("flaw", code)
        hang(out, "! ", Text(plain(told), style="red"))
    out.print()


def _table(standing: Assessment, said: Words) -> Table:
    """A row for each criterion: the verdict in words and colour, and how much carries it."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("")
    table.add_column(said["summary.criterion"])
    table.add_column(said["summary.verdict"])
    for one in standing.findings:
        verdict = Text(said[f"stance.{one.verdict}"], style=VERDICT_STYLES[one.verdict])
        table.add_row(Text(one.criterion, style="bold"), Text(plain(one.title)), verdict)
    return table


def _print_finding(finding: Finding, standing: Assessment, said: Words, out: Console) -> None:
    """The strongest words of each side, or what came nearest where there are none."""
    out.print()
    verdict = said[f"stance.{finding.verdict}"]
    head = Text.assemble(
        (f"{finding.criterion}  ", "bold"),
        (plain(finding.title), "bold"),
        " – ",
        (verdict, VERDICT_STYLES[finding.verdict]),
    )
    hang(out, "", head)
    own = said[f"criterion.words.{standing.kind}"]
    _print_quotes(out, own, finding.initiative_evidence, standing.language)
    _print_quotes(out, said["criterion.against"], finding.against, standing.language)
    if finding.nearest is not None:
        _print_quotes(out, said["silent.nearest"], (finding.nearest,), standing.language)
    if finding.strategy_evidence:
        clauses = finding.strategy_evidence
        _print_quotes(out, said["criterion.clauses"], clauses, standing.language)
    else:
        hang(out, "    ", Text(said["criterion.no_clause"], style="yellow"))
    if finding.missing:
        hang(out, "    ", Text(f"{said['criterion.missing']}: {plain(finding.missing)}"))


def _print_quotes(out: Console, label: str, quotes: Sequence[Citation], language: str) -> None:
    """The first quote under whose words they are, and how many more there are."""
    if not quotes:
        return
    first, said = quotes[0], answers.words(language)
    source = describe_source(first.document, place_of(first), said)
    style = "green" if first.verdict is Verdict.VERIFIED else "yellow"
    more = f" (+{len(quotes) - 1})" if len(quotes) > 1 else ""
    quote = cut_short(plain(" ".join(first.quote.split())), _QUOTE_CHARACTERS)
    text = Text.assemble(
        (f"{label}{more}: ", "dim"),
        f"{said.quote_open}{quote}{said.quote_close}",
        "\n",
        (f"{plain(source)}  ", "dim"),
        (said.verdicts[first.verdict], style),
    )
    hang(out, "    ", text)


def _print_list(out: Console, title: str, lines: Sequence[str]) -> None:
    if not lines:
        return
    out.print()
    out.print(Text(title, style="bold"))
    for line in lines:
        hang(out, "  • ", Text(plain(line)))


def _print_related(related: Sequence[Related], said: Words, out: Console) -> None:
    out.print()
    if not related:
        return
    out.print(Text(said["part.related"], style="bold"))
    for one in related:
        flag = said["related.duplicate"] if one.duplicate else ""
        kind = said[f"related.{one.kind}"]
        hang(
            out,
            "  • ",
            Text.assemble(
                (f"{kind}: ", "dim"),
                plain(one.name),
                (flag, "red"),
                (f" · {plain(one.citation.document.title)}", "dim"),
            ),
        )
    out.print()
