import json
import tomllib
from pathlib import Path

import pytest

from eval.run import PlacedQuestion, read_run
from eval.split import split_of
from ingest.walk import find_sources
from pipeline.constants import load_constants

CNCA = "cnca.docx"
ROWS = (
    {
        "id": "a",
        "language": "en",
        "question": "What is the Carbon Neutral Cities Alliance?",
        "answerable": True,
        "kind": "name",
        "evidence": [{"document": CNCA, "page": None, "quote": "Carbon Neutral Cities Alliance"}],
    },
    {
        "id": "b",
        "language": "sv",
        "question": "Vem målade taket i kyrkan?",
        "answerable": False,
        "kind": "out_of_database",
    },
)


@pytest.fixture
def own_set(tmp_path, store, profile) -> Path:
    """Questions on one of the three documents, with words that stand in it once."""
    text = store.catalog.text(profile.id, profile.version)
    sentence = max(text.split("\n\n"), key=len)
    row = ROWS[0] | {"evidence": [{"document": CNCA, "page": None, "quote": sentence}]}
    path = tmp_path / "mine.jsonl"
    path.write_text("\n".join(json.dumps(one) for one in (row, ROWS[1])), encoding="utf-8")
    return path


def test_a_run_prints_its_table_and_leaves_its_files(samklang, own_shelf, own_set, tmp_path):
    done = samklang("eval", str(own_set), "--report", str(tmp_path / "run"), data=own_shelf)
    assert (done.returncode, done.stderr) == (0, "")
    assert "mine, everything: 2 questions, 1 answerable, 1 not" in done.stdout
    assert "en-en" in done.stdout
    assert "nDCG@10" in done.stdout
    names = {path.name for path in (tmp_path / "run").iterdir()}
    assert names == {
        *("records.jsonl", "run.json", "run.trec", "qrels.trec", "table.txt", "report.html"),
    }
    records, info = read_run(tmp_path / "run")
    assert [record.id for record in records] == ["a", "b"]
    assert (info.documents, info.sets, info.split) == (3, {"mine": 2}, "all")
    assert (tmp_path / "run" / "table.txt").read_text() in done.stdout
    assert "Carbon Neutral Cities Alliance (CNCA)" in (tmp_path / "run" / "report.html").read_text()


def test_without_a_folder_named_the_run_is_in_the_data_folder(samklang, own_shelf, own_set):
    done = samklang("eval", str(own_set), "--limit", "1", "--json", data=own_shelf)
    told = json.loads(done.stdout)
    assert Path(told["folder"]).parent == own_shelf / "eval"
    assert told["run"]["sets"] == {"mine": 1}
    assert {"set", "setting", "group", "measure", "value", "low", "high"} <= set(told["figures"][0])


def test_two_runs_are_compared(samklang, own_shelf, own_set, tmp_path):
    a, b = str(tmp_path / "a"), str(tmp_path / "b")
    for folder in (a, b):
        samklang("eval", str(own_set), "--report", folder, data=own_shelf)
    done = samklang("eval", "--compare", a, b, data=own_shelf)
    assert done.returncode == 0
    assert "0 of" in done.stdout
    assert "different documents" not in done.stdout
    told = json.loads(samklang("eval", "--compare", a, b, "--json", data=own_shelf).stdout)
    assert told["differences"]
    assert not any(one["real"] for one in told["differences"])


def test_runs_without_a_common_question_are_not_compared(samklang, own_shelf, own_set, tmp_path):
    a, b = str(tmp_path / "a"), str(tmp_path / "b")
    samklang("eval", str(own_set), "--report", a, data=own_shelf)
    other = own_set.rename(own_set.with_name("other.jsonl"))
    samklang("eval", str(other), "--report", b, data=own_shelf)
    done = samklang("eval", "--compare", a, b, data=own_shelf)
    assert done.returncode == 2
    assert "no question in common" in done.stderr


def test_wrong_names_are_told(samklang, own_shelf, own_set, tmp_path):
    unknown = samklang("eval", "libary", data=own_shelf)
    assert unknown.returncode == 2
    assert "library, strategy, documents" in unknown.stderr
    no_run = samklang("eval", "--compare", str(tmp_path), str(tmp_path), data=own_shelf)
    assert no_run.returncode == 2
    assert "is no run" in no_run.stderr
    a_file = samklang("eval", str(own_set), "--report", str(own_set), data=own_shelf)
    assert a_file.returncode == 2


def test_sets_that_cannot_be_run_are_named_with_the_reason(samklang, own_shelf):
    done = samklang("eval", "--limit", "2", data=own_shelf)
    assert done.returncode == 0  # questions on other matters need no documents of their own
    assert "Left out: library: " in done.stderr
    assert "Left out: strategy: " in done.stderr
    assert "elsewhere, everything: 2 questions, 0 answerable, 2 not" in done.stdout


def test_an_empty_data_folder_says_how_to_fill_it(samklang):
    done = samklang("eval", "library")
    assert done.returncode == 1
    assert "samklang ingest" in done.stderr


def test_evidence_that_no_longer_stands_fails_the_run(samklang, own_shelf, tmp_path):
    row = ROWS[0] | {"evidence": [{"document": CNCA, "page": None, "quote": "never said at all"}]}
    (tmp_path / "mine.jsonl").write_text(json.dumps(row))
    done = samklang("eval", str(tmp_path / "mine.jsonl"), data=own_shelf)
    assert done.returncode == 2
    assert "stands 0 times" in done.stderr


