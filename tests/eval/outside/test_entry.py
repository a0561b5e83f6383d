"""The command line, ``eval/outside/__main__.py``."""

from pathlib import Path

import pytest

from corpus.settings import Settings
from eval.outside.__main__ import main


@pytest.fixture(autouse=True)
def _settings(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMKLANG_MODEL_DIR", str(settings.models))
    monkeypatch.setenv("SAMKLANG_DATA_DIR", str(tmp_path / "untouched"))


def test_sets_are_run_by_name_and_printed(
    questions_folder: Path, work: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--questions", str(questions_folder), "--work", str(work), "--limit", "2"]
    report = tmp_path / "report"
    assert main(["swequad", "pud", *options, "--report", str(report)]) == 0
    printed = capsys.readouterr().out
    assert "2 documents; 2 of 3 questions put" in printed
    assert "6 documents; 2 of 6 questions put" in printed
    assert "swequad, everything: 2 questions" in printed
    assert sorted(one.name for one in report.iterdir()) == ["pud", "swequad"]
    # the data folder of the settings is no place for other people's texts
    assert not (tmp_path / "untouched").exists()


def test_sets_that_are_not_there_are_told_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--questions", str(tmp_path)]) == 1
    printed = capsys.readouterr().out
    assert f'Left out: swefaq: there is no swefaq_dev.jsonl in "{tmp_path}"' in printed
    assert printed.count("Left out") == 4


def test_a_file_that_is_not_the_set_is_told_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pud_sv_en_500.json").write_text('{"no": "pairs"}')
    assert main(["pud", "--questions", str(tmp_path)]) == 1
    assert "is not the set it is named after" in capsys.readouterr().err


def test_a_limit_is_at_least_one(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--limit", "0"])
    assert "--limit needs a number of questions from 1" in capsys.readouterr().err
