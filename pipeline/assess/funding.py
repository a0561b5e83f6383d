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
from pipeline.assess.lessons import Bearing
from pipeline.assess.money import Money, read_money
from pipeline.assess.sentences import Reading, Told
from pipeline.assess.signals import signals

SECTION = re.compile(
    r"finansi|budget|\bfund(?:s|ing|ed)?\b|kostnad|cost|medel|\bresurs(?:er)?\b|money|peng"
    r"|(?<!cirkulär )ekonomi|(?<!circular )econom",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"finansi|\bfund|bidrag|\bgrant|budget|peng|\bmoney|anslag|bevilja|sponsor|\bmedel\b|\bpay|betala|"
    r"kostnad|\bcost|kronor|\beuro?\b|\bsek\b|insats|contribut|ansök|appli",
    re.IGNORECASE,
)
BASIC = re.compile(
    r"grundfinansier|grundläggande\s+finansier|basfinansier|basic\s+fund|core\s+fund|base\s+fund"
    r"|basic\s+financ|core\s+financ|bär\s+hela|hela\s+(?:arbetet|kostnaden|perioden)|whole\s+(?:cost|work)"
    r"|full\s+cost|entire\s+(?:cost|work)",
    re.IGNORECASE,
)
_WORDED: Mapping[str, re.Pattern[str]] = {
    kind: re.compile(listed, re.IGNORECASE)
    for kind, listed in {
        "lacking": (
            r"\bingen\s+(?:finansiär|finansiering)|finansiering\w*\s+saknas|saknar?\s+(?:finansi|medel|peng)"
            r"|\bno\s+(?:funder|funding|financ\w+|money|budget|application|source)\b"
            r"|not\s+(?:been\s+)?(?:secured|funded|handed\s+in|granted|found)|inte\s+(?:säkrad|beviljats|finansierad)"
            r"|\bavsl(?:ag|ogs?|agits?)\b|turned\s+(?:us\s+)?down|(?:was|were)\s+rejected|utan\s+finansiering"
            r"|\bno\s+(?:basic|core|base|secured|external)\s+(?:fund|financ)\w+|\bingen\s+(?:grund|bas)\w*finansiering"
            r"|\b(?:ingen|nobody|no\s+one)\b.{0,25}\b(?:tillfråga\w*|kontakta\w*|vidtala\w*|asked|approached|undertaken|åtagit)"
            r"|\b(?:inte|ej|aldrig|not|never|cannot)\s+(?:\w+\s+){0,2}?(?:sökts?|ansökts?|sökas|inlämna\w*|inskicka\w*|undertecknats?"
            r"|förnyas|löst|lösts|beviljas|applied|submitted|signed|renewed|resolved|be\s+granted|to\s+pay|cover\w*)\b"
            r"|\b(?:nej|no)\s+(?:till\s+att|to)\s+(?:betala|bidra|finansiera|paying|funding)"
            r"|löpt\s+ut|förföll\w*|förfallit|\blapsed|\bexpired|återkalla\w*|dra(?:gits|git|s)?\s+(?:in|tillbaka)\b"
            r"|drog\s+(?:in|tillbaka)\b|withdr[ae]wn?\b|pulled\s+(?:back|out)|\brevoked|\bcancelled"
            r"|\bnothing\s+of\s+the\b.{0,30}\b(?:is|has)\b"
            r"|unfunded|ofinansiera\w+|ingen\s+ansökan|without\s+(?:any\s+)?funding|lacks?\s+fund"
        ),
        "applied": (
            r"(?:bidrag\w*|medel|pengar\w*)\s+(?:är|har)\s+(?:an)?sökts?\b|(?:grant|funds?|money)\s+(?:has|have|is|are)\s+(?:been\s+)?sought"
            r"|\b(?:har|holds|has)\s+(?:vår|our)\s+(?:begäran|ansökan|request|application)|pending\s+before"
            r"|\bhar\s+(?:vi\s+)?(?:an)?sökt\b|\bbett\b.{0,60}\bom\b|\basked\b.{0,60}\bfor\b|\bhave\s+applied|\bapplied\s+(?:to|for)\b|\bapplication\b.{0,60}\b(?:sent|"
            r"submitted|handed|filed|lodged|made|pending)\b|\bansökan\b.{0,60}\b(?:skickad\w*|inlämna\w*|lämna\w*|inskicka\w*|ligger)"
            r"|\bsökt,\s|\bapplied,|\bansökt\b|\bsökts\b|väntar\s+på\s+(?:besked|beslut|svar)|await\w*\s+(?:a\s+|an\s+|its\s+)?(?:decision|"
            r"reply|answer|evaluation)|\bundecided\b|\byet\s+to\s+(?:reply|answer|decide)|\brequest\b.{0,40}\bdesk\b|decision\s+is\s+expected|beslut\s+väntas|besked\s+väntas"
        ),
        "granted": (
            r"\b(?:har\s+)?(?:beviljat|beviljade|beviljats|beviljad|bevilja)\b|\bgranted\b|\bawarded\b"
            r"|\bbeslut\w*\s+(?:den|i|om|att)\b.{0,90}\b(?:bidra|bevilja|finansi|betala|kronor|euro|budget)"
            r"|\bdecided\s+(?:on|in|to)\b.{0,90}\b(?:grant|fund|cover|pay|award|sek|eur|million)"
            r"|\b(?:sek|eur|kronor|million|miljoner|payment)\b.{0,60}\b(?:was|were|has\s+been)\s+(?:approved|voted|allocated|awarded)\b"
            r"|\bresolved\s+to\b.{0,60}\b(?:pay|fund|grant|sek|eur)|\bsigned\s+off\b.{0,40}\b(?:sek|eur|million)"
            r"|\bset\s+aside\s+(?:sek|eur|€)|\bställ(?:de|er|t)\b.{0,60}\btill\s+förfogande|\bavsatt(?:e|s)?\b.{0,40}\b(?:kronor|mkr)"
            r"|\bfunds\b.{0,80}\bdecision\s+of|\bapproved\b.{0,60}\b(?:grant|fund|sek|eur|million|budget)|\bbeviljat\s+\d"
            r"|\bbeslut\w*\s+(?:den|i|om|att)\b.{0,90}\bbudget|\bbeslut\w*\s+.{0,60}\bom\s+\w+budget"
        ),
    }.items()
}
_TAKEN_BACK = re.compile(
    r"\b(?:inte|ej|aldrig|ingen|inget|avslog|avslagit|avslås|sa(?:de)?\s+nej|dra(?:gits|git|s)?\s+tillbaka"
    r"|drog\s+tillbaka|drogs\s+in|not|never|no|refused|rejected|declined|withdr[ae]wn?|said\s+no|turned\s+down"
    r"|cancelled|revoked)\b",
    re.IGNORECASE,
)
# methods and rules are applied too, but to something; so are places and permits applied for
_USED = re.compile(
    r"\b(?:is|are|be|been|being|was|were)\s+(?:(?!for\b)\w+\s+){0,2}?applied\b(?!\s+for)"
    r"|\b(?:n?or|and)\s+applied\b(?!\s+(?:for|to))"
    r"|\bapplied\s+for\s+(?:and\s+w|(?:an?\s+)?(?:place|seat|membership|permi|status))",
    re.IGNORECASE,
)
# who seeks no grant from others may well have money
_UNSOUGHT = re.compile(
    r"\b(?:bidrag|medel|pengar|stöd)\b[^.;:]{0,25}\b(?:söks|behövs)\s+(?:inte|ej)\b"
    r"|\b(?:inget|inga)\b[^.;:]{0,25}\b(?:bidrag|medel|pengar|stöd)\b[^.;:]{0,20}\b(?:söks|behövs)\b"
    r"|\bno\s+(?:\w+\s+){0,2}(?:grants?|funds?|funding|money)\b[^.;:]{0,20}\b(?:is|are)\s+(?:sought|needed)\b",
    re.IGNORECASE,
)
_CONDITIONAL = re.compile(r"^\W*(?:om|ifall|skulle|if|should|unless|provided)\b", re.IGNORECASE)
_OWN = re.compile(
    r"\begen\s+insats|egeninsats|egen\s+arbetstid|egna\s+medel|own\s+contribution|own\s+budgets?|in\s+kind"
    r"|working\s+time|staff\s+time|arbetstid|medfinansier|co-?fund",
    re.IGNORECASE,
)
_SHARE = re.compile(r"\d|hälft|half|tredjedel|third|\bdel\b|share", re.IGNORECASE)
_PRICED = re.compile(
    r"\d.{0,20}(?:kronor|kr\b|mkr|sek\b|euro?s?\b)|(?:eur|sek|€|usd)\s?\d|(?:kronor|euro)",
    re.IGNORECASE,
)
_NAMED = re.compile(
    rf"{_PRICED.pattern}|finansi|\bfund(?:s|ing|ed|er)?\b|bidrag|\bgrant|budget|peng|\bmoney|anslag"
    r"|sponsor|\bmedel\b|\bpa(?:y|id)|betala|kostnad|\bcost|egen\s+insats|in\s+kind",
    re.IGNORECASE,
)
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
    text = _USED.sub("", one.read)
    in_section = bool(SECTION.search(one.heading))
    if not (in_section or _MONEY.search(text)) or _CONDITIONAL.search(text):
        return ""
    sought = _UNSOUGHT.sub("", text)
    worded = [kind for kind, pattern in _WORDED.items() if pattern.search(sought)]
    if worded and (in_section or _MONEY.search(text)):
        return "lacking" if worded[0] == "granted" and _is_denied(text) else worded[0]
    bearing = weights.get(gate)
    if (
        bearing is None
        or _UNSOUGHT.search(text)
        or bearing.topic < (_LEAST if in_section else 2 * _LEAST)
    ):
        return ""
    best = bearing.stance
    if best == "granted" and _is_denied(text):
        return "lacking"
    if best == "lacking" and not (_NAMED.search(text) and any(signals(text)[:2])):
        # that there is none is not told by likeness alone
        return ""
    return best if best in KINDS else ""


