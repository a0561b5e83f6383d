"""An answer as people read it: claims, each over the quotes that carry it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count, groupby, pairwise
from typing import TYPE_CHECKING

from rich.text import Text

from corpus.records import Answer, Citation, Claim, Verdict
from service.cli.hits import describe_source, print_hit
from service.cli.paper import hang, plain
from service.notes import describe_note
from service.words import Words, place_of, words

if TYPE_CHECKING:
    from rich.console import Console

_MARK_STYLE = {Verdict.VERIFIED: "green", Verdict.NOT_CHECKED: "yellow"}
# Enough to see what a passage is about; it is no answer, so nobody should have to read it.
_NEARBY_CHARACTERS = 240
# Between a lead-in and the item below it: an empty line and the item's mark.
_LIST_GAP = 8
# A sentence and its lead-in; more quotes of one place are a list, and stand in lines of their own
_FEW = 2


def show_answer(answer: Answer, out: Console) -> None:
    """The claims with their quotes, or the silence of the documents, in the answer's language."""
    said = words(answer.language)
    hang(out, Text(f"{said.question}: ", style="dim"), Text(plain(answer.question), style="bold"))
    out.print()
    if answer.claims:
        opening = said.written if answer.mode == "generative" else said.says
        _print_claims(out, answer.claims, said, opening=opening)
    if answer.abstained or not answer.claims:
        _print_silence(out, answer, said)
    for what in answer.skipped:
        hang(out, "", Text(said.nothing_on.format(what=plain(what)), style="yellow"))
    for note in answer.notes:
        hang(out, "", Text(plain(describe_note(note, answer.language)), style="dim"))
    if answer.skipped or answer.notes:
        out.print()
    if any(claim.citations for claim in (*answer.claims, *answer.instead)):
        hang(out, "", Text(said.check_means, style="dim"))


def _print_claims(out: Console, claims: Sequence[Claim], said: Words, *, opening: str) -> None:
    """The claims in order; those of a comparison under the party they are about."""
    out.print(Text(opening))
    out.print()
    order = {party: at for at, party in enumerate(dict.fromkeys(c.party for c in claims))}
    grouped = sorted(claims, key=lambda claim: order[claim.party])
    numbers = count(1)
    for party, about in groupby(grouped, key=lambda claim: claim.party):
        if party:
            out.print(Text(plain(party), style="bold underline"))
        for claim in about:
            _print_claim(out, next(numbers), claim, said)


def _print_claim(out: Console, number: int, claim: Claim, said: Words) -> None:
    """The claim's own words stand above its quotes only where they are not those very quotes.

    Those of an unsupported one are struck through, never left out.
    """
    lines = Text()
    if not (claim.verbatim and claim.supported):
        style = "bold" if claim.supported else "strike"
        lines.append(plain(claim.text), style=style)
        lines.append("\n")
    for together in _from_one_place(claim.citations):
        source, mark, style = _source_and_mark(together[0], said)
        for quote in _joined(together):
            lines.append(f"{said.quote_open}{plain(quote)}{said.quote_close}\n")
        for gloss in filter(None, (one.gloss for one in together)):
            lines.append(f"{said.gloss.format(text=plain(gloss))}\n", style="italic")
        lines.append(f"{plain(source)}\n", style="dim")
        lines.append(f"{plain(mark)}\n", style=style)
    if not claim.supported:
        reason = f": {plain(claim.reason)}" if claim.reason else ""
        lines.append(f"{said.unsupported}{reason}\n", style="red")
    hang(out, Text(f"{number:>3}  ", style="bold"), lines)


def _from_one_place(citations: Sequence[Citation]) -> Iterator[list[Citation]]:
    """Neighbours that share document, page and verdict, and so the line that names them."""

    def place(one: Citation) -> tuple[object, ...]:
        document = (one.document.id, one.document.version)
        pages = (one.page, one.page_end, one.page_label)
        spot = pages if one.page is not None else (one.heading_path, one.paragraph)
        return (*document, *spot, one.verdict, one.reason)

    for _, group in groupby(citations, key=place):
        yield list(group)


def _joined(citations: Sequence[Citation]) -> list[str]:
    """The quotes of one place as one, read in the document's order; what they leave out is shown.

    Quotes that were not found have no order, and stay as they are; so do the items of a list.
    """
    if len(citations) > _FEW:
        return [one.quote for one in citations]
    pairs = list(pairwise(citations))
    verified = all(one.verdict is Verdict.VERIFIED for one in citations)
    if not verified or any(after.start < before.end for before, after in pairs):
        return [one.quote for one in citations]
    text = citations[0].quote
    for before, after in pairs:
        gap = " " if after.start - before.end <= _LIST_GAP else " […] "
        text += gap + after.quote
    return [text]


def _source_and_mark(citation: Citation, said: Words) -> tuple[str, str, str]:
    reason = f" ({citation.reason})" if citation.reason else ""
    mark = f"{said.verdicts[citation.verdict]}{reason}"
    style = _MARK_STYLE.get(citation.verdict, "red")
    return describe_source(citation.document, place_of(citation), said), mark, style


def _print_silence(out: Console, answer: Answer, said: Words) -> None:
    hang(out, "", Text(said.silent, style="bold"))
    hang(out, "", Text(said.silent_next))
    out.print()
    if answer.instead:
        _print_claims(out, answer.instead, said, opening=said.instead)
        return
    out.print(said.nearby if answer.nearby else said.nothing_nearby)
    for hit in answer.nearby:
        out.print()
        print_hit(out, hit, said, most=_NEARBY_CHARACTERS)
    out.print()
