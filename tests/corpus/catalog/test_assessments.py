"""Assessments in a real catalog: kept exactly, reviewed step by step, signed once."""

from dataclasses import replace
from hashlib import sha256

import pytest

from corpus.assessment import (
    Action,
    Assessment,
    Finding,
    FrameworkRef,
    FundingSource,
    FundingStatus,
    Gate,
    Kind,
    Related,
    Stance,
    Step,
)
from corpus.catalog import open_catalog
from corpus.errors import NotFoundError, UsageError
from corpus.framework import Binding, Clause, Pointer, load_framework
from corpus.records import Citation, Claim, Document, Hit, Interval, Note, Passage, Verdict


def document(own="daaaaaaaaaaaa", version=1):
    return Document(own, version, "Åkern", "initiatives", "å.md", "text/markdown", "0" * 64)


def citation(own="daaaaaaaaaaaa", quote="Vi bygger."):
    return Citation(document(own), 3, 13, quote, Verdict.VERIFIED, heading_path=("Syfte",))


def assessment(own="daaaaaaaaaaaa", clause="dbbbbbbbbbbbb"):
    mine, theirs = citation(own), citation(clause, "Städer ska lära.")
    source = FundingSource(mine, FundingStatus.SECURED, "Fonden", "2 mkr", 2e6, "SEK", "3 maj 2026")
    passage = Passage(clause, 1, 0, 20, ("A",), "sv", "Städer ska lära. Hej", (Interval(0, 16),), 1)
    finding = Finding(
        "D1",
        "Nätverk",
        Stance.SUPPORTS,
        "clearest",
        (Claim("Vi bygger.", "sv", (mine,), True),),
        (mine,),
        (theirs,),
        questions=("Vem?",),
        searched=9,
    )
    return Assessment(
        Kind.INITIATIVE,
        document(own),
        "sv",
        FrameworkRef("f", "1", "0" * 64, "F", document(clause)),
        "extractive",
        (finding, replace(finding, criterion="P4", verdict=Stance.SILENT, nearest=mine)),
        Gate("P4", FundingStatus.SECURED, (mine,), source, (source,)),
        "proceed",
        "aligned",
        related=(Related("arena", "Nätet", Hit(passage, document(clause), 1, 0.5), theirs, mine),),
        notes=(Note("too_short", {"sentences": "2"}),),
        trace={"model": "e5", "n": [1, 2]},
    )


@pytest.fixture
def catalog(tmp_path):
    opened = open_catalog(tmp_path)
    yield opened
    opened.close()


def test_what_is_kept_comes_back_exactly(catalog):
    kept = catalog.keep_assessment(assessment())
    assert kept.assessment.id.startswith("a")
    assert kept.assessment.created
    assert catalog.assessment(kept.assessment.id) == kept
    assert catalog.assessments() == (kept,)
    assert catalog.assessments("dcccccccccccc") == ()


def test_the_newest_comes_first_and_names_the_one_before(catalog):
    first = catalog.keep_assessment(assessment())
    second = catalog.keep_assessment(assessment(), previous=first.assessment.id)
    assert [one.assessment.id for one in catalog.assessments()] == [
        second.assessment.id,
        first.assessment.id,
    ]
    assert catalog.assessment(second.assessment.id).previous == first.assessment.id


def test_steps_are_added_in_order_and_never_after_a_signature_but_to_open_again(catalog):
    own = catalog.keep_assessment(assessment()).assessment.id
    catalog.add_step(own, Step(Action.ACCEPT, "Ada", criterion="D1"))
    catalog.add_step(own, Step(Action.EVIDENCE, "Ada", criterion="D1", citation=citation()))
    signed = catalog.sign(own, "Ada", {"md": b"memo", "docx": b"bytes"})
    assert signed.signed.sha256 == {
        n: sha256(b).hexdigest() for n, b in (("md", b"memo"), ("docx", b"bytes"))
    }
    assert catalog.signed_bytes(own, "docx") == b"bytes"
    with pytest.raises(UsageError, match="signed"):
        catalog.add_step(own, Step(Action.ACCEPT, "Ada", criterion="D1"))
    with pytest.raises(UsageError, match="signed already"):
        catalog.sign(own, "Bo", {"md": b"other"})
    assert catalog.signed_bytes(own, "md") == b"memo"  # what was refused changed nothing
    again = catalog.add_step(own, Step(Action.REOPEN, "Bo", reason="ny version"))
    actions = [step.action for step in again.steps]
    assert actions == [Action.ACCEPT, Action.EVIDENCE, Action.SIGN, Action.REOPEN]
    assert catalog.signed_bytes(own, "md") == b"memo"


def test_a_deleted_document_is_marked_wherever_it_is_cited(catalog):
    own = catalog.keep_assessment(assessment()).assessment.id
    catalog.add_step(
        own, Step(Action.EVIDENCE, "Ada", criterion="D1", citation=citation("dbbbbbbbbbbbb", "Ja."))
    )
    catalog.begin_removal("dbbbbbbbbbbbb")
    kept = catalog.assessment(own)
    [clause] = kept.assessment.findings[0].strategy_evidence
    [mine] = kept.assessment.findings[0].initiative_evidence
    assert (clause.verdict, clause.quote) == (Verdict.SOURCE_DELETED, "Städer ska lära.")
    assert mine.verdict is Verdict.VERIFIED
    assert kept.steps[0].citation.verdict is Verdict.SOURCE_DELETED


def test_what_is_erased_is_gone_with_its_review_and_memos(catalog):
    own = catalog.keep_assessment(assessment()).assessment.id
    catalog.sign(own, "Ada", {"md": b"memo"})
    catalog.erase_assessment(own)
    for call in (catalog.assessment, catalog.erase_assessment):
        with pytest.raises(NotFoundError, match=own):
            call(own)
    with pytest.raises(NotFoundError):
        catalog.signed_bytes(own, "md")


def test_the_last_binding_comes_back_with_its_clauses(catalog):
    framework = load_framework()
    assert catalog.last_binding(framework) is None
    clause = Clause("D1", Pointer("H", "a b"), citation("dbbbbbbbbbbbb", "Städer ska lära."))
    bound = Binding(framework, document("dbbbbbbbbbbbb"), (clause,))
    catalog.keep_binding(Binding(framework, document("dbbbbbbbbbbbb"), ()))
    catalog.keep_binding(bound)
    assert catalog.last_binding(framework).of("D1") == bound.of("D1")
    with pytest.raises(UsageError, match="no document"):
        catalog.keep_binding(Binding(framework, None))


def test_the_audit_trail_names_who_did_what(catalog):
    catalog.record("Ada", "sign", "assessment", "a1")
    catalog.record("Bo", "bind", "document", "d1")
    assert [(a.by, a.action, a.object_id) for a in catalog.audit()] == [
        ("Ada", "sign", "a1"),
        ("Bo", "bind", "d1"),
    ]
    assert [a.by for a in catalog.audit(object_id="a1")] == ["Ada"]
