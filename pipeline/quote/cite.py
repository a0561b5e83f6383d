"""The quotes of a model's claim, each looked up where the model says it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from corpus.language.tokens import has_words
from corpus.records import Citation, Interval, Passage, Verdict
from corpus.text import locate, same_words
from pipeline.instructions import find_instructions
from pipeline.quote.clean import clean_text, hide_codes
from pipeline.quote.faults import Fault, Found, say_fault
from pipeline.quote.records import Quoted, Source
from pipeline.quote.verify import check_quote

LONGEST = 4_000
"""Characters of a quote; no passage is longer, and folding a megabyte takes a second."""
_FEWEST_WORDS = 4
_SHOWN = 300
_KEY = re.compile(r"[a-z]?[0-9a-f]{1,8}")
# what models put around a quote; a gap inside it stays, and is found nowhere
_AROUND = " \t\r\n\"“”„«»'‘’*_`"
_GAPS = re.compile(r"^(?:\.\.\.|…|\[(?:\.\.\.|…)\])\s*|\s*(?:\.\.\.|…|\[(?:\.\.\.|…)\])$")


@dataclass(frozen=True, slots=True)
class Cited:
    """One quote with its citation, or what is wrong with it.

    ``sentences`` are the whole sentences a verified quote stands in; ``found`` is None when the
    quote counts as evidence.
    """

    citation: Citation | None
    found: Found | None
    language: str = ""
    sentences: tuple[str, ...] = ()


def cite_quote(
    quoted: Quoted, context: Mapping[str, Source], *, language: str, question: str
) -> Cited:
    """The citation of one quote, with the verdict code reached and why it does not count."""
    quote = _bare(quoted.quote[: LONGEST + 1])
    source = context.get(quoted.key.strip(" []()"))
    if source is None:
        return _refuse_key(quoted.key, quote, context, language=language)
    others = [one.passage for one in context.values() if one is not source]
    citation = check_quote(
        quote, source.passage, source.document, pages=source.pages, others=others
    )
    if citation.verdict is Verdict.VERIFIED:
        return _weigh(citation, source, language)
    fault = Fault.MISATTRIBUTED if citation.verdict is Verdict.MISATTRIBUTED else Fault.NOT_FOUND
    return Cited(_unverified(citation, Found(fault), language, question), Found(fault))


def _bare(quote: str) -> str:
    """The quote without the marks around it, and without a stop where the source goes on."""
    for _ in range(3):
        before, quote = quote, _GAPS.sub("", quote.strip(_AROUND))
        if quote == before:
            break
    return quote


def _refuse_key(key: str, quote: str, context: Mapping[str, Source], *, language: str) -> Cited:
    shown = key if _KEY.fullmatch(key) else "…"
    found = Found(Fault.UNKNOWN_KEY, shown)
    for source in context.values():
        if locate(quote, source.passage.text):
            there = check_quote(quote, source.passage, source.document, pages=source.pages)
            misattributed = replace(there, verdict=Verdict.MISATTRIBUTED)
            if _instructs(source, there):
                misattributed = _masked(misattributed, language)
            return Cited(replace(misattributed, reason=say_fault(found, language)), found)
    return Cited(None, found)


def _weigh(citation: Citation, source: Source, language: str) -> Cited:
    """A verified citation: long enough to carry a claim, and no instruction?"""
    passage = source.passage
    if _instructs(source, citation):
        found = Found(Fault.INSTRUCTION)
        return Cited(_masked(citation, language), found)
    at = Interval(citation.start, citation.end)
    around = [one for one in passage.sentences if one.overlaps(at)]
    sentences = tuple(passage.slice(one) for one in around) or (citation.quote,)
    if not has_words(citation.quote, _FEWEST_WORDS) and not _is_whole(
        citation.quote, passage, around
    ):
        found = Found(Fault.QUOTE_TOO_SHORT, citation.quote)
        return Cited(replace(citation, reason=say_fault(found, language)), found)
    return Cited(citation, None, passage.language, sentences)


def _instructs(source: Source, citation: Citation) -> bool:
    at = Interval(citation.start, citation.end)
    orders = find_instructions(source.passage) if source.orders is None else source.orders
    return any(one.overlaps(at) for one in orders)


def _masked(citation: Citation, language: str) -> Citation:
    """The place alone: the words of an instruction are not passed on."""
    return replace(
        citation,
        quote="[…]",
        verdict=Verdict.NOT_CHECKED,
        reason=say_fault(Found(Fault.INSTRUCTION), language),
    )


def _is_whole(quote: str, passage: Passage, around: list[Interval]) -> bool:
    """Whether the quote is a whole sentence, list item or table row of the passage."""
    wholes = [passage.slice(one) for one in around] + passage.text.splitlines()
    return any(same_words(_core(quote), _core(whole)) for whole in wholes)


def _core(text: str) -> str:
    return text.strip(" \t.,;:!?•–-*\"”“’'")


def _unverified(citation: Citation, found: Found, language: str, question: str) -> Citation:
    """A quote that stands nowhere is a model's own words, and shown as such."""
    if citation.verdict is Verdict.MISATTRIBUTED:
        shown, _ = clean_text(citation.quote, "")
    else:
        shown, _ = clean_text(citation.quote[:_SHOWN], "")
    return replace(citation, quote=hide_codes(shown, question), reason=say_fault(found, language))
