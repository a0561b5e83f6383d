"""The steps of a review, as a memo tells of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.assessment import Action, Step
from pipeline.memo.place import quoted
from pipeline.memo.records import Block, Bullets, Line, Look, Paragraph, Span
from pipeline.memo.standing import Matter
from pipeline.memo.words import Words


def list_steps(steps: Sequence[Step], matter: Matter) -> Iterator[Block]:
    """Who did what, when and why, in the order it was done."""
    yield Paragraph((Span(matter.said["criterion.review"]),), Look.LABEL, keep=True)
    yield Bullets(tuple(_step(one, matter.said) for one in steps))


def own_words(steps: Sequence[Step]) -> Step | None:
    """The last step in which a person wrote a text of their own."""
    return next((one for one in reversed(steps) if one.text), None)


def _step(step: Step, said: Words) -> Line:
    who = said["step.who"].format(date=step.created[:10], by=step.by).lstrip(", ")
    line: Line = (Span(who, strong=True), Span(_deed(step, said)))
    if step.citation is not None:
        line = (*line, *quoted(step.citation, said))
    if not step.reason:
        return line if step.citation is not None else (*line, Span("."))
    ends = "" if step.reason.rstrip().endswith((".", "!", "?")) else "."
    opens = " " if step.citation is not None else ": "
    return (*line, Span(f"{opens}{step.reason}{ends}"))


def _deed(step: Step, said: Words) -> str:
    if step.action is Action.EDIT and step.stance is not None:
        return said["step.edit_verdict"].format(verdict=said[f"stance.{step.stance}"])
    if step.action is Action.EVIDENCE:
        side = "strategy" if step.side == "strategy" else "initiative"
        return said[f"step.evidence_{side}"]
    return said[f"step.{step.action}"]
