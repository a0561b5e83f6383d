import dataclasses
import json
from pathlib import Path

import pytest

from corpus.errors import NotFoundError, UsageError
from corpus.store import Store
from eval.catalogue import Setting, choose_sets, load_set, shipped_names, why_not
from eval.questions import Question

NOTE = {"document": "moten", "page": None, "quote": "varje tisdag"}


def write(path: Path, *evidence: dict) -> str:
    row = {"id": "a", "language": "sv", "question": "Vilken dag?", "answerable": True}
    path.write_text(json.dumps(row | {"evidence": list(evidence)}), encoding="utf-8")
    return str(path)


def test_every_shipped_set_is_well_formed() -> None:
    assert shipped_names() == ("library", "strategy", "documents", "elsewhere")
    for name in shipped_names():
        one = load_set(name)
        assert one.questions
        assert {q.language for q in one.questions} == {"sv", "en"}
        assert all(q.kind != "unlabelled" for q in one.questions)


def test_the_strategy_is_asked_alone_and_among_everything() -> None:
    alone, among = load_set("strategy").settings
    asked = Question("a", "en", "Why?", False)
    assert (alone.word(asked), alone.collections_for(asked)) == ("Why?", ["strategy"])
    assert among.word(asked) == "According to the strategy: Why?"
    assert among.collections_for(asked) is None


def test_what_a_question_chose_to_search_comes_first() -> None:
    asked = Question("a", "sv", "Och sedan?", False, standalone="Vad sedan?", collections=("x",))
    setting = Setting(name="s", collection="strategy", opening_sv="Enligt strategin: ")
    assert setting.word(asked) == "Enligt strategin: Vad sedan?"
    assert setting.collections_for(asked) == ["x"]


def test_an_unknown_set_is_told_with_those_there_are(tmp_path: Path) -> None:
    for name in ("libary", "no-such.jsonl", str(tmp_path)):
        with pytest.raises(UsageError, match="library, strategy, documents"):
            load_set(name)


def test_a_file_is_a_set_and_called_like_a_shipped_one_takes_its_settings(tmp_path: Path) -> None:
    own = load_set(write(tmp_path / "mine.jsonl", NOTE))
    assert (own.name, [s.name for s in own.settings], own.home) == ("mine", ["everything"], None)
    like = load_set(write(tmp_path / "strategy.jsonl", NOTE))
    assert like.settings == load_set("strategy").settings
    assert (like.home, len(like.questions)) == ("strategy", 1)


def test_sets_whose_documents_are_missing_are_left_out_with_the_reason(store: Store) -> None:
    chosen, left = choose_sets(store.catalog, [])
    assert [one.name for one in chosen] == ["elsewhere"]  # which needs no documents
    reasons = {one.name: one.reason for one in left}
    assert '"strategy-digest"' in reasons["library"]
    assert "is not the document its questions are on (" in reasons["strategy"]
    assert "documents are not in the data folder" in reasons["documents"]


def test_a_set_that_was_named_is_not_left_out_quietly(store: Store, tmp_path: Path) -> None:
    missing = write(tmp_path / "mine.jsonl", NOTE, NOTE | {"document": "gone.pdf", "page": 1})
    with pytest.raises(NotFoundError, match=r"1 of its 2 documents .*gone\.pdf"):
        choose_sets(store.catalog, [missing])
    (one,), left = choose_sets(store.catalog, [write(tmp_path / "mine.jsonl", NOTE)])
    assert (one.name, left) == ("mine", ())


def test_two_sets_of_one_name_are_refused(store: Store, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    names = [write(tmp_path / "q.jsonl", NOTE), write(tmp_path / "other" / "q.jsonl", NOTE)]
    with pytest.raises(UsageError, match="one name"):
        choose_sets(store.catalog, names)


def test_the_digest_is_not_asked_about_beside_the_strategy(store: Store) -> None:
    one = dataclasses.replace(load_set("library"), needs=())
    assert '"strategy" holds any' in (why_not(store.catalog, one) or "")
