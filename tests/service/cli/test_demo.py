from pathlib import Path

import pytest

from service.cli.demo import QUESTIONS, demo_settings


@pytest.mark.parametrize(
    ("given", "folder"), [(None, ".demo"), ("", ".demo"), ("elsewhere", "elsewhere")]
)
def test_the_demo_keeps_to_its_own_folder_unless_another_is_named(
    monkeypatch, tmp_path, given, folder
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SAMKLANG_DATA_DIR", raising=False)
    if given is not None:
        monkeypatch.setenv("SAMKLANG_DATA_DIR", given)
    assert demo_settings().data_dir == Path(folder)


@pytest.mark.slow
def test_a_newcomer_sees_cited_answers_in_both_languages_and_where_to_go(samklang_process):
    done = samklang_process("demo")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    swedish, english = (done.stdout.index(question) for question in QUESTIONS)
    assert done.stdout.index("✓ citat kontrollerat") > swedish
    assert done.stdout.index("✓ quote checked") > english
    for command in ("ingest PATH", "search", "ask", "serve", "--help"):
        assert command in done.stdout[english:]
    # the model that was built for the demo is used by what is typed next
    assert "SAMKLANG_MODEL_DIR=" in done.stdout
    assert "Traceback" not in done.stdout
