"""``samklang search`` and ``samklang ask``, as people and as programs read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count, groupby, pairwise
from typing import TYPE_CHECKING

from rich.text import Text

from corpus.records import Answer, Citation, Claim, Document, Hit, Verdict
from service.cli.paper import console, cut_short, hang, plain
from service.cli.session import Gauge, emit, note_if_empty, opened
from service.schemas import AskResponse, SearchResponse
from service.words import Place, Words, describe_place, words

if TYPE_CHECKING:
    from rich.console import Console

    from pipeline.retrieve import Retrieval

_MARK_STYLE = {Verdict.VERIFIED: "green", Verdict.NOT_CHECKED: "yellow"}
# Enough to see what a passage is about; it is no answer, so nobody should have to read it.
_NEARBY_CHARACTERS = 240
# Between a lead-in and the item below it: an empty line and the item's mark.
_LIST_GAP = 8
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

    gauge = Gauge()
    with opened(gauge) as store:
        note_if_empty(store, gauge)
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

    gauge = Gauge()
    with opened(gauge) as store:
        note_if_empty(store, gauge)
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
    total = len(found.hits)
    if not total:
        out.print(said.no_hits)
        return
    out.print(said.one_hit if total == 1 else said.hits.format(count=total))
    for hit in found.hits:
        out.print()
        _print_hit(out, hit, said)
    _print_facets(out, found.facets, said)


def _print_hit(out: Console, hit: Hit, said: Words, *, most: int | None = None) -> None:
    """The passage under its title and place; of its text at most so many characters."""
    passage = hit.passage
    place = Place(
        passage.page,
        passage.page_end,
        passage.page_label,
        passage.heading_path,
        passage.paragraph,
    )
    hang(out, Text(f"{hit.rank:>3}  ", style="bold"), Text(plain(hit.document.title), style="bold"))
    _print_below(out, _source(hit.document, place, said, titled=False), style="dim")
    if passage.heading_path:
        _print_below(out, " › ".join(passage.heading_path), style="italic")
    text = passage.text.replace("\n\n", "\n")
    _print_below(out, text if most is None else cut_short(text, most))


def _print_below(out: Console, text: str, style: str = "") -> None:
    """A paragraph under the number it belongs to."""
    hang(out, " " * 5, Text(plain(text), style=style))


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
        hang(out, "", Text(f"{lead} {plain(listed)}", style="dim"))


def show_answer(answer: Answer, out: Console) -> None:
    """The claims with their quotes, or the silence of the documents, in the answer's language."""
    said = words(answer.language)
    hang(out, Text(f"{said.question}: ", style="dim"), Text(plain(answer.question), style="bold"))
    out.print()
    if answer.claims:
        _print_claims(out, answer.claims, said)
    if answer.abstained or not answer.claims:
        _print_silence(out, answer.nearby, said)
    for what in answer.skipped:
        hang(out, "", Text(said.nothing_on.format(what=plain(what)), style="yellow"))
    if answer.skipped:
        out.print()
    if any(claim.citations for claim in answer.claims):
        hang(out, "", Text(said.check_means, style="dim"))


def _print_claims(out: Console, claims: Sequence[Claim], said: Words) -> None:
    """The claims in order; those of a comparison under the party they are about."""
    out.print(Text(said.says))
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
    """The claim's own words stand above its quotes only where they are not those very quotes."""
    lines = Text()
    if claim.text != " ".join(citation.quote for citation in claim.citations):
        lines.append(plain(claim.text) + "\n")
    for together in _from_one_place(claim.citations):
        source, mark, style = _source_and_mark(together[0], said)
        for quote in _joined(together):
            lines.append(f"{said.quote_open}{plain(quote)}{said.quote_close}\n")
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

    Quotes that were not found have no order, and stay as they are.
    """
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
    place = Place(
        citation.page,
        citation.page_end,
        citation.page_label,
        citation.heading_path,
        citation.paragraph,
    )
    reason = f" ({citation.reason})" if citation.reason else ""
    mark = f"{said.verdicts[citation.verdict]}{reason}"
    style = _MARK_STYLE.get(citation.verdict, "red")
    return _source(citation.document, place, said), mark, style


def _print_silence(out: Console, nearby: Sequence[Hit], said: Words) -> None:
    hang(out, "", Text(said.silent, style="bold"))
    hang(out, "", Text(said.silent_next))
    out.print()
    out.print(said.nearby if nearby else said.nothing_nearby)
    for hit in nearby:
        out.print()
        _print_hit(out, hit, said, most=_NEARBY_CHARACTERS)
    out.print()
