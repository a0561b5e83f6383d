"""The items that a sentence with a colon announces, over passages of a document."""

from __future__ import annotations

import re

import pytest

from corpus.records import Interval, Passage
from pipeline.answer.lists import MOST_ITEMS, items_of, lead_in


def passages(*texts: str, headings: tuple[str, ...] = ()) -> list[Passage]:
    """Passages one after the other; a stop, a colon or a line's end ends a sentence."""
    made, at = [], 0
    for number, text in enumerate(texts):
        found = re.finditer(r"[^\W\d][^.:\n]*[.:]?", text)
        spans = tuple(Interval(at + one.start(), at + one.end()) for one in found)
        path = (headings[number],) if headings else ()
        made.append(Passage("d", 1, at, at + len(text), path, "sv", text, spans, 1))
        at += len(text) + 2
    return made


def read_out(*texts: str, headings: tuple[str, ...] = (), number: int = 0) -> list[str]:
    first, *rest = passages(*texts, headings=headings)
    return [one.slice(span) for one, span in items_of(first, number, rest)]


@pytest.mark.parametrize(
    ("texts", "items"),
    [
        (["Det gäller:\n\n• hamnar\n\n• parker"], ["hamnar", "parker"]),
        # an item is read out by its first sentence
        (["Det gäller:\n\n1) hamnar. De är små.\n\n2) parker"], ["hamnar.", "parker"]),
        # a list goes on in the next passages, and ends where something else stands
        (
            ["Det gäller:", "• hamnar\n\n• parker", "• torg\n\nSå är det."],
            ["hamnar", "parker", "torg"],
        ),
        (["Det gäller:\n\n• hamnar\n\nSå är det.\n\n• parker"], ["hamnar"]),
        (["Det gäller:\n\nHamnar är små."], []),
        (["Det gäller: hamnar."], []),
        (["Det gäller:"], []),
    ],
)
def test_a_sentence_with_a_colon_announces_the_items_after_it(texts, items):
    assert read_out(*texts) == items


def test_a_list_ends_where_the_section_does():
    texts = ["Det gäller:\n\n• hamnar", "• parker", "• torg"]
    assert read_out(*texts, headings=("A", "A", "B")) == ["hamnar", "parker"]


@pytest.mark.parametrize(("length", "read"), [(MOST_ITEMS, MOST_ITEMS), (MOST_ITEMS + 1, 0)])
def test_a_list_is_read_out_whole_or_not_at_all(length, read):
    assert len(read_out("Det gäller:\n\n" + "\n\n".join(["• hamnar"] * length))) == read


@pytest.mark.parametrize(
    ("text", "leads"),
    [
        ("Det gäller:\n\n• hamnar\n\n• parker", [True, True]),
        ("Det gäller:\n\n1) hamnar. De är små.\n\n2) parker", [True, True, True]),
        ("Det gäller: hamnar.\n\nParker är annat.", [False, False]),
        ("Det gäller:\n\n• hamnar\n\nSå är det.", [True, False]),
    ],
)
def test_an_item_of_a_list_knows_what_introduces_it(text, leads):
    [passage] = passages(text)
    found = [lead_in(passage, number) for number in range(1, len(passage.sentences))]
    assert found == [passage.sentences[0] if lead else None for lead in leads]