SHARED = Path(__file__).parents[4] / "shared"


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="the real documents are not beside the project")
def test_the_real_strategy_is_found_and_quoted(samklang, tmp_path, monkeypatch):
    from eval import boxes, offsets, quotes

    strategy = str(SHARED / "strategy")
    assert samklang("ingest", strategy, "--collection", "strategy").returncode == 0
    run = str(tmp_path / "run")
    asked = str(SHARED / "questions" / "strategy.jsonl")
    done = samklang("eval", asked, "--report", run)
    assert done.returncode == 0
    records, _ = read_run(Path(run))
    assert len(records) == 48
    found = json.loads(samklang("eval", asked, "--json").stdout)["figures"]
    hit = next(one for one in found if (one["group"], one["measure"]) == ("all", "hit@5"))
    assert hit["value"] >= 0.9
    answers = str(Path(run) / "records.jsonl")
    assert quotes.main([answers, "--data-dir", str(tmp_path / "data")]) == 0
    assert boxes.main([answers, "--data-dir", str(tmp_path / "data")]) == 0
    assert offsets.main(["--citations", answers, "--data-dir", str(tmp_path / "data")]) == 0


def test_calibration_is_given_the_tuning_questions_alone(samklang, own_shelf, own_set, monkeypatch):
    from dataclasses import dataclass

    @dataclass
    class Report:
        questions: int

        def __str__(self) -> str:
            return f"fitted on {self.questions}"

    given: list[PlacedQuestion] = []

    def calibrate(store, questions, *, on_progress):
        given.extend(questions)
        on_progress("a", 1.0)
        return Report(len(questions))

    monkeypatch.setattr("service.procedures.evaluation.calibrate", calibrate)
    more = "\n".join(json.dumps(ROWS[1] | {"id": f"n{n}", "question": f"{n}?"}) for n in range(20))
    own_set.write_text(f"{own_set.read_text()}\n{more}", encoding="utf-8")
    done = samklang("eval", str(own_set), "--calibrate", data=own_shelf)
    assert done.returncode == 0
    assert done.stdout == f"fitted on {len(given)}\n"
    assert 0 < len(given) < 22
    assert {one.split for one in given} == {"tuning"}


@pytest.fixture
def library_questions(store, tmp_path) -> Path:
    """Forty of the shipped library's questions, as far as the three documents answer them."""
    from eval.catalogue import load_set

    held = {document.filename: document for document in store.catalog.documents()}
    shipped = {s.key: s.path.name for s in find_sources((), collection=None).sources}
    able, unable = [], []
    for line in load_set("library").path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["kind"] == "comparison" or split_of(row["id"], of_set="mine") != "tuning":
            continue
        places = [one for one in row.get("evidence", ()) if shipped.get(one["document"]) in held]
        if places and {one.get("part", 1) for one in places} == {1}:
            able.append(row | {"evidence": places})
        elif not row["answerable"]:
            unable.append(row)
    path = tmp_path / "mine.jsonl"
    taken = [*able[:20], *unable[:20]]
    assert len(able) >= 18
    path.write_text("\n".join(json.dumps(one) for one in taken), encoding="utf-8")
    return path


@pytest.mark.slow
def test_what_calibration_writes_is_what_answering_goes_by(samklang, own_shelf, library_questions):
    question = "How much vitamin D should an adult take?"
    before = json.loads(samklang("ask", question, "--json", data=own_shelf).stdout)
    done = samklang("eval", str(library_questions), "--calibrate", "--json", data=own_shelf)
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    path = own_shelf / "constants.toml"
    assert told["path"] == str(path)
    assert told["answerable"] >= 18
    written = next(iter(tomllib.loads(path.read_text(encoding="utf-8")).values()))["answerable"]
    assert (written["levels"], written["of"]) == (told["levels"], told["weights"])
    assert written["levels"][0]["answered_falsely"] == 1
    assert "mine/everything" in written["run"] == told["run"]
    after = json.loads(samklang("ask", question, "--json", data=own_shelf).stdout)
    trace = after["trace"]
    assert (trace["stopping"], trace["calibrated"]) == (written["run"], True)
    assert trace["stopping"] != before["trace"]["stopping"]
    assert trace["answerability"] != before["trace"]["answerability"]
    assert trace["threshold"] in {level["threshold"] for level in written["levels"]}
    # whoever puts the threshold where nothing passes gets no answer, and at 0 gets one
    text = path.read_text(encoding="utf-8")
    for threshold, abstained in (("1.1", True), ("0.0", False)):
        level = f"{{ threshold = {threshold}, risk = 0, refused = 0, answered_falsely = 0 }}"
        path.write_text(f"{text.partition('levels = [')[0]}levels = [{level}]\n", encoding="utf-8")
        load_constants.cache_clear()
        found = json.loads(samklang("ask", question, "--json", data=own_shelf).stdout)
        assert found["abstained"] is abstained
        assert bool(found["claims"]) is not abstained


def test_too_few_questions_to_calibrate_are_told(samklang, own_shelf, own_set):
    done = samklang("eval", str(own_set), "--calibrate", data=own_shelf)
    assert done.returncode in (1, 2)
    assert "at least 15" in done.stderr or "no question" in done.stderr
    assert not (own_shelf / "constants.toml").exists()
