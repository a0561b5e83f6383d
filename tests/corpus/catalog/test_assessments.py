"""Assessments in a real catalog: kept exactly, reviewed step by step, signed once."""

from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from corpus.assessment import (
    Action,
    Assessment,
    Finding,
    FrameworkRef,
    FundingSource,
    FundingStatus,
    Gate,
    Kind,
    Offer,
    Related,
    Stance,
    Step,
)
from corpus.catalog import open_catalog
from corpus.catalog.tables import assessments, collections, documents
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
    shelf = {"id": "initiatives", "title_sv": "I", "title_en": "I", "role": "initiatives"}
    held = [{"id": f"d{c * 12}", "collection": "initiatives"} for c in "ab"]
    with opened.engine.begin() as db:
        db.execute(insert(collections).values(**shelf, external_model="never"))
        db.execute(insert(documents), held)
    yield opened
    opened.close()


def test_what_is_kept_comes_back_exactly(catalog):
    kept = catalog.keep_assessment(assessment())
    assert kept.assessment.id.startswith("a")
    assert kept.assessment.created
    assert catalog.assessment(kept.assessment.id) == kept
    assert catalog.assessments() == (kept,)
    assert catalog.assessments("dcccccccccccc") == ()


text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
words = st.one_of(st.none(), text)
citations = st.builds(
    Citation,
    document=st.builds(
        Document,
        id=st.sampled_from(["daaaaaaaaaaaa", "dbbbbbbbbbbbb"]),
        version=st.integers(1, 9),
        title=text,
        collection=text,
        filename=text,
        media_type=text,
        sha256=text,
        warnings=st.lists(text, max_size=2).map(tuple),
    ),
    start=st.integers(0, 10**6),
    end=st.integers(0, 10**6),
    quote=text,
    verdict=st.sampled_from([one for one in Verdict if one is not Verdict.SOURCE_DELETED]),
    page=st.one_of(st.none(), st.integers(1, 300)),
    heading_path=st.lists(text, max_size=2).map(tuple),
    reason=words,
    gloss=words,
)
some = st.lists(citations, max_size=2).map(tuple)
sources = st.builds(
    FundingSource,
    evidence=citations,
    status=st.sampled_from(FundingStatus),
    funder=words,
    amount=words,
    value=st.one_of(st.none(), st.floats(0, 1e12, allow_nan=False)),
    basic=st.booleans(),
)
findings = st.builds(
    Finding,
    criterion=st.sampled_from(["D1", "P4"]),
    title=text,
    verdict=st.sampled_from(Stance),
    reason=text,
    initiative_evidence=some,
    strategy_evidence=some,
    against=some,
    questions=st.lists(text, max_size=2).map(tuple),
    nearest=st.one_of(st.none(), citations),
)
gates = st.builds(
    Gate,
    criterion=text,
    status=st.one_of(st.none(), st.sampled_from(FundingStatus)),
    evidence=some,
    basic=st.one_of(st.none(), sources),
    sources=st.lists(sources, max_size=2).map(tuple),
    offer=st.one_of(st.none(), st.builds(Offer, amount=citations)),
)
steps = st.builds(
    Step,
    action=st.sampled_from([one for one in Action if one is not Action.SIGN]),
    by=text,
    reason=text,
    stance=st.one_of(st.none(), st.sampled_from(Stance)),
    text=words,
    citation=st.one_of(st.none(), citations),
    fields=st.dictionaries(text, text, max_size=2),
    created=st.just("2026-11-26T09:00:00+00:00"),
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.sampled_from(Kind),
    st.lists(findings, max_size=2).map(tuple),
    st.one_of(st.none(), gates),
    st.lists(steps, max_size=2),
    st.dictionaries(text, st.one_of(text, st.integers(-9, 9), st.lists(text)), max_size=2),
)
def test_whatever_is_kept_comes_back_exactly(catalog, kind, found, gate, taken, trace):
    given = replace(assessment(), kind=kind, findings=found, gate=gate, trace=trace)
    kept = catalog.keep_assessment(given)
    assert replace(kept.assessment, id="", created="") == given
    for step in taken:
        kept = catalog.add_step(kept.assessment.id, step)
    assert kept.steps == tuple(taken)
    assert catalog.assessment(kept.assessment.id) == kept


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


