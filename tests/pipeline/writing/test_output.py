"""What comes of a model's output, whatever shape and pieces it comes in."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.quote import Quoted, Stated
from pipeline.writing.output import ClaimReader, claims_schema, read_question

CLAIM = {
    "text": "Hamnen får elkraft.",
    "citations": [{"key": "p1a2", "quote": 'el {kraft} "x"', "gloss": None}],
}
STATED = Stated("Hamnen får elkraft.", (Quoted("p1a2", 'el {kraft} "x"', None),))


def read(text, size=1):
    reader = ClaimReader()
    found = []
    for at in range(0, len(text), size):
        found += reader.feed(text[at : at + size])
    return found, reader.whole


@pytest.mark.parametrize("size", [1, 2, 7, 10_000])
def test_claims_are_read_however_the_text_is_cut(size):
    found, whole = read(json.dumps({"claims": [CLAIM, CLAIM]}, ensure_ascii=False), size)
    assert found == [STATED, STATED]
    assert whole


def test_a_claim_is_there_as_soon_as_its_object_closes():
    reader = ClaimReader()
    assert reader.feed('{"claims": [' + json.dumps(CLAIM)) == [STATED]
    assert not reader.whole


def test_an_empty_list_is_a_whole_answer():
    assert read('{"claims": []}') == ([], True)


@pytest.mark.parametrize(
    "text",
    [
        'Visst! Här är svaret:\n```json\n{"claims": [%s]}\n```\nHoppas det "hjälper"!',
        "[%s]",
        '"Answer": {"claims": [%s]} {',
    ],
)
def test_words_fences_and_quotation_marks_around_the_json_do_no_harm(text):
    found, _ = read(text % json.dumps(CLAIM))
    assert found == [STATED]


@pytest.mark.parametrize(
    "text",
    [
        "", "I cannot answer that.", '{"claims": [{"text": "half', '{"claims": "none"}',
        '{"text": 5, "citations": []}', '{"text": "a", "citations": "b"}', "{" * 5000, "}" * 50,
        '{"answer": "Hamnen"}', '{"claims": [{"text": "a", "citations": [{"key": 1}]}',
    ],
)  # fmt: skip
def test_what_is_no_claim_is_none_and_no_whole_answer(text):
    found, whole = read(text, size=100)
    assert found == []
    assert not whole


def test_a_claim_without_citations_is_kept_for_the_gate_to_refuse():
    assert read('{"claims": [{"text": "So."}]}')[0] == [Stated("So.", ())]


def test_a_claim_past_all_measure_is_cut_and_a_flood_of_quotes_too():
    claim = {"text": "x" * 5000, "citations": [{"key": "k", "quote": "q"}] * 50}
    [stated], _ = read(json.dumps({"claims": [claim]}), size=999)
    assert len(stated.text) == 2000
    assert len(stated.quoted) == 8


@given(st.text(max_size=300), st.integers(1, 40))
def test_any_text_reads_the_same_however_it_is_cut(text, size):
    assert read(text, size) == read(text, len(text) + 1)


@given(st.lists(st.text(min_size=1, max_size=60), max_size=4), st.integers(1, 30))
def test_any_words_come_back_as_they_were(texts, size):
    claims = [
        {"text": one, "citations": [{"key": "k", "quote": one, "gloss": one}]} for one in texts
    ]
    found, whole = read(json.dumps({"claims": claims}, ensure_ascii=False), size)
    assert whole
    assert found == [Stated(one, (Quoted("k", one, one),)) for one in texts]


def test_the_schema_is_strict_at_every_level():
    def objects(schema):
        if schema.get("type") == "object":
            yield schema
            for one in schema["properties"].values():
                yield from objects(one)
        if schema.get("type") == "array":
            yield from objects(schema["items"])

    found = list(objects(claims_schema()))
    assert len(found) == 3
    for one in found:
        assert one["additionalProperties"] is False
        assert set(one["required"]) == set(one["properties"])


@pytest.mark.parametrize(
    ("output", "question"),
    [
        ('{"question": " Vad kostar det? "}', "Vad kostar det?"),
        ('So: {"question": "Why?"} done', "Why?"),
        ('{"question": ""}', None),
        ('{"question": 3}', None),
        ("Vad kostar det?", None),
        ("", None),
        ("[]", None),
    ],
)
def test_a_rewritten_question_is_read_or_there_is_none(output, question):
    assert read_question(output) == question
