"""What one sentence says of money: amount, who pays, and what dates or names the decision."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.language.numbers import find_dates, without_dates
from corpus.language.quantities import CURRENCIES, Quantity, quantities

_BODY = (
    r"\w*fond\w*|fund|funds|\w*stiftelse\w*|foundation|trust|\w*bank\w*|council|agency|authority|commission"
    r"|kommissionen|verket|\w*verket|\w*myndighet\w*|råd|rådet|\w*rådet|ministeri\w*|ministry|kommun\w*"
    r"|\w*kommunen|municipality|city|staden|region\w*|länsstyrelse\w*|programme|program\w*|regering\w*"
    r"|government|board|\w*styrelse\w*|fullmäktige|\w*fullmäktige|\w*nämnd\w*|departement\w*|department"
    r"|universitet\w*|university|bolag\w*|company|institut\w*|institute|akademi\w*|academy|union\w*"
)
_CAPITAL = r"[A-ZÅÄÖÜØÆ][\w&’'.-]*[\w&]|[A-ZÅÄÖ]{2,}\d*"
_JOIN = r"(?:of|for|för|och|and|the|de|i|on|&)"
_NAME = re.compile(rf"(?:{_CAPITAL})(?:\s+(?:{_JOIN}\s+)?(?:{_CAPITAL}))*(?:\s+(?:{_BODY}))?")
_COMMON = re.compile(
    r"\b(?:kommunfullmäktige|kommunstyrelsen|regionfullmäktige|regeringen|riksdagen|kommunen|staden"
    r"|kommunerna|städerna|(?:the\s+)?(?:city|municipal|regional)\s+(?:council|board)"
    r"|(?:the\s+)?city['’]s\s+executive\s+board|(?:the\s+)?(?:government|municipality|cities|city))\b",
    re.IGNORECASE,
)
_IS_BODY = re.compile(rf"(?:^|[\s-])(?:{_BODY})$|^(?:{_BODY})\b|fond(?:en)?\b|stiftelse|bank", re.I)
_BEHIND = re.compile(
    r"(?:\bfrån|\bav|\bhos|\bfrom|\bby|\bwith|\bmed"
    # who is asked, not who is paid
    r"|\b(?:an)?sök\w*\b[^.;]*\btill|\b(?:skicka|lämna|inlämna|vän[dt])\w*\b[^.;]*\btill"
    r"|\b(?:appl\w+|sent|submitted|lodged|handed|turned)\b[^.;]*\bto)\s+(?:the\s+)?$",
    re.I,
)
_ACTS = re.compile(
    r"(?:,[^,;.]{1,60},)?\s+(?:har\s+)?(?:bevilja\w*|beslut\w*|sade|sa|sagt|gav|ger|betalar|finansierar|står|skjuter|avslog|ställ\w*|avsatte|granted|awarded|resolved|voted|allocated|signed\s+off"
    r"|has\s+(?:granted|decided|said|approved|agreed)|decided|approved|said|gave|gives|pays|funds|agreed|covers)\b",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"(?:eur|sek|usd|nok|dkk|gbp|meur|msek|kr|mkr|mnkr|tkr"
    r"|januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
    r"|january|february|march|may|june|july|august|october"
    r"|vi|we|they|det|den|de|i|om|if|when|när|no|ingen|inget|inga|vår|our|an|a|the"
    r"|grundfinansieringen|finansieringen|bidraget|pengarna|beloppet|hela|basic|core|money|funding)",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"\b(?:beslut|decision|dnr|diarienummer|avtal|agreement)\s+[A-ZÅÄÖ]{1,6}\s?[\d/:-]+\d"
)
_YEARED = re.compile(
    r"\b(?:beslut\w*|decided|decision|approved|granted|awarded|bevilja\w*|antog\w*|fastställ\w*|signed|undertecknad\w*)"
    r"(?:\W+\w+){0,6}?\W+((?:19|20)\d\d)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Money:
    """What a sentence says; None for what it does not. ``value`` is in ``currency``."""

    amount: str | None
    value: float | None
    currency: str | None
    funder: str | None
    decision: str | None


def read_money(text: str) -> Money:
    """The largest amount with a currency, the likeliest payer and the words of the decision."""
    sums = [one for one in quantities(text) if one.unit in CURRENCIES]
    largest = max(sums, key=_value, default=None)
    return Money(
        amount=largest.written if largest else None,
        value=_value(largest) if largest else None,
        currency=largest.unit if largest else None,
        funder=find_funder(text),
        decision=find_decision(text),
    )


def _value(quantity: Quantity) -> float:
    return float(max(quantity.values, default=0))


def find_decision(text: str) -> str | None:
    """The words that date a decision, or its reference; a year counts beside a deciding word."""
    for (start, end), _ in find_dates(text):
        ahead = text[max(0, start - 4) : start]
        begin = start - len(ahead) + ahead.find("den ") if "den " in ahead else start
        return text[begin:end]
    if found := _REFERENCE.search(text):
        return found[0]
    found = _YEARED.search(text)
    return found[1] if found else None


def find_funder(text: str) -> str | None:
    """Who is said to pay: a body's name, or one behind "from" or "by"; in a row, its first cell."""
    if " | " in text:
        first = text.split(" | ", 1)[0].strip()
        first = re.sub(r"\s*\([^)]*\)", "", first)
        rest = text.split(" | ", 1)[1]
        return first if _IS_BODY.search(first) or _is_name(first) else find_funder(rest)
    found = sorted(_weighed(text), key=lambda item: -item[0])
    if found:
        return found[0][1]
    common = _COMMON.search(text)
    return common[0] if common else None


def _is_name(cell: str) -> bool:
    """Whether a cell is nothing but a name: each of its longer words has a capital."""
    words = [word for word in cell.split() if len(word) > 3]
    return bool(words) and all(word[0].isupper() for word in words)


def _weighed(text: str) -> Iterator[tuple[float, str]]:
    plain = without_dates(text)
    for match in _NAME.finditer(plain):
        name = match[0].strip(" .,")
        kept = [word for word in name.split() if not _NO_NAME.fullmatch(word)]
        if not kept or not any(word[0].isupper() for word in kept):
            continue
        while _NO_NAME.fullmatch(name.split()[0]):
            name = name.split(" ", 1)[1]
        weight = 2.0 * bool(_IS_BODY.search(name))
        weight += bool(_BEHIND.search(plain[: match.start()]))
        weight += 1.5 * bool(_ACTS.match(plain[match.end() :]))
        weight += 0.5 * (match.start() == 0 and len(kept) > 1) - match.start() / 10_000
        weight -= 0.9 * (match.start() == 0 and len(kept) == 1 and not _IS_BODY.search(name))
        if weight > 0:
            yield weight, name
