"""Quantities: a number with its multiplier, its unit and its bound, in Swedish and English.

``1,5 miljarder euro``, ``EUR 1.5 billion`` and ``1 500 million euros`` are one quantity; ``tolv``
and ``twelve`` are 12; ``högst`` and ``at most`` are one bound. ``en``, ``ett`` and ``one`` are no
numbers, since they are articles and pronouns more often.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from corpus.language.casing import lower
from corpus.language.number_words import CARDINALS, MULTIPLIERS, ORDINALS
from corpus.language.numbers import NUMBER, readings, without_dates

_UNITS = {
    "%": "% procent percent procents",
    "‰": "‰ promille",
    "points": "procentenhet procentenheter procentenheters",
    "SEK": "kr kronor krona sek mkr mnkr msek tkr ksek mdkr kronors",
    "EUR": "euro euros eur € meur",
    "USD": "dollar dollars usd $",
    "GBP": "pund pounds gbp £",
    "NOK": "nok",
    "DKK": "dkk",
    "year": "år året åren years year årig årigt åriga",
    "month": "månad månader månaders months month",
    "week": "vecka veckor weeks week",
    "day": "dag dagar dygn days day",
    "hour": "timme timmar hours hour",
    "minute": "minut minuter minutes minute",
    "tonne": "ton tonnes tonne tons",
    "kilogram": "kg kilo kilogram kilograms",
    "kilometre": "km kilometer kilometers kilometre kilometres",
    "metre": "m meter meters metre metres",
    "hectare": "ha hektar hectares hectare",
    "degree": "grader grad degrees degree °c °",
    **{unit: unit for unit in ("kwh", "mwh", "gwh", "twh", "kw", "mw", "gw")},
}
_BOUNDS = {
    "max": (
        r"högst|som\s+mest|maximalt|max|upp\s+till|upp\s+emot|uppemot|inte\s+mer\s+än|färre\s+än"
        r"|mindre\s+än|at\s+(?:the\s+)?most|up\s+to|no(?:t)?\s+more\s+than|maximum(?:\s+of)?"
        r"|less\s+than|fewer\s+than|below"
    ),
    "min": (
        r"minst|åtminstone|lägst|mer\s+än|fler\s+än|över|inte\s+mindre\s+än|at\s+least"
        r"|(?:not?|never)\s+(?:less|fewer)\s+than|minimum(?:\s+of)?|more\s+than|over|exceeding"
    ),
}
_SOFTENERS = r"(?:cirka|ca\.?|omkring|ungefär|about|around|roughly|some|eur|sek|kr|usd|[€$£(])"
CURRENCIES = frozenset({"SEK", "EUR", "USD", "GBP", "NOK", "DKK"})
STRICT = CURRENCIES | {"%", "‰", "points"}
"""Units that a number never stands without: 5 percent is not 5."""


_UNIT_OF = {word: unit for unit, listed in _UNITS.items() for word in listed.split()}
_SHARES = {
    "hälften|halva|half": Decimal(50),
    "en\\s+tredjedel|(?:a|one)[\\s-]third": Decimal(100) / 3,
    "två\\s+tredjedelar|two[\\s-]thirds": Decimal(200) / 3,
    "en\\s+fjärdedel|(?:a|one)[\\s-]quarter\\s+of|a\\s+fourth": Decimal(25),
    "tre\\s+fjärdedelar|three[\\s-]quarters": Decimal(75),
    "en\\s+femtedel|(?:a|one)[\\s-]fifth": Decimal(20),
}


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


# those that name letters are looked for in texts in lower case, unless they ignore case
_SHARE = re.compile(r"\b(?:" + "|".join(f"({one})" for one in _SHARES) + r")\b")
_WORD = re.compile(r"(?<![\w-])[^\W\d_]+(?:-[^\W\d_]+)?(?![\w-])")
_ARTICLES = frozenset({"en", "ett", "one", "a"})
_SMALL = _ARTICLES | CARDINALS.keys()
_ROUND = ("hundra", "tusen", "hundred", "thousand")
_ORDINAL = re.compile(rf"\b(?:({_any(ORDINALS)})|(\d{{1,2}})(?::e|st|nd|rd|th))\b")
_TIMES_AFTER = re.compile(rf"[\s\u00a0-]?\s?({_any(MULTIPLIERS)})(?!\w)")
_UNIT_AFTER = re.compile(
    rf"[\s\u00a0-]?\s?(percentage\s+points?|per\s+mille|per\s+cent|{_any(_UNIT_OF)})(?!\w)"
)
_UNIT_BEFORE = re.compile(r"(eur|sek|usd|gbp|nok|dkk|meur|msek|kr|[€$£])\s?$")
_MENTION = re.compile(r"[^\W\d_]+|[€$£]")
_BOUND = {
    side: re.compile(rf"(?:^|(?<!\w))(?:{listed})\s*(?:{_SOFTENERS}\s*){{0,2}}$")
    for side, listed in _BOUNDS.items()
}
BOUND = re.compile(
    rf"\b(?:{_BOUNDS['max']}|{_BOUNDS['min']})\s+(?={_SOFTENERS}?\s*(?:\d|{_any(CARDINALS)}))"
)
"""A bound with the number after it in sight, so that its "no" denies nothing; in lower case."""
_AND = re.compile(r"\s*(?:,|[-–—/]|och|eller|till|and|or|to|respektive)\s*(?:och|and|or)?\s*", re.I)
_YEAR = re.compile(r"(?:19|20)\d\d")
_RANGED = ("-", "–", "—", "till", "to")
_LASTING = frozenset({"year", "month", "week", "day", "hour", "minute"})
_DURING = re.compile(r"\b(?:over|över)\s*$")
_MILLIONS_AFTER = re.compile(r"\s?m(?!\w)")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as it stands at ``start``..``end`` of its text, which is without dates.

    ``values`` are its readings, multiplied; ``unit`` is a key of the units known here, or "";
    ``bound`` is ``min``, ``max`` or "". ``ordinal``: it was written as one (``tredje``).
    """

    values: frozenset[Decimal]
    unit: str
    bound: str
    written: str
    start: int
    end: int
    ordinal: bool = False

    def says(self, other: Quantity) -> bool:
        """Whether the two have a reading in common."""
        return bool(self.values & other.values)


