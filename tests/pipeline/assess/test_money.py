import pytest

from pipeline.assess.money import find_decision, find_funder, read_money


@pytest.mark.parametrize(
    ("text", "funder"),
    [
        ("Energimyndigheten beviljade den 14 mars 2025 grundfinansieringen.", "Energimyndigheten"),
        ("Vinnova har beviljat 3 miljoner kronor.", "Vinnova"),
        ("We have applied for EUR 2 million from the Northern Light Fund.", "Northern Light Fund"),
        (
            "An application was sent to the Eastern Seas Fund on 2 October 2026.",
            "Eastern Seas Fund",
        ),
        ("Stiftelsen Havsljus sade den 3 maj 2026 ja till att betala.", "Stiftelsen Havsljus"),
        ("Kommunfullmäktige beslutade i november 2025 om budgeten.", "Kommunfullmäktige"),
        ("Nordfonden (grundfinansiering) | 14 miljoner kronor | Beviljat 3 maj 2026", "Nordfonden"),
        ("No funder has been found.", None),
        # who is paid does not pay
        ("Of this SEK 30 million is allocated to Climate Neutral building.", None),
        ("Vi har ansökt om medel och vänder oss till Sparfonden.", "Sparfonden"),
        ("Finansieringen är ordnad.", None),
        ("Kostnaden är 4 miljoner kronor.", None),
    ],
)
def test_who_pays_is_read(text: str, funder: str | None):
    assert find_funder(text) == funder


@pytest.mark.parametrize(
    ("text", "decision"),
    [
        ("Fonden beslutade den 11 juni 2026 att bevilja 2 mkr.", "den 11 juni 2026"),
        ("The board decided on 21 April 2026 to pay.", "21 April 2026"),
        ("Beslutat i budget 2027", "2027"),
        ("Fonden beviljade bidraget, beslut NKF 2026/114.", "beslut NKF 2026/114"),
        ("Fonden vill gärna bidra.", None),
        ("Arbetet pågår 2027 till 2029.", None),
    ],
)
def test_what_dates_the_decision_is_read(text: str, decision: str | None):
    assert find_decision(text) == decision


def test_the_largest_amount_with_a_currency_counts():
    money = read_money("Av 6 miljoner euro beviljas 2 miljoner euro till 14 städer.")
    assert (money.amount, money.value, money.currency) == ("6 miljoner euro", 6_000_000, "EUR")
    assert read_money("Det gäller 14 städer.").amount is None
