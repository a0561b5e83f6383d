import pytest

from pipeline.answer.compare import read_parties


@pytest.mark.parametrize(
    ("question", "parties"),
    [
        ("Jämför C40 och ICLEI.", ("C40", "ICLEI")),
        (
            "Vad är skillnaden mellan Nordiska ministerrådet och WWF?",
            ("Nordiska ministerrådet", "WWF"),
        ),
        ("Compare GEF with MI UTM", ("GEF", "MI UTM")),
        (
            "What are the differences between CNCA and the World Economic Forum?",
            ("CNCA", "World Economic Forum"),
        ),
    ],
)
def test_parties_named_side_by_side(question, parties):
    assert read_parties(question) == parties


@pytest.mark.parametrize(
    "question",
    ["Vad krävs för nya initiativ?", "Hur fungerar både bidrag och lån?", "Compare the two."],
)
def test_no_comparison(question):
    assert read_parties(question) == ()
