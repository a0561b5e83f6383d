"""The page: its parts in their order, and the frame around them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from eval.measures.summary import Cell
from eval.records import QuestionRecord
from eval.report.axes import Figure, draw
from eval.report.bars import draw_outcomes, draw_retrieval, draw_verdicts
from eval.report.cases import Texts, show_case
from eval.report.curves import draw_reliability, draw_risk
from eval.report.head import show_facts, show_lead, show_run, warn_of_tuning
from eval.report.markup import Markup, paragraph, section, table, tag
from eval.report.tables import show_headlines, show_kinds, show_measures
from eval.report.times import draw_times
from eval.report.words import Facet, count_of, facets_of, moment
from eval.report.worst import Case, choose_worst, count_faults, find_cases

if TYPE_CHECKING:
    from eval.run import RunInfo

_STYLE = Path(__file__).with_name("page.css")
# Nothing is fetched and nothing is run, whatever a document may have got into the page.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

_PARTS = {
    "figures": "The figures",
    "retrieval": "Is the right page found?",
    "answers": "Is the right thing answered?",
    "citations": "Do the citations hold?",
    "time": "How long does it take?",
    "worst": "What went worst",
    "all": "Every measure",
    "run": "What was run",
}

_Facets = Mapping[Facet, Sequence[QuestionRecord]]


def compose_page(
    records: Sequence[QuestionRecord],
    info: RunInfo,
    cells: Sequence[Cell],
    *,
    texts: Texts,
) -> Markup:
    """The whole document."""
    facets = facets_of(records)
    own = {f: [c for c in cells if (c.set, c.setting) == f] for f in facets}
    header = tag(
        "header",
        {},
        tag("h1", {}, "Does Samklang answer from the right page?"),
        show_facts(info, records),
        show_lead(records, cells),
        warn_of_tuning(records),
        _contents(),
    )
    parts = [
        _figures(own),
        _retrieval(own),
        _answers(facets),
        _citations(facets),
        _time(facets, own),
        _worst(records, texts),
        _every(own),
        section("run", _PARTS["run"], show_run(info)),
    ]
    return _frame(f"Evaluation, {moment(info.started)}", header, tag("main", {}, *parts))


def _frame(title: str, *body: Markup) -> Markup:
    head = tag(
        "head",
        {},
        tag("meta", {"charset": "utf-8"}),
        tag("meta", {"http-equiv": "Content-Security-Policy", "content": _POLICY}),
        tag("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        tag("meta", {"name": "color-scheme", "content": "light dark"}),
        tag("title", {}, title),
        tag("style", {}, Markup(_STYLE.read_text(encoding="utf-8"))),
    )
    page = tag("html", {"lang": "en"}, head, tag("body", {}, *body))
    return Markup(f"<!doctype html>\n{page}\n")


def _contents() -> Markup:
    links = (
        tag("li", {}, tag("a", {"href": f"#{name}"}, heading)) for name, heading in _PARTS.items()
    )
    return tag("nav", {"aria-label": "Contents"}, tag("ul", {}, *links))


def _part(name: str, *children: str) -> Markup:
    return section(name, _PARTS[name], *children)


def _plots(figures: Iterable[Figure | None]) -> Markup:
    """The figures side by side, as many as there is room for."""
    drawn = [draw(figure) for figure in figures if figure]
    return tag("div", {"class": "plots"}, *drawn) if drawn else paragraph("Nothing to show.")


def _figures(own: Mapping[Facet, Sequence[Cell]]) -> Markup:
    how = paragraph(
        "Under each figure are its count and its 95 % interval: how far chance may have moved it, "
        "with these questions and not others of their kind. A language pair holds, besides its "
        "own questions, all in its question language that the documents do not answer."
    )
    return _part("figures", how, show_headlines(own))


def _every(own: Mapping[Facet, Sequence[Cell]]) -> Markup:
    tables = [show_measures(facet, cells) for facet, cells in own.items()]
    kinds = show_kinds(own)
    return _part("all", *tables, *([kinds] if kinds else []))


def _retrieval(own: Mapping[Facet, Sequence[Cell]]) -> Markup:
    how = paragraph(
        "By language pair: sv-en is a Swedish question whose evidence is English. hit@1 and hit@5 "
        "are the questions with a right page first or among the first five; nDCG@10 also rewards "
        "every further right page for standing high. Whiskers are 95 % intervals."
    )
    return _part("retrieval", how, _plots(draw_retrieval(f, cells) for f, cells in own.items()))


def _answers(facets: _Facets) -> Markup:
    kinds = paragraph(
        "Every kind of question, and what became of it. Where the documents do not answer, "
        "refusing is right; those kinds are UAEval4RAG's."
    )
    risk = paragraph(
        "Answering fewer questions makes the answers that remain safer. The line shows the share "
        "of answers that cite no right page at every threshold; the dot is what was used. A "
        "question that was refused counts here as its first page found would."
    )
    curve = paragraph(
        "Answerability is a probability. Where the points lie on the dashed line, of the questions "
        "given 0.7, 7 of 10 are indeed answerable; below it, the program is too sure."
    )
    return _part(
        "answers",
        tag("h3", {}, "By kind of question"),
        kinds,
        _plots(draw_outcomes(f, of) for f, of in facets.items()),
        tag("h3", {}, "Risk and coverage"),
        risk,
        _plots([draw_risk(facets)]),
        tag("h3", {}, "Is answerability what it says?"),
        curve,
        _plots(draw_reliability(f, of) for f, of in facets.items()),
    )


def _citations(facets: _Facets) -> Markup:
    how = paragraph(
        "Every quote of every answer, false answers among them, with the verdict of the check "
        "that looks its words up in the stored text."
    )
    return _part("citations", how, _plots([draw_verdicts(facets)]))


def _time(facets: _Facets, own: Mapping[Facet, Sequence[Cell]]) -> Markup:
    how = paragraph("Wall time of a question, one at a time. The axis is logarithmic.")
    return _part("time", how, _plots(draw_times(f, of, own[f]) for f, of in facets.items()))


def _worst(records: Sequence[QuestionRecord], texts: Texts) -> Markup:
    cases = find_cases(records)
    shown = choose_worst(cases)
    if not shown:
        return _part("worst", paragraph("Nothing went wrong."))
    how = paragraph(
        f"{count_of(len(cases), 'question')} of {len(records):,} went wrong in some way. These "
        f"are the {len(shown)} worst, each question once and every kind of fault among them."
    )
    drawn = (show_case(number, case, texts) for number, case in enumerate(shown, start=1))
    return _part("worst", how, _faults(cases), *drawn)


def _faults(cases: Sequence[Case]) -> Markup:
    rows = [(fault.says, f"{count:,}") for fault, count in count_faults(cases).items()]
    return table("Faults; a question may have several", ("Fault", "Questions"), rows)
