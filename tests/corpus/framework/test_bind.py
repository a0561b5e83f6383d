from pathlib import Path

import pytest

from corpus.framework import bind_framework, load_framework
from corpus.records import Document, Interval, Passage

SHARED = (
    Path(__file__).parents[4]
    / "shared"
    / "strategy"
    / "internationaliseringsstrategi-2025-2027.pdf"
)
CLAUSES = {
    "D1": "International knowledge networks and alliances are to be developed.",
    "P4": "A new initiative may only be carried out if its basic funding can be secured.",
}


def document(collection: str = "strategy", name: str = "d1", language: str = "en") -> Document:
    return Document(name, 1, name, collection, "s.md", "text/markdown", "0" * 64, language=language)


def passages(*clauses: tuple[str, str]) -> list[Passage]:
    made, at = [], 0
    for heading, text in clauses:
        span = Interval(at, at + len(text))
        made.append(Passage("d1", 1, at, at + len(text), (heading,), "en", text, (span,), 1))
        at += len(text) + 2
    return made


def test_a_clause_is_the_whole_sentence_around_its_anchor():
    held = passages(("Knowledge networks and alliances", CLAUSES["D1"]))
    bound = bind_framework(load_framework(), [document()], lambda _: held)
    [clause] = bound.of("D1")
    assert clause.quote == CLAUSES["D1"]
    assert bound.of("P4") == ()


def test_what_is_not_found_is_named():
    held = passages(("Knowledge networks and alliances", CLAUSES["D1"]))
    bound = bind_framework(load_framework(), [document()], lambda _: held)
    assert [u.criterion for u in bound.unresolved] == [
        c.id for c in load_framework().criteria if c.id != "D1"
    ]
    assert {u.places for u in bound.unresolved} == {0}


def test_an_anchor_that_stands_twice_is_no_clause_and_is_named():
    twice = ("Knowledge networks and alliances", CLAUSES["D1"])
    bound = bind_framework(load_framework(), [document()], lambda _: passages(twice, twice))
    assert bound.of("D1") == ()
    assert [u.places for u in bound.unresolved if u.criterion == "D1"] == [2, 0]


def test_the_words_under_another_heading_do_not_count():
    held = passages(("Elsewhere", CLAUSES["D1"]))
    assert bind_framework(load_framework(), [document()], lambda _: held).of("D1") == ()


def test_the_digest_stands_back_and_without_a_strategy_nothing_is_bound():
    strategy, digest = document(), document("strategy-digest", "d2")
    held = passages(("No start without basic funding", CLAUSES["P4"]))
    bound = bind_framework(load_framework(), [digest, strategy], lambda _: held)
    assert bound.document is strategy
    assert bind_framework(load_framework(), [document("partners")], lambda _: held).document is None


def test_of_two_that_hold_as_much_the_one_in_the_memos_language_is_bound():
    sv, en = document(name="d1", language="sv"), document(name="d2", language="en")
    held = passages(("No start without basic funding", CLAUSES["P4"]))
    bound = bind_framework(load_framework(), [sv, en], lambda _: held, language="en")
    assert bound.document is en


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_file(), reason="the real strategy is not beside the project")
@pytest.mark.slow
def test_every_criterion_has_one_clause_in_the_real_strategy(open_shelf, take_in, tmp_path: Path):
    with open_shelf(tmp_path) as store:
        take_in(store, SHARED.parent, SHARED.name, collection="strategy")
        held = store.catalog
        bound = bind_framework(
            load_framework(), held.documents(), lambda d: held.passages_of(d.id, d.version)
        )
        assert bound.unresolved == ()
        assert [c.criterion for c in bound.clauses] == [c.id for c in load_framework().criteria]
        text = held.text(bound.document.id, bound.document.version)
        for clause in bound.clauses:
            assert text[clause.citation.start : clause.citation.end] == clause.citation.quote
            assert clause.citation.page in (4, 5)
