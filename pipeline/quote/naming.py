"""Do the names of a claim stand in its quotes, in any form, language or abbreviation?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from corpus.language.glossary import Match, find_terms
from corpus.language.names import (
    is_known_name,
    longest_name,
    name_phrase,
    name_stem,
    openings,
    other_names,
)
from corpus.language.numbers import without_dates
from corpus.language.quantities import is_unit
from corpus.language.tokens import split_words
from pipeline.quote.clean import find_codes
from pipeline.quote.faults import Fault, Found
from pipeline.quote.wording import Wording, says_name, says_word

_LINKS = frozenset(
    {"of", "for", "and", "the", "on", "in", "och", "för", "i", "på", "av", "de", "la", "den", "det"}
)
# names in one language that are words in the other, or in their own
_WORDS_TOO = frozenset(
    {"us", "island", "polish", "sound", "rom", "eg", "haag", "holland", "missionen", "mission"}
)
_CAPITALS = re.compile(r"[A-ZÅÄÖ][A-ZÅÄÖ0-9]{1,7}")


@dataclass(frozen=True, slots=True)
class _Token:
    """A word of the claim as written; ``name``: it is written as one, ``opens``: a sentence."""

    written: str
    name: bool
    opens: bool


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of the claim, and where names of several words may stand among them."""

    tokens: Sequence[_Token]
    lower: Sequence[str]
    stems: Sequence[str]
    terms: Sequence[Match]
    spans: Sequence[tuple[int, int]]

    @classmethod
    def of(cls, tokens: Sequence[_Token], language: str) -> _Words:
        """Read once, to be held beside each quote."""
        lower = [token.written.lower() for token in tokens]
        other = "en" if language == "sv" else "sv"
        stems, terms = list(map(name_stem, lower)), list(find_terms(lower, language, other))
        return cls(tokens, lower, stems, terms, list(_spans(tokens)))


def compare_names(
    claim: str, language: str, quotes: Sequence[Wording], is_name: Callable[[str], bool]
) -> Iterator[Found]:
    """The names of the claim that none of its quotes has.

    ``is_name`` tells whether a word stands as a name in the sources, by which a name at the head
    of a sentence is told from another word.
    """
    tokens = _read(claim)
    carried = [not (token.name or token.opens) for token in tokens]
    if not all(carried):
        words = _Words.of(tokens, language)
        for wording in quotes:
            _mark(words, carried, wording)
    for token, has in zip(tokens, carried, strict=True):
        if not has and (token.name or (token.opens and is_name(token.written))):
            yield Found(Fault.NAME, token.written)
    spelt = {word for wording in quotes for word in wording.text.lower().split()}
    text = " ".join(wording.text for wording in quotes).lower()
    for code in find_codes(claim):
        if code.lower() not in spelt and code.lower() not in text:
            yield Found(Fault.NAME, code)


def _read(text: str) -> list[_Token]:
    plain = without_dates(text)
    opening = openings(plain)
    found = []
    for parts in split_words(plain):
        for word in parts:
            capital = word[0].isupper()
            inner = not word[1:].islower() and any(map(str.isupper, word[1:]))
            opens = word in opening and not inner
            lower = word.lower()
            listed = (opens or not capital) and lower not in _WORDS_TOO and is_known_name(lower)
            name = inner or (capital and len(word) > 1 and not opens) or listed
            name = name and not is_unit(lower)
            found.append(_Token(word, name, opens and capital and not listed))
    return found


def _mark(words: _Words, carried: list[bool], wording: Wording) -> None:
    for at, token in enumerate(words.tokens):
        carried[at] = carried[at] or _has(token, wording)
    if all(carried):
        return
    for start, end in _named_elsewhere(words.stems, wording):
        carried[start:end] = [True] * (end - start)
    for match in words.terms:
        if any(says_name(name_phrase(term), wording) for term in match.terms):
            carried[match.start : match.end] = [True] * (match.end - match.start)
    for start, end in words.spans:
        if _abbreviates(words.lower[start:end], wording.text):
            carried[start:end] = [True] * (end - start)


def _has(token: _Token, wording: Wording) -> bool:
    """Whether a name stands in the wording; what is only alike in part is another name."""
    word = token.written.lower()
    if says_name((name_stem(word),), wording) or word in wording.words:
        return True
    if _CAPITALS.fullmatch(token.written):
        return _spelt_out(word, wording.words)
    # an adjective or a common noun with a capital: any word of the same stem
    return says_word(word, wording)


def _named_elsewhere(stems: Sequence[str], wording: Wording) -> Iterator[tuple[int, int]]:
    """Where names of several words stand that the wording has under another name."""
    for start in range(len(stems)):
        for size in range(min(longest_name(stems[start]), len(stems) - start), 1, -1):
            phrase = tuple(stems[start : start + size])
            if other_names(phrase) and says_name(phrase, wording):
                yield start, start + size
                break


def _spans(tokens: Sequence[_Token]) -> Iterator[tuple[int, int]]:
    """Runs of names, with the small words inside them."""
    start = None
    for at, token in enumerate((*tokens, _Token("", False, False))):
        if token.name or token.opens:
            start = at if start is None else start
        elif start is not None and token.written.lower() not in _LINKS:
            yield start, at
            start = None


def _abbreviates(span: Sequence[str], quotes: str) -> bool:
    initials = "".join(word[0] for word in span if word not in _LINKS).upper()
    return (
        len(initials) >= 2 and re.search(rf"(?<!\w){re.escape(initials)}(?!\w)", quotes) is not None
    )


def _spelt_out(letters: str, words: Sequence[str]) -> bool:
    """Whether the initials of words in a row, small words aside, spell an abbreviation."""
    initials = [word[0] for word in words if word not in _LINKS]
    return len(letters) >= 2 and letters in "".join(initials)
