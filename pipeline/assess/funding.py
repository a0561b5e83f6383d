"""The gate: is the basic funding there, who pays, and by which decision?

Every sentence on money is of one kind: granted, applied for, lacking, hoped for, the partners' own,
or said to be there without telling by whom. Its wording decides where it is plain, else what the
framework's examples teach.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.assessment import FundingSource, FundingStatus, Gate, Offer
from corpus.records import Citation
from pipeline.assess.funding_words import (
    BASIC,
    NAMED,
    OWN,
    PRICED,
    as_it_stands,
    is_free,
    is_on_money,
    is_section,
    worded_kind,
)
from pipeline.assess.lessons import Bearing
from pipeline.assess.money import Money, read_money
from pipeline.assess.sentences import Reading, Told
from pipeline.assess.signals import signals

_SHARE = re.compile(r"\d|hälft|half|tredjedel|third|\bdel\b|share", re.IGNORECASE)
_WHO = re.compile(r"\w")
_BY = re.compile(
    r"(?:senast|sista|stänger|deadline|close[sd]?|last\s+day|no\s+later|by\s|before|innan|till\s+och\s+med|until)"
    r".{0,60}\d{1,2}",
    re.IGNORECASE,
)
_LEAST = 0.25
_UNKNOWN = FundingStatus.UNKNOWN
_MOST_SOURCES = 12
_OFFERED = 0.1
KINDS = ("granted", "applied", "lacking", "hoped", "own", "unnamed")
_STATUS = {
    "granted": FundingStatus.SECURED,
    "applied": FundingStatus.APPLIED,
    "lacking": FundingStatus.NONE,
}
_BEST_FIRST = (
    FundingStatus.SECURED,
    FundingStatus.APPLIED,
    FundingStatus.NONE,
    FundingStatus.UNKNOWN,
)
_KRONOR = {"EUR": 11.0, "USD": 10.0, "GBP": 13.0, "DKK": 1.5, "NOK": 1.0, "SEK": 1.0}
"""What a unit is about worth in kronor, to tell a large sum from a small one, for no accounts."""
# Source: the order of the ECB's reference rates of 2025
Weights = Mapping[str, Bearing]
"""How a sentence bears on each criterion."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence on money and the kind it is of."""

    told: Told
    kind: str
    money: Money
    basic: bool


def read_funding(reading: Reading, weights: Sequence[Weights], *, gate: str) -> Gate:
    """The gate of an initiative or partner. ``weights`` are those of ``reading.told``, in order."""
    spoken = list(_spoken(reading.told, weights, gate))
    sources = tuple(_sources(spoken, reading))
    told = [one for one in sources if one.basic or one.value or one.status is not _UNKNOWN]
    sources = tuple(told[:_MOST_SOURCES])
    basic, status = decide(sources, spoken)
    evidence = _evidence(status, basic, spoken, reading)
    return Gate(gate, status, evidence, basic=basic, sources=sources)


def _spoken(told: Sequence[Told], weights: Sequence[Weights], gate: str) -> Iterator[Spoken]:
    for one, of in zip(told, weights, strict=True):
        kind = kind_of(one, of, gate)
        if kind and (kind == "lacking" or not one.suspect):
            yield Spoken(one, kind, read_money(one.read), bool(BASIC.search(one.read)))


def kind_of(one: Told, weights: Weights, gate: str) -> str:
    """The kind of sentence on money it is; "" for one that is on something else."""
    in_section = is_section(one.heading)
    if not (in_section or is_on_money(one.read)):
        return ""
    kind = worded_kind(one.read)
    return _likeliest(one.read, weights.get(gate), in_section) if kind is None else kind


def _likeliest(text: str, bearing: Bearing | None, in_section: bool) -> str:
    """The kind of what words leave open, by what it is like; no more than likeness can tell."""
    if bearing is None or bearing.topic < (_LEAST if in_section else 2 * _LEAST):
        return ""
    best = bearing.stance if bearing.stance in KINDS else ""
    if best == "granted":
        best = as_it_stands(text)
    if best == "lacking":
        denies, refuses, _ = signals(text)
        told = NAMED.search(text) and (denies or refuses) and not is_free(text)
        return best if told else ""
    if best == "granted":
        money = read_money(text)
        return best if money.funder and money.decision else "unnamed"
    return best