def _is_denied(text: str) -> bool:
    """Whether a grant is told of as not given, taken back or refused."""
    return _TAKEN_BACK.search(text) is not None


def _sources(spoken: Sequence[Spoken], reading: Reading) -> Iterator[FundingSource]:
    """One source for each sentence that tells of one; the next may say what it leaves out."""
    for at, one in enumerate(spoken):
        if one.kind not in _STATUS and one.kind != "own":
            continue
        money, basic = one.money, one.basic
        before = spoken[at - 1] if at else None
        if before and _beside(before, one):
            basic = basic or (before.basic and before.kind in ("unnamed", "granted"))
        after = spoken[at + 1] if at + 1 < len(spoken) else None
        if after and _beside(one, after) and after.kind == one.kind:
            money = _complete(money, after.money)
        own = one.kind == "own" or bool(_OWN.search(one.told.read))
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
    """The basic source and its status: what is called so, else the largest part."""
    kinds = {one.kind for one in spoken}
    called = [one for one in sources if one.basic]
    others = [one for one in sources if not one.own]
    pool = called or others
    if not pool:
        if "lacking" in kinds:
            return None, FundingStatus.NONE
        return None, FundingStatus.UNKNOWN
    if called:
        order = [FundingStatus.SECURED, FundingStatus.NONE, FundingStatus.APPLIED]
        best = min(called, key=lambda one: order.index(one.status) if one.status in order else 9)
        return best, best.status
    priced = [one for one in pool if one.value and one.status is not FundingStatus.NONE]
    plain = [one for one in priced if one.status is not _UNKNOWN]
    if plain:
        largest = max(plain, key=lambda one: one.value or 0.0)
        return largest, largest.status
    if priced and "lacking" not in kinds:
        largest = max(priced, key=lambda one: one.value or 0.0)
        return largest, largest.status
    for status in (FundingStatus.SECURED, FundingStatus.APPLIED, FundingStatus.NONE):
        if found := next((one for one in pool if one.status is status), None):
            return found, status
    return pool[0], FundingStatus.UNKNOWN


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
            if one.kind in ("unnamed", "hoped", "own") and _NAMED.search(one.told.read)
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
        amount=best("offers", _PRICED, share),
        co_financing=share,
        eligible=best("eligible", _WHO),
        deadline=best("deadline", _BY),
    )
    found = (offer.amount, offer.co_financing, offer.eligible, offer.deadline)
    return Gate(gate, None, tuple(one for one in found if one), offer=offer)
