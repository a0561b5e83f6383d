"""What a review may do to an assessment, and what it may not."""

from dataclasses import replace

import pytest

from corpus.assessment import (
    Action,
    Assessment,
    Finding,
    FrameworkRef,
    FundingStatus,
    Gate,
    Kept,
    Kind,
    Stance,
    Step,
)
from corpus.errors import UsageError
from corpus.framework import Binding, Clause, Pointer, load_framework
from corpus.records import Citation, Document, Verdict
from pipeline.review import carry_over, check_step, may_sign, reviewed, stale

FRAMEWORK = load_framework()


def document(own, title="Åkern"):
    return Document(own, 1, title, "initiatives", "å.md", "text/markdown", "0" * 64)


def cite(own, quote):
    return Citation(document(own), 0, len(quote), quote, Verdict.VERIFIED)


def finding(criterion, verdict=Stance.SUPPORTS, said="Vi lär av Wien.", clause="Lär av andra."):
    return Finding(
        criterion, criterion, verdict, "clearest", (), (cite("d1", said),), (cite("d2", clause),)
    )


def kept(status=FundingStatus.SECURED, *, steps=(), **verdicts):
    stance = {"secured": Stance.SUPPORTS, "applied": Stance.PARTLY}.get(status, Stance.CONTRADICTS)
    given = {c.id: Stance.SUPPORTS for c in FRAMEWORK.criteria} | {"P4": stance} | verdicts
    ref = FrameworkRef(FRAMEWORK.id, FRAMEWORK.version, FRAMEWORK.sha256, "F")
    draft = Assessment(
        Kind.INITIATIVE,
        document("d1"),
        "sv",
        ref,
        "extractive",
        tuple(finding(c, v) for c, v in given.items()),
        Gate("P4", status),
        "",
        "",
        id="a1",
    )
    return Kept(draft, tuple(steps))


def edit(criterion, stance, **more):
    return Step(Action.EDIT, "Ada", "Läst igen", criterion=criterion, stance=stance, **more)


def test_an_edited_verdict_changes_the_recommendation():
    before = kept()
    assert reviewed(before, FRAMEWORK).recommendation == "proceed"
    after = replace(before, steps=(edit("P3", Stance.SILENT),))
    assert reviewed(after, FRAMEWORK).rule == "conditions"


def test_nobody_lifts_the_gate_without_naming_funder_and_decision():
    held = kept(FundingStatus.NONE)
    assert reviewed(held, FRAMEWORK).rule == "no-basic-funding"
    with pytest.raises(UsageError, match="funder and decision"):
        check_step(held, edit("P4", Stance.SUPPORTS), FRAMEWORK)
    named = edit("P4", Stance.SUPPORTS, fields={"funder": "Vinnova", "decision": "3 maj 2026"})
    check_step(held, named, FRAMEWORK)
    with pytest.raises(UsageError, match="whom it was sought from"):
        check_step(held, edit("P4", Stance.PARTLY), FRAMEWORK)
    check_step(held, edit("P4", Stance.PARTLY, fields={"funder": "Vinnova"}), FRAMEWORK)
    assert reviewed(replace(held, steps=(named,)), FRAMEWORK).rule == "aligned"


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (Step(Action.CHALLENGE, "Ada", criterion="D1"), "takes a reason"),
        (Step(Action.EDIT, "Ada", criterion="D1", stance=Stance.PARTLY), "takes a reason"),
        (Step(Action.EDIT, "Ada", "Därför", criterion="D1"), "another verdict"),
        (Step(Action.ACCEPT, "Ada", criterion="X9"), 'no finding "X9"'),
        (Step(Action.ACCEPT, " ", criterion="D1"), "needs the name"),
        (Step(Action.EVIDENCE, "Ada", criterion="D1"), "found at their place"),
        (
            Step(Action.EVIDENCE, "Ada", criterion="D1", citation=cite("d1", "a"), side="strategy"),
            "no evidence of what the strategy says",
        ),
        (Step(Action.ACCEPT, "Ada"), "there are: D1"),
        (Step(Action.REOPEN, "Ada", criterion="X9"), 'no finding "X9"'),
        (Step(Action.SIGN, "Ada"), "no step to add"),
    ],
)
def test_a_step_that_cannot_be_taken_says_why(step, said):
    with pytest.raises(UsageError, match=said):
        check_step(kept(), step, FRAMEWORK)