def _sources(spoken: Sequence[Spoken], reading: Reading) -> Iterator[FundingSource]:
    """One source for each sentence that tells of one; the next may say what it leaves out."""
    for at, one in enumerate(spoken):
        if one.kind not in (*_STATUS, "own") and not _may_be_main(one):
            continue
        money, basic = one.money, one.basic
        before = spoken[at - 1] if at else None
        if before and _beside(before, one):
            basic = basic or (before.basic and before.kind in ("unnamed", "granted"))
        after = spoken[at + 1] if at + 1 < len(spoken) else None
        if after and _beside(one, after) and after.kind == one.kind:
            money = _complete(money, after.money)
        own = one.kind == "own" or bool(OWN.search(one.told.read))
        status = _STATUS.get(one.kind, FundingStatus.UNKNOWN)
        if status is FundingStatus.SECURED and not (money.funder and money.decision):
            status = FundingStatus.UNKNOWN
        yield FundingSource(
            evidence=reading.cite(one.told),
            status=status,
            funder=money.funder,
            amount=money.amount,
            value=money.value,
            currency=money.currency,
            decision=money.decision if status is FundingStatus.SECURED else None,
            basic=basic,
            own=own,
        )


def _may_be_main(one: Spoken) -> bool:
    """Money still to come, of a sum or called basic: a smaller grant does not stand for it."""
    return one.kind == "hoped" and (one.basic or bool(one.money.value))


def _beside(one: Spoken, after: Spoken) -> bool:
    return after.told.number - one.told.number <= 1


def _complete(money: Money, more: Money) -> Money:
    return replace(
        money,
        funder=money.funder or more.funder,
        decision=money.decision or more.decision,
        amount=money.amount or more.amount,
        value=money.value or more.value,
        currency=money.currency or more.currency,
    )


def decide(
    sources: Sequence[FundingSource], spoken: Sequence[Spoken]
) -> tuple[FundingSource | None, FundingStatus]:
    """The basic source and its status: what is called so, else the largest sum not refused.

    Sums of several currencies are compared roughly. Without a sum it is the best told of; without
    any source there is none, or nothing is said.
    """
    called = [one for one in sources if one.basic]
    others = [one for one in sources if not one.own]
    if called:
        best = min(called, key=lambda one: _BEST_FIRST.index(one.status))
        return best, best.status
    if not others:
        lacking = any(one.kind == "lacking" for one in spoken)
        return None, FundingStatus.NONE if lacking else _UNKNOWN
    priced = [one for one in others if one.value and one.status is not FundingStatus.NONE]
    if priced:
        best = max(priced, key=_size)
    else:
        best = min(others, key=lambda one: _BEST_FIRST.index(one.status))
    return best, best.status


def _size(one: FundingSource) -> float:
    """The sum in about kronor."""
    return (one.value or 0.0) * _KRONOR.get(one.currency or "", 1.0)


def _evidence(
    status: FundingStatus, basic: FundingSource | None, spoken: Sequence[Spoken], reading: Reading
) -> tuple[Citation, ...]:
    if basic is not None:
        return (basic.evidence,)
    if status is FundingStatus.NONE:
        shown = [one for one in spoken if one.kind == "lacking"]
    else:
        # of what may be read as money only where it is named
        shown = [
            one
            for one in spoken
            if one.kind in ("unnamed", "hoped", "own") and NAMED.search(one.told.read)
        ]
    return tuple(reading.cite(one.told) for one in shown)[:2]


def read_offer(reading: Reading, weights: Sequence[Weights], *, gate: str) -> Gate:
    """What a call offers: amount, the applicant's own share, who may apply and until when."""

    def best(kind: str, wanted: re.Pattern[str], taken: Citation | None = None) -> Citation | None:
        fit = [
            (of[gate].stances[kind] * max(of[gate].topic, 0.0) + bool(wanted.search(one.read)), one)
            for one, of in zip(reading.told, weights, strict=True)
            if not one.suspect
            and kind in of[gate].stances
            and (taken is None or one.span.start != taken.start)
        ]
        score, one = max(fit, key=lambda item: item[0], default=(0.0, None))
        return reading.cite(one) if one is not None and score >= 1 + _OFFERED else None

    share = best("cofinancing", _SHARE)
    offer = Offer(
        amount=best("offers", PRICED, share),
        co_financing=share,
        eligible=best("eligible", _WHO),
        deadline=best("deadline", _BY),
    )
    found = (offer.amount, offer.co_financing, offer.eligible, offer.deadline)
    return Gate(gate, None, tuple(one for one in found if one), offer=offer)
