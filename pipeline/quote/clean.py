"""What a model wrote, made fit to be shown: no links, no markup, no hidden characters, no codes.

Every pattern is bounded or without nested repetition, so that the time is linear in the text.
"""

from __future__ import annotations

import re
import unicodedata

HIDDEN = "[…]"
"""What stands for a code that is neither in the question nor in a verified quote."""

_FENCE = re.compile(r"^[ \t]*(?:`{3,}|~{3,})[^\n]*$", re.MULTILINE)
_IMAGE = re.compile(r"!\[[^\[\]]{0,500}\][ \t]?(?:\([^()\n]{0,2000}\)?|\[[^\[\]]{0,200}\])")
_LINK = re.compile(r"\[([^\[\]]{0,500})\](?:\([^()\n]{0,2000}\)?|\[[^\[\]]{1,200}\])")
_TARGET = re.compile(r"^[ \t]{0,3}\[[^\[\]]{1,200}\]:[ \t]*\S+.*$", re.MULTILINE)
_TAG = re.compile(r"<(?:[/!?]?[A-Za-z][^<>]{0,2000}|!--[^<>]{0,2000})>?")
_TLD = (
    "com|org|net|info|biz|io|ai|app|dev|xyz|site|online|example|test|invalid|local|onion|eu|se|no|dk"
    "|fi|de|fr|es|it|nl|uk|us|ru|cn|co|me|tv|ly|gg|to|cc|top|link|click|zip|page|cloud|gov|edu|int"
)
_ADDRESS = re.compile(
    r"(?:[a-z][a-z0-9+.-]{0,20}:)?//[^\s<>\"”’)\]]{1,2000}"
    r"|\b(?:javascript|data|mailto|vbscript|file|tel):[^\s<>\"”’)\]]{1,2000}"
    r"|(?<![\w.@+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,8}"
    r"|\bwww\.[^\s<>\"”’)\]]{1,2000}"
    rf"|(?<![\w.@-])(?:[\w-]{{1,63}}\.){{1,8}}(?:{_TLD})(?![\w-])(?:[/?#:][^\s<>\"”’)\]]{{0,2000}})?"
    r"|(?<![\w.@-])(?:\d{1,3}\.){3}\d{1,3}(?:[:/][^\s<>\"”’)\]]{0,2000})",
    re.IGNORECASE,
)
_SUSPECT = re.compile(r"//|\w@|\w\.\w|\w:\S")
_PASSES = 4
_TRAILING = ".,;:!?…*_`"
_MARKS = re.compile(r"`+|\*{1,3}(?=\S)|(?<=\S)\*{1,3}|(?<!\w)_{1,3}(?=\w)|(?<=\w)_{1,3}(?!\w)")
_LINE_MARK = re.compile(r"^[ \t]*(?:#{1,6}|>+|[-*+•])[ \t]+", re.MULTILINE)
_CODE = re.compile(
    r"(?<![\w-])(?=[\w-]{3,})"
    r"(?:(?=[\w-]*\d)(?=[\w-]*[^\W\d_])[\w-]+"  # letters and digits mixed
    r"|[^\W\d_a-zåäö]{5,}(?:-[^\W\d_a-zåäö]{2,})*"  # long words in capitals
    r"|[^\W_]+(?:_+[^\W_]+)+[\w-]*"  # snake_case
    r"|[^\W_]+(?:-[^\W_]+){3,}"  # kebab-case of four words and more
    r"|[A-ZÅÄÖ]{2,}(?:-[A-ZÅÄÖ]{2,})+)"
    r"(?![\w-])"
)
_INNOCENT = re.compile(
    r"(?:\d+(?::?[ea]|st|nd|rd|th|-?(?:år\w*|year\w*|tal\w*|minut\w*|procent\w*|percent)))$", re.I
)


def clean_text(text: str, allowed: str) -> tuple[str, bool]:
    """The text without what must not reach a reader, and whether it pointed outside.

    Removed are images, links (their words stay), addresses of any kind unless they stand in
    ``allowed`` (verified quotes), tags, fences, emphasis, and control, zero-width and
    bidirectional characters. White space becomes single spaces. The second value is true when
    a link, image, tag or address was removed; marks and hidden characters are not told.
    """
    plain = _visible(text)
    pointed = False
    # what is taken out may have held apart what is a link without it
    for _ in range(_PASSES):
        before = plain
        plain, removed = _without_links(plain)
        plain, addresses = _without_addresses(plain, allowed)
        pointed |= bool(removed or addresses)
        plain = _MARKS.sub("", _LINE_MARK.sub("", _FENCE.sub(" ", plain)))
        if plain == before:
            break
    return " ".join(plain.split()), pointed


def _without_links(text: str) -> tuple[str, int]:
    """The text without images, links and tags, and how many there were."""
    counts = 0
    if "[" in text or "<" in text:
        for pattern, put in ((_IMAGE, " "), (_LINK, r"\1"), (_TARGET, " "), (_TAG, " ")):
            text, removed = pattern.subn(put, text)
            counts += removed
    return text, counts


def find_codes(text: str) -> tuple[str, ...]:
    """The tokens that look like codes: identifiers, keys, letters mixed with digits."""
    found = (match[0] for match in _CODE.finditer(text))
    return tuple(one for one in found if not _INNOCENT.fullmatch(one))


def hide_codes(text: str, known: str) -> str:
    """The text with every code that does not stand in ``known`` replaced by ``[…]``."""
    lower = known.lower()

    def put(match: re.Match[str]) -> str:
        shown = _INNOCENT.fullmatch(match[0]) or match[0].lower() in lower
        return match[0] if shown else HIDDEN

    return _CODE.sub(put, text)


def _visible(text: str) -> str:
    """NFC text without control, format, surrogate, private and tag characters."""
    composed = unicodedata.normalize("NFC", text)
    if composed.isprintable():
        return composed
    return "".join(
        char if char.isprintable() or char == "\n" else " " if char.isspace() else ""
        for char in composed
    )


def _without_addresses(text: str, allowed: str) -> tuple[str, int]:
    removed = 0
    if not _SUSPECT.search(text):
        return text, removed

    def put(match: re.Match[str]) -> str:
        nonlocal removed
        address = match[0].rstrip(_TRAILING)
        if address and address in allowed:
            return match[0]
        removed += 1
        return " " + match[0][len(address) :]

    return _ADDRESS.sub(put, text), removed
