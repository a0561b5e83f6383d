"""The rules by which a model's stance becomes a verdict, or does not."""

from dataclasses import replace

import numpy as np
import pytest

from corpus.assessment import Finding, Stance
from corpus.framework import load_framework
from corpus.records import Citation, Claim, Document, Interval, Passage, Verdict
from pipeline.assess.brief import Brief, Matter
from pipeline.assess.lessons import Bearing
from pipeline.assess.proposal import Proposal
from pipeline.assess.sentences import Reading, Told
from pipeline.assess.settle import ON_TOPIC, settle
from pipeline.assess.weigh import CLEAR

FRAMEWORK = load_framework()
CRITERION = FRAMEWORK.criterion("D1")
TEXT = Document(
    "dtext0000001", 1, "Text", "initiatives", "t.md", "text/markdown", "0" * 64, language="sv"
)
STRATEGY = replace(TEXT, id="dstrategy001", collection="strategy")
PLAIN = "Fem hamnar i tre länder lär av varandra."
HEDGED = "Fem hamnar i tre länder kan komma att lära av varandra."
DENIED = "Inga hamnar i andra länder är med."
OTHER = "Lindarna planteras i april."
CLAUSE = Citation(STRATEGY, 0, 9, "Nätverken", Verdict.VERIFIED)
BRIEF = Brief(CRITERION, "sv", {}, {}, {})
UP = [
    (Stance.SILENT, Stance.PARTLY),
    (Stance.SILENT, Stance.SUPPORTS),
    (Stance.PARTLY, Stance.SUPPORTS),
]


def matter(*sentences, document=TEXT):
    """Sentences, each with its topic and the stance it reads as."""
    told, bearings, at = [], [], 0
    for number, (text, topic, stance) in enumerate(sentences):
        span = Interval(at, at + len(text))
        passage = Passage(TEXT.id, 1, span.start, span.end, (), "sv", text, (span,), number + 1)
        told.append(Told(number, passage, span, np.zeros(2, np.float32)))
        bearings.append({"D1": Bearing(topic, {stance: 1.0, "other": 0.0})})
        at = span.end + 1
    return Matter(Reading(document, (), tuple(told), ()), tuple(bearings))


def quoted(of, number=0, *, verdict=Verdict.VERIFIED, document=TEXT):
    told = of.reading.told[number]
    return Citation(document, told.span.start, told.span.end, told.text, verdict)


def claim(*citations, supported=True):
    return Claim(
        "Hamnarna lär av varandra.", "sv", citations, supported, None if supported else "x"
    )


def finding(verdict, *, evidence=(), clauses=(CLAUSE,), against=()):
    return Finding(
        "D1",
        CRITERION.title["sv"],
        verdict,
        "clearest",
        initiative_evidence=tuple(evidence),
        strategy_evidence=tuple(clauses),
        against=tuple(against),
        missing="" if verdict is Stance.SUPPORTS else "Det saknas.",
        questions=() if verdict is Stance.SUPPORTS else CRITERION.questions["sv"],
    )


def settled(before, stance, claims, of, *, gate=False, **said):
    return settle(
        before, Proposal((), stance, **said), tuple(claims), brief=BRIEF, matter=of, gate=gate
    )


@pytest.mark.parametrize(("before", "stance"), UP)
def test_a_plain_quote_on_the_criterion_lifts_a_finding(before, stance):
    of = matter((PLAIN, CLEAR if stance is Stance.SUPPORTS else ON_TOPIC, "supports"))
    after = settled(finding(before), stance, [claim(quoted(of))], of)
    assert after.held == ""
    assert after.finding.verdict is stance
    assert after.finding.reason == f"model-{stance}"
    assert after.finding.initiative_evidence == (quoted(of),)
    assert after.finding.strategy_evidence == (CLAUSE,)


HELD = {
    "no-quote": [
        lambda of: [],
        lambda of: [claim(quoted(of, 1))],  # off the criterion
        lambda of: [claim(quoted(of), supported=False)],
        lambda of: [claim(quoted(of, verdict=Verdict.NOT_FOUND))],
        lambda of: [claim(quoted(of, document=STRATEGY))],
    ],
    "reserved": [lambda of: [claim(quoted(of, 2))], lambda of: [claim(quoted(of, 3))]],
}


@pytest.mark.parametrize(("before", "stance"), UP)
@pytest.mark.parametrize(("held", "claims"), [(h, c) for h, all_ in HELD.items() for c in all_])
def test_what_is_off_the_criterion_unsupported_hedged_or_denied_lifts_nothing(
    before, stance, held, claims
):
    of = matter(
        (PLAIN, 0.9, "supports"),
        (OTHER, ON_TOPIC - 0.01, "supports"),
        (HEDGED, 0.9, "supports"),
        (DENIED, 0.9, "supports"),
    )
    after = settled(finding(before), stance, claims(of), of)
    assert (after.finding.verdict, after.held) == (before, held)


