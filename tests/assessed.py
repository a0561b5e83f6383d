"""Assessments made by hand for the tests of memos: every stance, several sources, a review."""

from __future__ import annotations

from dataclasses import replace

from corpus.assessment import (
    Action,
    Assessment,
    Finding,
    FundingSource,
    FundingStatus,
    Gate,
    Kept,
    Kind,
    Offer,
    Related,
    Signed,
    Stance,
    Step,
)
from corpus.framework import load_framework
from corpus.framework.records import Binding
from corpus.records import Citation, Document, Hit, Interval, Note, Passage, Status, Verdict
from pipeline.assess import conclude
from pipeline.assess.wording import missing_of
from pipeline.quote import state_claim
from pipeline.quote.clean import HIDDEN

HOSTILE = (
    '#import "@preview/x:1.0.0" #panic("ran") {{ 7 * 7 }} {% raw %} <script>alert(1)</script> ]]> '
    '&amp; "quoted" \\ $x$ [länk](http://ond.example/) ![](x) | a | b | '
    "\x00\x07\x0b\x1b[31m \u202eomvänt \ufffe \ud800 */ // -- = rubrik"
)
LONG = "ord " * 2000 + "x" * 2000

STRATEGY = Document(
    id="dstrategy00001",
    version=2,
    title="Internationaliseringsstrategi 2025–2027",
    collection="strategy",
    filename="strategi.pdf",
    media_type="application/pdf",
    sha256="b1" * 32,
    publisher="Viable Cities",
    published="2025-03-13",
    status=Status.DECIDED,
    language="sv",
    pages=11,
)
INITIATIVE = Document(
    id="dhavsvarme0001",
    version=1,
    title="Havsvärme i norr: fem hamnstäder lär av varandra",
    collection="initiatives",
    filename="havsvarme.docx",
    media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    sha256="a0" * 32,
    publisher="Luleå kommun",
    published="2026-09-01",
    status=Status.DRAFT,
    language="sv",
    guessed=("publisher",),
)
CALL = replace(
    INITIATIVE,
    id="dcall000000001",
    title="Cities in transition: call for pilot projects 2027",
    filename="call.pdf",
    publisher="Nordic Innovation",
    status=Status.IN_FORCE,
    language="en",
    pages=6,
    guessed=(),
)
PARTNER = replace(
    STRATEGY,
    id="dpartner000001",
    version=1,
    title="NetZeroCities in brief",
    collection="partners",
    status=Status.UNKNOWN,
    language="en",
)


def cite(document: Document, quote: str, **more) -> Citation:
    place = (
        {"page": 5, "page_label": "3"}
        if document.pages
        else {"heading_path": ("Bakgrund", "3.2 Så arbetar vi"), "paragraph": 4}
    )
    fixed = {"start": 0, "end": len(quote), "verdict": Verdict.VERIFIED}
    return Citation(document=document, quote=quote, **(fixed | place | more))


SAID = {
    "D1": "Luleå, Oulu, Bodø, Tromsø och Umeå bildar ett nätverk som möts fyra gånger om året och "
    "delar driftdata om havsvärme.",
    "D2": "Luleå leder arbetet, och den svenska metoden för sjövärmeväxlare blir förlaga i Norge.",
    "P1": "Hyresgästföreningen, Luleå tekniska universitet, energibolaget och kommunen beslutar "
    "tillsammans i styrgruppen.",
    "P3": "Behovet är uttryckt i klimatkontrakten för Luleå och Umeå.",
    "P4": "Energimyndigheten beviljade 12 miljoner kronor den 4 juni 2026.",
    "P5": "Åtgärderna väljs så att de förstärker varandra.",
    "T1": "Arbetet samordnas med EU-missionen för klimatneutrala städer.",
    "T2": "En egen konferens byggs upp vid sidan av Transition Lab Forum.",
}
CLAUSES = {
    "D1": "Utveckla internationella kunskapsnätverk och allianser genom omvärldsbevakning, "
    "samarbetsavtal och gemensamt lärande.",
    "P4": "Nya initiativ genomförs endast om grundläggande finansiering kan säkras.",
}
STANCES = {
    "D1": Stance.SUPPORTS,
    "D2": Stance.SUPPORTS,
    "D3": Stance.SILENT,
    "P1": Stance.SUPPORTS,
    "P2": Stance.SILENT,
    "P3": Stance.PARTLY,
    "P4": Stance.SUPPORTS,
    "P5": Stance.PARTLY,
    "T1": Stance.SUPPORTS,
    "T2": Stance.CONTRADICTS,
    "T3": Stance.SILENT,
}


def finding(criterion, language: str, document: Document, *, said=None) -> Finding:
    stance = STANCES[criterion.id]
    text = (said or SAID).get(criterion.id)
    evidence = (cite(document, text),) if text and stance is not Stance.SILENT else ()
    clause = CLAUSES.get(criterion.id, f"Strategins ord om {criterion.title['sv'].lower()}.")
    return Finding(
        criterion=criterion.id,
        title=criterion.title[language],
        verdict=stance,
        reason="nothing" if stance is Stance.SILENT else "clearest",
        claims=tuple(state_claim(c.quote, c.document.language, (c,)) for c in evidence),
        initiative_evidence=evidence,
        strategy_evidence=(cite(STRATEGY, clause),),
        against=(cite(document, "Mötena hålls i första hand på hemmaplan."),)
        if criterion.id == "T2"
        else (),
        missing=missing_of(criterion, stance, language),
        questions=() if stance is Stance.SUPPORTS else criterion.questions[language],
        searched=48,
        nearest=cite(document, "En rapport skrivs varje år.") if stance is Stance.SILENT else None,
    )


