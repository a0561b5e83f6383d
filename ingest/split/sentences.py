"""Sentence borders in Swedish and English running text, by rule.

A border is wrongly missed more cheaply than it is wrongly made: two sentences in one are still
a true quote, half a sentence is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.records import Interval
from ingest.split.abbreviations import Abbreviations, abbreviations_for

# The embedding model reads 512 tokens, and dense Swedish prose comes near that at 2,000
# characters: what is longer would be embedded by its beginning only.
LONGEST_SENTENCE = 2_000
_FEWEST_LETTERS = 3

_STOP = re.compile(
    r"""(?:(?P<leader>(?:\.[ ]?){3,}\d{1,3})  # dots and page number of a table of contents
        |(?P<stop>[.!?…]+)            # the stop itself
        (?P<close>["'”’»)\]*]*)      # what closes a quotation or bracket after it
        (?P<note>\d{1,3}|[⁰¹²³⁴-⁹]+)?   # a footnote mark glued to it
        (?:["'”’»)\]]*))
        (?=\s)""",
    re.VERBOSE,
)
_WORD_BEFORE = re.compile(r"[^\s(\[{\"'“”„«»/|]*$")
_NEXT_WORD = re.compile(r"[^\w§]*([\w§][\w’'-]*)")
_INITIALS = re.compile(r"(?:[^\W\d_]\.?-?)+")
_ENUMERATOR = re.compile(
    r"[^\w]*(?:(?:Fig|Figur|Figure|Tabell|Table|Bilaga|Annex|Box|Diagram)\s+)?"
    r"(?:\d{1,3}(?:\.\d{1,3})*[a-z]?|[^\W\d_]|[ivxIVX]{1,4})$"
)
# A footnote mark set off by a space: a small number before a word that opens sentences.
_LOOSE_NOTE = re.compile(r"\s{1,2}\d{1,2}(?=\s+([^\W\d_]+))")
_CLAUSE = re.compile(r"[;:,–—](?=\s)")


def sentences_of(text: str, language: str) -> tuple[Interval, ...]:
    """The sentences of one block, in order, without the white space around them.

    Args:
        text: one paragraph, list item or the like; offsets of the result count from its start.
        language: ISO 639-1 code; any but ``sv`` and ``en`` reads with the rules of both.

    Returns:
        Intervals of at most ``LONGEST_SENTENCE`` characters that together hold every non-space
        character. A fragment of fewer than three letters belongs to its neighbour.
    """
    known = abbreviations_for(language)
    found = list(_between_borders(text, known))
    joined = _join_fragments(text, found)
    return tuple(piece for whole in joined for piece in cut_long(text, whole))


def trimmed(text: str, start: int, end: int) -> Interval:
    """``[start, end)`` without the white space at its ends; empty when there is nothing else."""
    part = text[start:end]
    body = part.strip()
    lead = len(part) - len(part.lstrip())
    return Interval(start + lead, start + lead + len(body))


def cut_long(text: str, whole: Interval) -> Iterator[Interval]:
    """The interval in pieces the embedding model can read, cut after a clause or at a space."""
    start = whole.start
    while whole.end - start > LONGEST_SENTENCE:
        border = _clause_border(text, start)
        piece = trimmed(text, start, border)
        if piece.start < piece.end:
            yield piece
        start = border
    piece = trimmed(text, start, whole.end)
    if piece.start < piece.end:
        yield piece


def _clause_border(text: str, start: int) -> int:
    limit = start + LONGEST_SENTENCE
    middle = start + LONGEST_SENTENCE // 2
    clauses = [match.end() for match in _CLAUSE.finditer(text, middle, limit)]
    if clauses:
        return clauses[-1]
    space = text.rfind(" ", middle, limit)
    return space if space > 0 else limit


def _between_borders(text: str, known: Abbreviations) -> Iterator[Interval]:
    start = 0
    for match in _STOP.finditer(text):
        if _ends_sentence(text, match, start=start, known=known):
            end = _end_of_note(text, match.end(), known)
            piece = trimmed(text, start, end)
            if piece.start < piece.end:
                yield piece
            start = end
    last = trimmed(text, start, len(text))
    if last.start < last.end:
        yield last


def _end_of_note(text: str, end: int, known: Abbreviations) -> int:
    loose = _LOOSE_NOTE.match(text, end)
    opens = loose and loose[1][0].isupper() and loose[1].lower() in known.openers
    return loose.end() if loose and opens else end


def _ends_sentence(text: str, match: re.Match[str], *, start: int, known: Abbreviations) -> bool:
    """Whether the stop is a border, given what stands before and after it."""
    following = _NEXT_WORD.match(text, match.end(), match.end() + 60)
    if following is None:
        return False
    word = following[1]
    if word[0].islower():
        return False
    stop = match["stop"]
    if not stop or stop[-1] in "!?":
        return True
    if len(stop) > 2 or "…" in stop:
        return not word[0].isdigit()
    token = _token_before(text, max(start, match.start() - 40), match.start())
    if match["note"] and not _carries_note(token, match["note"], known):
        return False
    if _is_enumerator(text, start, match.start()):
        return False
    return not _abbreviated(token, word, known)


def _token_before(text: str, start: int, stop: int) -> str:
    """The word before a stop, without the brackets and quotation marks around it."""
    before = _WORD_BEFORE.search(text[start:stop].rstrip("\"'”’»)]*"))
    return before[0] if before else ""


def _carries_note(token: str, note: str, known: Abbreviations) -> bool:
    """Whether digits after ``token.`` are a footnote mark and no decimal or version number."""
    if not note.isascii():
        return True
    if token.lower() in known.before_number or len(token) < _FEWEST_LETTERS:
        return False
    return token[-1].isalpha()


def _is_enumerator(text: str, start: int, stop: int) -> bool:
    """Whether all there is before the stop is a number or letter that opens a list item."""
    return stop - start <= 20 and bool(_ENUMERATOR.match(text[start:stop].strip()))


def _abbreviated(token: str, word: str, known: Abbreviations) -> bool:
    """Whether the stop after ``token`` belongs to an abbreviation that ``word`` goes on from."""
    low = token.lower().rstrip(".")
    if low in known.inside:
        return True
    if low in known.before_number and (word[0].isdigit() or word[0] == "§"):
        return True
    if low in known.closing:
        return word[0].isdigit()
    initials = bool(token) and _INITIALS.fullmatch(token) is not None
    short = len(token) == 1 or ("." in token and len(token) <= 7)
    return initials and short and word.lower() not in known.openers


def _join_fragments(text: str, found: list[Interval]) -> list[Interval]:
    """Pieces with too few letters to be a sentence, joined to the piece before or after."""
    joined: list[Interval] = []
    for piece in found:
        if joined and (_is_fragment(text, piece) or _is_fragment(text, joined[-1])):
            joined[-1] = Interval(joined[-1].start, piece.end)
        else:
            joined.append(piece)
    return joined


def _is_fragment(text: str, piece: Interval) -> bool:
    if piece.end - piece.start > 40:
        return False
    return sum(map(str.isalpha, text[piece.start : piece.end])) < _FEWEST_LETTERS
