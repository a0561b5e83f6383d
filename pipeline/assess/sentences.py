"""The sentences of what is assessed, with their vectors and with what makes one no evidence."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np

from corpus.records import (
    BlockKind,
    Citation,
    Document,
    FloatVector,
    Interval,
    Page,
    Passage,
    Verdict,
)
from corpus.store import Store
from pipeline.answer.lists import lead_in
from pipeline.answer.orders import fit_document, fit_passage
from pipeline.instructions import doubtful, find_orders, load_likeness, orders_for_certain
from pipeline.quote import check_quote
from pipeline.quote.clean import HIDDEN

# "Exemplet visar ett initiativ i linje med strategin" tells of the text, not of the matter
_PRESENTS = re.compile(
    r"\W*(?:(?:det\s+här\s+)?exemplet|detta\s+exempel|(?:the|this)\s+example|(?:det\s+här\s+)?dokumentet"
    r"|detta\s+dokument|(?:the|this)\s+document|texten|(?:the|this)\s+text)\b.{0,40}"
    r"\b(?:visar|shows?|beskriver|describes?|är\s+skriv\w+|is\s+written|illustrera\w*|illustrates?)\b"
    # "The cities and the figures are not real"
    r"|[^.]{0,80}\b(?:(?:är|are|is)\s+(?:påhittad\w*|uppdiktad\w*|fiktiv\w*|invented|made\s+up|fictitious"
    r"|(?:inte|not)\s+(?:verklig\w*|på\s+riktigt|real)))\W*$",
    re.IGNORECASE,
)

# "Action type | Policy development"; the bar is a word of its own
_FIELD = 6


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """A sentence of what is assessed. ``vector`` is ``(dimension,)``, as stored at ingest.

    ``lead`` introduces it when it is an item of a list. ``number`` is its place in the text.
    ``suspect``: it may be an order to the reader or belong to one, so that it speaks for nothing;
    but no doubt makes what is said against a text unsaid.
    """

    number: int
    passage: Passage
    span: Interval
    vector: FloatVector
    lead: Interval | None = None
    suspect: bool = False

    @property
    def text(self) -> str:
        """Its own words."""
        return self.passage.slice(self.span)

    @property
    def read(self) -> str:
        """Its words behind those that introduce it."""
        if self.lead is None:
            return self.text
        return f"{self.passage.slice(self.lead)} {self.text}"

    @property
    def heading(self) -> str:
        """The heading it stands under."""
        return self.passage.heading_path[-1] if self.passage.heading_path else ""

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table."""
        return self.passage.kind is BlockKind.TABLE or " | " in self.text

    @property
    def is_form_field(self) -> bool:
        """Whether it is a row that asks, or a label with a word or two behind it."""
        return self.is_row and ("? |" in self.text or len(self.text.split()) < _FIELD)


@dataclass(frozen=True, slots=True)
class Reading:
    """What an assessment may rest on, and the orders to the reader it may not.

    ``told`` is in order, with what is suspect; ``free`` is without.
    ``commanded``: some of these are orders beyond doubt.
    """

    document: Document
    pages: tuple[Page, ...]
    told: tuple[Told, ...]
    orders: tuple[Citation, ...]
    commanded: bool = False

    @property
    def free(self) -> tuple[Told, ...]:
        """The sentences that may speak for a text."""
        return tuple(one for one in self.told if not one.suspect)

    def cite(self, one: Told) -> Citation:
        """The sentence as a citation, through the gate."""
        return cite(one.passage, one.span, self.document, self.pages)


def cite(
    passage: Passage, span: Interval, document: Document, pages: tuple[Page, ...] = ()
) -> Citation:
    """An interval of a passage as a citation, looked up like any other."""
    return check_quote(passage.slice(span), passage, document, at=span, pages=pages)


def read_sentences(store: Store, document: Document) -> Reading:
    """The sentences of a document's body and footnotes; those in its furniture are in no passage.

    Orders to the reader are kept apart, also those in the title and in headings, and what only
    presents the text is left out.
    """
    likeness = load_likeness(store.embedder, store.settings.models)
    document = fit_document(document)
    pages = tuple(store.catalog.pages(document.id, document.version))
    told: list[Told] = []
    orders: list[Citation] = []
    commanded = False
    passages = map(fit_passage, store.catalog.passages_of(document.id, document.version))
    items = store.catalog.vectors_of(document.id, document.version)
    for passage, item in zip(passages, items, strict=True):
        found = find_orders(passage, item.vectors, likeness)
        orders += [_masked(cite(passage, span, document, pages)) for span in found]
        unsure = doubtful(passage, found)
        commanded = commanded or orders_for_certain(passage, item.vectors, likeness)
        for number, span in enumerate(passage.sentences):
            lead = lead_in(passage, number)
            spans = (span, lead) if lead else (span,)
            met = {one for one in found if any(one.overlaps(at) for at in spans)}
            if not met <= unsure:
                continue
            if _PRESENTS.match(passage.slice(span)):
                continue
            vector = np.asarray(item.vectors[number + 1], np.float32)
            told.append(Told(len(told), passage, span, vector, lead, suspect=bool(met)))
    return Reading(document, pages, tuple(told), tuple(orders), commanded)


def _masked(citation: Citation) -> Citation:
    """The place alone: an order's words are not passed on."""
    return replace(citation, quote=HIDDEN, verdict=Verdict.NOT_CHECKED)