def source(quote: str, status: FundingStatus, **more) -> FundingSource:
    return FundingSource(evidence=cite(INITIATIVE, quote), status=status, **more)


BASIC = source(
    SAID["P4"],
    FundingStatus.SECURED,
    funder="Energimyndigheten",
    amount="12 miljoner kronor",
    value=12e6,
    currency="SEK",
    decision="den 4 juni 2026",
    basic=True,
)
SOURCES = (
    BASIC,
    source(
        "Vi har sökt 400 000 euro hos Interreg Aurora.",
        FundingStatus.APPLIED,
        funder="Interreg Aurora",
        amount="400 000 euro",
        value=4e5,
        currency="EUR",
    ),
    source(
        "Kommunerna bidrar med egen arbetstid.",
        FundingStatus.UNKNOWN,
        funder="Kommunerna",
        own=True,
    ),
)
OFFER = Offer(
    amount=cite(CALL, "Each pilot may receive up to EUR 600,000."),
    co_financing=cite(CALL, "Applicants bear at least 30 per cent of the cost."),
    deadline=cite(CALL, "Applications close on 15 April 2027."),
)


def related() -> tuple[Related, ...]:
    def one(kind: str, name: str, quote: str, **more) -> Related:
        text = Passage(PARTNER.id, 1, 0, len(quote), (), "en", quote, (Interval(0, 9),), 1, page=5)
        return Related(kind, name, Hit(text, PARTNER, 1, 1.0), cite(PARTNER, quote), **more)

    return (
        one("initiative", "Havsvärme i Kiel", "Kiel heats flats from the fjord.", duplicate=True),
        one(
            "arena",
            "NetZeroCities",
            "NetZeroCities supports 112 cities on their way to climate neutrality.",
            own=cite(INITIATIVE, "Vi använder NetZeroCities portal."),
        ),
        one("instrument", "Interreg", "Interreg Aurora funds cooperation in the north."),
    )


def draft(language: str = "sv", kind: Kind = Kind.INITIATIVE) -> Assessment:
    """An assessment with every stance; of a call when asked for one."""
    framework = load_framework()
    document = CALL if kind is Kind.CALL else INITIATIVE
    gate = Gate("P4", FundingStatus.SECURED, (BASIC.evidence,), basic=BASIC, sources=SOURCES)
    if kind is Kind.CALL:
        gate = Gate("P4", None, offer=OFFER)
    assessment = Assessment(
        kind=kind,
        document=document,
        language=language,
        framework=Binding(framework, STRATEGY).ref(language),
        mode="extractive",
        findings=tuple(finding(c, language, document) for c in framework.of_kind(kind)),
        gate=gate,
        recommendation="",
        rule="",
        related=related(),
        instructions=(cite(document, HIDDEN, verdict=Verdict.NOT_CHECKED),),
        commanded=True,
        notes=(Note("too_short", {"sentences": "48"}),),
        trace={"sentences": 48, "model": "e5-small", "constants": "2026-11-20"},
        id="a7f3k2",
        created="2026-11-26T08:30:00+00:00",
    )
    return conclude(assessment, framework)


STEPS = (
    Step(
        Action.FIELDS,
        "Anna Ek",
        fields={"diary_number": "VC-2026-0147", "officer": "Anna Ek"},
        created="2026-11-26T09:00:00+00:00",
    ),
    Step(Action.ACCEPT, "Anna Ek", "Stämmer.", criterion="D1", created="2026-11-26T09:05:00+00:00"),
    Step(
        Action.EDIT,
        "Anna Ek",
        "konferensen hålls tillsammans med forumet, enligt avtalet",
        criterion="T2",
        stance=Stance.PARTLY,
        text="Konferensen blir en del av Transition Lab Forum från 2027.",
        created="2026-11-26T09:10:00+00:00",
    ),
    Step(
        Action.EVIDENCE,
        "Bo Lind",
        "avtalet säger det",
        criterion="T2",
        citation=cite(INITIATIVE, "Konferensen förläggs till Transition Lab Forum."),
        created="2026-11-26T09:12:00+00:00",
    ),
    Step(
        Action.CHALLENGE,
        "Bo Lind",
        "Klimatkontrakten nämner fjärrvärme, inte havsvärme.",
        criterion="P3",
        created="2026-11-26T09:20:00+00:00",
    ),
)


def kept(language: str = "sv", kind: Kind = Kind.INITIATIVE, *, signed: bool = False) -> Kept:
    """The assessment with its review."""
    name = Signed("Karin Öst", "2026-11-27T10:00:00+00:00", {})
    return Kept(draft(language, kind), STEPS, name if signed else None)


def hostile(text: str = HOSTILE) -> Kept:
    """An assessment whose every text from outside holds what no writer may take for its own."""
    document = replace(INITIATIVE, title=text, publisher=text, filename=text)
    framework = load_framework()
    made = replace(
        draft(),
        document=document,
        findings=tuple(
            finding(c, "sv", document, said=dict.fromkeys(SAID, text)) for c in framework.criteria
        ),
        related=tuple(replace(one, name=text, citation=cite(PARTNER, text)) for one in related()),
        gate=Gate(
            "P4",
            FundingStatus.APPLIED,
            sources=(source(text, FundingStatus.APPLIED, funder=text, amount=text, decision=text),),
        ),
        notes=(Note(text, {"a": text}),),
        skipped=(text,),
        conditions=(text,),
        trace={"model": text},
    )
    steps = (
        Step(Action.FIELDS, text, fields={"officer": text, text: text}),
        Step(Action.EDIT, text, text, criterion="D1", stance=Stance.SILENT, text=text),
    )
    return Kept(made, steps)
