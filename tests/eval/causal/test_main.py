import json

from eval.catalogue import load_set
from eval.causal.__main__ import main, print_findings
from eval.causal.records import Case, Check, Finding, Outcome


def test_failures_are_told_with_what_was_asked_written_and_shown(case: Case, capsys) -> None:
    good = Finding(Check.REMOVED, case, Outcome.GONE, "without it", ("Annat.",))
    bad = Finding(Check.NUMBER, case, Outcome.STALE, "24,2 miljoner", ("14,2 miljoner",))
    print_findings([good, bad], {Check.NUMBER: 3, Check.REMOVED: 0})
    out = capsys.readouterr().out
    assert "number changed          0/1 0.000       0.000-0.793" in out
    assert "number changed: 1 cites words that no longer stand; 3 could not be staged" in out
    assert f"asked: {case.asked}" in out
    assert "written: 24,2 miljoner" in out
    assert "shown: 14,2 miljoner" in out
    assert "Annat." not in out


def test_a_run_from_a_folder_that_is_kept(
    base, sources, tmp_path, model_dir, monkeypatch, capsys
) -> None:
    monkeypatch.setenv("SAMKLANG_MODEL_DIR", str(model_dir))
    monkeypatch.setattr("eval.causal.__main__.library_sources", lambda: sources)
    before = sorted(path.name for path in base.iterdir())
    asked = [q for q in load_set("library").questions if q.id == "lib034"]
    monkeypatch.setattr("eval.causal.__main__._questions", lambda: asked)
    assert main(["--limit", "1", "--check", "number", "--base", str(base), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["unstaged"] == {"number changed": 0}
    assert [row["case"]["question_id"] for row in told["findings"]] == ["lib034"]
    assert told["cells"][0]["total"] == 1
    assert sorted(path.name for path in base.iterdir()) == before
