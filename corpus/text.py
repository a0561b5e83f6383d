"""What "the same words" means: folding with an offset map, and locating a quote.

Two texts are the same words when they are equal after folding Unicode forms, ligatures, dashes,
quotation marks, hyphenation and white space. Letters, digits and case are never folded, so
a quote with one altered digit is not found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from corpus.records import Interval

LIST_MARKER = re.compile(r"(?:[•◦▪‣●○■□–—*·➢✓-]|\(?(?:\d{1,3}|[A-Za-z]|[ivx]{2,4})[.)])\s+(?=\S)")
"""What stands before the words of a list item: it is in the passage, but in no sentence."""
HYPHENS = frozenset("-\u2010\u2011\u00ad\ufffe")
_DASHES = frozenset("\u2012\u2013\u2014\u2015\u2212\u2043\ufe58\ufe63\uff0d")
_DOUBLE = frozenset("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\u301d\u301e\uff02")
_SINGLE = frozenset("\u2018\u2019\u201a\u201b\u2032\u00b4\u0060\uff07")
_INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff")
_EXPANDED = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
    "\u2026": "...",
}
# between two digits these make one number, date, clock time, range or fraction
_JOINTS = frozenset(".,:-+/")
# what folds to itself, with single spaces between: most of any text, taken at a stride
_RUN = re.compile(r"[0-9A-Za-zÅÄÖåäöÉéÜü.,;:!?()/%&|]+(?: [0-9A-Za-zÅÄÖåäöÉéÜü.,;:!?()/%&|]+)*")
_THOUSANDS_BEFORE = re.compile(r"(?<!\d)\d{1,3}(?: \d{3})* $")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and, for each folded code point, the interval of its source.

    ``starts[i]``/``ends[i]`` enclose in the source what became ``text[i]``.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]


def fold(text: str) -> Folded:
    r"""The text reduced to what two renderings of the same words share.

    Hyphens between letters are dropped together with a line break or space after them, so
    ``omställ-\nning``, ``omställ\u00adning`` and ``omställning`` agree; next to a digit a hyphen
    counts as a dash and stays (``2025-2027``). Runs of white space become one space, and the
    space at both ends is dropped. Linear in the length of the text.
    """
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    while position < len(text):
        if run := _RUN.match(text, position):
            chars.extend(run[0])
            starts.extend(range(*run.span()))
            ends.extend(range(position + 1, run.end() + 1))
            position = run.end()
            continue
        units, after = _units(text, position)
        for char in units:
            _put(char, position, chars=chars, starts=starts, ends=ends)
        position = after
    if chars and chars[-1] == " ":
        del chars[-1], starts[-1], ends[-1]
    return Folded("".join(chars), tuple(starts), tuple(ends))


def _put(char: str, at: int, *, chars: list[str], starts: list[int], ends: list[int]) -> None:
    """One folded character more; a space after a space, or a mark on a letter, joins the last."""
    if char == " " and (not chars or chars[-1] == " "):
        if chars:
            ends[-1] = at + 1
        return
    if chars and unicodedata.combining(char):
        composed = unicodedata.normalize("NFC", chars[-1] + char)
        if len(composed) == 1:
            chars[-1], ends[-1] = composed, at + 1
            return
    chars.append(char)
    starts.append(at)
    ends.append(at + 1)


def _units(text: str, position: int) -> tuple[str, int]:
    """What the character at a position folds to, and where to go on; closes up hyphenation."""
    char = text[position]
    if char in HYPHENS:
        if end := _end_of_hyphenation(text, position):
            return "", end
        kept = char not in "\u00ad\ufffe" or _beside_digit(text, position)
        return ("-" if kept else ""), position + 1
    if char in _INVISIBLE:
        return "", position + 1
    return _EXPANDED.get(char) or _plain(char), position + 1


def _plain(char: str) -> str:
    """One character without its typographic dress; some compose to two only outside NFC."""
    if char.isalnum():
        return unicodedata.normalize("NFC", char)
    if char.isspace():
        return " "
    if char in _DASHES:
        return "-"
    if char in _DOUBLE:
        return '"'
    return "'" if char in _SINGLE else char


def _beside_digit(text: str, position: int) -> bool:
    return text[position - 1 : position].isdigit() or text[position + 1 : position + 2].isdigit()


def _end_of_hyphenation(text: str, position: int) -> int:
    """Where the text goes on after a hyphen between letters; 0 when it is no such hyphen."""
    if position == 0 or not text[position - 1].isalpha():
        return 0
    after = position + 1
    while after < len(text) and (text[after].isspace() or text[after] in "\u00ad\ufffe\u200b"):
        after += 1
    return after if after < len(text) and text[after].isalpha() else 0


def locate(quote: str, text: str) -> tuple[Interval, ...]:
    """Every place where the text says the words of the quote, in order.

    A place begins and ends at word borders, and never cuts a number in two: ``5 procent`` is not
    found in ``1,5 procent`` or ``55 procent``. An empty quote is found nowhere. ``text`` is
    canonical (NFC); ``quote`` may be in any Unicode form.
    """
    needle = fold(unicodedata.normalize("NFC", quote)).text
    if not needle:
        return ()
    folded, lines = _read(text)
    return tuple(
        Interval(folded.starts[at], folded.ends[at + len(needle) - 1])
        for at in _occurrences(needle, folded.text)
        if _whole(lines, at, at + len(needle)) and not _splits(folded, at, at + len(needle))
    )


@lru_cache(maxsize=64)
def _read(text: str) -> tuple[Folded, str]:
    """A text folded, and that with its line breaks: several quotes are looked up in one passage.

    A number's groups stand on one line; across a line break there are two numbers.
    """
    folded = fold(text)
    return folded, _mark_breaks(folded, text)


def same_words(first: str, second: str) -> bool:
    """Whether two texts are equal after folding."""
    return fold(unicodedata.normalize("NFC", first)).text == fold(second).text


def _occurrences(needle: str, text: str) -> Iterator[int]:
    at = text.find(needle)
    while at >= 0:
        yield at
        at = text.find(needle, at + 1)


def _mark_breaks(folded: Folded, source: str) -> str:
    """The folded text with a line break again wherever a space was one."""
    chars = list(folded.text)
    at = folded.text.find(" ")
    while at >= 0:
        if "\n" in source[folded.starts[at] : folded.ends[at]]:
            chars[at] = "\n"
        at = folded.text.find(" ", at + 1)
    return "".join(chars)


def _splits(folded: Folded, start: int, end: int) -> bool:
    """Whether a border falls inside one source character, as two of an ellipsis' three dots."""
    starts = folded.starts
    return (start > 0 and starts[start - 1] == starts[start]) or (
        end < len(starts) and starts[end - 1] == starts[end]
    )


