"""A conversation as Markdown, to be pasted or filed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.records import Answer, Citation, Claim, Conversation, Hit, Turn, Verdict
from service.markdown import escape
from service.notes import describe_note
from service.reopened import model_of, reopen_answer
from service.words import Words, describe_place, place_of, words

# what belongs to a claim stands under its text, behind its number
_INDENT = "   "


def write_markdown(conversation: Conversation, turns: Sequence[Turn]) -> str:
    """The whole conversation; each answer in its own language, the frame in that of the first."""
    answers = [reopen_answer(turn) for turn in turns]
    said = words(answers[0].language if answers else "sv")
    frame = said.conversation.format(
        id=conversation.id,
        begun=minute(conversation.created),
        ended=minute(conversation.updated),
    )
    paragraphs = [f"# {escape(conversation.title) or conversation.id}", f"*{frame}*"]
    for number, answer in enumerate(answers, start=1):
        paragraphs.append(f"## {number}. {escape(answer.question)}")
        paragraphs += _answer(answer)
    if any(_checked(answer) for answer in answers):
        paragraphs += ["---", said.check_means]
    return "\n\n".join(paragraphs) + "\n"


def minute(moment: str) -> str:
    """``2026-11-24 10:05`` of a moment in ISO 8601."""
    return moment[:16].replace("T", " ")


def _checked(answer: Answer) -> bool:
    claims = (*answer.claims, *answer.instead)
    return any(c.verdict is Verdict.VERIFIED for claim in claims for c in claim.citations)


def _answer(answer: Answer) -> Iterator[str]:
    """The paragraphs of one answer."""
    said = words(answer.language)
    told = [(note.code, describe_note(note, answer.language)) for note in answer.notes]
    yield from (f"*{escape(text)}*" for code, text in told if code == "rewritten")
    if answer.claims:
        yield said.written if answer.mode == "generative" else said.says
        yield from _claims(answer.claims, said)
    if answer.abstained or not answer.claims:
        yield from _silence(answer, said)
    yield from (said.nothing_on.format(what=escape(what)) for what in answer.skipped)
    yield from (f"*{escape(text)}*" for code, text in told if code != "rewritten")
    yield f"*{escape(made_by(answer))}*"


def _silence(answer: Answer, said: Words) -> Iterator[str]:
    yield f"**{said.silent}** {said.silent_next}"
    if answer.instead:
        yield said.instead
        yield from _claims(answer.instead, said)
    elif answer.nearby:
        yield said.nearby
        yield "\n".join(f"- {_source(hit, said)}" for hit in answer.nearby)
    else:
        yield said.nothing_nearby


def _claims(claims: Sequence[Claim], said: Words) -> Iterator[str]:
    for number, claim in enumerate(claims, start=1):
        lead = f"{number}. "
        for at, paragraph in enumerate(_claim(claim, said)):
            yield f"{_INDENT if at else lead}{paragraph}"


def _claim(claim: Claim, said: Words) -> Iterator[str]:
    """Its own words where they are not its quotes'; struck through where it does not hold."""
    text = escape(claim.text)
    if not claim.supported:
        yield f"~~{text}~~"
    elif not claim.verbatim:
        yield text
    for citation in claim.citations:
        yield f"> {said.quote_open}{escape(citation.quote)}{said.quote_close}"
        if citation.gloss:
            yield f"*{said.gloss.format(text=escape(citation.gloss))}*"
        yield f"{_source(citation, said)} · {said.verdicts[citation.verdict]}"
    if not claim.supported:
        reason = f": {escape(claim.reason)}" if claim.reason else ""
        yield f"{said.unsupported}{reason}"


def _source(one: Citation | Hit, said: Words) -> str:
    """Title, place, status, and the version where there were several."""
    document, place = one.document, place_of(one)
    version = said.version.format(number=document.version) if document.version > 1 else ""
    facts = (document.title, describe_place(place, said), said.statuses[document.status], version)
    return escape(" · ".join(fact for fact in facts if fact))


def made_by(answer: Answer) -> str:
    """Whose words the answer is, and which language model was shown the question, and where."""
    said = words(answer.language)
    model, host = model_of(answer)
    facts = (
        said.mode.format(mode=said.modes.get(answer.mode, answer.mode)),
        said.model.format(name=model) if model else "",
        said.host.format(name=host) if host else "",
    )
    return " · ".join(fact for fact in facts if fact)
