"""What Samklang says to people, in Swedish and in English."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from corpus.records import Citation, Hit

# 3, 3.2 or 3.2.1 before the words of a heading; a year is no section
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2})*)\.?\s")


@dataclass(frozen=True, slots=True)
class Words:
    """The wording of one language. Templates name their gaps."""

    page: str
    viewer_page: str
    section: str
    heading: str
    paragraph: str
    question: str
    says: str
    silent: str
    silent_next: str
    nearby: str
    nothing_nearby: str
    nothing_on: str
    unsupported: str
    gloss: str
    written: str
    instead: str
    conversation: str
    mode: str
    model: str
    host: str
    version: str
    quote_open: str
    quote_close: str
    check_means: str
    hits: str
    one_hit: str
    no_hits: str
    narrow: str
    statuses: Mapping[str, str]
    verdicts: Mapping[str, str]
    languages: Mapping[str, str]
    modes: Mapping[str, str]


_SWEDISH = Words(
    page="s. {number}",
    viewer_page="PDF-sida {number}",
    section="Avsnitt {number}",
    heading="Avsnittet ”{title}”",
    paragraph="stycke {number}",
    question="Fråga",
    says="Dokumenten säger:",
    silent="Dokumenten ger inget svar på frågan.",
    silent_next="Inget av det som hittades bär ett svar, så inget svar ges.",
    nearby="Det här tar de upp i närheten:",
    nothing_nearby="Inte heller något närliggande hittades.",
    nothing_on="Inget hittades om {what}.",
    unsupported="✗ saknar stöd",
    gloss="(maskinöversättning: {text})",
    written="Svar:",
    instead="Det här tar dokumenten i stället upp:",
    conversation="Samtal {id}, {begun} till {ended} (UTC)",
    mode="Svaret: {mode}",
    model="språkmodell: {name}",
    host="läst av: {name}",
    version="version {number}",
    quote_open="”",
    quote_close="”",
    check_means=(
        "✓ betyder att orden står ordagrant på den angivna platsen, inte att de är sanna "
        "eller att de är hela svaret."
    ),
    hits="{count} träffar",
    one_hit="1 träff",
    no_hits="Inga träffar.",
    narrow="Begränsa med {options}:",
    statuses=MappingProxyType(
        {
            "draft": "utkast",
            "decided": "beslutad",
            "in_force": "gällande",
            "superseded": "ersatt",
            "unknown": "okänd status",
        }
    ),
    verdicts=MappingProxyType(
        {
            "verified": "✓ citat kontrollerat",
            "misattributed": "≠ citatet står i ett annat stycke",
            "not_found": "✗ citatet återfinns inte i dokumentet",
            "not_checked": "? citatet är inte kontrollerat",
            "source_deleted": "† dokumentet har tagits bort sedan svaret gavs",
        }
    ),
    languages=MappingProxyType({"sv": "svenska", "en": "engelska"}),
    modes=MappingProxyType(
        {"extractive": "dokumentens egna ord", "generative": "formulerat av en språkmodell"}
    ),
)

_ENGLISH = Words(
    page="p. {number}",
    viewer_page="PDF page {number}",
    section="Section {number}",
    heading="Section “{title}”",
    paragraph="paragraph {number}",
    question="Question",
    says="The documents say:",
    silent="The documents do not say.",
    silent_next="Nothing that was found carries an answer, so none is given.",
    nearby="What they do cover nearby:",
    nothing_nearby="Nothing near the question was found either.",
    nothing_on="Nothing was found on {what}.",
    unsupported="✗ not supported",
    gloss="(machine translation: {text})",
    written="Answer:",
    instead="What the documents cover instead:",
    conversation="Conversation {id}, {begun} to {ended} (UTC)",
    mode="The answer: {mode}",
    model="language model: {name}",
    host="read by: {name}",
    version="version {number}",
    quote_open="“",
    quote_close="”",
    check_means=(
        "✓ means that the words stand verbatim at the place named, not that they are true "
        "or the whole answer."
    ),
    hits="{count} hits",
    one_hit="1 hit",
    no_hits="No hits.",
    narrow="Narrow it down with {options}:",
    statuses=MappingProxyType(
        {
            "draft": "draft",
            "decided": "decided",
            "in_force": "in force",
            "superseded": "superseded",
            "unknown": "status unknown",
        }
    ),
    verdicts=MappingProxyType(
        {
            "verified": "✓ quote checked",
            "misattributed": "≠ quote found in another passage",
            "not_found": "✗ quote not found in the document",
            "not_checked": "? quote not checked",
            "source_deleted": "† the document was deleted after the answer was given",
        }
    ),
    languages=MappingProxyType({"sv": "Swedish", "en": "English"}),
    modes=MappingProxyType(
        {"extractive": "the documents' own words", "generative": "worded by a language model"}
    ),
)


def words(language: str) -> Words:
    """The wording for a language code; English for any language but Swedish."""
    return _SWEDISH if language == "sv" else _ENGLISH


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a document something stands, as hits and citations carry it."""

    page: int | None
    page_end: int | None
    page_label: str | None
    heading: Sequence[str]
    paragraph: int | None


def place_of(one: Citation | Hit) -> Place:
    """Where a citation or a hit stands."""
    at = one.passage if isinstance(one, Hit) else one
    return Place(at.page, at.page_end, at.page_label, at.heading_path, at.paragraph)


def describe_place(place: Place, said: Words) -> str:
    """The place in words: ``s. 5 (PDF-sida 7)`` or ``Avsnitt 3.2, stycke 4``.

    The viewer's page is named only where the printed label differs from it. Empty when the
    record knows no place.
    """
    if place.page is not None:
        return _page(place, place.page, said)
    parts = []
    if place.heading:
        parts.append(_section(place.heading[-1], said))
    if place.paragraph is not None:
        parts.append(said.paragraph.format(number=place.paragraph))
    text = ", ".join(parts)
    return text[:1].upper() + text[1:]


def _page(place: Place, first: int, said: Words) -> str:
    last = place.page_end or first
    seen = str(first) if last == first else f"{first}–{last}"
    if place.page_label is None or place.page_label == str(first):
        return said.page.format(number=seen)
    printed = said.page.format(number=place.page_label)
    return f"{printed} ({said.viewer_page.format(number=seen)})"


def _section(heading: str, said: Words) -> str:
    """A numbered heading by its number, any other by its words."""
    if numbered := _NUMBERED.match(heading.strip()):
        return said.section.format(number=numbered[1])
    return said.heading.format(title=heading.strip())
