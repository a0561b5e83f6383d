import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.language.casing import for_lower, lower

WORD = re.compile(r"\b(?:inte|ska\w*|kr)\b", re.IGNORECASE)


@pytest.mark.parametrize(
    ("text", "low"),
    [
        ("INTE Åland", "inte åland"),
        ("İnte ſkall, ıngen", "inte skall, ingen"),
        ("Straße ẞ K", "straße ß k"),
        ("", ""),
    ],
)
def test_it_is_lower_case_character_for_character(text, low):
    assert lower(text) == low


@given(st.text(max_size=60))
def test_no_character_leaves_its_place(text):
    assert len(lower(text)) == len(text)


@given(st.text(alphabet="inteskarINTESKARıİſKåÅ .,", max_size=40))
def test_a_pattern_finds_in_lower_case_what_it_found_ignoring_case(text):
    found = [one.span() for one in for_lower(WORD).finditer(lower(text))]
    assert found == [one.span() for one in WORD.finditer(text)]
