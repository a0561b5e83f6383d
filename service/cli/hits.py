"""Hits, as a library catalogue lists them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rich.text import Text

from corpus.records import Document, Hit
from service.cli.paper import console, cut_short, hang, plain
from service.words import Place, Words, describe_place, place_of, words

if TYPE_CHECKING:
    from rich.console import Console

    from service.records import Found

# A facet is worth a line when it can narrow the search down.
_OPTIONS = {"collection": "--collection", "publisher": "--publisher", "language": "--language"}


def show_hits(found: Found) -> None:
    """The hits as a library catalogue lists them, and how to narrow them down."""
    out, said = console(), words(found.language)
    total = len(found.hits)
    if not total:
        out.print(said.no_hits)
        return
    out.print(said.one_hit if total == 1 else said.hits.format(count=total))
    for hit in found.hits:
        out.print()
        print_hit(out, hit, said)
    _print_facets(out, found.facets, said)


def print_hit(out: Console, hit: Hit, said: Words, *, most: int | None = None) -> None:
    """The passage under its title and place; of its text at most so many characters."""
    passage = hit.passage
    hang(out, Text(f"{hit.rank:>3}  ", style="bold"), Text(plain(hit.document.title), style="bold"))
    _print_below(out, describe_source(hit.document, place_of(hit), said, titled=False), style="dim")
    if passage.heading_path:
        _print_below(out, " › ".join(passage.heading_path), style="italic")
    text = passage.text.replace("\n\n", "\n")
    _print_below(out, text if most is None else cut_short(text, most))


def _print_below(out: Console, text: str, style: str = "") -> None:
    """A paragraph under the number it belongs to."""
    hang(out, " " * 5, Text(plain(text), style=style))


def describe_source(document: Document, place: Place, said: Words, *, titled: bool = True) -> str:
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
