"""Token states made small enough to be kept for every token of every passage.

A passage's one vector says what it is about as a whole; whether a question's words each have a
counterpart in it shows only token by token (late interaction, the largest similarity of each
question token summed: Khattab and Zaharia 2020, ColBERT). A model that was not trained for it
gives usable token states all the same once what all tokens of a language share is taken away and
the directions that dominate every state are held back.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from corpus.embedding.contract import Embedder, FloatMatrix, TokenStates

TokenRole = Literal["query", "passage"]
TokenCodes = npt.NDArray[np.int8]

TOKEN_WIDTH = 64
# What a component's standard deviation is raised to before the component is divided by it: 0
# leaves the few largest in charge, 1 raises the noise of the smallest (docs/decisions/0007).
_DAMPING = 0.5
_SCALE = 127
# Raise it when vectors come out otherwise, so that stored ones are made anew.
_REVISION = 1
_ROLES = ("query", "passage")
_LANGUAGES = ("sv", "en")
_KEY = 12
# 8 rows of 384 times 64 columns stay below what wakes OpenBLAS's other threads.
_ROWS = 8


@dataclass(frozen=True, slots=True, eq=False)
class TokenSpace:
    """How a model's token states become small vectors.

    `means` is `(2, 2, dimension)`: the mean state by role (query, passage) and language (sv, en).
    `axes` is `(dimension, width)`. Vectors of two spaces may be compared only if their `key`, 12
    characters of `[0-9a-f]`, is the same.
    """

    key: str
    means: FloatMatrix
    axes: FloatMatrix

    @property
    def width(self) -> int:
        """Components of a projected vector."""
        return int(self.axes.shape[1])

    def project(self, states: FloatMatrix, *, role: TokenRole, language: str) -> FloatMatrix:
        """Token states `(n, dimension)` as vectors `(n, width)` float32 of length 1.

        A language other than Swedish or English is taken for English.
        """
        mean = self.means[_ROLES.index(role), 0 if language == "sv" else 1]
        projected = _multiply(states - mean, self.axes)
        lengths = np.linalg.norm(projected, axis=1, keepdims=True)
        return np.asarray(projected / np.maximum(lengths, 1e-12), np.float32)

    def encode(self, states: FloatMatrix, *, role: TokenRole, language: str) -> TokenCodes:
        """The projected vectors times 127, rounded to int8 `(n, width)`."""
        projected = self.project(states, role=role, language=language)
        return np.rint(projected * _SCALE).astype(np.int8)


def make_token_space(embedder: Embedder, pairs: Sequence[tuple[str, str]]) -> TokenSpace:
    """The space spanned by the token states of parallel sentences, (Swedish, English).

    The axes are the first right-singular vectors of the states of both languages as passages,
    each freed of its language's mean and divided by a power of its standard deviation.

    Raises:
        ValueError: there are no pairs, or the model gives no token states.
    """
    if not pairs or not embedder.gives_tokens:
        raise ValueError("a token space needs parallel sentences and a model that gives tokens")
    sides = [[pair[side] for pair in pairs] for side in range(2)]
    passages = [_passage_states(embedder, texts) for texts in sides]
    queries = [np.concatenate(embedder.embed_queries_with_tokens(texts)[1]) for texts in sides]
    means = np.array([[states.mean(axis=0) for states in role] for role in (queries, passages)])
    centred = np.concatenate([states - states.mean(axis=0) for states in passages])
    axes = _damped_axes(centred.astype(np.float64))
    return TokenSpace(_key(embedder, pairs), means.astype(np.float32), axes)


def load_token_space(
    embedder: Embedder, pairs: Sequence[tuple[str, str]], model_dir: Path
) -> TokenSpace:
    """`make_token_space`, remembered in the model's folder for these very sentences."""
    key = _key(embedder, pairs)
    path = model_dir / embedder.model_key / f"tokens-{key}.npz"
    if path.is_file():
        with np.load(path) as kept:
            return TokenSpace(key, kept["means"], kept["axes"])
    space = make_token_space(embedder, pairs)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.stem}-{os.getpid()}.npz")
    np.savez(temporary, means=space.means, axes=space.axes)
    temporary.replace(path)
    return space


def _passage_states(embedder: Embedder, texts: Sequence[str]) -> FloatMatrix:
    """The states of all tokens of all texts, in order."""
    states: list[FloatMatrix] = [np.empty((0, embedder.dimension), np.float32)] * len(texts)

    def keep(index: int, tokens: TokenStates) -> None:
        states[index] = tokens.states.copy()

    embedder.embed_passages_with_tokens(texts, keep)
    return np.concatenate(states)


def _damped_axes(centred: npt.NDArray[np.float64]) -> FloatMatrix:
    _, values, rows = np.linalg.svd(centred, full_matrices=False)
    rows, deviations = rows[:TOKEN_WIDTH], values[:TOKEN_WIDTH] / np.sqrt(len(centred))
    # Either sign is right, and which one comes out depends on the linear algebra library. The
    # largest components decide together: of two nearly equal ones noise would choose one.
    signs = np.sign((rows**5).sum(axis=1, keepdims=True))
    scaled = rows * signs / np.maximum(deviations, 1e-12)[:, None] ** _DAMPING
    return np.asarray(scaled.T, np.float32)


def _multiply(rows: FloatMatrix, axes: FloatMatrix) -> FloatMatrix:
    """`rows @ axes`, a few rows at a time.

    In one go the product is divided among all cores, whose threads then wait in a busy loop for
    the next one, beside those that run the model: that cost a fifth of its time.
    """
    count, dimension = rows.shape
    padded = np.zeros((-(-count // _ROWS), _ROWS, dimension), np.float32)
    padded.reshape(-1, dimension)[:count] = rows
    product: FloatMatrix = np.matmul(padded, axes)
    return product.reshape(-1, axes.shape[1])[:count]


def _key(embedder: Embedder, pairs: Sequence[tuple[str, str]]) -> str:
    recipe = (embedder.model_key, str(_REVISION), str(TOKEN_WIDTH), str(_DAMPING))
    parts = [*recipe, *(part for pair in pairs for part in pair)]
    return sha256("\0".join(parts).encode()).hexdigest()[:_KEY]
