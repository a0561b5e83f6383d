"""Related work, and the questions to the proposer in one place."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.assessment import Related
from pipeline.memo.place import quoted
from pipeline.memo.records import Block, Bullets, Heading, Line, Look, Paragraph, Part, Span
from pipeline.memo.standing import Matter

_ORDER = ("arena", "instrument", "partner", "initiative", "assessment")


def questions_part(matter: Matter) -> Part | None:
    """The questions of all criteria, each asked once; None where there are none."""
    asked: dict[str, str] = {}
    for one in matter.standings:
        for question in one.finding.questions:
            asked.setdefault(question, one.finding.criterion)
    if not asked:
        return None
    heading = Heading(1, (Span(matter.said[f"part.questions.{matter.draft.kind}"]),))
    items = tuple(
        (Span(f"{criterion} ", strong=True), Span(question))
        for question, criterion in asked.items()
    )
    return Part("questions", (heading, Bullets(items)))


def related_part(matter: Matter) -> Part | None:
    """What the corpus holds that has to do with it, by kind; None where nothing was found."""
    if not matter.draft.related:
        return None
    return Part("related", tuple(_related(matter)))


def _related(matter: Matter) -> Iterator[Block]:
    said, related = matter.said, matter.draft.related
    yield Heading(1, (Span(said["part.related"]),))
    if doubles := [one.name for one in related if one.duplicate]:
        text = said["related.duplicates"].format(names=", ".join(doubles))
        yield Paragraph((Span(text),), Look.NOTICE)
    kinds = dict.fromkeys((*_ORDER, *(one.kind for one in related)))
    for kind in kinds:
        items = tuple(_item(one, matter) for one in related if one.kind == kind)
        if items:
            yield Heading(2, (Span(said.named("related", kind)),))
            yield Bullets(items)


def _item(one: Related, matter: Matter) -> Line:
    said = matter.said
    double = (Span(said["related.duplicate"], strong=True),) if one.duplicate else ()
    line = (Span(one.name, strong=True), *double, Span(": "), *quoted(one.citation, said))
    if one.own is None:
        return line
    own = Span(said[f"related.own.{matter.draft.kind}"])
    return (*line, own, *quoted(one.own, said))
