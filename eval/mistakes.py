"""Errors of meaning, made by rule in Swedish and English sentences.

Each rule changes one thing and keeps the rest, so that the sentence still reads like its quote. A
sentence that offers nothing to change is left alone. The same sentence always gives the same error.

Source: rule-made errors as in Kryściński et al., "Evaluating the factual consistency of abstractive
text summarization", EMNLP 2020, section 3.1 (names and numbers exchanged, negation); the other
kinds are what a strategy's reader would be misled by.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from corpus.language.names import names
from corpus.language.numbers import NUMBER


class Kind(StrEnum):
    """What was changed in the claim; its quote stays as it is, but for ``SHORTENED``."""

    NUMBER = "number changed"
    YEAR = "year changed"
    UNIT = "unit changed"
    NEGATED = "negation added"
    AFFIRMED = "negation removed"
    WIDENED = "restriction removed"
    QUANTIFIER = "quantifier changed"
    NAME = "name swapped"
    DIRECTION = "direction reversed"
    SUBJECT = "subject swapped"
    MODALITY = "modality strengthened"
    SHORTENED = "quote shortened before its reservation"


Rule = Callable[[str, str], str | None]
"""A sentence and its language -> the sentence with the error, or None."""

Words = Mapping[str, str]

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# "om" also means about and whether, so only an "om" before a subject is cut at, and none in a list
_CONDITION = re.compile(
    r"(?<!\beller)(?<!\boch)(?:,\s+(?:men|but)\b|,?\s+(?:under\s+förutsättning|förutsatt\s+att|såvida"
    r"|om\s+(?:inte|den|det|de|man|vi)\b|så\s+länge|utom|med\s+undantag|provided\s+that|unless"
    r"|(?:only\s+)?if|as\s+long\s+as|except|on\s+condition)\b).*$",
    re.IGNORECASE | re.DOTALL,
)
_NEGATIONS: Mapping[str, Words] = {
    "sv": {
        **{"inte": "", "ej": "", "aldrig": "alltid"},
        **{"ingen": "en", "inga": "", "inget": "ett", "varken": "både"},
    },
    "en": {
        **{"not": "", "no": "", "never": "always", "cannot": "can"},
        **{"none": "all", "neither": "both", "without": "with"},
    },
}
_VERBS: Mapping[str, str] = {
    "sv": "är ska skall kan får bör måste har omfattar ger bygger innebär gäller leder stödjer",
    "en": "is are was were shall will can may must should has have could would",
}
_ADVERBS: Mapping[str, str] = {"sv": "inte", "en": "not"}
_RESTRICTIONS: Mapping[str, Words] = {
    "sv": dict.fromkeys(("endast", "bara", "enbart", "i första hand", "högst", "främst"), ""),
    "en": dict.fromkeys(("only", "solely", "merely", "primarily", "at most", "mainly"), ""),
}
_QUANTIFIERS: Mapping[str, Words] = {
    "sv": {
        **{"alla": "vissa", "samtliga": "några", "varje": "någon", "båda": "ingen av"},
        **{"några": "alla", "vissa": "alla", "flera": "alla", "många": "alla"},
    },
    "en": {
        **{"all": "some", "every": "some", "each": "some", "both": "neither of"},
        **{"some": "all", "several": "all", "many": "all", "most": "all"},
    },
}
_UNITS: Mapping[str, Words] = {
    "sv": {
        **{"miljoner": "miljarder", "miljarder": "miljoner", "kronor": "euro", "euro": "kronor"},
        **{"procent": "promille", "%": "‰", "år": "månader", "ton": "kilo", "månader": "år"},
    },
    "en": {
        **{"million": "billion", "billion": "million", "kronor": "euros", "euros": "kronor"},
        **{"percent": "per mille", "per cent": "per mille", "%": "‰", "years": "months"},
        **{"tonnes": "kilograms", "months": "years"},
    },
}
_DIRECTIONS: Mapping[str, Words] = {
    "sv": {
        **{"öka": "minska", "ökar": "minskar", "ökade": "minskade", "ökad": "minskad"},
        **{"minska": "öka", "minskar": "ökar", "minskade": "ökade", "minskad": "ökad"},
        **{"stärka": "försvaga", "stärker": "försvagar", "höja": "sänka", "sänka": "höja"},
        **{"främja": "hindra", "främjar": "hindrar", "möjliggör": "förhindrar"},
        **{"bidra till": "motverka", "bidrar till": "motverkar", "påskynda": "fördröja"},
    },
    "en": {
        **{"increase": "decrease", "increases": "decreases", "increased": "decreased"},
        **{"reduce": "increase", "reduces": "increases", "reducing": "increasing"},
        **{"strengthen": "weaken", "strengthens": "weakens", "strengthening": "weakening"},
        **{"promote": "hinder", "promotes": "hinders", "enable": "prevent", "enables": "prevents"},
        **{"contribute to": "counteract", "contributes to": "counteracts"},
        **{"accelerate": "delay", "accelerating": "delaying"},
    },
}
_SUBJECTS: Mapping[str, Words] = {
    "sv": {
        **{"städer": "företag", "städerna": "företagen", "kommuner": "regioner"},
        **{"kommunerna": "regionerna", "kommunen": "regionen", "staden": "staten"},
        **{"programmet": "regeringen", "strategin": "budgeten", "regeringen": "riksdagen"},
        **{"myndigheter": "universitet", "projekten": "partnerna", "partner": "kunder"},
    },
    "en": {
        **{"cities": "companies", "municipalities": "regions", "city": "region"},
        **{"programme": "government", "program": "government", "strategy": "budget"},
        **{"government": "parliament", "agencies": "universities", "partners": "customers"},
        **{"commission": "council", "projects": "partners"},
    },
}
_MODALS: Mapping[str, Words] = {
    "sv": {"kan": "ska", "får": "måste", "bör": "ska", "kunde": "skulle", "avser att": "ska"},
    "en": {"may": "must", "can": "must", "should": "must", "could": "will", "might": "will"},
}


def make_error(kind: Kind, text: str, language: str, others: Sequence[str] = ()) -> str | None:
    """The sentence with one error of a kind; None when there is nothing to change.

    ``others`` are names of the corpus, of which the first that the sentence does not say, and
    that is as much a genitive, is put in the place of its own first name. For ``SHORTENED`` what
    comes back is the beginning that stays.
    """
    if language not in _VERBS:
        return None
    if kind is Kind.NAME:
        return _swap_name(text, others)
    return _RULES[kind](text, language)


def _exchange(table: Mapping[str, Words], *, after: str = r"\b") -> Rule:
    def rule(text: str, language: str) -> str | None:
        words = table[language]
        listed = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
        match = re.search(rf"{after}(?:{listed})(?!\w)", text, re.IGNORECASE)
        if match is None:
            return None
        return _put(text, match, words[match[0].lower()])

    return rule


def _put(text: str, match: re.Match[str], new: str) -> str:
    """The text with a match replaced, and the capital it began with kept."""
    rest = (new + text[match.end() :]) if new else text[match.end() :].lstrip()
    if match[0][0].isupper():
        rest = rest[:1].upper() + rest[1:]
    return text[: match.start()] + rest


def _change_number(text: str, language: str) -> str | None:
    del language
    match = next((m for m in NUMBER.finditer(text) if not _YEAR.fullmatch(m[1])), None)
    if match is None:
        return None
    first = str(int(match[1][0]) % 9 + 1)
    return text[: match.start()] + first + match[1][1:] + text[match.end() :]


def _change_year(text: str, language: str) -> str | None:
    del language
    match = _YEAR.search(text)
    return _put(text, match, str(int(match[0]) + 5)) if match else None


def _negate(text: str, language: str) -> str | None:
    verbs = "|".join(_VERBS[language].split())
    match = re.search(rf"\b(?:{verbs})\b(?!\s+(?:inte|ej|not)\b)", text, re.IGNORECASE)
    return _put(text, match, f"{match[0]} {_ADVERBS[language]}") if match else None


def _shorten(text: str, language: str) -> str | None:
    del language
    match = _CONDITION.search(text)
    enough = match is not None and len(text[: match.start()].split()) > 3
    return text[: match.start()] if match and enough else None


def _swap_name(text: str, others: Sequence[str]) -> str | None:
    own = next(iter(names(text)), "")
    match = re.search(rf"(?<!\w){re.escape(own)}(?!\w)", text) if own else None
    alike = (o for o in others if o not in text and o.endswith("s") == own.endswith("s"))
    other = next(alike, None)
    return text[: match.start()] + other + text[match.end() :] if match and other else None


_RULES: Mapping[Kind, Rule] = {
    Kind.NUMBER: _change_number,
    Kind.YEAR: _change_year,
    Kind.UNIT: _exchange(_UNITS, after=r"(?:(?<=\d)|(?<=\d\s))"),
    Kind.NEGATED: _negate,
    Kind.AFFIRMED: _exchange(_NEGATIONS),
    Kind.WIDENED: _exchange(_RESTRICTIONS),
    Kind.QUANTIFIER: _exchange(_QUANTIFIERS),
    Kind.DIRECTION: _exchange(_DIRECTIONS),
    Kind.SUBJECT: _exchange(_SUBJECTS),
    Kind.MODALITY: _exchange(_MODALS),
    Kind.SHORTENED: _shorten,
}
