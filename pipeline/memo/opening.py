"""What a reader meets first: what was assessed, what is recommended, and the summary."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.memo.place import describe_place
from pipeline.memo.records import (
    Block,
    Bullets,
    Decision,
    Field,
    Fields,
    Heading,
    Look,
    Paragraph,
    Part,
    Span,
    SummaryRow,
    Table,
)
from pipeline.memo.review import list_steps
from pipeline.memo.standing import Matter, Standing, filled_in

HEAD = ("diary_number", "officer", "date", "decided_by")
"""The fields of the memo's head, as review steps name them."""
_WIDTHS = (52, 26, 22)


def head_fields(matter: Matter) -> tuple[Field, ...]:
    """The fields of the head, empty where nobody filled them in; further ones by their own name."""
    given = filled_in(matter.kept.steps)
    names = (*HEAD, *(name for name in given if name not in HEAD))
    return tuple(
        Field(name, matter.said.named("field", name), given.get(name, "")) for name in names
    )


def decide(matter: Matter) -> Decision:
    """The recommendation that follows from the standing verdicts, in words."""
    held = matter.concluded
    return Decision(
        recommendation=held.recommendation,
        words=matter.said.named("recommend", held.recommendation),
        rule=matter.rule(held.rule),
        conditions=held.conditions,
    )


def subject_part(matter: Matter) -> Part:
    """What was assessed: title, kind, and what is known of where it comes from."""
    said, document = matter.said, matter.draft.document

    def known(name: str, value: str | None) -> Iterator[Field]:
        if value:
            shown = said["guessed"].format(value=value) if name in document.guessed else value
            yield Field(name, said[f"subject.{name}"], shown)

    fields = (
        *known("title", document.title),
        *known("kind", said[f"kind.{matter.draft.kind}"]),
        *known("publisher", document.publisher),
        *known("published", document.published),
        *known("status", said[f"status.{document.status}"]),
        *known("file", document.filename),
    )
    heading = Heading(1, (Span(said["part.subject"]),))
    return Part("subject", (heading, Fields(fields)))


def recommendation_part(matter: Matter, decision: Decision) -> Part:
    """The recommendation, the rule that gave it, its conditions, and what is wrong."""
    return Part("recommendation", tuple(_recommendation(matter, decision)))


def _recommendation(matter: Matter, decision: Decision) -> Iterator[Block]:
    said, draft = matter.said, matter.draft
    yield Heading(1, (Span(said["part.recommendation"]),))
    yield Paragraph((Span(decision.words),), Look.VERDICT, keep=True)
    yield Paragraph((Span(said["rule"].format(rule=decision.rule.rstrip("."))),))
    if (draft.recommendation, draft.rule) != (
        matter.concluded.recommendation,
        matter.concluded.rule,
    ):
        words = said.named("recommend", draft.recommendation)
        rule = matter.rule(draft.rule).rstrip(".")
        yield Paragraph((Span(said["drafted_before"].format(words=words, rule=rule)),))
    if not matter.current:
        yield Paragraph((Span(said["note.framework_changed"]),))
    if decision.conditions:
        yield Paragraph((Span(said["conditions"]),), Look.LABEL, keep=True)
        yield Bullets(tuple((Span(one),) for one in decision.conditions))
    if flaws := _flaws(matter):
        yield Paragraph((Span(said["flaws"]),), Look.LABEL, keep=True)
        yield Bullets(tuple((Span(one),) for one in flaws))
    yield Paragraph((Span(_approval(matter)),), Look.NOTICE)
    if whole := [one for one in matter.kept.steps if one.criterion is None]:
        yield from list_steps(whole, matter)


def _flaws(matter: Matter) -> list[str]:
    known = {one.name: one.title[matter.said.language] for one in matter.framework.flaws}
    return [
        known[name] if name in known else matter.said.named("flaw", name)
        for name in matter.concluded.flaws
    ]


def _approval(matter: Matter) -> str:
    signed = matter.kept.signed
    if signed is None:
        return matter.said["draft_means"]
    return matter.said["signed"].format(by=signed.by, date=signed.created[:10])


def summary_rows(matter: Matter) -> tuple[SummaryRow, ...]:
    """The criteria in the order they were assessed."""
    return tuple(_row(one, matter) for one in matter.standings)


def _row(one: Standing, matter: Matter) -> SummaryRow:
    said, finding = matter.said, one.finding
    verdict = said[f"stance.{one.verdict}"]
    if one.changed:
        draft = said[f"stance.{finding.verdict}"].lower()
        verdict = said["summary.changed"].format(verdict=verdict, draft=draft)
    if one.challenged:
        verdict = said["summary.challenged"].format(verdict=verdict)
    if one.reopened:
        verdict = said["summary.reopened"].format(verdict=verdict)
    criterion = matter.criterion(finding.criterion)
    group = criterion.group if criterion else ""
    titles = matter.framework.groups.get(group, {})
    strongest = next(iter(finding.initiative_evidence), None)
    return SummaryRow(
        criterion=finding.criterion,
        title=finding.title,
        group=titles.get(said.language, group),
        verdict=verdict,
        place=(describe_place(strongest, said) if strongest else "") or said["none"],
    )


def summary_part(matter: Matter, rows: tuple[SummaryRow, ...]) -> Part:
    """The one-page table of criteria, and what its words mean."""
    said = matter.said
    table = Table(
        heads=(said["summary.criterion"], said["summary.verdict"], said["summary.place"]),
        rows=tuple(
            (
                (Span(f"{one.criterion} ", strong=True), Span(one.title)),
                (Span(one.verdict),),
                (Span(one.place),),
            )
            for one in rows
        ),
        widths=_WIDTHS,
        whole=True,
    )
    heading = Heading(1, (Span(said["part.summary"]),))
    means = Paragraph((Span(said["summary.means"]),), Look.QUIET)
    return Part("summary", (heading, table, means))
