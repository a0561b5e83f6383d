import json
import re
import tomllib
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import prompts
from prompts.load import PromptError, load_prompt, prompt_ids, read_prompt

FOLDER = Path(prompts.__file__).parent
EVERY = [(one, language) for one in prompt_ids() for language in ("sv", "en")]
INPUTS = {
    "assess": {
        "criterion",
        "question",
        "supports",
        "contradicts",
        "clauses",
        "passages",
        "good_key",
        "bad_key",
    },
    "answer": {"question", "passages", "good_key", "bad_key"},
    "compare": {"question", "passages", "good_key", "bad_key", "parties"},
    "followup": {"question", "history"},
    "instead": {"question", "passages", "good_key", "bad_key"},
    "repair": {"question", "passages", "claims", "verdicts"},
    "summary": {"question", "passages", "good_key", "bad_key", "title"},
}
CONTENT = """---
id: greeting
version: 3
purpose: Greets a reader
inputs: [name, place]
output: one line
---

## System

Greet people in {{place}}.

## User

I am {{name}}, from {{place}}.
"""


def example_of(system):
    """The object a prompt asks for, read as JSON."""
    return json.loads(re.search(r'^\{"(?:claims|question)".*\}$', system, re.MULTILINE)[0])


def test_the_prompts_and_their_inputs_are_those_the_pipeline_relies_on():
    assert {one: set(load_prompt(one, "sv").inputs) for one in prompt_ids()} == INPUTS


@pytest.mark.parametrize(("prompt_id", "language"), EVERY)
def test_a_changed_body_has_a_new_version_in_versions_toml(prompt_id, language):
    recorded = tomllib.loads((FOLDER / "versions.toml").read_text(encoding="utf-8"))
    prompt = load_prompt(prompt_id, language)
    assert recorded[prompt_id][language][str(prompt.version)] == prompt.sha256
    assert max(map(int, recorded[prompt_id][language])) == prompt.version


def test_versions_toml_names_no_prompt_that_is_not_there():
    recorded = tomllib.loads((FOLDER / "versions.toml").read_text(encoding="utf-8"))
    assert sorted((one, lang) for one in recorded for lang in recorded[one]) == sorted(EVERY)


@pytest.mark.parametrize("prompt_id", prompt_ids())
def test_swedish_and_english_are_of_one_version_with_the_same_inputs_and_rules(prompt_id):
    swedish, english = (load_prompt(prompt_id, language) for language in ("sv", "en"))
    assert swedish.version == english.version
    assert swedish.inputs == english.inputs
    assert swedish.system.count("\n- ") == english.system.count("\n- ")
    for part in ("system", "user"):
        gaps = [re.findall(r"\{\{\w+\}\}", getattr(one, part)) for one in (swedish, english)]
        assert sorted(gaps[0]) == sorted(gaps[1])


@pytest.mark.parametrize(("prompt_id", "language"), EVERY)
def test_a_prompt_shows_one_example_of_its_output_that_is_json_and_holds_no_facts(
    prompt_id, language
):
    example = example_of(load_prompt(prompt_id, language).system)
    if prompt_id == "followup":
        said = [example.pop("question")]
        assert example == {}
    else:
        [claim] = example["claims"]
        [citation] = claim["citations"]
        assert set(citation) == {"key", "quote", "gloss"}
        said = [claim["text"], citation["quote"]]
    assert all(re.fullmatch(r"<[^<>\d]+>", words) for words in said)


@pytest.mark.parametrize(("prompt_id", "language"), EVERY)
def test_the_body_alone_is_fingerprinted(prompt_id, language):
    content = (FOLDER / f"{prompt_id}.{language}.md").read_text(encoding="utf-8")
    prompt = load_prompt(prompt_id, language)
    assert content.endswith(f"---\n{prompt.text}")
    assert sha256(prompt.text.encode()).hexdigest() == prompt.sha256
    assert prompt.system in prompt.text
    assert prompt.user in prompt.text


@pytest.mark.parametrize(("prompt_id", "language"), EVERY)
def test_yaml_reads_the_front_matter_as_we_do(prompt_id, language):
    yaml = pytest.importorskip("yaml")
    content = (FOLDER / f"{prompt_id}.{language}.md").read_text(encoding="utf-8")
    front = yaml.safe_load(content.split("---\n")[1])
    prompt = load_prompt(prompt_id, language)
    read = {field: getattr(prompt, field) for field in front}
    assert front | {"inputs": tuple(front["inputs"])} == read


def test_every_gap_is_filled_wherever_it_stands():
    rendered = read_prompt(CONTENT, "greeting.en.md").render(name="Ada", place="Lund")
    assert rendered.system == "Greet people in Lund."
    assert rendered.user == "I am Ada, from Lund."


@given(name=st.text(), place=st.text())
def test_what_a_value_says_is_never_filled_in_again(name, place):
    rendered = read_prompt(CONTENT, "greeting.en.md").render(
        name="{{place}}" + name + r"\1\g<0>", place="{{name}}" + place
    )
    assert rendered.system == "Greet people in {{name}}" + place + "."
    assert rendered.user == ("I am {{place}}" + name + r"\1\g<0>" + ", from {{name}}" + place + ".")


def test_missing_and_unknown_inputs_are_named():
    prompt = read_prompt(CONTENT, "greeting.en.md")
    with pytest.raises(PromptError, match=r"takes name, place; missing: place$"):
        prompt.render(name="Ada")
    with pytest.raises(PromptError, match=r"not among its inputs: colour$"):
        prompt.render(name="Ada", place="Lund", colour="red")


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("differ in place", CONTENT.replace("{{place}}", "Lund")),
        ("differ in colour", CONTENT.replace("{{name}}", "{{name}} {{colour}}")),
        ("no gap", CONTENT.replace("{{name}}", "{{name}} {{ place }}")),
        ("as version", CONTENT.replace("version: 3", "version: 0")),
        ("as version", CONTENT.replace("version: 3", "version: three")),
        ("as inputs", CONTENT.replace("[name, place]", "name, place")),
        ("as purpose", CONTENT.replace("Greets a", 'Greets: "a')),
        ("front matter must be", CONTENT.replace("version: 3\n", "")),
        ("front matter must be", CONTENT.replace("version: 3", "version: 3\nextra: 1")),
        ("front matter must be", CONTENT.replace("version: 3", "version: 3\nversion: 4")),
        ("front matter between", CONTENT.removeprefix("---\n")),
        ('"## System" and "## User"', CONTENT.replace("## User", "## Reader")),
        ("no other heading", CONTENT + "\n## Afterwards\n"),
    ],
)
def test_a_malformed_prompt_is_refused_with_its_name_and_what_is_wrong(wanted, given):
    with pytest.raises(PromptError, match=re.escape(wanted)) as refused:
        read_prompt(given, "greeting.en.md")
    assert "greeting.en.md" in str(refused.value)


@pytest.mark.parametrize(
    ("prompt_id", "language"), [("nope", "sv"), ("answer", "de"), ("../answer", "sv"), ("", "sv")]
)
def test_an_unknown_prompt_is_answered_with_those_there_are(prompt_id, language):
    with pytest.raises(PromptError, match=r"there are answer, assess, compare, .* sv and en"):
        load_prompt(prompt_id, language)
