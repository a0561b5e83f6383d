r"""Phrases: how they are written down, and how they are looked for.

``phrases.sv.txt`` and ``phrases.en.txt`` name word lists (``orders = instruktion\w{0,5}|…``) and
then phrases, each a regular expression over a reading (lower case; accents are taken off here). In
a phrase ``{orders}`` is such a list, `` _ `` stands for up to six words, `` _, `` for the rest of a
clause and ``<3>`` for up to three words. The kind before the colon says where a phrase can begin:

- ``anywhere``: at any word;
- ``head``: where a sentence or clause can give an order;
- ``order``: there, or after a word like "and";
- ``next``: at the head of a sentence that carries an order on;
- ``together``: names lists whose words meet in one sentence, in any order; ``!act`` must stand
  where an order is given, ``-form`` nowhere.

A line that is set in continues the one before. Every repetition is bounded, so looking is linear
in the length of the reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent
_ACCENTS = str.maketrans("åäöé", "aaoe")
# letters and the rest never overlap, so nothing is tried twice
_BETWEEN = r"(?:\W{1,4}\w{1,40}){0,6}?\W{1,4}"
_TO_CLAUSE = r"(?:\W{1,4}\w{1,40}){0,12}?\s?[,:;-]\s?"
_FEW = re.compile(r"<(\d)>")
_WORD = re.compile(r"(?<!\w)(?=\w)")
_MODAL = (
    r"you (?:must|should|shall|will|may|have to|need to|are to"
    r"|are (?:required|instructed|asked) to)"
    r"(?: now| only| always| never| not)?"
    r"|(?:(?:du|ni) (?:ska|skall|maste|bor|far)|(?:ska|skall|maste|bor|far) (?:du|ni))"
    r"(?: nu| bara| endast| alltid| aldrig| inte)?"
)
_HEAD = re.compile(
    r"^\W{0,6}(?:\w{1,3}[.)] )?|[.:;!?|\"'()\[\]>#,] ?| - "
    rf"|\b(?:please|kindly|now|then|just|simply|instead|{_MODAL}"
    r"|vanligen|snalla|genast|istallet|i stallet) "
)
_ALSO = re.compile(r"\b(?:and|but|also|so|always|och|men|sedan|nu|bara|utan|alltid) ")


@dataclass(frozen=True, slots=True)
class Together:
    """Word lists by name, and sets of names whose words order something when they meet."""

    lists: Mapping[str, re.Pattern[str]]
    sets: tuple[tuple[str, ...], ...]

    def found_in(self, reading: str, heads: Iterable[int]) -> bool:
        """Whether all of any set meet in the reading; each list is looked for at most once."""
        seen: dict[str, bool] = {}

        def stands(name: str) -> bool:
            if name not in seen:
                words = self.lists[name.lstrip("!-")]
                if name.startswith("!"):
                    seen[name] = any(words.match(reading, at) for at in heads)
                else:
                    seen[name] = (words.search(reading) is None) == name.startswith("-")
            return seen[name]

        return any(all(map(stands, names)) for names in self.sets)


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of one language, one pattern for each kind."""

    anywhere: re.Pattern[str]
    order: re.Pattern[str]
    head: re.Pattern[str]
    next: re.Pattern[str]
    together: Together

    def found_in(self, reading: str) -> bool:
        """Whether the reading gives an order, or says what only orders say."""
        heads = {one.end() for one in _HEAD.finditer(reading)}
        starts = heads | {one.end() for one in _ALSO.finditer(reading)}
        return (
            any(self.head.match(reading, at) for at in heads)
            or any(self.order.match(reading, at) for at in starts)
            or any(self.anywhere.match(reading, one.start()) for one in _WORD.finditer(reading))
            or self.together.found_in(reading, heads)
        )

    def carry_on(self, reading: str) -> bool:
        """Whether the reading begins like one more order after another."""
        return self.next.match(reading.lstrip("\"'-*•( ")) is not None


@cache
def load_phrases() -> tuple[Phrases, ...]:
    """The phrases of both languages, read once."""
    return tuple(_read(_FOLDER / f"phrases.{language}.txt") for language in ("sv", "en"))


def compile_phrases(phrases: Iterable[str]) -> re.Pattern[str]:
    """One pattern that matches where any of the phrases stands."""
    spelled = "|".join(f"(?:{one})" for one in phrases).replace(" _ ", _BETWEEN)
    spelled = spelled.replace(" _, ", _TO_CLAUSE)
    return re.compile(_FEW.sub(r"(?:\\w{1,20} ){0,\1}?", spelled).translate(_ACCENTS))


def _read(path: Path) -> Phrases:
    lists: dict[str, str] = {}
    kinds: dict[str, list[str]] = {kind: [] for kind in ("anywhere", "order", "head", "next")}
    sets: list[tuple[str, ...]] = []
    for entry in _entries(path.read_text(encoding="utf-8")):
        named = re.match(r"(\w+) = ", entry)
        if named:
            lists[named[1]] = f"(?:{_filled(entry[named.end() :], lists)})"
            continue
        kind, phrase = entry.split(": ", 1)
        if kind == "together":
            sets.append(tuple(phrase.split()))
        else:
            kinds[kind].append(_filled(phrase, lists))
    used = {name.lstrip("!-") for names in sets for name in names}
    words = {name: compile_phrases([rf"\b{lists[name]}(?!\w)"]) for name in used}
    patterns = {kind: compile_phrases(phrases) for kind, phrases in kinds.items()}
    return Phrases(**patterns, together=Together(words, tuple(sets)))


def _filled(phrase: str, lists: Mapping[str, str]) -> str:
    return re.sub(r"\{([a-z]+)\}", lambda one: lists[one[1]], phrase)


def _entries(text: str) -> Iterator[str]:
    """The lines that say something, each with those set in below it."""
    joined = re.sub(r"\n +", "", text)
    return (line for line in joined.splitlines() if line and not line.startswith("#"))
