"""``samklang search`` and ``samklang ask``, as people and as programs read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from corpus.records import Answer, Citation, Claim, Document, Hit, Verdict
from service.cli.session import Gauge, console, emit, opened, plain
from service.schemas import AskResponse, SearchResponse
from service.words import Place, Words, describe_place, words

if TYPE_CHECKING:
    from rich.console import Console

    from pipeline.retrieve import Retrieval

_MARK_STYLE = {Verdict.VERIFIED: "green", Verdict.NOT_CHECKED: "yellow"}
# A facet is worth a line when it can narrow the search down.
_OPTIONS = {"collection": "--collection", "publisher": "--publisher", "language": "--language"}


def run_search(
    query: str,
    *,
    collections: Sequence[str],
    publishers: Sequence[str],
    languages: Sequence[str],
    limit: int,
    as_json: bool,
) -> None:
    """Search and show the hits."""
    from pipeline.retrieve import retrieve

    with opened(Gauge()) as store:
        found = retrieve(
            store,
            query,
            collections=collections or None,
            publishers=publishers or None,
            languages=languages or None,
            limit=limit,
        )
    if as_json:
        emit(SearchResponse.from_record(query, found.hits, found.facets))
    else:
        show_hits(found)


def run_ask(
    question: str, *, collections: Sequence[str], language: str | None, as_json: bool
) -> None:
    """Ask and show the answer."""
    from pipeline.answer import answer_question

    with opened(Gauge()) as store:
        answer = answer_question(
            store, question, collections=collections or None, language=language
        )
    if as_json:
        emit(AskResponse.from_record(answer))
    else:
        show_answer(answer, console())


def show_hits(found: Retrieval) -> None:
    """The hits as a library catalogue lists them, and how to narrow them down."""
    out, said = console(), words(found.language)
    count = len(found.hits)
    if not count:
        out.print(said.no_hits)
        return
    out.print(said.one_hit if count == 1 else said.hits.format(count=count))
    for hit in found.hits:
        out.print()
        _print_hit(out, hit, said)
    _print_facets(out, found.facets, said)


def _print_hit(out: Console, hit: Hit, said: Words) -> None:
    passage = hit.passage
    place = Place(
        passage.page,
        passage.page_end,
        passage.page_label,
        passage.heading_path,
        passage.paragraph,
    )
    out.print(Text.assemble((f"{hit.rank:>3}  ", "bold"), (plain(hit.document.title), "bold")))
    _print_below(out, _source(hit.document, place, said, titled=False), style="dim")
    if passage.heading_path:
        _print_below(out, " › ".join(passage.heading_path), style="italic")
    _print_below(out, passage.text)


def _print_below(out: Console, text: str, style: str = "") -> None:
    """A paragraph under the number it belongs to."""
    out.print(Padding(Text(plain(text), style=style), (0, 0, 0, 5)))


def _source(document: Document, place: Place, said: Words, *, titled: bool = True) -> str:
    """Title, place and status, and the publisher where the title stands elsewhere."""
    facts = (
        document.title if titled else document.publisher,
        None if titled else document.published,
        describe_place(place, said),
        said.statuses[document.status],
        None if titled else said.languages.get(document.language, document.language),
        None if titled else document.collection,
    )
    return " · ".join(fact for fact in facts if fact)


def _print_facets(out: Console, facets: Mapping[str, Mapping[str, int]], said: Words) -> None:
    useful = {name: facets.get(name, {}) for name in _OPTIONS if len(facets.get(name, {})) > 1}
    if not useful:
        return
    out.print()
    for name, counts in useful.items():
        ordered = sorted(counts.items(), key=lambda item: -item[1])
        listed = ", ".join(f"{value} ({count})" for value, count in ordered if value)
        lead = said.narrow.format(options=_OPTIONS[name])
        out.print(Text(f"{lead} {plain(listed)}", style="dim"))


def show_answer(answer: Answer, out: Console) -> None:
    """The claims with their quotes, or the silence of the documents, in the answer's language."""
    said = words(answer.language)
    out.print(Text.assemble((f"{said.question}: ", "dim"), (plain(answer.question), "bold")))
    out.print()
    if answer.claims:
        _print_claims(out, answer.claims, said)
    if answer.abstained or not answer.claims:
        _print_silence(out, answer.nearby, said)
    for what in answer.skipped:
        out.print(Text(said.skipped.format(what=plain(what)), style="yellow"))
    if any(claim.citations for claim in answer.claims):
        out.print(Text(said.check_means, style="dim"))


def _print_claims(out: Console, claims: Sequence[Claim], said: Words) -> None:
    out.print(Text(said.says))
    out.print()
    parties = [None, *(claim.party for claim in claims)]
    for number, (claim, (before, party)) in enumerate(
        zip(claims, pairwise(parties), strict=True), start=1
    ):
        if party and party != before:
            out.print(Text(plain(party), style="bold underline"))
        _print_claim(out, number, claim, said)


def _print_claim(out: Console, number: int, claim: Claim, said: Words) -> None:
    """The claim's own words stand above the quote only where they differ from it."""
    lead = Text(f"{number:>3}  ", style="bold")
    own = not any(claim.text == citation.quote for citation in claim.citations)
    if own:
        lead.append(plain(claim.text))
        out.print(lead)
    for at, citation in enumerate(claim.citations):
        quote = f"{said.quote_open}{plain(citation.quote)}{said.quote_close}"
        lines = Text(quote)
        if at == 0 and not own:
            out.print(_hanging(lead.plain, lines))
        else:
            _print_below(out, quote)
        _print_citation(out, citation, said)
    if not claim.supported:
        reason = f": {claim.reason}" if claim.reason else ""
        _print_below(out, f"{said.unsupported}{reason}", style="red")
    out.print()


def _hanging(lead: str, text: Text) -> object:
    """A paragraph whose first line carries a number and whose others are set in."""
    from rich.table import Table

    grid = Table.grid()
    grid.add_column(width=len(lead), no_wrap=True)
    grid.add_column()
    grid.add_row(Text(lead, style="bold"), text)
    return grid


def _print_citation(out: Console, citation: Citation, said: Words) -> None:
    place = Place(
        citation.page,
        citation.page_end,
        citation.page_label,
        citation.heading_path,
        citation.paragraph,
    )
    _print_below(out, _source(citation.document, place, said), style="dim")
    reason = f" ({plain(citation.reason)})" if citation.reason else ""
    style = _MARK_STYLE.get(citation.verdict, "red")
    _print_below(out, f"{said.verdicts[citation.verdict]}{reason}", style=style)


def _print_silence(out: Console, nearby: Sequence[Hit], said: Words) -> None:
    out.print(Text(said.silent, style="bold"))
    out.print(said.silent_next)
    out.print()
    out.print(said.nearby if nearby else said.nothing_nearby)
    for hit in nearby:
        out.print()
        _print_hit(out, hit, said)
    out.print()
