"""Changes to a Markdown document: another number, a block less."""

from __future__ import annotations

import re
from dataclasses import dataclass

from eval.gold import find_words
from eval.mistakes import Kind, make_error

_CLOSING = re.compile(r"\]?[)”\"*.!]*")
_MARKS = re.compile(r"\[\^[\w-]+\]|\*")
_BREAK = re.compile(r"\n[ \t]*\n")


@dataclass(frozen=True, slots=True)
class Edit:
    """A document with its change: the whole text, and the words before and after it."""

    text: str
    before: str
    after: str


def change_number(text: str, quote: str, language: str) -> Edit | None:
    """The document with one number of the quote changed: its first, a year only if need be.

    None where the quote does not stand exactly once, or has no number in its Markdown.
    """
    place = _only_place(text, quote)
    if place is None:
        return None
    before = text[slice(*place)]
    after = make_error(Kind.NUMBER, before, language) or make_error(Kind.YEAR, before, language)
    if after is None:
        return None
    return Edit(text[: place[0]] + after + text[place[1] :], before, after)


def remove_block(text: str, quote: str) -> Edit | None:
    """The document without the paragraph, list or table the quote stands in.

    None where the quote does not stand exactly once.
    """
    place = _only_place(text, quote)
    if place is None:
        return None
    start = max((m.end() for m in _BREAK.finditer(text, 0, place[0])), default=0)
    found = _BREAK.search(text, place[1])
    end = found.end() if found else len(text)
    return Edit(text[:start] + text[end:], text[start:end].strip(), "")


def plain_sentence(text: str, quote: str) -> str | None:
    """The quote as its Markdown has it, without emphasis and marks of footnotes, with its stop."""
    place = _only_place(text, quote)
    if place is None:
        return None
    closing = _CLOSING.match(text, place[1])
    end = closing.end() if closing else place[1]
    return _MARKS.sub("", text[place[0] : end]).replace("\n", " ").rstrip(". ") + "."


def _only_place(text: str, quote: str) -> tuple[int, int] | None:
    found = find_words(quote, text)
    return found[0] if len(found) == 1 else None
