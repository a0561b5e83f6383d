"""Numbers and dates as Swedish and English write them, made comparable.

``1 500``, ``1,500``, ``1.500`` and ``1500`` are one number; so are ``1,5`` and ``1.5``. Where the
writing leaves it open (``1,500`` is one and a half in Swedish, fifteen hundred in English) a number
has both readings, and two numbers agree when they share one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from corpus.language.casing import lower

Readings = frozenset[str]
"""The values a written number can have, in plain digits with a point (``1500``, ``1.5``)."""

_SPACE = "[ \u00a0\u2009\u202f]"
NUMBER = re.compile(
    rf"(?<![^\W_])(?<!\d[.,])(\d{{1,3}}(?:{_SPACE}\d{{3}})+(?:[.,]\d+)?|\d+(?:[.,]\d+)*)"
    r"(?![^\W\d_]*\d)"
)
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_MONTHS = {
    month: number
    for number, names in enumerate(
        (
            "januari january jan",
            "februari february feb",
            "mars march mar",
            "april apr",
            "maj may",
            "juni june jun",
            "juli july jul",
            "augusti august aug",
            "september sep sept",
            "oktober october okt oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for month in names.split()
}
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_DATES = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?P<year>(?:19|20)\d\d)-(?P<number>0?[1-9]|1[0-2])(?:-(?P<day>\d{1,2}))?(?![-\d])",
        rf"\b(?:den\s+)?(?P<day>\d{{1,2}})(?::?e|st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}"
        r"(?:,?\s+(?P<year>(?:19|20)\d\d))?\b",
        rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<year>(?:19|20)\d\d))?\b",
        rf"\b{_MONTH}\s+(?P<year>(?:19|20)\d\d)\b",
    )
)

_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Date:
    """A month with what was said of its year and day; None where nothing was."""

    year: int | None
    month: int
    day: int | None

    def within(self, other: Date) -> bool:
        """Whether the other date says at least as much, and the same."""
        return (
            self.month == other.month
            and self.year in (None, other.year)
            and self.day in (None, other.day)
        )


def numbers(text: str) -> tuple[Readings, ...]:
    """Every number written in digits, in order; digits inside names (``CO2``) are none."""
    return tuple(readings(match[1]) for match in NUMBER.finditer(text))


def readings(written: str) -> Readings:
    """The values a written number can have."""
    plain = re.sub(_SPACE, "", written)
    if plain.isdigit():
        return frozenset({_trim(plain)})
    found = set()
    if _GROUPED.fullmatch(plain) and len(set(re.findall("[.,]", plain))) == 1:
        found.add(_trim(re.sub("[.,]", "", plain)))
    whole, _, fraction = re.sub("[.,](?=.*[.,])", "", plain).replace(",", ".").partition(".")
    if len(re.findall("[.,]", plain)) == 1 or len(set(re.findall("[.,]", plain))) == 2:
        found.add(_trim(f"{whole}.{fraction}"))
    return frozenset(found or {plain})


def dates(text: str) -> tuple[Date, ...]:
    """Every date that names a month, in digits or in Swedish or English words."""
    return tuple(date for _, date in find_dates(text))


def without_dates(text: str) -> str:
    """The text with its dates taken out, so that their digits are not read as numbers."""
    found: list[tuple[int, int]] = [span for span, _ in find_dates(text)]
    for start, end in sorted(found, reverse=True):
        text = f"{text[:start]} ; {text[end:]}"
    return text


@lru_cache(maxsize=512)
def find_dates(text: str) -> tuple[tuple[tuple[int, int], Date], ...]:
    """Every date that names a month, with where it stands (start, end)."""
    return tuple(_find_dates(text))


def _find_dates(text: str) -> Iterator[tuple[tuple[int, int], Date]]:
    taken: list[tuple[int, int]] = []
    low = lower(text)
    for pattern in _DATES if _DIGIT.search(text) else ():
        for match in pattern.finditer(low):
            span = match.span()
            if not any(span[0] < end and start < span[1] for start, end in taken):
                taken.append(span)
                yield span, _date(match)


def _date(match: re.Match[str]) -> Date:
    parts = match.groupdict()
    name, year, day = parts.get("month"), parts.get("year"), parts.get("day")
    month = _MONTHS[name] if name else int(parts["number"])
    return Date(int(year) if year else None, month, int(day) if day else None)


def _trim(digits: str) -> str:
    whole, point, fraction = digits.partition(".")
    fraction = fraction.rstrip("0") if point else ""
    return (whole.lstrip("0") or "0") + (f".{fraction}" if fraction else "")
