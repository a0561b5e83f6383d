"""What is left of a saved answer when a document goes."""

from __future__ import annotations

import pytest

from corpus.catalog.saved import documents_in, mark_deleted, title_of

GOING = {"document_id": "d1", "quote": "Orden", "verdict": "verified", "start": 4}
STAYING = {"document_id": "d2", "quote": "Andra ord", "verdict": "verified"}
ANSWER = {
    "question": "Vad?",
    "claims": [{"text": "Orden", "citations": [GOING, STAYING]}],
    "instead": [{"text": "Orden", "citations": [GOING]}],
    "nearby": [{"document_id": "d1", "text": "Ett stycke"}, {"document_id": "d2", "text": "x"}],
    "trace": {"models": ["a"], "share": 0.5, "none": None},
}


def test_documents_are_found_wherever_an_answer_names_them() -> None:
    assert documents_in(ANSWER) == {"d1", "d2"}
    assert documents_in({"question": "Vad?", "claims": []}) == set()


def test_a_citation_keeps_all_but_its_verdict_and_a_passage_goes_with_its_document() -> None:
    marked = mark_deleted(ANSWER, {"d1"})
    gone = GOING | {"verdict": "source_deleted"}
    assert marked == ANSWER | {
        "claims": [{"text": "Orden", "citations": [gone, STAYING]}],
        "instead": [{"text": "Orden", "citations": [gone]}],
        "nearby": [{"document_id": "d2", "text": "x"}],
    }
    assert GOING["verdict"] == "verified"
    assert mark_deleted(ANSWER, set()) == ANSWER


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("Vad gäller?", "Vad gäller?"),
        (" Vad\n gäller  här? ", "Vad gäller här?"),
        ("x" * 80, "x" * 80),
        ("x" * 200, "x" * 78 + " …"),
        ("ord " * 30, "ord " * 19 + "…"),
        ("", ""),
    ],
)
def test_a_title_is_one_line_of_at_most_80_characters_cut_at_a_word(
    question: str, title: str
) -> None:
    assert title_of(question) == title
    assert len(title) <= 80
