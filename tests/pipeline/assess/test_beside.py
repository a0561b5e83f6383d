"""What is founded beside an arena that exists, by the text's own account."""

from dataclasses import dataclass

import pytest

from corpus.framework import load_framework
from pipeline.assess.beside import note_duplicates
from pipeline.assess.lessons import Bearing


@dataclass
class Said:
    """A sentence, as far as this rule reads it."""

    read: str


def stance(*sentences):
    bearing = Bearing(0.7, {"supports": 0.8, "partly": 0.1, "contradicts": 0.1})
    weights = [{"T2": bearing, "P3": bearing} for _ in sentences]
    noted = note_duplicates(load_framework(), [Said(one) for one in sentences], weights)
    assert all(one["P3"] == bearing for one in noted)
    return [one["T2"].stance for one in noted]


@pytest.mark.parametrize(
    ("founds", "beside"),
    [
        (
            "Förbundet startar en egen mötesplats för hamnar.",
            "NetZeroCities vänder sig till samma målgrupp.",
        ),
        (
            "We launch a new network for ports.",
            "CapaCITIES treats the same questions.",
        ),
        (
            "We set up a yearly platform for mayors.",
            "It will not be linked to the Transition Lab Forum.",
        ),
    ],
)
def test_a_new_arena_that_does_what_one_of_the_framework_does_is_a_duplicate(founds, beside):
    assert stance(founds, beside) == ["supports", "contradicts"]


@pytest.mark.parametrize(
    ("said", "beside"),
    [
        ("Vi mäter buller i fem hamnar.", "NetZeroCities vänder sig till samma målgrupp."),
        ("We start no new network for ports.", "CapaCITIES treats the same questions."),
        ("We launch a new network for ports.", "We meet in the same week as CapaCITIES does."),
        ("We launch a new network for ports.", "The port club treats the same questions."),
    ],
)
def test_without_a_founding_a_likeness_or_an_arena_of_the_framework_there_is_none(said, beside):
    assert stance(said, beside) == ["supports", "supports"]
