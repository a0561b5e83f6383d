import json
from hashlib import sha256

import pytest

from corpus.settings import Settings
from corpus.store import open_store
from prompts.load import load_prompt, prompt_ids
from service.cli.prompts import compare_with_last


def test_the_list_names_every_prompt_in_both_languages(samklang):
    done = samklang("prompts", "list")
    assert done.returncode == 0
    for one in prompt_ids():
        for language in ("sv", "en"):
            prompt = load_prompt(one, language)
            assert f"{one}.{language}" in done.stdout
            assert prompt.purpose in done.stdout
            assert prompt.sha256[:12] in done.stdout


def test_the_list_as_json_holds_whole_fingerprints_and_inputs(samklang):
    listed = json.loads(samklang("prompts", "list", "--json").stdout)["prompts"]
    assert len(listed) == 2 * len(prompt_ids())
    for row in listed:
        prompt = load_prompt(row["id"], row["language"])
        assert row["sha256"] == prompt.sha256
        assert tuple(row["inputs"]) == prompt.inputs
        assert row["version"] == prompt.version


@pytest.mark.parametrize("language", ["sv", "en"])
def test_show_prints_the_words_and_nothing_else(samklang, language):
    done = samklang("prompts", "show", "answer", "--language", language)
    assert done.stdout.strip() == load_prompt("answer", language).text.strip()


def test_render_fills_the_gaps_with_text_that_may_hold_equals_signs(samklang):
    done = samklang(
        *("prompts", "render", "followup", "--language", "en"),
        *("--input", "history=What does 1 + 1 = 2 cost?", "--input", "question=And in Spain?"),
    )
    assert done.returncode == 0
    assert "oldest first:\n\nWhat does 1 + 1 = 2 cost?" in done.stdout
    assert done.stdout.endswith("Last question: And in Spain?\n")
    assert "{{" not in done.stdout


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (("render", "followup", "--input", "question=x"), "missing: history"),
        (("render", "followup", "--input", "colour=x"), "not among its inputs: colour"),
        (("render", "followup", "--input", "question"), "NAME=TEXT"),
        (("render", "followup", "--input", "question=", "--input", "question="), "given twice"),
        (("show", "nope"), "there are answer, assess, compare"),
        (("show", "answer", "--language", "de"), "de"),
        (("diff", "nope"), "there are answer, assess, compare"),
    ],
)
def test_wrong_usage_exits_2_and_says_what_is_wanted(samklang, given, told):
    done = samklang("prompts", *given)
    assert done.returncode == 2
    assert told in done.stderr


def test_without_an_earlier_text_the_comparison_says_so():
    [line] = compare_with_last(load_prompt("answer", "sv"), None)
    assert line.startswith("answer.sv: no answer")


def test_the_same_text_compares_as_unchanged():
    prompt = load_prompt("answer", "sv")
    [line] = compare_with_last(prompt, (prompt.version, prompt.text))
    assert "nothing has changed" in line


def test_a_changed_line_shows_as_taken_out_and_put_in():
    prompt = load_prompt("answer", "en")
    earlier = prompt.text.replace("at most six claims", "at most nine claims")
    lines = list(compare_with_last(prompt, (0, earlier)))
    assert lines[0] == "--- answer.en version 0, last used"
    assert lines[1] == f"+++ answer.en version {prompt.version}, shipped"
    changed = [line for line in lines[2:] if line[0] in "+-"]
    assert len(changed) == 2
    assert "at most nine claims" in changed[0]
    assert changed[0].startswith("-")
    assert "at most six claims" in changed[1]
    assert changed[1].startswith("+")


def test_diff_compares_with_what_this_data_folder_last_used_in_each_language(
    samklang, own_shelf, model_dir
):
    prompt = load_prompt("answer", "en")
    earlier = prompt.text.replace("at most six claims", "at most nine claims")
    with open_store(Settings(data_dir=own_shelf, model_dir=model_dir)) as store:
        store.catalog.keep_prompt(
            sha256(earlier.encode()).hexdigest(),
            earlier,
            prompt_id="answer",
            language="en",
            version=1,
        )
    done = samklang("prompts", "diff", "answer", data=own_shelf)
    assert done.returncode == 0
    assert "answer.sv: no answer in this data folder" in done.stdout
    assert "--- answer.en version 1, last used" in done.stdout
    assert "\n-- Write at most nine claims" in done.stdout
    one = samklang("prompts", "diff", "answer", "--language", "sv", data=own_shelf)
    assert "answer.en" not in one.stdout
