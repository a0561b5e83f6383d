"""The head of the report: what it says in plain words, and what was run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from eval.measures.summary import ALL, Cell
from eval.records import QuestionRecord
from eval.report.markup import Markup, details, join, table, tag
from eval.report.words import (
    count_of,
    facet_name,
    facets_of,
    milliseconds,
    moment,
    percent,
    sentence_list,
)

if TYPE_CHECKING:
    from eval.run import RunInfo


def show_lead(records: Sequence[QuestionRecord], cells: Sequence[Cell]) -> Markup:
    """The summary, every number of it from the cells."""
    facets = facets_of(records)
    lists = []
    for facet in facets:
        own = {c.measure: c for c in cells if (c.set, c.setting, c.group) == (*facet, ALL)}
        said = [tag("li", {}, sentence) for sentence in _sentences(own)]
        heading = [tag("h3", {}, facet_name(facet))] if len(facets) > 1 else []
        lists.append(tag("div", {}, *heading, tag("ul", {}, *said)))
    title = tag("h2", {"id": "lead-heading"}, "In short")
    return tag(
        "section",
        {"class": "lead", "aria-labelledby": "lead-heading"},
        title,
        tag("div", {"class": "sides"}, *lists),
    )


def _sentences(own: Mapping[str, Cell]) -> list[str]:
    """What the figures over all questions of a set say, those that are there."""
    about = (_on_pages, _on_refusals, _on_risk, _on_citations, _on_originals, _on_time)
    said = (sentence_on(own) for sentence_on in about)
    return [sentence for sentence in said if sentence]


def _on_pages(own: Mapping[str, Cell]) -> str:
    first, five = own.get("hit@1"), own.get("hit@5")
    if first is None or five is None:
        return ""
    return (
        f"The right page came first for {first.count} of {count_of(first.total, 'question')} "
        f"that the documents answer ({percent(first.value)}), and was among the first five for "
        f"{five.count} ({percent(five.value)})."
    )


def _on_refusals(own: Mapping[str, Cell]) -> str:
    """What became of the questions that should be refused, and of those that should not."""
    answered, refused = own.get("false answers"), own.get("false refusals")
    said = []
    if answered:
        were = _counted(answered, "were answered anyway", "was answered anyway")
        asked = count_of(answered.total, "question")
        said.append(f"of {asked} that the documents do not answer, {were}")
    if refused:
        were = _counted(refused, "were refused", "was refused")
        asked = count_of(refused.total, "other question" if answered else "question")
        said.append(f"of {asked} that they do answer, {were}")
    joined = "; ".join(said)
    return f"{joined[:1].upper()}{joined[1:]}." if said else ""


def _counted(cell: Cell, many: str, one: str) -> str:
    """``3 were refused (5 %)``, ``none was refused``."""
    if not cell.count:
        return f"none {one}"
    return f"{cell.count:,} {one if cell.count == 1 else many} ({percent(cell.value)})"


def _on_risk(own: Mapping[str, Cell]) -> str:
    cell = own.get("risk")
    if cell is None:
        return ""
    given = count_of(cell.total, "answer")
    cite = "cites" if cell.count == 1 else "cite"
    return f"Of {given} given, {cell.count} {cite} no right page (risk {percent(cell.value)})."


def _on_citations(own: Mapping[str, Cell]) -> str:
    cell = own.get("citations verified")
    if cell is None:
        return ""
    if cell.count == cell.total:
        return f"Every one of {count_of(cell.total, 'citation')} was verified."
    missing = cell.total - (cell.count or 0)
    return f"{missing:,} of {count_of(cell.total, 'citation')} could not be verified."


def _on_originals(own: Mapping[str, Cell]) -> str:
    cell = own.get("quotes verbatim")
    if cell is None:
        return ""
    return (
        f"An independent reader found {cell.count} of {count_of(cell.total, 'different quote')} "
        "word for word in the original files."
    )


def _on_time(own: Mapping[str, Cell]) -> str:
    half, most = own.get("ask p50 s"), own.get("ask p95 s")
    if half is None or most is None:
        return ""
    return (
        f"Half of the answers took at most {milliseconds(half.value)}, and 95 of 100 at most "
        f"{milliseconds(most.value)}."
    )


def warn_of_tuning(records: Sequence[QuestionRecord]) -> Markup:
    """What to keep in mind when constants were chosen on some of these very questions."""
    seen = sum(record.split == "tuning" for record in records)
    if not seen:
        return Markup("")
    which = f"{seen:,} of the {len(records):,}" if seen < len(records) else "All"
    return tag(
        "p",
        {"class": "note"},
        f"{which} questions are of the tuning split: constants were chosen on them, so their "
        "figures flatter. What to expect of new questions only the test split tells.",
    )


def show_facts(info: RunInfo, records: Sequence[QuestionRecord]) -> Markup:
    """When, with what and over what, in two lines under the heading."""
    put = [_put(name, count, info.settings.get(name, ())) for name, count in info.sets.items()]
    first = f"{moment(info.started)} UTC · Samklang {info.samklang} · model {info.model_key}"
    second = (
        f"{sentence_list(put) or 'No set'} over {count_of(info.documents, 'document')} with "
        f"{count_of(info.passages, 'passage')}; split: {info.split}; "
        f"{count_of(len(records), 'question')} put in all"
    )
    third = f"Constants: {info.constants_run}"
    lines = [tag("p", {"class": "facts"}, line) for line in (first, second, third)]
    return join([*lines, *(_left_out(info))])


def _left_out(info: RunInfo) -> list[Markup]:
    return [
        tag("p", {"class": "facts"}, f"Not run: {name}, because {reason}.")
        for name, reason in info.left_out.items()
    ]


def show_run(info: RunInfo) -> Markup:
    """Everything the run recorded of itself, and the constants with where they come from."""
    rows = [
        ("Started", f"{moment(info.started)} UTC"),
        ("Took", f"{info.seconds:,.0f} s"),
        ("Samklang", info.samklang),
        ("Python", info.python),
        ("Embedding model", info.model_key),
        ("Corpus hash", tag("code", {}, info.corpus)),
        ("Documents", f"{info.documents:,}"),
        ("Passages", f"{info.passages:,}"),
        ("Split", info.split),
        ("Where the constants come from", info.constants_run),
        *(
            (f"Set {name}", _put(name, count, info.settings.get(name, ())))
            for name, count in info.sets.items()
        ),
        *((f"Prompt {name}", tag("code", {}, mark)) for name, mark in info.prompts.items()),
    ]
    constants = list(_flat(info.constants))
    return join(
        [
            table("What was run", ("", "Value"), rows),
            details(
                f"The {len(constants)} constants",
                table("Constants", ("Name", "Value"), constants),
            ),
        ]
    )


def _put(name: str, count: int, settings: Sequence[str]) -> str:
    """``library: 90 questions (everything)``."""
    shown = f" ({sentence_list(settings)})" if settings else ""
    return f"{name}: {count_of(count, 'question')}{shown}"


def _flat(values: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    """Nested tables as dotted names."""
    rows: list[tuple[str, str]] = []
    for name, value in values.items():
        if isinstance(value, Mapping):
            rows += _flat(value, f"{prefix}{name}.")
        else:
            rows.append((f"{prefix}{name}", str(value)))
    return rows
