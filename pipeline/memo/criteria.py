"""A section for each criterion: what is asked, what was found on both sides, and what is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.assessment import Finding, Stance
from corpus.records import Claim
from corpus.text import same_words
from pipeline.memo.place import quotes
from pipeline.memo.records import Block, Bullets, Heading, Line, Look, Paragraph, Part, Span
from pipeline.memo.review import list_steps, own_words
from pipeline.memo.standing import Matter, Standing


def criteria_part(matter: Matter) -> Part:
    """All criteria that were assessed, under their groups."""
    blocks: list[Block] = [Heading(1, (Span(matter.said["part.criteria"]),), page=True)]
    shown = ""
    for one in matter.standings:
        criterion = matter.criterion(one.finding.criterion)
        group = criterion.group if criterion else ""
        if group != shown:
            shown = group
            titles = matter.framework.groups.get(group, {})
            blocks.append(Heading(2, (Span(titles.get(matter.said.language, group)),)))
        blocks += _section(one, matter)
    return Part("criteria", tuple(blocks))


def _section(one: Standing, matter: Matter) -> Iterator[Block]:
    said, finding = matter.said, one.finding
    yield Heading(3, (Span(f"{finding.criterion} {finding.title}"),))
    criterion = matter.criterion(finding.criterion)
    if criterion is not None:
        asks = Span(criterion.asks[said.language])
        yield Paragraph((Span(said["criterion.asks"], strong=True), asks), keep=True)
    yield from _verdicts(one, matter)
    written = own_words(one.steps)
    if written is not None and written.text:
        yield Paragraph((Span(written.text),))
    yield from _claims(finding, matter)
    label = said[f"criterion.words.{matter.draft.kind}"]
    yield from _under(label, quotes(finding.initiative_evidence, said))
    clauses = quotes(finding.strategy_evidence, said)
    none = Paragraph((Span(said["criterion.no_clause"]),))
    yield from _under(said["criterion.clauses"], clauses or [none])
    other = "for" if finding.verdict is Stance.CONTRADICTS else "against"
    yield from _under(said[f"criterion.{other}"], quotes(finding.against, said))
    missing = [Paragraph((Span(finding.missing),))] if finding.missing else []
    yield from _under(said["criterion.missing"], missing)
    asked = tuple((Span(question),) for question in finding.questions)
    yield from _under(said["criterion.questions"], [Bullets(asked)] if asked else [])
    if one.steps:
        yield from list_steps(one.steps, matter)


def _under(label: str, blocks: Sequence[Block]) -> Iterator[Block]:
    if blocks:
        yield Paragraph((Span(label),), Look.LABEL, keep=True)
        yield from blocks


def _verdicts(one: Standing, matter: Matter) -> Iterator[Block]:
    """The draft's verdict with the assessor's reason; a person's first where it is another."""
    said, finding = matter.said, one.finding
    if one.changed:
        name = Span(said["criterion.person_verdict"], strong=True)
        yield Paragraph((name, Span(said[f"stance.{one.verdict}"], strong=True)), keep=True)
    key = "criterion.draft_verdict" if one.changed else "criterion.verdict"
    verdict = said[f"stance.{finding.verdict}"]
    reason = said.named("reason", finding.reason)
    because = Span(f" ({reason})" if reason else "")
    yield Paragraph((Span(said[key], strong=True), Span(verdict, strong=not one.changed), because))


def _claims(finding: Finding, matter: Matter) -> Iterator[Block]:
    """What a language model worded; claims that only repeat their quotes are shown as quotes."""
    told = tuple(_claim(one, matter) for one in finding.claims if _adds(one))
    yield from _under(matter.said["criterion.claims"], [Bullets(told)] if told else [])


def _adds(claim: Claim) -> bool:
    return not same_words(claim.text, " ".join(one.quote for one in claim.citations))


def _claim(claim: Claim, matter: Matter) -> Line:
    if claim.supported:
        return (Span(claim.text),)
    reason = matter.said["criterion.unsupported"].format(reason=claim.reason or "")
    return (Span(claim.text), Span(reason.rstrip(" :"), quiet=True))
