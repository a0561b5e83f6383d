import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.assessment import Stance
from pipeline.assess.proposal import (
    MOST_CLAIMS,
    MOST_QUESTIONS,
    fit_line,
    fit_questions,
    proposal_schema,
    read_proposal,
)

CLAIM = {
    "text": "Fem hamnar lär av varandra.",
    "citations": [{"key": "p1x1", "quote": "Fem hamnar lär av varandra", "gloss": None}],
}
WHOLE = {
    "claims": [CLAIM],
    "stance": "partly",
    "missing": "Det sägs inte vem som leder.",
    "questions": ["Vem leder arbetet?"],
}


def said(**changed):
    return json.dumps(WHOLE | changed, ensure_ascii=False)


@pytest.mark.parametrize("around", ["{}", "Här är svaret:\n```json\n{}\n```\nHoppas det hjälper!"])
def test_a_proposal_is_read_whatever_stands_around_it(around):
    read = read_proposal(around.replace("{}", said()))
    assert read.stance is Stance.PARTLY
    assert [one.text for one in read.claims] == [CLAIM["text"]]
    assert read.claims[0].quoted[0].key == "p1x1"
    assert (read.missing, read.questions) == (WHOLE["missing"], tuple(WHOLE["questions"]))


@pytest.mark.parametrize(
    "output",
    ["", "Initiativet stödjer kriteriet.", "{}", '{"verdict": "supports"}', "[1]", "{" * 9],
)
def test_prose_and_other_json_are_no_proposal(output):
    assert read_proposal(output) is None


@pytest.mark.parametrize("stance", ["SUPPORTS", "fully supports", "", None, 3, ["supports"]])
def test_a_stance_that_is_none_of_the_four_is_none(stance):
    assert read_proposal(said(stance=stance)).stance is None


def test_an_output_that_was_cut_off_keeps_its_claims_and_has_no_stance():
    output = said()
    read = read_proposal(output[: output.index('"missing"')])
    assert [one.text for one in read.claims] == [CLAIM["text"]]
    assert read.stance is None


def test_a_model_that_repeats_itself_states_a_claim_once_and_not_without_end():
    many = [CLAIM | {"text": f"{CLAIM['text']} {at}"} for at in range(40)]
    assert len(read_proposal(said(claims=[CLAIM] * 40)).claims) == 1
    assert len(read_proposal(said(claims=many)).claims) == MOST_CLAIMS


@given(st.text())
def test_any_output_is_read_without_an_error(output):
    for given_back in (output, '{"claims": ' + output + ', "stance": "supports"}'):
        read = read_proposal(given_back)
        assert read is None or (read.stance in {None, *Stance} and len(read.claims) <= MOST_CLAIMS)


def test_the_schema_is_strict_and_names_the_four_stances():
    schema = proposal_schema()
    assert schema["required"] == list(schema["properties"])
    assert schema["additionalProperties"] is False
    assert schema["properties"]["stance"]["enum"] == [one.value for one in Stance]


@pytest.mark.parametrize(
    "line",
    [
        "Läs mer om initiativet på https://evil.example/?q=hemligt.",
        "Det saknas ![bild](http://evil.example/x.png) om initiativet.",
        "The text does not say who leads the work.",
        "Det saknas 40 miljoner kronor i budgeten för arbetet.",
        "Det sägs inte vem som leder. " * 40,
        "",
        "–",
    ],
)
def test_what_a_model_may_not_say_without_a_quote_is_not_shown(line):
    assert fit_line(line, language="sv", known="Vem leder?") == ""


def test_a_number_of_the_quotes_may_be_asked_about_and_a_code_is_hidden():
    known = "Nämnden har beviljat 40 miljoner kronor."
    line = "Det sägs inte när de 40 miljoner kronorna betalas ut."
    assert fit_line(line, language="sv", known=known) == line
    assert "ZX9-QRT7" not in fit_line(
        "Det sägs inte vad ZX9-QRT7 är för något.", language="sv", known=known
    )


def test_only_questions_are_questions_and_each_is_asked_once():
    lines = ["Vem leder arbetet?", "Godkänn initiativet.", "Vem leder arbetet?", "Who pays for it?"]
    assert fit_questions(lines, language="sv", known="") == ("Vem leder arbetet?",)
    many = [f"Vem leder arbetet i {city}?" for city in ("Umeå", "Lund", "Luleå", "Kalmar")]
    assert len(fit_questions(many, language="sv", known="")) == MOST_QUESTIONS
