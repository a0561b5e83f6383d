import dataclasses
import json
from pathlib import Path

import pytest

from corpus.errors import NotFoundError, UsageError
from corpus.store import Store, document_id
from eval.questions import Evidence, Question, find_document, read_questions, resolve_gold

STRATEGY_SET = Path(__file__).parents[3] / "shared" / "questions" / "strategy.jsonl"
NOTE, DIGEST = document_id("notes", "moten"), document_id("strategy", "digest")
SOUND = {
    "id": "a",
    "language": "sv",
    "question": "Var?",
    "answerable": True,
    "kind": "name",
    "collections": None,
    "evidence": [{"document": "x.pdf", "page": 2, "quote": "här", "part": 1}],
    "facts": [["Umeå", "Umea"]],
}


def write(path: Path, *rows: object) -> Path:
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n\n", encoding="utf-8")
    return path


def test_questions_are_read_in_order(tmp_path: Path) -> None:
    follow = {
        "id": "b",
        "language": "en",
        "question": "And then?",
        "answerable": True,
        "kind": "followup",
        "evidence": [{"quote": "then", "document": "n.md", "page": None}],
        "history": ["What comes first?"],
        "standalone": "What comes after the first?",
        "group": "ab",
    }
    nothing = {"id": "c", "language": "en", "question": "Why?", "answerable": False}
    first, second, third = read_questions(write(tmp_path / "q.jsonl", SOUND, follow, nothing))
    assert first.evidence == (Evidence("här", 2, "x.pdf"),)
    assert (first.facts, first.text) == ((("Umeå", "Umea"),), "Var?")
    assert (second.text, second.group) == ("What comes after the first?", "ab")
    assert (third.id, third.answerable, third.evidence) == ("c", False, ())


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"evidence": []}, "needs evidence"),
        ({"answerable": False, "kind": "nonsensical"}, "has none"),
        ({"evidence": {"a": 1}}, "evidence"),
        ({"evidence": [{"page": 1}]}, "evidence.0.quote"),
        ({"evidence": [{"quote": "x", "offset": 3}]}, "evidence.0.offset"),
        ({"evidence": [{"quote": "x", "part": 2}]}, "parts are numbered"),
        ({"question": " "}, "empty"),
        ({"question": 3}, "question"),
        ({"language": "fi"}, "language"),
        ({"answerable": "yes"}, "answerable"),
        ({"kind": "nonsensical"}, "no kind"),
        ({"kind": "followup"}, "history and standalone"),
        ({"facts": [[]]}, "facts"),
        ({"facts": ["48"]}, "facts.0"),
        ({"id": "a b"}, "no id"),
        ({"remark": "x"}, "remark"),
    ],
)
def test_a_line_that_is_no_question_is_named(tmp_path: Path, change: dict, told: str) -> None:
    path = write(tmp_path / "q.jsonl", SOUND, SOUND | {"id": "b"} | change)
    with pytest.raises(UsageError) as error:
        read_questions(path)
    assert f"{path}, line 2" in str(error.value)
    assert told in str(error.value)


def test_an_id_that_comes_twice_and_a_file_that_is_not_there_are_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match='line 2: the id "a"'):
        read_questions(write(tmp_path / "q.jsonl", SOUND, SOUND))
    with pytest.raises(UsageError, match=r"nowhere\.jsonl"):
        read_questions(tmp_path / "nowhere.jsonl")


@pytest.mark.shared
@pytest.mark.skipif(
    not STRATEGY_SET.exists(), reason="the real questions are not beside the project"
)
def test_the_real_set_is_well_formed() -> None:
    questions = read_questions(STRATEGY_SET)
    assert (len(questions), sum(q.answerable for q in questions)) == (24, 18)


def question(*evidence: Evidence) -> Question:
    return Question("q7", "sv", "Var?", True, evidence)


def test_gold_is_the_words_in_the_canonical_text(store: Store) -> None:
    asked = question(
        Evidence("träffas varje TISDAG", None, "moten"),
        Evidence("Protokollet skrivs på svenska.", None, "moten", part=2),
    )
    first, second = resolve_gold(store.catalog, asked)
    version = store.catalog.document(NOTE).version
    text = store.catalog.text(NOTE, version)
    assert text[first.start : first.end] == "träffas varje tisdag"
    assert (first.document_id, first.version, first.language) == (NOTE, version, "sv")
    assert (first.page, first.part, second.part) == (None, 1, 2)


def sentence_of(store: Store, page: int) -> str:
    digest = store.catalog.document(DIGEST)
    passages = store.catalog.passages_of(DIGEST, digest.version)
    return next(p.text for p in passages if p.page == p.page_end == page and len(p.text) > 60)


def test_gold_of_a_paged_document_is_on_its_page(store: Store) -> None:
    words = sentence_of(store, 2)
    (gold,) = resolve_gold(store.catalog, question(Evidence(words, 2)), "strategy")
    assert (gold.document_id, gold.page, gold.quote) == (DIGEST, 2, words)


@pytest.mark.parametrize(
    ("evidence", "told"),
    [
        (Evidence("varje onsdag", None, "moten"), "stands 0 times"),
        (Evidence("s", None, "moten"), "which has no pages"),
        (Evidence("tisdag", 1, "moten"), "has no pages"),
        (Evidence("strategi", None, "digest"), "7 pages"),
        (Evidence("ingenstans alls", 2, "digest"), "nor on any other"),
    ],
)
def test_evidence_that_is_not_where_it_says_is_told(
    store: Store, evidence: Evidence, told: str
) -> None:
    with pytest.raises(UsageError, match=told) as error:
        resolve_gold(store.catalog, question(evidence))
    assert "q7" in str(error.value)


def test_evidence_on_another_page_is_told_with_that_page(store: Store) -> None:
    wrong = question(Evidence(sentence_of(store, 2), 5, "digest"))
    with pytest.raises(UsageError, match=r"page 5.*it stands on page 2"):
        resolve_gold(store.catalog, wrong)


def test_a_document_goes_by_its_key_or_its_file_name(store: Store) -> None:
    assert find_document(store.catalog, "moten").id == NOTE
    assert find_document(store.catalog, "minutes/moten.md").id == NOTE
    assert find_document(store.catalog, None, "strategy").id == DIGEST
    with pytest.raises(NotFoundError, match='"nowhere"'):
        find_document(store.catalog, "nowhere")
    with pytest.raises(NotFoundError, match='"gone" holds 0 documents'):
        find_document(store.catalog, None, "gone")
    with pytest.raises(UsageError, match="the data folder holds 2 documents"):
        find_document(store.catalog, None)


def test_words_that_stand_twice_on_their_page_are_two_places_of_one_part(store: Store) -> None:
    gold = resolve_gold(store.catalog, question(Evidence("strategi", 1, "digest")))
    assert len(gold) > 1
    assert {(one.page, one.part) for one in gold} == {(1, 1)}
    assert len({dataclasses.astuple(one) for one in gold}) == len(gold)
