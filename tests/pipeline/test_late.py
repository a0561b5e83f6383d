import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.catalog import PassageTokens
from corpus.catalog.passages import NO_SENTENCE
from pipeline.retrieve.late import weigh_tokens

EYE = np.eye(4, dtype=np.float32)


def tokens(rows, sentences):
    codes = np.rint(np.array(rows, np.float32).reshape(len(rows), -1) * 127).astype(np.int8)
    return PassageTokens("p", codes, np.array(sentences, np.uint8), "s")


def unit(rng, count):
    rows = rng.normal(size=(count, 4)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_every_token_of_the_question_looks_for_its_nearest():
    # the question's two tokens; one stands in the first sentence, the other is .6 like the second's
    passage = tokens([EYE[0], [0, 0.6, 0.8, 0]], [0, 1])
    found = weigh_tokens(EYE[:2], passage, 2)
    assert found.passage == pytest.approx((1 + 0.6) / 2, abs=0.01)
    assert found.sentences == pytest.approx((0.5, 0.3), abs=0.01)


def test_tokens_of_no_sentence_count_for_the_passage_alone():
    passage = tokens([EYE[0], EYE[1]], [NO_SENTENCE, 0])
    found = weigh_tokens(EYE[:1], passage, 1)
    assert found.passage == pytest.approx(1)
    assert found.sentences == pytest.approx((0,))


def test_a_sentence_the_model_did_not_see_has_none():
    found = weigh_tokens(EYE[:1], tokens([EYE[0]], [1]), 3)
    assert found.sentences == (None, pytest.approx(1), None)


def test_a_passage_of_very_many_sentences_ends_where_numbers_do():
    passage = tokens([EYE[0], EYE[1]], [0, NO_SENTENCE])
    found = weigh_tokens(EYE[:2], passage, 300)
    assert len(found.sentences) == NO_SENTENCE
    assert found.sentences[1:] == (None,) * (NO_SENTENCE - 1)


@given(st.integers(0, 2**32 - 1), st.integers(1, 6), st.integers(1, 12), st.integers(1, 4))
@settings(max_examples=60)
def test_likeness_is_a_cosine_and_no_sentence_is_more_alike_than_its_passage(seed, n, held, count):
    rng = np.random.default_rng(seed)
    query, rows = unit(rng, n), unit(rng, held)
    where = rng.integers(0, count, held)
    found = weigh_tokens(query, tokens(rows, where), count)
    assert -1.02 <= found.passage <= 1.02
    assert len(found.sentences) == count
    for number, likeness in enumerate(found.sentences):
        assert (likeness is None) == (number not in where)
        assert likeness is None or likeness <= found.passage + 1e-5
    order = rng.permutation(held)
    again = weigh_tokens(query[::-1], tokens(rows[order], where[order]), count)
    assert again.passage == pytest.approx(found.passage, abs=1e-5)
    # by hand, from the vectors before they were made small
    exact = np.mean([max(float(q @ r) for r in rows) for q in query])
    assert found.passage == pytest.approx(exact, abs=0.02)


def test_the_same_words_are_most_alike(books):
    """The tokens stored at ingest, in the model's own space."""
    space = books.token_space
    document = next(d for d in books.catalog.documents() if d.filename == "gef.pdf")
    passages = books.catalog.passages_of(document.id, document.version)
    held = books.catalog.tokens([p.id for p in passages], space=space.key)
    passage = next(p for p in passages if len(p.sentences) >= 3)
    for number, span in enumerate(passage.sentences[:3]):
        states = books.embedder.embed_queries_with_tokens([passage.slice(span)])[1][0]
        asked = space.project(states, role="query", language=passage.language)
        found = weigh_tokens(asked, held[passage.id], len(passage.sentences))
        assert max(range(3), key=lambda n: found.sentences[n] or -1) == number
        others = [weigh_tokens(asked, held[p.id], 0).passage for p in passages if p != passage]
        assert found.passage > max(others, default=-1)
