import pytest

from service.cli.demo import QUESTIONS


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
    assert "Traceback" not in done.stdout
