import pytest

from corpus.language.everyday import everyday_words
from corpus.language.names import is_known_name, name_phrase, other_names
from corpus.language.opposites import reversed_words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Köpenhamns", "Copenhagen"),
        ("Göteborg", "Gothenburg"),
        ("Danmark", "Danish"),
        ("Nordiska ministerrådet", "Nordic Council of Ministers"),
        ("Europeiska unionen", "EU"),
        ("FN", "United Nations"),
    ],
)
def test_one_thing_has_its_names_in_both_languages(one, other) -> None:
    assert name_phrase(other) in other_names(name_phrase(one))
    assert name_phrase(one) in other_names(name_phrase(other))


def test_an_adjective_in_small_letters_is_a_name_and_a_common_noun_is_not() -> None:
    assert is_known_name("danska")
    assert not is_known_name("kontrakt")


def test_everyday_words_are_found_in_any_form_and_both_ways() -> None:
    assert "money" in everyday_words("pengar", "sv")
    assert "pengar" in everyday_words("money", "en")
    assert not everyday_words("katt", "sv")


def test_a_word_is_reversed_only_where_the_source_says_the_opposite_alone() -> None:
    assert list(reversed_words("Utsläppen ökade.", "Emissions decreased.")) == ["ökade"]
    assert not list(reversed_words("Utsläppen ökade.", "De minskade, sedan ökade de."))
    assert not list(reversed_words("Utsläppen ökade.", "Utsläppen mättes."))
