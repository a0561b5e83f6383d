"""Whether a text names what the framework has a register of."""

import pytest

from corpus.framework import load_framework
from pipeline.assess.related import _states, names_in


@pytest.mark.parametrize(
    ("text", "name", "named"),
    [
        ("The results are offered to CapaCITIES.", "CapaCITIES", True),
        ("CAPACITIES: 23 MUNICIPALITIES", "CapaCITIES", True),
        ("Capacities | 23 municipalities, 6 agencies", "CapaCITIES", False),
        ("Capacities must grow.", "CapaCITIES", False),
        ("The city builds knowledge and capacities.", "CapaCITIES", False),
        ("Vi deltar i NetZeroCities arbete.", "NetZeroCities", True),
        ("Se netzerocities.eu/kalender.", "NetZeroCities", True),
        ("Vi följer new european bauhaus.", "New European Bauhaus", True),
        ("An elena of the past.", "Elena", False),
    ],
)
def test_a_name_with_capitals_of_its_own_is_no_common_noun(text, name, named):
    [entry] = [one for one in load_framework().registers if name in one.names]
    assert names_in(text, entry) is named


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("Electricity", False),
        ("Scope 1 | Scope 2 | Scope 3", False),
        ("Kiel heats flats from the fjord.", True),
    ],
)
def test_headings_and_heads_of_tables_make_no_two_initiatives_alike(text, states):
    assert _states(text) is states