@lru_cache(maxsize=512)
def quantities(text: str) -> tuple[Quantity, ...]:
    """Every quantity of a text but for its dates, in order; ordinals from the third on.

    ``start`` and ``end`` are of the text as ``without_dates`` gives it.
    """
    plain = without_dates(text)
    low = lower(plain)
    found = sorted(
        (*_bare(low, plain), *_shares(low, plain), *_ordinals(low, plain)), key=lambda q: q.start
    )
    kept: list[Quantity] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(_inherit(kept, plain))


def is_number_word(word: str) -> bool:
    """Whether a word (in lower case) is a number, an ordinal or a multiplier."""
    return word in CARDINALS or word in ORDINALS or word in MULTIPLIERS


def is_unit(word: str) -> bool:
    """Whether a word (in lower case) is a unit or a currency."""
    return word in _UNIT_OF


def periods(text: str) -> frozenset[str]:
    """The units of time a text names, with a number or without."""
    return mentions(text) & _LASTING


def currencies(text: str) -> frozenset[str]:
    """The currencies a text names, with a number or without."""
    return mentions(text) & CURRENCIES


@lru_cache(maxsize=512)
def mentions(text: str) -> frozenset[str]:
    """The units a text names, with a number or without."""
    named = (_UNIT_OF.get(word.lower()) for word in _MENTION.findall(text))
    return frozenset(unit for unit in named if unit)


def _bare(text: str, plain: str) -> Iterator[Quantity]:
    """Numbers of a text in lower case, in figures and words; ``plain`` is it as written."""
    for match in NUMBER.finditer(text):
        values = frozenset(Decimal(one) for one in readings(match[1]) if _is_plain(one))
        if values:
            yield _complete(text, plain, values, match.start(1), match.end(1))
    for match in _WORD.finditer(text):
        word = match[0]
        if word in _SMALL or word.endswith(_ROUND):
            yield from _in_words(text, plain, word, *match.span())


