"""The space of token vectors: unit length, the same every time, and worth comparing in."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.embedding import (
    Embedder,
    TokenSpace,
    TokenStates,
    load_token_space,
    make_token_space,
    parallel_sentences,
)
from corpus.embedding.tokens import TOKEN_WIDTH, _multiply

TEXTS = [
    "Fjärrvärmen kommer från stadens avfall.",
    "The district heating comes from the waste of the city.",
    "Elever läser tre främmande språk i skolan.",
]


@pytest.fixture(scope="module")
def space(model: Embedder) -> TokenSpace:
    return make_token_space(model, parallel_sentences())


def passage_states(model: Embedder, text: str) -> np.ndarray:
    heard: list[np.ndarray] = []

    def keep(index: int, tokens: TokenStates) -> None:
        assert index == 0
        heard.append(tokens.states.copy())

    model.embed_passages_with_tokens([text], keep)
    return heard[0]


def test_projected_vectors_have_length_one(model: Embedder, space: TokenSpace) -> None:
    for text in TEXTS:
        states = passage_states(model, text)
        vectors = space.project(states, role="passage", language="sv")
        assert vectors.shape == (len(states), TOKEN_WIDTH) == (len(states), space.width)
        assert vectors.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_nothing_and_the_mean_itself_have_vectors(space: TokenSpace) -> None:
    dimension = space.axes.shape[0]
    none = space.project(np.empty((0, dimension), np.float32), role="query", language="en")
    assert none.shape == (0, TOKEN_WIDTH)
    mean = space.means[0, 1][None]
    assert np.array_equal(space.project(mean, role="query", language="en"), [[0] * TOKEN_WIDTH])


def test_codes_are_the_vectors_times_127(model: Embedder, space: TokenSpace) -> None:
    states = passage_states(model, TEXTS[0])
    codes = space.encode(states, role="passage", language="sv")
    assert codes.dtype == np.int8
    vectors = space.project(states, role="passage", language="sv")
    assert np.abs(codes / 127 - vectors).max() <= 0.5 / 127 + 1e-6
    assert np.abs(codes).max() > 20


def test_role_and_language_choose_the_mean(model: Embedder, space: TokenSpace) -> None:
    """Guarantee: a language that is neither Swedish nor English is taken for English."""
    states = passage_states(model, TEXTS[1])
    english = space.project(states, role="passage", language="en")
    assert np.array_equal(space.project(states, role="passage", language="und"), english)
    for other in (("passage", "sv"), ("query", "en")):
        moved = space.project(states, role=other[0], language=other[1])
        assert np.abs(moved - english).max() > 0.01


@pytest.mark.slow
def test_it_is_the_same_when_made_again(model: Embedder, space: TokenSpace) -> None:
    """Guarantee: what was stored earlier can be compared with what is asked later."""
    again = make_token_space(model, parallel_sentences())
    assert again.key == space.key
    states = passage_states(model, TEXTS[0])
    first, second = (s.project(states, role="passage", language="sv") for s in (space, again))
    assert (first * second).sum(axis=1).min() > 0.999


@pytest.mark.slow
def test_another_processors_states_make_nearly_the_same_space(
    model: Embedder, space: TokenSpace
) -> None:
    """Guarantee: a data folder may be carried to another machine; no axis turns round there."""
    elsewhere = make_token_space(Elsewhere(model), parallel_sentences())
    states = passage_states(model, TEXTS[0])
    first, second = (s.project(states, role="passage", language="sv") for s in (space, elsewhere))
    assert (first * second).sum(axis=1).min() > 0.99


class Elsewhere:
    """The model with states a little off, as other floating-point kernels give them."""

    gives_tokens = True

    def __init__(self, model: Embedder) -> None:
        self.model_key, self.dimension = model.model_key, model.dimension
        self._model, self._chance = model, np.random.default_rng(7)

    def _off(self, states: np.ndarray) -> np.ndarray:
        noise = self._chance.normal(size=states.shape) * states.std() * 0.003
        return (states + noise).astype(np.float32)

    def embed_queries_with_tokens(self, texts):
        vectors, states = self._model.embed_queries_with_tokens(texts)
        return vectors, [self._off(one) for one in states]

    def embed_passages_with_tokens(self, texts, on_tokens, *, on_progress=None):
        def hear(index: int, tokens: TokenStates) -> None:
            on_tokens(index, TokenStates(self._off(tokens.states), tokens.spans))

        return self._model.embed_passages_with_tokens(texts, hear, on_progress=on_progress)


def test_a_question_finds_its_words_in_the_other_language(
    model: Embedder, space: TokenSpace
) -> None:
    question = "Varifrån kommer värmen i staden?"
    (states,) = model.embed_queries_with_tokens([question])[1]
    asked = space.project(states, role="query", language="sv")

    def closeness(text: str, language: str) -> float:
        told = space.encode(passage_states(model, text), role="passage", language=language)
        return float((asked @ (told / 127).T).max(axis=1).mean())

    swedish, english, other = map(closeness, TEXTS, ("sv", "en", "sv"))
    assert min(swedish, english) > other + 0.05


def test_it_is_computed_once(model: Embedder, tmp_path: Path) -> None:
    pairs = parallel_sentences()[:20]
    made = load_token_space(model, pairs, tmp_path)
    (path,) = (tmp_path / model.model_key).iterdir()
    assert path.name == f"tokens-{made.key}.npz"
    np.savez(path, means=made.means, axes=made.axes * 2)
    kept = load_token_space(model, pairs, tmp_path)
    assert kept.key == made.key
    assert np.array_equal(kept.axes, made.axes * 2)
    assert np.array_equal(kept.means, made.means)


@pytest.mark.slow
def test_other_sentences_make_another_space(model: Embedder, tmp_path: Path) -> None:
    """Guarantee: vectors of two spaces are told apart by the key."""
    pairs = parallel_sentences()
    keys = {load_token_space(model, some, tmp_path).key for some in (pairs[:20], pairs[20:40])}
    assert len(keys) == 2
    assert all(len(key) == 12 for key in keys)


def test_no_pairs_and_no_tokens_are_refused(model: Embedder) -> None:
    with pytest.raises(ValueError, match="parallel sentences"):
        make_token_space(model, [])


@pytest.mark.parametrize("rows", [0, 1, 7, 8, 9, 200])
def test_a_product_in_parts_is_the_product(rows: int) -> None:
    chance = np.random.default_rng(rows)
    left = chance.normal(size=(rows, 384)).astype(np.float32)
    right = chance.normal(size=(384, TOKEN_WIDTH)).astype(np.float32)
    np.testing.assert_allclose(_multiply(left, right), left @ right, atol=1e-3)
