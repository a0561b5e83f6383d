"""Orders told by what they are like, where no rule knows their wording.

A ridge regression over sentence vectors, fitted at first use for whatever embedding model is in
use: the orders among ``examples.tsv`` on one side; on the other the sentences on the matter there,
the shipped library's and the parallel sentences. It reads the vectors stored at ingest, so that
nothing is embedded at question time.

Source: fitted without the real documents; of their 42,184 sentences it takes four in a thousand for
orders at ``ORDER`` (docs/decisions/0013).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import numpy as np

from corpus.embedding import Embedder, parallel_sentences
from corpus.records import FloatMatrix, FloatVector

_EXAMPLES = Path(__file__).with_name("examples.tsv")
_LIBRARY = Path(__file__).parents[2] / "corpus" / "library"
# every third of the library's sentences does as well as all
_EACH = 3
_RIDGE = 3.0
# E5's vectors lie close together; the ridge is meant for differences of about 1
_SPREAD = 5.0
ORDER = 0.6
"""Above this a sentence is an order; about -1 is the matter, 1 an order."""
CERTAIN = 0.8
"""Above this there is no doubt of it."""
BEYOND = 1.0
"""Above this a reader is told of it; a note that a text is invented reaches .9."""
MATTER = -1.0
"""Below this a sentence is the matter, and goes with no order that stands before it."""
CARRIES_ON = 0.0
"""Above this it is one where the passage holds one that is beyond doubt."""
_SENTENCE = re.compile(r"[A-ZÅÄÖ][^.!?|#]{25,300}[.!?](?=\s|$)")


@dataclass(frozen=True, slots=True, eq=False)
class Likeness:
    """``mean`` is ``(dimension,)``, ``weights`` ``(dimension + 1,)``, both float32."""

    mean: FloatVector
    weights: FloatVector

    def weigh(self, vectors: FloatMatrix) -> FloatVector:
        """How much each sentence is like an order: ``(n,)``, about -1 to 1."""
        return _inputs(vectors, self.mean) @ self.weights


def load_likeness(embedder: Embedder, model_dir: Path) -> Likeness:
    """The regression for an embedding model, remembered in its folder for these very examples."""
    orders, matter = _read_examples()
    digest = sha256(f"{_RIDGE}\0{_SPREAD}\0{orders}\0{matter}".encode()).hexdigest()[:12]
    path = model_dir / embedder.model_key / f"orders-{digest}.npz"
    if not path.is_file():
        fitted = fit_likeness(embedder.embed_passages(orders), embedder.embed_passages(matter))
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.stem}-{os.getpid()}.npz")
        np.savez(temporary, mean=fitted.mean, weights=fitted.weights)
        temporary.replace(path)
    return _read(path)


def fit_likeness(orders: FloatMatrix, matter: FloatMatrix) -> Likeness:
    """Ridge regression onto 1 for orders and -1 for the matter, both sides weighing the same."""
    vectors = np.vstack([orders, matter])
    mean = vectors.mean(axis=0)
    inputs = _inputs(vectors, mean)
    wanted = np.concatenate([np.ones(len(orders)), -np.ones(len(matter))])
    each = np.where(wanted > 0, 0.5 / len(orders), 0.5 / len(matter)) * len(vectors)
    ridge = _RIDGE * np.eye(inputs.shape[1])
    ridge[-1, -1] = 1e-6  # the intercept is free
    weighed = inputs * each[:, None]
    weights = np.linalg.solve(weighed.T @ inputs + ridge, weighed.T @ wanted)
    return Likeness(mean.astype(np.float32), weights.astype(np.float32))


def _inputs(vectors: FloatMatrix, mean: FloatVector) -> FloatMatrix:
    spread = (vectors - mean) * _SPREAD
    return np.hstack([spread, np.ones((len(vectors), 1), dtype=spread.dtype)])


@cache
def _read(path: Path) -> Likeness:
    with np.load(path) as held:
        return Likeness(held["mean"], held["weights"])


@cache
def _read_examples() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The orders, and all that is on the matter."""
    rows = [line.split("\t", 1) for line in _EXAMPLES.read_text(encoding="utf-8").splitlines()]
    orders = tuple(row[1] for row in rows if row[0] == "order")
    matter = tuple(row[1] for row in rows if row[0] == "matter")
    parallel = [text for pair in parallel_sentences() for text in pair]
    return orders, (*matter, *parallel, *_library_sentences())


def _library_sentences() -> Iterator[str]:
    found = (
        sentence
        for path in sorted(_LIBRARY.glob("*/*.md"))
        for paragraph in path.read_text(encoding="utf-8").split("\n\n")
        for sentence in _SENTENCE.findall(paragraph)
    )
    for number, sentence in enumerate(found):
        if number % _EACH == 0:
            yield " ".join(sentence.split())
