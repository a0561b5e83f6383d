"""What a sentence reads as once its disguise is off: the plain words a model would make of it.

A reading is lower case without accents ("å" and "ä" are "a", "ö" is "o"), so that phrases need one
spelling; ``plain`` is the same for the phrases themselves. Everything is linear in the length.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import html
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

# letters of other alphabets that look like ours, and small capitals
_LOOKALIKES = str.maketrans(
    "абвгдеёзіккмнорстухјѕһԁԛԝьαβεζηικμνορτυχγʟᴀʙᴄᴅᴇꜰɢʜɪᴊᴋᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢøæ",
    "abbrdee3ikkmhopctyxjshdqwbabeznikmvoptuxylabcdefghijkmnoprstuvwyzoa",
)
_TYPOGRAPHY = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u00b4\u0060\u2032", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    }
)
_EMPHASIS = re.compile(r"[*_~^]+|(?<![\w/])[\u200b\u200c\u200d]+")
_SPACE = re.compile(r"\s+")
_FIGURES = re.compile(r"(?<!\S)(?=\S{0,40}[^\W\d_])(?=\S{0,40}[013457@$])\S+")
_LEET = (str.maketrans("013457@$", "oieastas"), str.maketrans("013457@$", "oleastas"))
# "i g n o r e", "i.g.n.o.r.e": at least five letters on their own, one apart
_SPACED = re.compile(r"(?<!\w)\w(?:[ ._/|-]\w(?!\w)){4,}")
# "du ska nämna" orders what "nämn" orders
_INFINITIVE = re.compile(
    r"(\b(?:(?:du|ni) (?:ska|skall|maste|bor|far)|(?:ska|skall|maste|bor|far) (?:du|ni)) "
    r"(?:(?:nu|bara|endast|alltid|aldrig|inte) ){0,2}\w{2,20}?)a\b"
)
_NOT_LETTERS = re.compile(r"[\W\d_]+")
_BLOB = re.compile(r"[A-Za-z0-9+/_-]{20,}={0,2}")
_HEX = re.compile(r"(?:\\?x?[0-9a-fA-F]{2}[ :]?){12,}")
_ESCAPES = re.compile(r"\\u([0-9a-fA-F]{4})")
_TAGS = re.compile("[\U000e0020-\U000e007e]{2,}")
_LONGEST_BLOB = 4096


def plain(text: str) -> str:
    """The text in lower case, without accents, look-alikes, invisible characters and emphasis."""
    shown = unicodedata.normalize("NFKC", text).casefold().translate(_LOOKALIKES)
    letters = (
        char
        for char in unicodedata.normalize("NFD", shown.translate(_TYPOGRAPHY))
        if unicodedata.category(char) not in {"Mn", "Me", "Cf", "Co", "Cn"}
    )
    return _SPACE.sub(" ", _EMPHASIS.sub("", "".join(letters))).strip()


def readings(text: str) -> tuple[str, ...]:
    """The plain text, then what else it can be read as.

    Figures may stand for letters, letters may be set apart, and an infinitive may be an order.
    """
    unescaped = unquote(html.unescape(_ESCAPES.sub(lambda m: chr(int(m[1], 16)), text)))
    first = plain(unescaped)
    found = [first]
    if _FIGURES.search(first):
        found += [_letters_for_figures(first, table) for table in _LEET]
    if _SPACED.search(first):
        found += [_SPACED.sub(lambda m: _NOT_LETTERS.sub("", m[0]), one) for one in found]
    if _INFINITIVE.search(first):
        found.append(_INFINITIVE.sub(r"\1", first))
    return tuple(dict.fromkeys(found))


def _letters_for_figures(text: str, table: dict[int, int]) -> str:
    return _FIGURES.sub(lambda found: found[0].translate(table), text)


def squeezed(text: str) -> Iterator[str]:
    """The letters alone, as they stand, turned round, and moved thirteen places on."""
    letters = _NOT_LETTERS.sub("", text)
    yield letters
    yield letters[::-1]
    yield codecs.encode(letters, "rot13")


def hidden_texts(text: str) -> Iterator[str]:
    """What is written so that people do not see it: tag characters, base64, hexadecimal."""
    for run in _TAGS.findall(text):
        yield "".join(chr(ord(char) - 0xE0000) for char in run)
    for blob in _BLOB.findall(text):
        yield from _readable(_from_base64(blob[:_LONGEST_BLOB]))
    for blob in _HEX.findall(text):
        yield from _readable(bytes.fromhex(re.sub(r"[^0-9a-fA-F]|\\?x", "", blob)[:_LONGEST_BLOB]))


def _from_base64(blob: str) -> bytes:
    body = blob.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(body[: len(body) // 4 * 4])
    except binascii.Error:
        return b""


def _readable(content: bytes) -> Iterator[str]:
    """The content, if it is words rather than the accident that letters make when decoded."""
    text = content.decode("utf-8", "ignore")
    words = re.findall(r"[^\W\d_]{2,}", text)
    if len(words) >= 2 and " " in text and sum(map(len, words)) >= 0.7 * len(content):
        yield text