@pytest.mark.parametrize(("before", "stance"), UP)
def test_nothing_is_lifted_without_a_clause_or_over_a_contradiction(before, stance):
    of = matter((PLAIN, 0.6, "supports"), (OTHER, 0.7, "contradicts"))
    alone = matter((PLAIN, 0.6, "supports"))
    unread = matter((PLAIN, 0.6, "contradicts"))
    claims = [claim(quoted(of))]
    assert settled(finding(before, clauses=()), stance, claims, alone).held == "no-clause"
    assert settled(finding(before, against=[CLAUSE]), stance, claims, alone).held == "contradicted"
    assert settled(finding(before), stance, claims, of).held == "contradicted"
    assert settled(finding(before), stance, claims, unread).held == "contradicted"


def test_a_sentence_that_could_not_decide_alone_makes_nothing_support():
    of = matter((PLAIN, CLEAR - 0.01, "supports"))
    for before in (Stance.SILENT, Stance.PARTLY):
        after = settled(finding(before), Stance.SUPPORTS, [claim(quoted(of))], of)
        assert (after.finding.verdict, after.held) == (Stance.PARTLY, "faint")


@pytest.mark.parametrize(("before", "stance"), UP)
def test_a_sentence_that_is_more_on_another_criterion_lifts_nothing(before, stance):
    of = matter((PLAIN, 0.8, "supports"))
    of = replace(of, bearings=({**of.bearings[0], "P2": Bearing(0.81, {"supports": 1.0})},))
    after = settled(finding(before), stance, [claim(quoted(of))], of)
    assert (after.finding.verdict, after.held) == (before, "elsewhere")


@pytest.mark.parametrize("stance", [Stance.PARTLY, Stance.SUPPORTS])
def test_a_contradiction_is_never_softened_and_what_speaks_the_other_way_is_kept(stance):
    of = matter((PLAIN, 0.9, "supports"), (OTHER, 0.9, "contradicts"))
    after = settled(
        finding(Stance.CONTRADICTS, evidence=[quoted(of, 1)]), stance, [claim(quoted(of))], of
    )
    assert (after.finding.verdict, after.held) == (Stance.CONTRADICTS, "contradicted")
    assert after.finding.initiative_evidence == (quoted(of, 1),)
    assert after.finding.against == (quoted(of),)


@pytest.mark.parametrize(
    ("before", "stance"),
    [
        (Stance.SUPPORTS, Stance.PARTLY),
        (Stance.SUPPORTS, Stance.CONTRADICTS),
        (Stance.PARTLY, Stance.CONTRADICTS),
        (Stance.SILENT, Stance.CONTRADICTS),
    ],
)
def test_a_finding_falls_by_a_verified_quote_on_the_criterion_and_by_nothing_less(before, stance):
    of = matter((PLAIN, 0.9, "supports"), (DENIED, ON_TOPIC, "supports"), (OTHER, 0.1, "partly"))
    evidence = () if before is Stance.SILENT else (quoted(of),)
    start = finding(before, evidence=evidence)
    after = settled(start, stance, [claim(quoted(of, 1))], of).finding
    assert after.verdict is stance
    kept = {*after.initiative_evidence, *after.against}
    assert kept == {*evidence, quoted(of, 1)}
    assert after.questions
    assert after.missing
    for claims in ([], [claim(quoted(of, 2))], [claim(quoted(of, 1), supported=False)]):
        assert settled(start, stance, claims, of).finding.verdict is before


def test_a_model_that_finds_nothing_takes_nothing_away():
    of = matter((PLAIN, 0.9, "supports"))
    start = finding(Stance.SUPPORTS, evidence=[quoted(of)])
    after = settled(start, Stance.SILENT, [], of)
    assert (after.finding, after.held) == (start, "silence")


@pytest.mark.parametrize("stance", list(Stance))
def test_the_gate_keeps_its_verdict_and_evidence_and_takes_claims_and_questions(stance):
    of = matter((PLAIN, 0.9, "supports"))
    start = finding(Stance.CONTRADICTS, evidence=[CLAUSE])
    asked = "Vem betalar arbetet?"
    after = settled(start, stance, [claim(quoted(of))], of, gate=True, questions=(asked,)).finding
    assert after.verdict is Stance.CONTRADICTS
    assert (after.initiative_evidence, after.against) == (start.initiative_evidence, ())
    assert after.claims == (claim(quoted(of)),)
    assert after.questions[0] == asked


def test_a_text_in_a_third_language_supports_nothing_more_than_in_part():
    of = matter((PLAIN, 0.9, "supports"), document=replace(TEXT, language="de"))
    after = settled(finding(Stance.SILENT), Stance.SUPPORTS, [claim(quoted(of))], of)
    assert (after.finding.verdict, after.held) == (Stance.PARTLY, "foreign-language")


def test_unsupported_claims_stay_with_their_reason_and_the_same_place_is_shown_once():
    of = matter((PLAIN, 0.9, "supports"))
    wrong = claim(quoted(of), supported=False)
    start = finding(Stance.PARTLY, evidence=[quoted(of)])
    after = settled(start, Stance.PARTLY, [wrong, claim(quoted(of))], of).finding
    assert after.claims[0] == wrong
    assert after.claims[0].reason
    assert after.initiative_evidence == (quoted(of),)
