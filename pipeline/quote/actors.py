"""Who a claim speaks of: cities are not companies, and a government is no parliament."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.quote.faults import Fault, Found

_KINDS = (
    r"st(?:ad|äder)\w*|kommun(?:en|er|erna|ernas|ens|s)?|ort(?:en|er|erna)?|cit(?:y|ies)"
    r"|municipalit\w+|towns?|villages?",
    r"region(?:en|er|erna|ernas|ens|s|al)?|landsting\w*|län(?:et|en)?|count(?:y|ies)",
    r"företag\w*|bolag\w*|näringsliv\w*|compan(?:y|ies)|business(?:es)?|firms?|enterprises?",
    r"universitet\w*|högskol\w*|universit\w+|academi\w+|colleges?",
    r"regering(?:en|ar|arna|ens|s)?|governments?|state|stat(?:en|ens)?",
    r"riksdag\w*|parlament(?:et|ets)?|parliaments?",
    r"myndighet\w*|agenc(?:y|ies)|authorit\w+",
    r"forskar\w*|researchers?|scientists?",
    r"invånar\w*|medborgar\w*|boende|residents?|inhabitants?|citizens?",
    r"elever(?:na|s)?|students?|pupils?",
    r"kund(?:er|erna)|customers?|clients?",
)
_ACTORS = tuple(re.compile(kind) for kind in _KINDS)
_WORD = re.compile(r"[^\W\d_]+")


def compare_actors(claim: str, evidence: str) -> Iterator[Found]:
    """A kind of actor that the claim puts in the place of one its quotes speak of."""
    own = _actors(claim)
    there = _actors(evidence) if own else own
    unsaid = there.keys() - own.keys()
    for at, word in own.items():
        if at not in there and unsaid:
            yield Found(Fault.NAME, word)


def _actors(text: str) -> dict[int, str]:
    """The kinds of actor a text speaks of, each with the first word for it."""
    found: dict[int, str] = {}
    for word in dict.fromkeys(_WORD.findall(text)):
        kind = _kind_of(word.lower())
        if kind is not None:
            found.setdefault(kind, word)
    return found


@lru_cache(maxsize=50_000)
def _kind_of(word: str) -> int | None:
    return next((at for at, one in enumerate(_ACTORS) if one.fullmatch(word)), None)
