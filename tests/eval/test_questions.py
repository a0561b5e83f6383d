import json
from pathlib import Path

import pytest

from corpus.errors import NotFoundError, UsageError
from corpus.store import Store, document_id
from eval.questions import Evidence, Question, read_questions, resolve_evidence

LIBRARY_SET = Path(__file__).parents[2] / "eval" / "sets" / "library.jsonl"
STRATEGY_SET = Path(__file__).parents[3] / "shared" / "questions" / "strategy.jsonl"


def write(path: Path, *rows: object) -> Path:
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n\n", encoding="utf-8")
    return path


def test_questions_are_read_in_order(tmp_path: Path) -> None:
    path = write(
        tmp_path / "q.jsonl",
        {
            "id": "a",
            "language": "sv",
            "question": "Var?",
            "answerable": True,
            "evidence": [{"page": 2, "quote": "här"}],
        },
        {"id": "b", "language": "en", "question": "Why?", "answerable": False, "evidence": []},
    )
    first, second = read_questions(path)
    assert first.evidence == (Evidence("här", 2),)
    assert (second.id, second.answerable, second.evidence) == ("b", False, ())


@pytest.mark.parametrize(
    "row",
    [
        {"id": "a", "language": "sv", "question": "?", "answerable": True, "evidence": []},
        {"id": "a", "language": "sv", "question": "?", "answerable": False, "evidence": {}}
        | {"evidence": {"a": 1}},
        {"id": "a", "language": "sv", "answerable": False},
        {
            "id": "a",
            "language": "sv",
            "question": "?",
            "answerable": True,
            "evidence": [{"page": 1}],
        },
    ],
)
def test_a_line_that_is_no_question_is_named(tmp_path: Path, row: object) -> None:
    with pytest.raises(UsageError, match="line 1"):
        read_questions(write(tmp_path / "q.jsonl", row))


def test_the_shipped_set_is_well_formed() -> None:
    questions = read_questions(LIBRARY_SET)
    assert len({q.id for q in questions}) == len(questions) > 0
    assert {q.language for q in questions} == {"sv", "en"}


@pytest.mark.shared
@pytest.mark.skipif(
    not STRATEGY_SET.exists(), reason="the real questions are not beside the project"
)
def test_the_real_set_is_well_formed() -> None:
    questions = read_questions(STRATEGY_SET)
    assert (len(questions), sum(q.answerable for q in questions)) == (24, 18)


def question(*evidence: Evidence) -> Question:
    return Question("q", "sv", "Var?", True, evidence)


def test_evidence_without_a_document_means_the_only_one(store: Store) -> None:
    (target,) = resolve_evidence(
        store.catalog, question(Evidence("strategi", 1)), collection="strategy"
    )
    assert target.place == (document_id("strategy", "digest"), 1)


def test_evidence_names_a_document_by_its_source_key(store: Store) -> None:
    (target,) = resolve_evidence(
        store.catalog, question(Evidence("tisdag", None, "moten")), collection=None
    )
    assert target.place == (document_id("notes", "moten"), None)


def test_several_documents_need_a_name(store: Store) -> None:
    with pytest.raises(UsageError, match="holds 2 documents"):
        resolve_evidence(store.catalog, question(Evidence("x", 1)), collection=None)


def test_an_unknown_document_is_named(store: Store) -> None:
    with pytest.raises(NotFoundError, match='"nowhere"'):
        resolve_evidence(store.catalog, question(Evidence("x", 1, "nowhere")), collection=None)
