"""Looking a quote up, and the claim that says no more than its quotes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corpus.records import Citation, Claim, Document, Interval, Page, Passage, Verdict
from corpus.text import locate, same_words
from pipeline.quote.faults import Fault, Found, say_fault


def check_quote(
    quote: str,
    passage: Passage,
    document: Document,
    *,
    at: Interval | None = None,
    pages: Sequence[Page] = (),
    others: Iterable[Passage] = (),
) -> Citation:
    """A citation of a quote attributed to a passage, with the verdict code reached.

    ``verified``: the words stand in the passage; ``misattributed``: they stand in one of
    ``others`` (the passages that were in play) and not here; ``not_found``: in none of them. The
    interval of a verified citation is the place that overlaps ``at``, where the quote was taken
    from, else its first place; otherwise that of the passage. ``pages`` are the version's, to name
    the page of the quote itself where the passage spans two.
    """
    found = locate(quote, passage.text)
    places = [Interval(passage.start + p.start, passage.start + p.end) for p in found]
    if places:
        place = next((p for p in places if at and p.overlaps(at)), places[0])
        words = passage.slice(place)
        return _cite(passage, document, place, words, pages=pages, verdict=Verdict.VERIFIED)
    whole = Interval(passage.start, passage.end)
    elsewhere = next((p for p in others if locate(quote, p.text)), None)
    if elsewhere is not None:
        verdict, reason = Verdict.MISATTRIBUTED, f"the words stand in passage {elsewhere.id}"
    else:
        verdict, reason = Verdict.NOT_FOUND, "the words stand in none of the passages found"
    return _cite(passage, document, whole, quote, pages=pages, verdict=verdict, reason=reason)


def _cite(
    passage: Passage,
    document: Document,
    at: Interval,
    quote: str,
    *,
    pages: Sequence[Page],
    verdict: Verdict,
    reason: str | None = None,
) -> Citation:
    first, last, label = passage.page, passage.page_end, passage.page_label
    spanned = [p for p in pages if p.start < at.end and at.start < p.end]
    if first != last and spanned:
        first, last, label = spanned[0].number, spanned[-1].number, spanned[0].label
    return Citation(
        document=document,
        start=at.start,
        end=at.end,
        quote=quote,
        verdict=verdict,
        page=first,
        page_end=last,
        page_label=label,
        heading_path=passage.heading_path,
        paragraph=passage.paragraph,
        reason=reason,
    )


def state_claim(
    text: str, language: str, citations: tuple[Citation, ...], *, party: str | None = None
) -> Claim:
    """A claim with its status: supported when it says exactly what its verified quotes say.

    Anything beyond the quotes' own words is unsupported here; checking claims that a language
    model worded is the business of a later step.
    """
    verified = [c for c in citations if c.verdict is Verdict.VERIFIED]
    fault = None
    if not verified:
        fault = Fault.NOT_FOUND
    elif not same_words(text, " ".join(c.quote for c in verified)):
        fault = Fault.MORE
    if fault is None:
        return Claim(text, language, citations, True, None, party)
    reason = say_fault(Found(fault), language)
    return Claim(text, language, citations, False, reason, party, fault=fault.value)