def test_after_a_signature_only_opening_again_is_possible():
    signed = kept(steps=(Step(Action.SIGN, "Ada"),))
    with pytest.raises(UsageError, match="is signed"):
        check_step(signed, Step(Action.ACCEPT, "Bo", criterion="D1"), FRAMEWORK)
    check_step(signed, Step(Action.REOPEN, "Bo", "Ny version"), FRAMEWORK)


def test_a_challenged_finding_stops_the_signature_until_it_is_answered():
    challenge = Step(Action.CHALLENGE, "Bo", "Gäller inte", criterion="D2")
    assert may_sign(kept()) == ()
    [stop] = may_sign(kept(steps=(challenge,)))
    assert "D2" in stop
    assert may_sign(kept(steps=(challenge, edit("D2", Stance.PARTLY)))) == ()


def test_evidence_a_person_points_at_stands_on_its_side():
    step = Step(Action.EVIDENCE, "Ada", criterion="D1", citation=cite("d3", "Ja."), side="strategy")
    one = reviewed(kept(steps=(step,)), FRAMEWORK).findings[0]
    assert [c.quote for c in one.strategy_evidence] == ["Lär av andra.", "Ja."]


def test_a_new_run_keeps_what_people_said_and_opens_only_what_changed():
    old = kept(
        steps=(
            edit("D1", Stance.PARTLY),
            Step(Action.ACCEPT, "Ada", criterion="D2"),
            Step(Action.SIGN, "Ada"),
        )
    )
    findings = tuple(
        finding("D1", said="Vi lär av Graz.") if f.criterion == "D1" else f
        for f in old.assessment.findings
    )
    steps, changed = carry_over(old, replace(old.assessment, findings=findings, id="a2"), by="Bo")
    assert changed == ("D1",)
    assert [s.action for s in steps] == [Action.EDIT, Action.ACCEPT, Action.REOPEN]
    assert (steps[-1].criterion, steps[-1].by) == ("D1", "Bo")
    assert "D1" in may_sign(Kept(old.assessment, steps))[0]


def test_a_new_run_neither_answers_what_was_open_nor_opens_what_is_the_same():
    taken = (
        Step(Action.ACCEPT, "Ada", criterion="D1"),
        Step(Action.REOPEN, "Bo", "Fel stad", criterion="D1"),
        Step(Action.SIGN, "Ada"),
        Step(Action.REOPEN, "Bo", "Ny version"),
    )
    old = kept(steps=taken)
    assert carry_over(old, replace(old.assessment, id="a2")) == (taken[:2], ())
    [stop] = may_sign(Kept(old.assessment, taken[:2]))
    assert "Fel stad" in stop


def test_other_hyphens_and_line_breaks_are_no_change():
    old = kept(steps=(edit("D1", Stance.PARTLY),))
    first = finding("D1", said="Vi lär av\nWi\u00aden.")
    again = (first, *old.assessment.findings[1:])
    assert carry_over(old, replace(old.assessment, findings=again))[1] == ()


def test_evidence_a_person_pointed_at_goes_stale_too():
    step = Step(Action.EVIDENCE, "Ada", criterion="D2", citation=cite("d3", "Bo lärde oss."))
    whole = kept(steps=(step,))
    texts = {"d1": "Vi lär av Wien.", "d3": "Ada lärde oss."}
    clauses = tuple(
        Clause(f.criterion, Pointer("h", "a"), cite("d2", "Lär av andra."))
        for f in whole.assessment.findings
    )
    bound = Binding(FRAMEWORK, document("d2"), clauses)
    assert stale(whole, bound, lambda d: texts.get(d.id)) == ("D2",)


def test_only_findings_whose_words_are_gone_are_stale():
    whole = kept(D2=Stance.SUPPORTS)
    texts = {"d1": "Rubrik. Vi lär av Wien. Slut."}
    clauses = tuple(
        Clause(f.criterion, Pointer("h", "a"), cite("d2", "Lär av andra."))
        for f in whole.assessment.findings
    )
    bound = Binding(FRAMEWORK, document("d2"), clauses)
    assert stale(whole, bound, lambda d: texts.get(d.id)) == ()
    assert len(stale(whole, bound, lambda _: "Något annat.")) == len(whole.assessment.findings)
    moved = Binding(FRAMEWORK, document("d2"), clauses[1:])
    assert stale(whole, moved, lambda d: texts.get(d.id)) == ("D1",)