def _in_words(text: str, plain: str, word: str, start: int, end: int) -> Iterator[Quantity]:
    if word in CARDINALS:
        yield _complete(text, plain, frozenset({Decimal(CARDINALS[word])}), start, end)
    elif word in _ARTICLES and _TIMES_AFTER.match(text, end):
        yield _complete(text, plain, frozenset({Decimal(1)}), start, end)
    elif word.endswith(_ROUND):  # "tvåhundra", or "hundra" alone
        first = next(word[: -len(one)] for one in _ROUND if word.endswith(one))
        if not first or first in CARDINALS:
            value = frozenset({Decimal(CARDINALS.get(first, 1))})
            yield _complete(text, plain, value, start, start + len(first))


def _is_plain(reading: str) -> bool:
    return reading.replace(".", "", 1).isdigit()


def _complete(text: str, plain: str, values: frozenset[Decimal], start: int, end: int) -> Quantity:
    """The number with the multiplier and unit after or before it, and the bound before that."""
    unit, times = "", 1
    while after := _TIMES_AFTER.match(text, end):
        word = after[1]
        times, end, unit = times * MULTIPLIERS[word], after.end(), _UNIT_OF.get(word, unit)
        if times > 10**13:
            break
    begin = start
    if before := _UNIT_BEFORE.search(text, max(0, start - 6), start):
        word, begin = before[1], before.start()
        unit, times = unit or _UNIT_OF[word], times * MULTIPLIERS.get(word, 1)
        if short := _MILLIONS_AFTER.match(text, end):
            times, end = times * 10**6, short.end()
    elif not unit and (after := _UNIT_AFTER.match(text, end)):
        unit, end = _unit(after[1]), after.end()
    # not times 1, which would round what has more digits than a decimal multiplies
    multiplied = frozenset(value * times for value in values) if times > 1 else values
    written = " ".join(plain[begin:end].split())
    year = _YEAR.fullmatch(text[start:end]) is not None
    ahead = text[max(0, begin - 32) : begin]
    lasting = unit in _LASTING and _DURING.search(ahead)
    bound = "" if year or lasting else _bound(ahead)
    return Quantity(multiplied, unit, bound, written, begin, max(end, start + 1))


def _unit(word: str) -> str:
    if word.startswith("per"):
        return "points" if "point" in word else "‰" if "mille" in word else "%"
    return _UNIT_OF[word]


def _bound(before: str) -> str:
    # "inte mer än" and "no less than" end in the words of the other bound
    found = [(m.start(), side) for side, one in _BOUND.items() if (m := one.search(before))]
    return min(found)[1] if found else ""


def _shares(text: str, plain: str) -> Iterator[Quantity]:
    values = tuple(_SHARES.values())
    for match in _SHARE.finditer(text):
        value = values[(match.lastindex or 1) - 1]
        bound = _bound(text[max(0, match.start() - 32) : match.start()])
        start, end = match.span()
        yield Quantity(frozenset({value}), "%", bound, plain[start:end], start, end)


def _ordinals(text: str, plain: str) -> Iterator[Quantity]:
    for match in _ORDINAL.finditer(text):
        value = ORDINALS[match[1]] if match[1] else int(match[2])
        values, (start, end) = frozenset({Decimal(value)}), match.span()
        yield Quantity(values, "", "", plain[start:end], start, end, ordinal=True)


def _inherit(found: list[Quantity], text: str) -> list[Quantity]:
    """In ``25–30 miljarder euro`` and ``10, 20 och 30 procent`` all have the last one's unit."""
    for at in range(len(found) - 2, -1, -1):
        one, after = found[at], found[at + 1]
        joined = _AND.fullmatch(text, one.end, after.start)
        unit = one.unit or after.unit
        if one.ordinal or not joined or not unit or _YEAR.fullmatch(one.written):
            continue
        times = _multiplier(after.written)
        if after.unit in ("", unit) and times >= _multiplier(one.written):
            alone = times > 1 and _multiplier(one.written) == 1
            own = {value * times for value in one.values} if alone else one.values
            found[at] = replace(one, values=frozenset(own), unit=unit)
            # "EUR 25–30 billion" names the currency once, before both
            before = not one.written[0].isdigit() and not _YEAR.fullmatch(after.written)
            ranged = before and text[one.end : after.start].strip() in _RANGED
            found[at + 1] = replace(after, unit=after.unit or (unit if ranged else ""))
    return found


def _multiplier(written: str) -> int:
    times = 1
    for word in re.findall(r"[^\W\d_]+", written.lower()):
        times *= MULTIPLIERS.get(word, 1)
    return times
