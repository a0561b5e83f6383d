"""The funding: every source of money that was found, or what a call offers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from corpus.assessment import FundingSource, Gate, Offer
from pipeline.memo.place import quoted, quotes
from pipeline.memo.records import Block, Heading, Line, Look, Paragraph, Part, Span, Table
from pipeline.memo.standing import Matter
from pipeline.memo.words import Words

_WIDTHS = (30, 19, 24, 13, 14)
_OFFERED = ("amount", "co_financing", "eligible", "deadline")


def funding_part(matter: Matter) -> Part | None:
    """The gate read out; None where the framework has none."""
    gate = matter.draft.gate
    if gate is None:
        return None
    if gate.offer is not None:
        return Part("funding", tuple(_offer(gate.offer, matter.said)))
    return Part("funding", tuple(_sources(gate, matter.said)))


def _offer(offer: Offer, said: Words) -> Iterator[Block]:
    yield Heading(1, (Span(said["part.offer"]),))
    unsaid = []
    for name in _OFFERED:
        citation = getattr(offer, name)
        if citation is None:
            unsaid.append(said[f"offer.{name}"].lower())
            continue
        yield Paragraph((Span(said[f"offer.{name}"]),), Look.LABEL, keep=True)
        yield from quotes((citation,), said)
    if unsaid:
        yield Paragraph((Span(said["offer.unsaid"].format(what=", ".join(unsaid))),))


def _sources(gate: Gate, said: Words) -> Iterator[Block]:
    yield Heading(1, (Span(said["part.funding"]),))
    status = said.named("gate", gate.status.value if gate.status else "unknown")
    yield Paragraph((Span(said["gate.label"], strong=True), Span(f"{status}.", strong=True)))
    yield Paragraph((Span(said["gate.means"]),), Look.QUIET)
    if gate.sources:
        names = ("funder", "amount", "decision", "status", "own")
        yield Table(
            heads=tuple(said[f"source.{name}"] for name in names),
            rows=tuple(_source(one, gate, said) for one in gate.sources),
            widths=_WIDTHS,
        )
    in_table = [one.evidence for one in gate.sources]
    further = [one for one in gate.evidence if one not in in_table]
    yield from quotes(further, said)
    if not (further or in_table):
        yield Paragraph((Span(said["gate.empty"]),))


def _source(source: FundingSource, gate: Gate, said: Words) -> tuple[Line, ...]:
    basic = source.basic or source == gate.basic
    unsaid = Span(said["not_said"], quiet=True)

    def told(value: str | None) -> Span:
        return Span(value) if value else unsaid

    funder = told(source.funder)
    named = Span(funder.text, quiet=funder.quiet, note=_told_in_full(source, said))
    return (
        (named, Span(said["source.basic"])) if basic else (named,),
        (told(source.amount),),
        (told(source.decision),),
        (Span(said[f"source.{source.status}"]),),
        (Span(said["yes"] if source.own else said["none"]),),
    )


def _told_in_full(source: FundingSource, said: Words) -> Line:
    """The sentence that tells of a source and where it stands, as one footnote."""
    words = quoted(source.evidence, said)
    place = next(one.note for one in words if one.note)
    return (
        *(replace(one, note=()) for one in words),
        *(replace(one, text=f" {one.text}") for one in place),
    )
