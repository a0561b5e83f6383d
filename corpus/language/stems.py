"""Stems: Snowball, and what it gets wrong in Swedish put right.

Snowball's Swedish stemmer leaves many definite forms whole (``kontraktet``, ``nivån``), cuts
nouns in -at as if they were verbs (``klimat``), and needs a second pass to agree with itself
(``insatser`` -> ``insats`` -> ``insat``).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from threading import Lock
from typing import Protocol

# No word is longer; what is (a column without spaces, a key) would be taken apart for minutes.
LONGEST_WORD = 60
_ALGORITHMS = {
    "sv": "swedish",
    "en": "english",
    "da": "danish",
    "nb": "norwegian",
    "nn": "norwegian",
    "no": "norwegian",
    "fi": "finnish",
    "de": "german",
    "es": "spanish",
    "fr": "french",
    "nl": "dutch",
}
# Nouns whose vowel changes, also as the last part of a compound: ending -> base.
_IRREGULAR = {
    "stad": "stad|städer",
    "land": "länder",
    "strand": "stränder",
    "ledamot": "ledamöter",
    "bok": "böcker",
    "rot": "rötter",
    "natt": "nätter",
    "kraft": "kraften",
    "medel": "medlen",
    "exempel": "exempl",
    "regel": "reglern|regler",
    "vatten": "vattn",
    "år": "året|åren",
    "möte": "möten",
}
_BASES = {form: base for base, forms in _IRREGULAR.items() for form in forms.split("|")}
_CHANGED = re.compile(
    rf"({'|'.join(sorted(_BASES, key=len, reverse=True))})(?:en|et|na|erna|ern|a)?s?$"
)
_AT_NOUN = re.compile(
    r"((?:klim|result|mand|form|kandid|appar|autom|advok|certifik|cit|refer|substr|aggreg|sekretari"
    r"|konsul|dikt|internation|privat|adekv|separ|prim|plak|ultim|surrog|format|dat|priv)at)"
    r"(?:et|en|er|erna|a)?s?$"
)
_ET_NOUN = re.compile(
    r"((?:plan|budg|pak|intern|alfab|magn|rak|stak|kom|prof)et)(?:et|en|er|erna)?s?$"
)
_BAR = re.compile(r"(.{3}bar)(?:t|a|are|ast|aste|het|heten|hetens)?$")
_NO_ET = re.compile(r"(?:itet|het|poet|diet)$")
_NO_N = re.compile(
    r"(?:plan|organ|man|kan|^(?:utan|sedan|redan|innan|annan)|sådan|ocean|slogan|spontan|human|urban"
    r"|termin|vitamin|rutin|latin|margarin|delfin|disciplin|bensin|magasin|medicin|maskin|doktrin"
    r"|lön|kön|grön|skön|bön|japan|iran|sudan|pakistan|afghanistan|jordan|dan|tan)$"
)
_T_ADJECTIVE = re.compile(r"(?:(?<!f)al|iv|är|ern|ell|am|os|ös)t$")
_NOT_ADJECTIVE = re.compile(r"(?:salt|halt|gestalt|värt|insamt|samt|kvalt)$")


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """What the inflected forms of a word share; the word itself where the language is unknown.

    ``word`` is in lower case. Stems are made to be compared, not to be read.
    """
    if language not in _ALGORITHMS or not word.isalpha() or len(word) > LONGEST_WORD:
        return word
    return _stem_swedish(word) if language == "sv" else _snowball(word, language)


def _stem_swedish(word: str) -> str:
    base = _singular(word)
    if _AT_NOUN.search(base) or _ET_NOUN.search(base) or base.endswith(("bar", "stad", "land")):
        return base
    for _ in range(3):
        shorter = _snowball(base, "sv")
        if shorter == base:
            break
        base = shorter
    return base[:-1] if base.endswith("mm") else base


def _singular(word: str) -> str:
    """The indefinite singular of a noun, the common form of an adjective; a guess by endings."""
    if changed := _CHANGED.search(word):
        return word[: changed.start()] + _BASES[changed[1]]
    if noun := _AT_NOUN.search(word) or _ET_NOUN.search(word):
        return word[: noun.end(1)]
    if adjective := _BAR.search(word):
        return word[: adjective.end(1)]
    return _without_ending(word)


def _without_ending(word: str) -> str:
    if len(word) < 5:
        return word
    if word.endswith(("ets", "ens", "nas", "ans", "ins", "åns", "öns")):
        word = word[:-1]
    if word.endswith("et") and not _NO_ET.search(word):
        return word[:-2]
    if word.endswith(("an", "in", "ån", "ön")) and not _NO_N.search(word):
        return word[:-1]
    if _T_ADJECTIVE.search(word) and not _NOT_ADJECTIVE.search(word):
        return word[:-1]
    return word


# Snowball's objects carry the word they work on, so two threads must not share one at a time.
_LOCK = Lock()


def _snowball(word: str, language: str) -> str:
    stemmer = _stemmer(_ALGORITHMS[language])
    with _LOCK:
        return stemmer.stemWord(word)


@cache
def _stemmer(algorithm: str) -> _Stemmer:
    import snowballstemmer

    stemmer: _Stemmer = snowballstemmer.stemmer(algorithm)
    return stemmer
