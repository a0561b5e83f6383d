"""``samklang llm check`` over a real socket: an honest model passes, a liar does not."""

import json
import re

import pytest

FENCED = re.compile(r"<<<(p\w+)>>>[^\n]*\n(.*?)\n<<</\1>>>", re.DOTALL)
SENTENCE = re.compile(r"[A-ZÅÄÖ][^.!?\n]{30,200}[.!?](?=\s|$)")


def quoting(key_of, *, language):
    """A model that says one sentence of each passage in the language wanted, under some key."""

    def answer(messages):
        claims = []
        prompt = "\n".join(one["content"] for one in messages)
        for key, text in FENCED.findall(prompt):
            found = SENTENCE.search(text)
            if found and language(found[0]) == ("sv" if "på svenska" in prompt else "en"):
                citation = {"key": key_of(key), "quote": found[0], "gloss": None}
                claims.append({"text": found[0], "citations": [citation]})
        return json.dumps({"claims": claims[:3]}, ensure_ascii=False)

    return answer


def swedish(text):
    return "sv" if re.search(r"[åäö]| och | att | som ", text) else "en"


@pytest.fixture
def check(samklang, faulty, monkeypatch, tmp_path):
    """Run the check against the scripted endpoint, on a data folder kept for both tests."""
    for name, value in faulty.settings("scripted").items():
        if name.startswith("llm"):
            monkeypatch.setenv(f"SAMKLANG_{name.upper()}", str(value))

    def run(*arguments):
        return samklang("llm", "check", *arguments, data=tmp_path / "data")

    return run


@pytest.mark.eval
def test_a_model_is_told_fit_or_not_by_what_holds(check, faulty):
    faulty.answer_with(quoting(lambda key: key, language=swedish))
    honest = check("--json")
    told = json.loads(honest.stdout)
    assert told["verified"] == 1.0
    assert len(told["trials"]) == 12
    assert told["supported"] > 0.8
    assert told["fit"]
    assert honest.returncode == 0

    faulty.answer_with(quoting(lambda key: "p0x0", language=swedish))
    liar = check()
    assert liar.returncode == 1
    assert "✗ not fit for use" in liar.stdout
    assert "unknown_key" in liar.stdout


def test_without_a_model_it_says_what_to_set(samklang):
    done = samklang("llm", "check")
    assert done.returncode == 1
    assert "SAMKLANG_LLM" in done.stderr
