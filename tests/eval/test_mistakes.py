import pytest

from eval.mistakes import Kind, make_error


@pytest.mark.parametrize(
    ("kind", "language", "before", "after"),
    [
        (Kind.NUMBER, "sv", "Sedan 2025 är 48 med.", "Sedan 2025 är 58 med."),
        (Kind.NUMBER, "en", "It costs 9,500 kronor.", "It costs 1,500 kronor."),
        (Kind.YEAR, "sv", "Målet är 2030.", "Målet är 2035."),
        (Kind.UNIT, "sv", "Det kostar 5 miljoner.", "Det kostar 5 miljarder."),
        (Kind.UNIT, "en", "Cut 55% by then.", "Cut 55‰ by then."),
        (Kind.NEGATED, "sv", "Den ska växa.", "Den ska inte växa."),
        (
            Kind.NEGATED,
            "en",
            "It is not here, but it is there.",
            "It is not here, but it is not there.",
        ),
        (Kind.AFFIRMED, "sv", "Inga pengar finns.", "Pengar finns."),
        (Kind.AFFIRMED, "en", "It cannot grow.", "It can grow."),
        (Kind.WIDENED, "sv", "Det får endast ske nu.", "Det får ske nu."),
        (Kind.WIDENED, "en", "Only cities may apply.", "Cities may apply."),
        (Kind.QUANTIFIER, "sv", "Alla städer deltar.", "Vissa städer deltar."),
        (Kind.QUANTIFIER, "en", "It helps some cities.", "It helps all cities."),
        (Kind.DIRECTION, "sv", "Utsläppen minskar.", "Utsläppen ökar."),
        (Kind.DIRECTION, "en", "It increases costs.", "It decreases costs."),
        (Kind.SUBJECT, "sv", "Städerna beslutar.", "Företagen beslutar."),
        (Kind.SUBJECT, "en", "The cities decide.", "The companies decide."),
        (Kind.MODALITY, "sv", "Staden kan söka.", "Staden ska söka."),
        (Kind.MODALITY, "en", "Cities may apply.", "Cities must apply."),
        (
            *(Kind.SHORTENED, "sv"),
            *("Vi startar nya nätverk om det finns pengar.", "Vi startar nya nätverk"),
        ),
        (
            *(Kind.SHORTENED, "en"),
            *("The programme pays for travel, but never twice.", "The programme pays for travel"),
        ),
    ],
)
def test_one_thing_is_changed(kind: Kind, language: str, before: str, after: str) -> None:
    assert make_error(kind, before, language) == after


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("language", ["sv", "en", "de"])
def test_what_offers_nothing_to_change_is_left_alone(kind: Kind, language: str) -> None:
    assert make_error(kind, "Hm hm hm.", language, ["Umeå"]) is None


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.NUMBER, "Från 2025 till 2027."),
        (Kind.UNIT, "Kronor och år."),
        (Kind.AFFIRMED, "Ejder och ingenjör."),
        (Kind.MODALITY, "Kanten och fåret."),
        (Kind.SHORTENED, "Vi talar om 48 städer."),
        (Kind.SHORTENED, "Nej, men kanske."),
    ],
)
def test_parts_of_words_and_other_senses_are_left_alone(kind: Kind, text: str) -> None:
    assert make_error(kind, text, "sv") is None


def test_a_name_is_swapped_for_one_the_sentence_does_not_say() -> None:
    text = "Arbetet leds av Umeå och Luleå."
    changed = make_error(Kind.NAME, text, "sv", ["Umeå", "Vinnovas", "Lund"])
    assert changed == "Arbetet leds av Lund och Luleå."
    assert make_error(Kind.NAME, text, "sv", ["Luleå"]) is None
