"""The kind of a sentence on money where its wording decides, in sentences written for this test."""

from dataclasses import dataclass

import pytest

from pipeline.assess.funding import kind_of
from pipeline.assess.lessons import Bearing


@dataclass
class Said:
    """A sentence under a heading."""

    read: str
    heading: str = "Finansiering"


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Kulturfonden drog tillbaka bidraget i juni.", "lacking"),
        ("Beslutet om bidrag från Sparfonden har löpt ut.", "lacking"),
        ("Pengar till andra året har ännu inte sökts.", "lacking"),
        ("Ingen stiftelse är kontaktad om pengar.", "lacking"),
        ("Nämnden sade nej till att finansiera cykelgaraget.", "lacking"),
        ("Money for the second year has not been applied for.", "lacking"),
        ("No one has been approached about the EUR 300,000.", "lacking"),
        ("The Wharf Trust withdrew its grant in June.", "lacking"),
        ("The decision on the grant lapsed at midsummer.", "lacking"),
        ("There is no basic funding for the ferry.", "lacking"),
        ("Medel har sökts hos Sparfonden.", "applied"),
        ("The budget is pending before the county assembly.", "applied"),
        ("Sparfonden beviljade 2 miljoner kronor den 4 maj 2026.", "granted"),
        ("The Wharf Trust granted EUR 300,000 on 4 May 2026.", "granted"),
    ],
)
def test_a_refusal_a_lapse_and_what_was_never_sought_are_no_funding(sentence, kind):
    assert kind_of(Said(sentence), {}, "P4") == kind


def test_money_that_depends_on_something_is_of_no_kind():
    assert kind_of(Said("Om bidraget dras tillbaka läggs arbetet ned."), {}, "P4") == ""


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("The option to leave out emissions from the harbour has not been applied.", ""),
        ("The method can be applied to every action that was decided.", ""),
        ("It is neither ready nor applied yet.", ""),
        ("Several instruments are applied, among them pricing.", ""),
        ("The town applied for and was accepted to the club of towns.", ""),
        ("The grant has been applied for.", "applied"),
        ("We have applied to the Wharf Trust.", "applied"),
        ("Nothing has been applied for; no application was filed.", "lacking"),
    ],
)
def test_what_is_put_to_use_is_no_application_for_money(sentence, kind):
    assert kind_of(Said(sentence, heading="Method"), {}, "P4") == kind


def test_a_circular_economy_is_no_heading_for_money():
    weights = {"P4": Bearing(0.3, {"unnamed": 1.0})}
    assert kind_of(Said("The town halves its waste.", "Funding"), weights, "P4") == "unnamed"
    assert kind_of(Said("The town halves its waste.", "Circular economy"), weights, "P4") == ""


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Något bidrag från andra söks inte.", ""),
        ("No outside grant is sought.", ""),
        ("Bidrag har inte sökts.", "lacking"),
        ("Ingen finansiering finns och något bidrag söks inte.", "lacking"),
        ("Nämnden beslutade i maj 2026 om driftbudget för båda åren.", "granted"),
    ],
)
def test_who_seeks_no_grant_may_have_money_of_their_own(sentence, kind):
    weights = {"P4": Bearing(0.9, {"lacking": 1.0, "granted": 0.1})}
    assert kind_of(Said(sentence), weights, "P4") == kind


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("An application for SEK 2 million was lodged with the Wharf Trust in May.", "applied"),
        ("The Wharf Trust has yet to reply on the EUR 300,000.", "applied"),
        ("Payment of SEK 2 million was approved by the county on 4 May 2026.", "granted"),
        ("On 4 May 2026 the county resolved to pay SEK 2 million.", "granted"),
        ("Nämnden ställde den 4 maj 2026 två miljoner kronor till förfogande.", "granted"),
        ("Nämnden har avslagit begäran om medel.", "lacking"),
        # likeness alone does not make a lack of money
        ("Prices are those of last year.", ""),
        ("No price is fixed, and the cost is not covered.", "lacking"),
    ],
)
def test_money_is_applied_for_granted_and_refused_in_many_words(sentence, kind):
    weights = {"P4": Bearing(0.9, {"lacking": 1.0, "granted": 0.1})}
    assert kind_of(Said(sentence), weights, "P4") == kind