def _whole(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` neither begins nor ends inside a word or a number."""
    return not (_cuts_left(text, start, end) or _cuts_right(text, start, end))


def _in_word(char: str) -> bool:
    """Letters, digits, and the marks that change the letter before them."""
    return char.isalnum() or unicodedata.category(char).startswith("M")


def _cuts_left(text: str, start: int, end: int) -> bool:
    if start == 0 or not text[start].isalnum():
        return False
    before = text[start - 1]
    if _in_word(before):
        return True
    if not text[start].isdigit():
        return False
    if before in _JOINTS and start > 1 and text[start - 2].isdigit():
        return True
    if before in "-+" and (start == 1 or text[start - 2] in " \n("):
        return True
    group = re.match(r"\d{3}(?!\d)", text[start:end])
    return bool(group and _THOUSANDS_BEFORE.search(text[max(0, start - 12) : start]))


def _cuts_right(text: str, start: int, end: int) -> bool:
    if end == len(text) or not _in_word(text[end - 1]):
        return False
    if _in_word(text[end]):
        return True
    if not text[end - 1].isdigit():
        return False
    after = text[end : end + 2]
    if len(after) == 2 and after[0] in _JOINTS and after[1].isdigit():
        return True
    head = re.search(r"(?<!\d)(?<!\d[.,])\d{1,3}$", text[start:end])
    return bool(head and re.match(r" \d{3}(?!\d)", text[end : end + 5]))
