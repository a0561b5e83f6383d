"""What the words of a sentence on money make it, in sentences written for this test."""

import pytest

from pipeline.assess.funding_words import (
    as_it_stands,
    is_free,
    is_on_money,
    is_section,
    worded_kind,
)

REFUSED = [
    "Fonden, som skulle ha betalat, beslutade den 4 maj 2026 att avslå ansökan om medel.",
    "SEK 2 million was voted down by the City Council on 4 May 2026.",
    "The request for SEK 2 million was voted down by the City Council on 4 May 2026.",
    "Kommunstyrelsen beslutade den 4 maj 2026 att avslå begäran om 2 miljoner kronor.",
    "Nämnden beslutade den 4 maj 2026 att inte bidra med 2 miljoner kronor.",
    "Fullmäktige röstade ned anslaget på 2 miljoner kronor den 4 maj 2026.",
    "Bidraget som beviljades den 4 maj 2026 drogs tillbaka.",
    "Of the SEK 2 million nothing was granted; the Fund said no on 4 May 2026.",
    "None of the SEK 2 million was granted by the Fund on 4 May 2026.",
    "Nobody granted SEK 2 million on 4 May 2026.",
    "Neither the City nor the Fund granted SEK 2 million on 4 May 2026.",
    "The City hasn't granted the SEK 2 million of 4 May 2026.",
    "Varken staden eller fonden beviljade 2 miljoner kronor den 4 maj 2026.",
    "Ingenting av de 2 miljoner kronorna beviljades den 4 maj 2026.",
    "The grant of SEK 2 million that was awarded on 4 May 2026 was withdrawn.",
    "We have no money and partners are sought.",
    "There is no funding, so funders are sought.",
    "Inga pengar finns, men bidrag söks.",
    "Inga medel finns och mer behövs.",
    "Bidrag har inte sökts.",
    "Nothing has been applied for; no application was filed.",
    "Ingen finansiering finns och något bidrag söks inte.",
    "Nämnden har avslagit begäran om medel.",
    "No price is fixed, and the cost is not covered.",
]
TO_COME = [
    "The board approved on 4 May 2026 to apply for SEK 2 million.",
    "Nämnden beslutade den 4 maj 2026 att utreda om kommunen kan bidra med 2 miljoner kronor.",
    "The City Council decided on 4 May 2026 to apply for EUR 300,000.",
    "Nämnden beslutade den 4 maj 2026 att söka 2 miljoner kronor från Interreg.",
    "Kommunstyrelsen beslutade den 4 maj 2026 att bordlägga frågan om 2 miljoner kronor.",
    "On 4 May 2026 the City Council resolved to apply for EUR 300,000.",
    "Beslut saknas ännu om driftbudget.",
    "Nämnden beslutade den 4 maj 2026 att föreslå fullmäktige att bevilja 2 miljoner kronor.",
    "The Council granted SEK 2 million on 4 May 2026, pending approval by the government.",
    "The Council granted SEK 2 million on 4 May 2026 unless the government objects.",
    "Fonden beviljade 2 miljoner kronor den 4 maj 2026 med förbehåll för statens beslut.",
    "Nämnden beslutade den 4 maj 2026 att betala 2 miljoner kronor om staten betalar lika mycket.",
    "Once the Fund has granted SEK 2 million on 4 May 2027 we begin.",
    "We count on SEK 2 million being granted by the Fund on 4 May 2027.",
    "Målet är att få 2 miljoner kronor beviljade av Formas den 4 maj 2027.",
    "SEK 2 million is to be awarded by the Fund on 4 May 2027.",
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
    "The Fund granted SEK 2 million on 4 May 2026 to cut emissions and stop leaks.",
    "The Fund granted SEK 2 million on 4 May 2026 to explore how heat could be shared.",
    "Fonden beviljade den 4 maj 2026 2 miljoner kronor för att utreda fjärrvärmen.",
    "Fonden beviljade den 4 maj 2026 2 miljoner kronor för ett halvår.",
    "We applied to the Fund, which granted SEK 2 million on 4 May 2026.",
    "The Fund granted SEK 2 million on 4 May 2026 and will decide on extensions in 2029.",
    "The Fund granted SEK 2 million on 4 May 2026 so that cities can approve plans faster.",
    "The Fund granted SEK 2 million on 4 May 2026; no conditions apply.",
    "Ansökan som lämnades in i mars beviljades den 4 maj 2026.",
    "Fonden beviljade den 4 maj 2026 2 miljoner kronor som ska ställas till projektets förfogande.",
    "Provided by the City Council, SEK 2 million was granted on 4 May 2026.",
    "Om finansieringen: fullmäktige beviljade 2 miljoner kronor den 4 maj 2026.",
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
    "The board decided on 4 May 2026 to propose that the council grant SEK 2 million.",
    "The board resolved on 4 May 2026 to recommend the Council to grant SEK 2 million.",
    "The City Council decided on 4 May 2026 against funding SEK 2 million.",
    "Nämnden beslutade den 4 maj 2026 att stoppa bidraget på 2 miljoner kronor.",
    "The building permit was granted by the City on 4 May 2026.",
    "Bygglov beviljades av Byggnadsnämnden den 4 maj 2026.",
    "The City Council granted researchers access to its data on 4 May 2026.",
    "The City Council approved a carbon budget on 4 May 2026.",
    "Kommunfullmäktige beslutade i maj 2026 om koldioxidbudget för 2030.",
    "The funds depend on a decision of the City Council on 4 May 2027.",
    "Göteborgs stad ställer lokaler till förfogande från den 1 maj 2026.",
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


@pytest.mark.parametrize("text", [*REFUSED, *TO_COME, *OPEN[:4]])
def test_what_is_refused_or_to_come_does_not_stand_as_a_grant_by_likeness(text):
    """``as_it_stands`` is asked of what reads like a grant by its vector alone."""
    assert as_it_stands(text) != "granted"


# what is put to use is no application for money, another economy no heading for it, and what costs
# nothing not what nobody pays
TOLD = [
    (
        is_on_money,
        True,
        [
            "We applied for placement money.",
            "A crowdfunded bench.",
            "€2m a year.",
        ],
    ),
    (
        is_on_money,
        False,
        [
            "The option to leave out emissions from the harbour has not been applied.",
            "The method can be applied to every action that was decided.",
            "It is neither ready nor applied yet.",
            "Several instruments are applied, among them pricing.",
            "The town applied for and was accepted to the club of towns.",
            "We applied for a permit.",
            "A carbon budget was drawn up.",
            "A fundamental change.",
        ],
    ),
    (
        is_section,
        True,
        [
            "Funding",
            "Funders and partners",
            "Crowdfunding",
            "Resurserna",
            "Resursbehov",
            "Ekonomi",
            "Projektmedel",
            "Cirkulär ekonomi och finansiering",
        ],
    ),
    (
        is_section,
        False,
        [
            "Fundamentals",
            "Circular economy",
            "Circular\u00a0economy",
            "Circular-economy",
            "Den cirkulära ekonomin",
            "Bioekonomi",
            "Livsmedel",
            "Medelstora städer",
            "Carbon budget",
        ],
    ),
    (
        is_free,
        True,
        [
            "A guest pays no fee.",
            "Deltagandet är gratis.",
            "Ingen avgift tas ut.",
        ],
    ),
    (
        is_free,
        False,
        [
            "No costs are covered by anybody.",
            "None of the towns has agreed to bear any costs.",
            "Inga kostnader bärs av staden.",
        ],
    ),
]


@pytest.mark.parametrize(
    ("asked", "wanted", "text"),
    [(asked, wanted, one) for asked, wanted, said in TOLD for one in said],
)
def test_what_only_looks_like_money_is_told_apart(asked, wanted, text):
    assert asked(text) is wanted
