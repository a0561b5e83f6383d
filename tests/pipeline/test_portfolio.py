"""The portfolio over assessments made by hand: newest, as reviewed, of initiatives alone."""

from dataclasses import replace

import pytest

from corpus.assessment import Action, FundingStatus, Kept, Kind, Stance, Step
from corpus.framework import load_framework
from pipeline.portfolio import Overlap, build_portfolio
from tests.assessed import INITIATIVE, cite, draft, related

FRAMEWORK = load_framework()


def kept(own, title, *, steps=(), created="2026-11-26T08:30:00+00:00", **more):
    """An assessment of a document with its own id; ``more`` replaces fields of the assessment."""
    made = draft()
    document = replace(INITIATIVE, id=own, title=title)
    fields = {"document": document, "id": f"a-{own}", "created": created, "related": ()} | more
    return Kept(replace(made, **fields), tuple(steps))


def edit(criterion, stance, **more):
    return Step(Action.EDIT, "Ada", "Läst", criterion=criterion, stance=stance, **more)


def test_each_document_has_one_row_of_its_newest_assessment_as_it_was_reviewed():
    old = kept("d1", "Bro", created="2026-11-01T00:00:00+00:00", id="a-old")
    new = kept("d1", "Bro", steps=(edit("D3", Stance.SUPPORTS),))
    found = build_portfolio((new, old, kept("d2", "Arken")), FRAMEWORK)
    assert [(row.title, row.assessment_id) for row in found.rows] == [
        ("Arken", "a-d2"),
        ("Bro", "a-d1"),
    ]
    arken, bro = found.rows
    assert bro.cells["D3"].verdict is Stance.SUPPORTS
    assert (bro.cells["D3"].reviewed, bro.cells["D1"].reviewed) == (True, False)
    assert arken.cells["D3"].verdict is Stance.SILENT
    assert list(bro.cells) == [one.id for one in FRAMEWORK.criteria]
    assert bro.cells["D1"].initiative[0].document == INITIATIVE
    assert "kunskapsnätverk" in bro.cells["D1"].strategy[0].quote


@pytest.mark.parametrize("turned", [False, True])
def test_the_order_of_assessments_does_not_matter(turned):
    many = [kept(f"d{n}", f"Nummer {n % 3}", related=related()) for n in range(5)]
    found = build_portfolio(many[::-1] if turned else many, FRAMEWORK)
    assert found == build_portfolio(many, FRAMEWORK)


def test_gaps_are_what_no_initiative_supports_though_a_partner_does():
    partner = kept("d2", "Nätet", kind=Kind.PARTNER, steps=(edit("D3", Stance.SUPPORTS),))
    found = build_portfolio((kept("d1", "Bro"), partner), FRAMEWORK)
    gaps = {gap.criterion: gap for gap in found.gaps}
    assert set(gaps) == {"D3", "P2", "P3", "P5", "T2", "T3"}
    assert gaps["D3"].say(FRAMEWORK, "en").startswith("No initiative evidences ")
    assert gaps["D3"].say(FRAMEWORK, "en").endswith(" (D3).")
    assert gaps["P3"].say(FRAMEWORK, "sv").endswith("(P3) fullt ut; delvis: Bro.")
    assert (found.groups["D3"], found.groups["D1"]) == (0, 1)


def test_initiatives_that_name_the_same_or_do_the_same_overlap_under_one_title_too():
    arena = related()[1]
    double = replace(related()[0], hit=replace(arena.hit, document=replace(INITIATIVE, id="d2")))
    unnamed = replace(arena, kind="instrument", name="Interreg", own=None)
    found = build_portfolio(
        (
            kept("d1", "Bro", related=(arena, unnamed, double)),
            kept("d2", "Bro", related=(arena, unnamed)),
            kept("d3", "Utlysning", kind=Kind.CALL, gate=None, related=(arena,)),
        ),
        FRAMEWORK,
    )
    assert found.overlaps == (
        Overlap("duplicate", "", ("Bro", "Bro")),
        Overlap("arena", "NetZeroCities", ("Bro", "Bro")),
    )


def test_funding_is_as_the_assessor_read_it_until_a_person_says_how_it_stands():
    fields = {"funder": "Vinnova", "decision": "3 maj 2026"}
    found = build_portfolio(
        (
            kept("d1", "A"),
            kept("d2", "B", steps=(edit("P4", Stance.SUPPORTS, fields=fields),)),
            kept("d3", "C", steps=(edit("P4", Stance.CONTRADICTS),)),
        ),
        FRAMEWORK,
    )
    assert [(row.funding, row.funder, row.amount) for row in found.rows] == [
        (FundingStatus.SECURED, "Energimyndigheten", "12 miljoner kronor"),
        (FundingStatus.SECURED, "Vinnova", None),
        (FundingStatus.NONE, None, None),
    ]
    assert found.rows[2].recommendation == "hold"


def test_levels_are_those_whose_words_the_initiative_says():
    def said(own, quote, kind=Kind.INITIATIVE):
        findings = tuple(
            replace(one, initiative_evidence=(cite(INITIATIVE, quote),))
            for one in draft().findings[:1]
        )
        return kept(own, own, findings=findings, kind=kind)

    found = build_portfolio(
        (
            said("d1", "Grannskapen i nordiska huvudstäder, med EU:s stöd."),
            said("d2", "Ett internationellt nät."),
            said("d3", "Ett europeiskt nät.", Kind.PARTNER),
        ),
        FRAMEWORK,
    )
    told = [row.levels for row in found.rows]
    assert told == [("hyperlocal", "nordic", "european"), ("global",), ("european",)]
    assert found.levels["european"] == 1
    assert found.levels["national"] == 0


def test_what_was_assessed_by_another_version_of_the_framework_is_named_not_mixed_in():
    made = draft().framework
    other = kept("d1", "Förra årets", framework=replace(made, sha256="f" * 64))
    strange = kept("d2", "Annans", framework=replace(made, id="other", sha256="e" * 64))
    found = build_portfolio((other, strange, kept("d3", "Bro")), FRAMEWORK)
    assert [row.title for row in found.rows] == ["Bro"]
    assert found.outdated == ("Förra årets",)
    again = kept("d1", "Förra årets", created="2026-01-01T00:00:00+00:00", id="a-own")
    assert build_portfolio((other, again), FRAMEWORK).outdated == ()