def test_what_is_signed_again_leaves_the_earlier_bytes_where_they_are(catalog):
    own = catalog.keep_assessment(assessment()).assessment.id
    catalog.sign(own, "Ada", {"md": b"first", "pdf": b"first"})
    catalog.add_step(own, Step(Action.REOPEN, "Bo", reason="ny version"))
    again = catalog.sign(own, "Bo", {"md": b"second"})
    assert (again.signed.by, list(again.signed.sha256)) == ("Bo", ["md"])
    assert catalog.signed_bytes(own, "md") == b"second"
    assert [catalog.signed_bytes(own, "md", n) for n in (1, 2)] == [b"first", b"second"]
    assert catalog.signed_bytes(own, "pdf", 1) == b"first"
    for form, edition in (("pdf", 2), ("md", 3), ("md", 0)):
        with pytest.raises(NotFoundError, match="2 times"):
            catalog.signed_bytes(own, form, edition)
    assert [(one.by, sorted(one.sha256)) for one in again.editions] == [
        ("Ada", ["md", "pdf"]),
        ("Bo", ["md"]),
    ]
    assert again.past_editions == again.editions[:1]
    opened = catalog.add_step(own, Step(Action.REOPEN, "Bo", reason="igen"))
    assert opened.past_editions == opened.editions == again.editions


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


def test_a_document_removed_while_it_was_assessed_is_marked_at_once(catalog):
    catalog.begin_removal("dbbbbbbbbbbbb")
    kept = catalog.keep_assessment(assessment())
    assert kept.assessment.findings[0].strategy_evidence[0].verdict is Verdict.SOURCE_DELETED
    assert kept.assessment.findings[0].initiative_evidence[0].verdict is Verdict.VERIFIED
    pointed = Step(Action.EVIDENCE, "Ada", criterion="D1", citation=citation("dbbbbbbbbbbbb"))
    after = catalog.add_step(kept.assessment.id, pointed)
    assert after.steps[0].citation.verdict is Verdict.SOURCE_DELETED


def test_of_a_removed_document_only_the_quoted_words_stay(catalog):
    own = catalog.keep_assessment(assessment()).assessment.id
    catalog.begin_removal("dbbbbbbbbbbbb")
    [related] = catalog.assessment(own).assessment.related
    assert related.citation.verdict is Verdict.SOURCE_DELETED
    assert related.hit.passage.text == related.citation.quote
    assert related.own.verdict is Verdict.VERIFIED
    with catalog.engine.connect() as db:
        assert "Hej" not in str(db.execute(assessments.select()).all())


def test_an_assessment_and_its_memo_outlive_what_was_assessed(catalog):
    own = catalog.keep_assessment(assessment()).assessment.id
    catalog.sign(own, "Ada", {"md": b"memo"})
    catalog.begin_removal("daaaaaaaaaaaa")
    catalog.erase("daaaaaaaaaaaa")
    [kept] = catalog.assessments("daaaaaaaaaaaa")
    assert kept.assessment.id == own
    assert kept.assessment.document.title == "Åkern"
    assert catalog.signed_bytes(own, "md") == b"memo"


def test_a_signature_is_never_kept_without_the_memo(catalog):
    own = catalog.keep_assessment(assessment()).assessment.id
    with pytest.raises(UsageError, match="its bytes"):
        catalog.add_step(own, Step(Action.SIGN, "Ada"))
    with pytest.raises(UsageError, match="none was given"):
        catalog.sign(own, "Ada", {})
    assert catalog.assessment(own).signed is None


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
    catalog.begin_removal("dbbbbbbbbbbbb")
    [marked] = catalog.last_binding(framework).of("D1")
    assert marked.verdict is Verdict.SOURCE_DELETED
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
