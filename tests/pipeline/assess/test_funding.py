"""What is read of money, in sentences written for this test."""

from dataclasses import dataclass

import pytest

from corpus.assessment import FundingSource, FundingStatus
from pipeline.assess.funding import Spoken, decide, kind_of, read_funding
from pipeline.assess.lessons import Bearing


@dataclass
class Said:
    """A sentence under a heading."""

    read: str
    heading: str = "Finansiering"
    number: int = 0
    suspect: bool = False


class Text:
    """Sentences that are cited by their words."""

    def __init__(self, *said):
        self.told = [Said(one, number=10 * number) for number, one in enumerate(said)]

    def cite(self, one):
        return one.read


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


LIKENESS = [
    # a lack of money is not told by likeness alone
    ("Prices are those of last year.", "lacking", ""),
    ("The grant pays for no travel.", "lacking", "lacking"),
    ("A guest pays no fee.", "lacking", ""),
    ("Mätaren lånas ut gratis, och ingen betalar.", "lacking", ""),
    # nor is a grant without who gave it and when
    ("The Wharf Trust stands behind the SEK 2 million.", "granted", "unnamed"),
    ("The Wharf Trust settled the SEK 2 million on 4 May 2026.", "granted", "granted"),
    (
        "The Wharf Trust settles the SEK 2 million on 4 May 2026, subject to a vote.",
        "granted",
        "hoped",
    ),
    ("The Wharf Trust did not settle the SEK 2 million of 4 May 2026.", "granted", "lacking"),
    # what is said beside a payer and a sum does not make them a lack of money
    ("The Wharf Trust settled the SEK 2 million, and guests pay no fee.", "granted", ""),
    ("Who will pay after 2027 is undecided.", "hoped", "hoped"),
    ("Something else.", "elsewhere", ""),
]


@pytest.mark.parametrize(("sentence", "like", "kind"), LIKENESS)
def test_likeness_tells_no_more_than_it_can(sentence, like, kind):
    assert kind_of(Said(sentence), {"P4": Bearing(0.9, {like: 1.0})}, "P4") == kind
    assert kind_of(Said(sentence), {}, "P4") == ""


def test_what_is_hardly_on_money_counts_under_a_heading_for_it_only():
    weights = {"P4": Bearing(0.3, {"unnamed": 1.0})}
    assert kind_of(Said("The town pays for its waste.", "Funding"), weights, "P4") == "unnamed"
    assert kind_of(Said("The town pays for its waste.", "Circular economy"), weights, "P4") == ""


def source(status, value=None, *, basic=False, own=False):
    return FundingSource(
        evidence=None, status=FundingStatus(status), value=value, basic=basic, own=own
    )


def spoken(*kinds):
    return [Spoken(None, kind, None, basic=False) for kind in kinds]


@pytest.mark.parametrize(
    ("sources", "kinds", "basic", "status"),
    [
        # what is called basic counts, however small, and the best told of it
        ([source("applied", 9.0), source("secured", 1.0, basic=True)], [], 1, "secured"),
        ([source("none", basic=True), source("secured", 9.0)], [], 0, "none"),
        # else the largest: a small grant does not stand for a large one without a decision
        ([source("applied", 50_000.0), source("unknown", 5e6)], [], 1, "unknown"),
        ([source("applied", 50_000.0), source("secured", 5e6)], [], 1, "secured"),
        ([source("unknown", 5e6), source("none")], ["lacking"], 0, "unknown"),
        ([source("none", 5e6), source("applied", 1.0)], ["lacking"], 1, "applied"),
        # without sums the best told of
        ([source("unknown"), source("none"), source("applied")], [], 2, "applied"),
        # the partners' own work alone is no basic funding
        ([source("unknown", 9.0, own=True)], ["own"], None, "unknown"),
        ([source("unknown", 9.0, own=True)], ["own", "lacking"], None, "none"),
        ([], [], None, "unknown"),
    ],
)
def test_the_basic_funding_is_what_is_called_so_else_the_largest(sources, kinds, basic, status):
    found, told = decide(sources, spoken(*kinds))
    assert found is (None if basic is None else sources[basic])
    assert told is FundingStatus(status)


SMALL = "The City Council granted SEK 50,000 on 4 May 2026."


@pytest.mark.parametrize(
    ("said", "status", "evidence"),
    [
        ([SMALL], "secured", 0),
        (["The basic funding may be granted by the Fund on 4 May 2027.", SMALL], "unknown", 0),
        (["The Fund decided on 4 May 2026 to apply for SEK 20 million.", SMALL], "unknown", 0),
        ([SMALL, "SEK 20 million has been applied for from the Fund."], "applied", 1),
        # a euro is more than a krona
        (
            ["SEK 60,000 has been applied for.", "The City granted EUR 9,000 on 4 May 2026."],
            "secured",
            1,
        ),
        (
            ["The City granted SEK 9,000 on 4 May 2026.", "EUR 9,000 has been applied for."],
            "applied",
            1,
        ),
    ],
)
def test_a_trifle_does_not_stand_for_the_basic_funding(said, status, evidence):
    gate = read_funding(Text(*said), [{} for _ in said], gate="P4")
    assert gate.status is FundingStatus(status)
    assert gate.evidence == (said[evidence],)
