"""What kind of request a question is: one documents can answer, or one none could.

A request for a picture, for somebody's private matters, for "it", or for nothing that makes sense
reads much like any other to a search: something is always near. What gives it away is its own
wording. ``requests.tsv`` has examples of each kind; a ridge classifier over their embeddings tells
how much more like each unfit kind than like an ordinary question a new one is.

Source: the kinds are those of UAEval4RAG (arXiv 2412.12300) that a question shows by itself.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import numpy as np

from corpus.embedding import Embedder
from corpus.records import FloatMatrix, FloatVector

ORDINARY = "ordinary"
UNFIT = ("modality", "nonsense", "safety", "underspecified")
_KINDS = (ORDINARY, *UNFIT)
_EXAMPLES = Path(__file__).with_name("requests.tsv")
# chosen by cross-validation over the examples themselves (five folds, 3 and 10 were alike)
_RIDGE = 10.0
# E5's vectors lie close together; the ridge is meant for differences of about 1
_SPREAD = 5.0
_LIKELY = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class RequestKinds:
    """``mean`` is ``(dimension,)``, ``weights`` ``(dimension + 1, kinds)``, both float32."""

    mean: FloatVector
    weights: FloatMatrix

    def weigh(self, vector: FloatVector) -> dict[str, float]:
        """How much more a question is like each unfit kind than like an ordinary question.

        About -1 (an ordinary question) to 1.
        """
        inputs = np.append((vector - self.mean) * _SPREAD, 1.0)
        likeness = dict(zip(_KINDS, (inputs @ self.weights).tolist(), strict=True))
        return {kind: likeness[kind] - likeness[ORDINARY] for kind in UNFIT}


def fit_kinds(vectors: FloatMatrix, kinds: Sequence[str]) -> RequestKinds:
    """Ridge regression onto the kinds, each kind weighing the same.

    ``vectors`` are ``(examples, dimension)``, embedded as queries.
    """
    labels = np.array([_KINDS.index(kind) for kind in kinds])
    mean = vectors.mean(axis=0)
    inputs = np.hstack([(vectors - mean) * _SPREAD, np.ones((len(vectors), 1))])
    each = len(labels) / (len(_KINDS) * np.bincount(labels, minlength=len(_KINDS)))[labels]
    ridge = _RIDGE * np.eye(inputs.shape[1])
    ridge[-1, -1] = 1e-6  # the intercept is free
    weighed = inputs * each[:, None]
    weights = np.linalg.solve(weighed.T @ inputs + ridge, weighed.T @ np.eye(len(_KINDS))[labels])
    return RequestKinds(mean.astype(np.float32), weights.astype(np.float32))


def load_kinds(embedder: Embedder, model_dir: Path) -> RequestKinds:
    """The classifier for an embedding model, remembered in its folder for these very examples."""
    texts, kinds = _read_examples()
    digest = sha256(f"{_RIDGE}\0{_SPREAD}\0{texts}\0{kinds}".encode()).hexdigest()[:12]
    path = model_dir / embedder.model_key / f"requests-{digest}.npz"
    if not path.is_file():
        fitted = fit_kinds(embedder.embed_queries(texts), kinds)
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.stem}-{os.getpid()}.npz")
        np.savez(temporary, mean=fitted.mean, weights=fitted.weights)
        temporary.replace(path)
    return _read_kinds(path)


@cache
def _read_kinds(path: Path) -> RequestKinds:
    with np.load(path) as held:
        return RequestKinds(held["mean"], held["weights"])


@cache
def _read_examples() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The texts, and the kind of each."""
    lines = _EXAMPLES.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return tuple(text for _, _, text in rows), tuple(kind for kind, _, _ in rows)


def describe_kinds(weighed: Mapping[str, float]) -> dict[str, float]:
    """The same as features, with the strongest of them, each also as what it exceeds two marks by.

    Between an ordinary question and a very ordinary one nothing is to be learnt; what counts is
    how clearly a request is like an unfit kind. ``likely_…`` counts from -0.3 on, ``clearly_…``
    from 0, where it is as much like the unfit kind as like an ordinary question.
    """
    asked = {**weighed, "unfit": max(weighed.values())}
    features = {f"asks_{kind}": value for kind, value in asked.items()}
    features |= {f"likely_{kind}": max(value + _LIKELY, 0.0) for kind, value in asked.items()}
    return features | {f"clearly_{kind}": max(value, 0.0) for kind, value in asked.items()}
