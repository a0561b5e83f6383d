"""What the words of a sentence on money make it, in sentences written for this test."""

import pytest

from pipeline.assess.funding_words import as_it_stands, is_on_money, is_section, worded_kind

REFUSED = [
    "SEK 2 million was voted down by the City Council on 4 May 2026.",
    "The request for SEK 2 million was voted down by the City Council on 4 May 2026.",
    "Kommunstyrelsen beslutade den 4 maj 2026 att avslå begäran om 2 miljoner kronor.",
    "Nämnden beslutade den 4 maj 2026 att inte bidra med 2 miljoner kronor.",
    "Fullmäktige röstade ned anslaget på 2 miljoner kronor den 4 maj 2026.",
    "Bidraget som beviljades den 4 maj 2026 drogs tillbaka.",
    "Of the SEK 2 million nothing was granted; the Fund said no on 4 May 2026.",
    "We have no money and partners are sought.",
    "There is no funding, so funders are sought.",
    "Inga pengar finns, men bidrag söks.",
    "Inga medel finns och mer behövs.",
    "Bidrag har inte sökts.",
    "Nämnden har avslagit begäran om medel.",
    "No price is fixed, and the cost is not covered.",
]
TO_COME = [
    "The City Council decided on 4 May 2026 to apply for EUR 300,000.",
    "Nämnden beslutade den 4 maj 2026 att söka 2 miljoner kronor från Interreg.",
    "Kommunstyrelsen beslutade den 4 maj 2026 att bordlägga frågan om 2 miljoner kronor.",
    "Beslut om driftbudget på 2 miljoner kronor fattas i juni 2027.",
    "Fonden väntas bevilja 2 miljoner kronor den 4 maj 2027.",
    "SEK 2 million may be granted by the Fund on 4 May 2027.",
    "The grant of SEK 2 million, awarded on 4 May 2026, is subject to a decision by Interreg.",
    "Fonden beviljade 2 miljoner kronor den 4 maj 2026 under förutsättning att staten betalar.",
]
APPLIED = [
    "An application for SEK 2 million was lodged with the Wharf Trust in May.",
    "Our application to the Wharf Trust for EUR 300,000 was made in May.",
    "Our application for EUR 300,000 is still undecided.",
    "The Wharf Trust has yet to reply on the EUR 300,000.",
    "SEK 2 million has been applied for and will be decided in June.",
    "A grant has been applied for and we expect an answer in June.",
    "The grant has been applied for.",
    "We have applied to the Wharf Trust.",
]
GRANTED = [
    "Payment of SEK 2 million was approved by the county on 4 May 2026.",
    "On 4 May 2026 the county resolved to pay SEK 2 million.",
    "The City Council has decided on 4 May 2026 that it will pay SEK 2 million.",
    "Decision no. 12: the City Council granted SEK 2 million on 4 May 2026.",
    "The City Council granted SEK 2 million on 4 May 2026, so no other funding is needed.",
    "Nämnden ställde den 4 maj 2026 två miljoner kronor till förfogande.",
    "Nämnden beslutade i maj 2026 om driftbudget för båda åren.",
    "Nämnden beslutade den 4 maj 2026 om 2 miljoner kronor, och inget bidrag från andra söks.",
    "Kommunstyrelsen beslutade den 4 maj 2026 om driftbudget, så något bidrag söks inte.",
]
UNSOUGHT = [
    "Något bidrag från andra söks inte.",
    "No outside grant is sought.",
    "Om bidraget dras tillbaka läggs arbetet ned.",
]
OPEN = [
    "The funds depend on a decision of the City Council on 4 May 2027.",
    "On 4 May 2026 the City Council resolved to apply for EUR 300,000.",
    "Göteborgs stad ställer lokaler till förfogande från den 1 maj 2026.",
    "Beslut saknas ännu om driftbudget.",
    "Who will pay after 2027 is undecided.",
    "We have yet to decide how to fund the work.",
    "The mobile application was made for SEK 300,000.",
]
KINDS = [
    ("lacking", REFUSED),
    ("hoped", TO_COME),
    ("applied", APPLIED),
    ("granted", GRANTED),
    ("", UNSOUGHT),
    (None, OPEN),
]


@pytest.mark.parametrize(("kind", "text"), [(kind, one) for kind, said in KINDS for one in said])
def test_money_is_granted_refused_applied_for_and_to_come_in_many_words(kind, text):
    assert worded_kind(text) == kind


@pytest.mark.parametrize("text", [*REFUSED, *TO_COME, *OPEN[:2]])
def test_nothing_refused_or_to_come_stands_as_a_grant(text):
    """Guarantee: what opens the gate is no refusal, even where its words are not known."""
    assert as_it_stands(text) != "granted"


@pytest.mark.parametrize(
    ("text", "on_money"),
    [
        ("The option to leave out emissions from the harbour has not been applied.", False),
        ("The method can be applied to every action that was decided.", False),
        ("It is neither ready nor applied yet.", False),
        ("Several instruments are applied, among them pricing.", False),
        ("The town applied for and was accepted to the club of towns.", False),
        ("We applied for a permit.", False),
        ("We applied for placement money.", True),
        ("A fundamental change.", False),
        ("A crowdfunded bench.", True),
        ("€2m a year.", True),
    ],
)
def test_what_is_put_to_use_is_no_application_for_money(text, on_money):
    assert is_on_money(text) is on_money


@pytest.mark.parametrize(
    ("heading", "on_money"),
    [
        ("Funding", True),
        ("Funders and partners", True),
        ("Crowdfunding", True),
        ("Resurserna", True),
        ("Resursbehov", True),
        ("Ekonomi", True),
        ("Fundamentals", False),
        ("Circular economy", False),
        ("Circular\u00a0economy", False),
        ("Circular-economy", False),
        ("Den cirkulära ekonomin", False),
        ("Bioekonomi", False),
        ("Cirkulär ekonomi och finansiering", True),
    ],
)
def test_another_economy_is_no_heading_for_money(heading, on_money):
    assert is_section(heading) is on_money
