import pytest

from corpus.language.polarity import Polarity, polarity


@pytest.mark.parametrize(
    ("text", "negated", "restricted"),
    [
        ("Vi startar inte nya nätverk.", True, False),
        ("It must not and cannot be so.", True, False),
        ("Cities don't pay.", True, False),
        ("Endast städer får söka.", False, True),
        ("Only cities may apply.", False, True),
        ("Får ske under förutsättning att pengar finns.", False, True),
        ("Stöd ges inte bara till städer.", False, False),
        ("Not only cities may apply.", False, False),
        ("Pengarna går till staden.", False, False),
        ("Noten anger notan.", False, False),
    ],
)
def test_polarity_by_the_words(text: str, negated: bool, restricted: bool) -> None:
    assert polarity(text) == Polarity(negated, restricted)
