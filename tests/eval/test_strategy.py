import json
from pathlib import Path

import pytest

pytest.importorskip("langchain_text_splitters", reason="the baseline's splitter is not installed")

from corpus.records import Answer
from eval.measures import AnswerCheck, Share
from eval.questions import Question, Target
from eval.runs import QuestionRun, Setting
from eval.strategy import Cell, choose_settings, describe_run, main, print_table, tabulate


def run(
    name: str, language: str, *, rank: int | None, baseline: int | None, refused: bool = False
) -> QuestionRun:
    question = Question(name, language, "?", True, ())
    return QuestionRun(
        question,
        Setting("only strategy", "strategy"),
        "?",
        (Target("d", 1, 4, "q"),),
        (),
        rank,
        baseline,
        Answer("?", language, "extractive", refused, ()),
        AnswerCheck(True, refused, right_page=not refused, citations=1, verified=1),
    )


RUNS = (
    run("a", "sv", rank=1, baseline=3),
    run("b", "sv", rank=2, baseline=1),
    run("c", "en", rank=None, baseline=7, refused=True),
)


def cell(language: str, measure: str) -> Cell:
    return next(c for c in tabulate(RUNS) if (c.language, c.measure) == (language, measure))


def test_cells_are_by_language_and_over_both() -> None:
    assert cell("sv", "search: page hit@1").samklang == Share(1, 2)
    assert cell("sv", "search: page hit@5").baseline == Share(2, 2)
    assert cell("en", "search: page hit@5").samklang == Share(0, 1)
    assert cell("all", "search: page hit@1") == Cell(
        "only strategy", "all", "search: page hit@1", Share(1, 3), Share(1, 3)
    )
    assert cell("en", "ask: false refusals").samklang == Share(1, 1)


@pytest.mark.parametrize(
    ("ours", "theirs", "beaten"),
    [
        (Share(5, 6), Share(4, 6), True),
        (Share(5, 6), Share(5, 6), False),
        (Share(6, 6), Share(6, 6), True),
        (Share(5, 6), Share(6, 6), False),
        (Share(1, 6), None, True),
    ],
)
def test_a_cell_is_beaten_by_more_or_where_nothing_is_left(ours, theirs, beaten: bool) -> None:
    assert Cell("s", "sv", "m", ours, theirs).beaten is beaten


def test_the_table_names_every_cell_not_beaten(capsys) -> None:
    print_table(tabulate(RUNS))
    told = [line for line in capsys.readouterr().out.splitlines() if line.startswith("NOT BEATEN")]
    assert len(told) == 5
    assert "only strategy, sv, search: page hit@1: 1/2 .500 against 1/2 .500" in told[0]


def test_a_line_on_one_question_tells_what_was_wrong() -> None:
    assert describe_run(RUNS[0]).startswith("a sv [only strategy] rank 1 / 3; right 4, cited []")
    assert "refused, wrong page" in describe_run(RUNS[2])


def test_settings_of_a_set() -> None:
    assert [s.collection for s in choose_settings("strategy", everything=False)] == [
        "strategy",
        None,
    ]
    (one,) = choose_settings("strategy", everything=True)
    assert (one.collections, one.openings) == (None, {})


def test_a_set_on_documents_that_are_not_there_is_refused(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("SAMKLANG_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "data").mkdir()
    row = {"id": "a", "language": "sv", "question": "?", "answerable": True}
    path = tmp_path / "q.jsonl"
    path.write_text(json.dumps(row | {"evidence": [{"page": 1, "quote": "x"}]}))
    assert main([str(path)]) == 1
    assert "holds 0 documents" in capsys.readouterr().err


SHARED = Path(__file__).parents[3] / "shared"


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="the real documents are not beside the project")
def test_the_real_strategy_is_found_and_quoted(settings, tmp_path, monkeypatch, capsys) -> None:
    from corpus.store import open_store
    from eval import boxes, offsets, quotes
    from ingest.intake import ingest_files
    from ingest.walk import find_sources

    data = tmp_path / "data"
    data.mkdir()
    monkeypatch.setenv("SAMKLANG_DATA_DIR", str(data))
    monkeypatch.setenv("SAMKLANG_MODEL_DIR", str(settings.models))
    with open_store(settings.model_copy(update={"data_dir": data})) as store:
        list(
            ingest_files(store, find_sources([SHARED / "strategy"], collection="strategy").sources)
        )
    answers = tmp_path / "answers.jsonl"
    assert main([str(SHARED / "questions" / "strategy.jsonl"), "--out", str(answers)]) == 0
    table = capsys.readouterr().out
    assert "not in the canonical text" not in table
    rows = [json.loads(line) for line in answers.read_text().splitlines()]
    assert len(rows) == 48
    found = [row["rank"] is not None and row["rank"] <= 5 for row in rows if row["answerable"]]
    assert sum(found) / len(found) >= 0.9
    assert quotes.main([str(answers)]) == 0
    assert boxes.main([str(answers)]) == 0
    assert offsets.main(["--citations", str(answers)]) == 0
