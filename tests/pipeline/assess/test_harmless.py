"""Denials that speak against nothing, and such as do, in sentences written for this test."""

import pytest

from pipeline.assess.harmless import is_elsewhere, without_harmless
from pipeline.assess.signals import is_harmless, signals


@pytest.mark.parametrize(
    "sentence",
    [
        "Kvarteret rustas upp utan att grannarna drabbas av buller.",
        "Bussarna byts ut utan att biljetterna blir en kostnad för pensionärerna.",
        "Homes are insulated without tenants losing their leases.",
        "The depot is moved without delay to the evening traffic.",
        "Inget torg byggs om utan att handlarna har varit med.",
        "Nothing is ordered without the consent of the five councils.",
        "Ingen by lämnas utanför när bussnätet ritas om.",
        "Nobody is left out when the routes are drawn.",
        "Arbetet förs in i det råd som finns, och inget nytt kansli inrättas.",
        "We use the harbour day as it is and do not set up a separate conference.",
        "Utbyggnaden går framåt, men inte tillräckligt fort.",
        "The pilot is going well but not fast enough.",
        "Mosaby ber om hjälp och skriver att man saknar ingenjörer.",
        "No timetable is set by the ferry company alone.",
        "Ingen av byarna bestämmer ensam över färjan.",
        "Logs are passed on, so that none of the yards has to buy the same gauge.",
        "Hamnarna behöver inte köpa varsin mätare.",
        "Vi bildar ingen förening utan går till hamndagen.",
        "The towns set up no secretariat but meet at the harbour day.",
    ],
)
def test_a_denial_of_harm_or_of_a_denial_speaks_against_nothing(sentence):
    assert is_harmless(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Bussarna byts ut utan att någon i byarna har tillfrågats.",
        "Homes are insulated without consulting the tenants or raising it with the council.",
        "Inga städer får läsa resultaten.",
        "No comparison of costs has been made.",
        "Vi knyter inga nya kontakter utanför landet.",
        "Kommunen samverkar inte med någon utanför den egna förvaltningen.",
        "Riskerna har inte analyserats.",
        "Ingen bransch är med, och torget byggs om utan dröjsmål.",
        "The tenants are not heard, even though nobody is left out of the mailing list.",
        "Förslag till nya regler lämnas inte.",
        "Resultaten sprids inte.",
        "The towns do not have to be asked.",
        "We do not listen to others and decide alone.",
        "A partner does not have to share its logs.",
        "Vi bygger inga allianser.",
        "Residents are not asked since the board decides alone.",
        "Invånarna tillfrågas inte eftersom styrelsen bestämmer ensam.",
        "We do not work with other cities because we manage on our own.",
        "Vi delar inte våra data eftersom vi arbetar på egen hand.",
        "En partner behöver inte lämna ut sina loggar.",
        "The company does not have to wait for the residents' views.",
        "Städerna behöver inte bygga på andras erfarenheter.",
        "The project creates no forum for residents.",
        "Projektet skapar inget forum där städer kan lära av varandra.",
    ],
)
def test_what_denies_the_matter_itself_is_still_a_denial(sentence):
    assert not is_harmless(sentence)
    assert any(signals(sentence)[:2])


@pytest.mark.parametrize("sentence", ["Fem städer lär av varandra.", "Five cities learn together."])
def test_a_sentence_that_denies_nothing_is_no_harmless_denial(sentence):
    assert not is_harmless(sentence)
    assert not any(signals(sentence)[:2])


def test_blanking_keeps_every_other_letter_in_its_place():
    text = "Gatan byggs om utan att handlarna drabbas, men boende är inte med."
    blanked = without_harmless(text)
    assert len(blanked) == len(text)
    assert all(kept in (" ", letter) for kept, letter in zip(blanked, text, strict=True))
    assert blanked.endswith("men boende är inte med.")


@pytest.mark.parametrize(
    "sentence",
    [
        "Det är inte säkert att föreningarna hinner vara med.",
        "It is not certain that the associations can take part.",
        "Residents are asked along where the timetable allows.",
        "Fler städer bjuds in om budgeten räcker.",
    ],
)
def test_what_depends_on_time_or_means_is_a_reservation_and_no_denial(sentence):
    assert signals(sentence) == (0.0, 0.0, 1.0)


@pytest.mark.parametrize(
    "sentence",
    [
        "Bygglovet för pumphuset har inte vunnit laga kraft.",
        "Planning permission for the depot has not arrived.",
        "Ett tidigare projekt nådde aldrig fram till kommunerna.",
        "An earlier project never reached the municipalities.",
    ],
)
def test_permits_and_earlier_projects_are_another_matter_and_carry_nothing(sentence):
    assert is_elsewhere(sentence)
    assert not is_harmless(sentence)
