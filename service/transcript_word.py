"""A conversation as a Word document, to be filed or pasted from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.records import Answer, Claim, Conversation, Turn
from pipeline.memo import Block, Bullets, Heading, Look, Paper, Paragraph, Properties, Span, plain
from pipeline.memo.closing import generator
from pipeline.memo.place import describe_passage, quotes
from pipeline.memo.words import words as memo_words
from service.notes import describe_note
from service.reopened import reopen_answer
from service.transcript import made_by, minute
from service.words import words


def write_word(conversation: Conversation, turns: Sequence[Turn]) -> bytes:
    """The whole conversation; each answer in its own language, the frame in that of the first."""
    from pipeline.export import export_paper

    answers = [reopen_answer(turn) for turn in turns]
    language = answers[0].language if answers else "sv"
    said, placed = words(language), memo_words(language)
    frame = said.conversation.format(
        id=conversation.id, begun=minute(conversation.created), ended=minute(conversation.updated)
    )
    blocks = [block for answer in answers for block in _answer(answer)]
    mark = f"{said.quote_open}{placed['verdict.verified'].rstrip('.')}{said.quote_close}"
    blocks.append(Paragraph((Span(said.check_means.replace("✓", mark)),), Look.QUIET))
    title = plain(conversation.title) or conversation.id
    paper = Paper(
        language=language,
        title=title,
        subject=plain(frame),
        blocks=tuple(blocks),
        properties=Properties(
            title=title,
            subject=plain(frame),
            keywords=("AI-generated", placed["ai"]),
            comments=generator(),
            created=conversation.updated,
            custom={"AI-generated": "true", "conversation": conversation.id},
        ),
        pager=placed["pager"],
    )
    return export_paper(paper)


def _answer(answer: Answer) -> Iterator[Block]:
    said = words(answer.language)
    told = [(note.code, describe_note(note, answer.language)) for note in answer.notes]
    yield Heading(1, (Span(answer.question),))
    for code, text in told:
        if code == "rewritten":
            yield Paragraph((Span(text),), Look.QUIET)
    if answer.claims:
        yield Paragraph(
            (Span(said.written if answer.mode == "generative" else said.says),), Look.LABEL
        )
        yield from _claims(answer.claims, answer.language)
    if answer.abstained or not answer.claims:
        yield from _silence(answer)
    for what in answer.skipped:
        yield Paragraph((Span(said.nothing_on.format(what=what)),))
    for code, text in told:
        if code != "rewritten":
            yield Paragraph((Span(text),), Look.QUIET)
    yield Paragraph((Span(made_by(answer)),), Look.QUIET)


def _claims(claims: Sequence[Claim], language: str) -> Iterator[Block]:
    """A sentence of its own words, then its quotes; one that does not hold says so first."""
    said = words(language)
    for claim in claims:
        if not claim.supported:
            reason = f": {claim.reason}" if claim.reason else ""
            yield Paragraph((Span(f"{said.unsupported}{reason}: ", strong=True), Span(claim.text)))
        elif not claim.verbatim:
            yield Paragraph((Span(claim.text),))
        yield from quotes(claim.citations, memo_words(language))


def _silence(answer: Answer) -> Iterator[Block]:
    said, placed = words(answer.language), memo_words(answer.language)
    yield Paragraph((Span(said.silent, strong=True), Span(f" {said.silent_next}")))
    if answer.instead:
        yield Paragraph((Span(said.instead),), Look.LABEL)
        yield from _claims(answer.instead, answer.language)
    elif answer.nearby:
        yield Paragraph((Span(said.nearby),), Look.LABEL)
        named = (
            ", ".join(filter(None, (one.document.title, describe_passage(one.passage, placed))))
            for one in answer.nearby
        )
        yield Bullets(tuple((Span(text),) for text in named))
    else:
        yield Paragraph((Span(said.nothing_nearby),))
