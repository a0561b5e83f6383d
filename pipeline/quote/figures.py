"""Do the numbers, units and dates of a claim stand in its quotes?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from corpus.language import words
from corpus.language.numbers import Date, dates, find_dates, without_dates
from corpus.language.quantities import STRICT, Quantity, currencies, periods, quantities
from corpus.language.stopwords import STOP_WORDS
from pipeline.quote.faults import Fault, Found

# months that are words too ("may", "march") count only after what goes before a month
_MONTH = re.compile(
    r"\b(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december)\b"
    r"|\b(?:January|February|April|June|July|August|September|October|November|December)\b"
    r"|\b(?<=in )(?:March|May)\b|\b(?<=of )(?:March|May)\b|\b(?<=by )(?:March|May)\b"
    r"|\b(?<=since )(?:March|May)\b|\b(?<=until )(?:March|May)\b"
)
_AFTER = re.compile(r"\s+((?:[^\W\d_]+\s*){1,3})")
_STOP = STOP_WORDS["sv"] | STOP_WORDS["en"]
_BEGINNING = 5
# small numbers that quotes say in other words
_ONE = re.compile(r"\b(?:en|ett|one|a|an|first|första|enda|single|sole)\b", re.IGNORECASE)
_TWO = re.compile(r"\b(?:båda|bägge|both|andra|second|pair|par|two|twice|double|dubbla)\b", re.I)


def compare_figures(claim: str, quotes: str) -> Iterator[Found]:
    """What the claim says of numbers, units, bounds and dates that its quotes do not say."""
    for one in quantities(claim):
        if fault := _judge(one, read_figures(quotes), quotes):
            yield Found(fault, one.written)
    yield from _exchanged(claim, quotes)
    for read in (currencies, periods):
        own = read(claim)
        missing = own - read(quotes) if own else own
        if missing and (read is currencies or read(quotes)):
            yield Found(Fault.UNIT, ", ".join(sorted(missing)))
    for written, date in _spell(claim):
        if not any(date.within(other) for other in all_dates(quotes)):
            yield Found(Fault.DATE, written)


def numbers_within(text: str, quotes: str) -> bool:
    """Whether every number and date of a text stands in the quotes; units and bounds aside."""
    faults = (Fault.NUMBER, Fault.DATE)
    return not any(found.fault in faults for found in compare_figures(text, quotes))


def numbers_shared(text: str, quotes: str) -> bool:
    """Whether a number of a text, of two digits or more, stands in the quotes too."""
    said = (one for one in quantities(text) if min(one.values) >= 10)
    return any(one.says(other) for one in said for other in read_figures(quotes))


def _exchanged(claim: str, quotes: str) -> Iterator[Found]:
    """Numbers that count something in the claim and something else in the quotes.

    Only what follows a number directly is taken for what it counts; the words are compared as
    written or by their beginnings, so that across languages little is found, and nothing falsely.
    """
    numbers = [(number, things) for number, things in _counted(claim) if things]
    counted = _counted(quotes) if numbers else []
    for number, things in numbers:
        own = [others for value, others in counted if value.says(number)]
        same = any(_alike(things, others) for value, others in counted)
        if same and not any(not others or _alike(things, others) for others in own):
            yield Found(Fault.NUMBER, number.written)


def _counted(text: str) -> list[tuple[Quantity, frozenset[str]]]:
    """The bare numbers of a text with the words directly after each, what they count."""
    found = []
    plain = without_dates(text)
    for one in quantities(plain):
        after = _AFTER.match(plain, one.end)
        things = frozenset(_things(after[1])) if after and not one.unit else frozenset()
        found.append((one, things))
    return found


def _things(after: str) -> Iterator[str]:
    """The words up to the first function word."""
    for word in words(after):
        if word in _STOP:
            return
        yield word[:_BEGINNING]


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return not one.isdisjoint(other)


def all_dates(text: str) -> tuple[Date, ...]:
    """Every date of a text, months that stand alone among them."""
    return tuple(date for _, date in _spell(text))


@lru_cache(maxsize=256)
def read_figures(quotes: str) -> tuple[Quantity, ...]:
    """The quantities of quotes; the digits of their dates count as bare numbers too."""
    return (*quantities(quotes), *(q for q in _of_dates(quotes)))


def _of_dates(quotes: str) -> Iterator[Quantity]:
    for date in dates(quotes):
        for part in (date.year, date.day):
            if part is not None:
                yield from quantities(str(part))


def _judge(one: Quantity, there: tuple[Quantity, ...], quotes: str) -> Fault | None:
    alike = [other for other in there if one.says(other)]
    if not alike:
        return None if _in_other_words(one, quotes) else Fault.NUMBER
    united = [other for other in alike if _same_unit(one, other)]
    if not united:
        return Fault.UNIT
    if not any(other.bound == one.bound or one.ordinal or other.ordinal for other in united):
        return Fault.RESTRICTION
    return None


def _same_unit(one: Quantity, other: Quantity) -> bool:
    if one.unit == other.unit:
        return True
    # "48 years" is not "48 cities", but "the 3 years" may be taken up as "all 3"
    return not one.unit and other.unit not in STRICT


def _in_other_words(one: Quantity, quotes: str) -> bool:
    if one.unit in STRICT:
        return False
    if 1 in one.values:
        return _ONE.search(quotes) is not None
    return 2 in one.values and _TWO.search(quotes) is not None


def _spell(text: str) -> Iterator[tuple[str, Date]]:
    taken: list[tuple[int, int]] = []
    for (start, end), date in find_dates(text):
        taken.append((start, end))
        yield text[start:end], date
    for match in _MONTH.finditer(text):
        if not any(start <= match.start() < end for start, end in taken):
            for _, date in find_dates(f"1 {match[0]}"):
                yield match[0], Date(None, date.month, None)
