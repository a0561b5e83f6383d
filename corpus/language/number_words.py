"""Numbers in Swedish and English words, and what multiplies them."""

from __future__ import annotations

from collections.abc import Mapping

_SV = "två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton arton"
_SV += " nitton"
_EN = "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_EN += " seventeen eighteen nineteen"
_TENS = {
    "tjugo twenty": 20,
    "trettio thirty": 30,
    "fyrtio forty": 40,
    "femtio fifty": 50,
    "sextio sixty": 60,
    "sjuttio seventy": 70,
    "åttio eighty": 80,
    "nittio ninety": 90,
}
_ORDINALS = {
    "tredje third": 3,
    "fjärde fourth": 4,
    "femte fifth": 5,
    "sjätte sixth": 6,
    "sjunde seventh": 7,
    "åttonde eighth": 8,
    "nionde ninth": 9,
    "tionde tenth": 10,
    "elfte eleventh": 11,
    "tolfte twelfth": 12,
}
_MULTIPLIERS = {
    "hundra hundred": 10**2,
    "tusen thousand tkr ksek": 10**3,
    "miljoner miljon million millions mn mnkr mkr msek meur mln": 10**6,
    "miljarder miljard billion billions bn mdkr mdr": 10**9,
    "biljoner biljon trillion trillions": 10**12,
}


def _spread(table: Mapping[str, int]) -> dict[str, int]:
    return {word: value for listed, value in table.items() for word in listed.split()}


def _cardinals() -> dict[str, int]:
    ones = {word: n for listed in (_SV, _EN) for n, word in enumerate(listed.split(), start=2)}
    tens = _spread(_TENS)
    small = {**{w: n for w, n in ones.items() if n < 10}, "ett": 1, "en": 1, "one": 1}
    joined = {
        f"{ten}{link}{word}": value + n
        for ten, value in tens.items()
        for word, n in small.items()
        for link in ("", "-")
    }
    return {**ones, **tens, **joined, "dussin": 12, "dozen": 12}


CARDINALS: Mapping[str, int] = _cardinals()
"""From two to ninety-nine; one is an article or a pronoun more often than a number."""
ORDINALS: Mapping[str, int] = _spread(_ORDINALS)
"""From the third on; first and second have other meanings."""
MULTIPLIERS: Mapping[str, int] = _spread(_MULTIPLIERS)
"""Words and abbreviations that multiply the number before them."""
