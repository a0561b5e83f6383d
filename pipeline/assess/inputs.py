"""What the assessor's regressions read of a sentence: its vector, its words' stems, its wording."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import numpy as np

from corpus.language import stem, words
from corpus.records import FloatMatrix, FloatVector
from pipeline.assess.harmless import RECIPE as _HARMLESS
from pipeline.assess.signals import RECIPE as _SIGNALS
from pipeline.assess.signals import signals

# E5's vectors lie close together; the ridges are meant for differences of about 1
_SPREAD = 5.0
_SIGNAL = 0.7
"""The weight of what the wording signals, where stances are told apart."""
_BUCKETS, _STEMS = 2048, 1.5
"""How many inputs stems are hashed to; the weight of stems where stances are told apart."""
# Source: docs/decisions/0019 and 0020

RECIPE = "\0".join(map(str, (_SPREAD, _SIGNAL, _BUCKETS, _STEMS, _SIGNALS, _HARMLESS)))
"""What a remembered lesson depends on."""


def unit(vectors: FloatMatrix) -> FloatMatrix:
    """The vectors, ``(n, dimension)``, each of length 1."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), np.float32)


def stems_of(text: str) -> frozenset[str]:
    """The stems of a sentence's words, as either language has them."""
    return frozenset(stem(word, language) for word in words(text) for language in ("sv", "en"))


def _hashed(stems: Sequence[frozenset[str]]) -> FloatMatrix:
    """Each sentence's stems as ``(n, _BUCKETS)``, of length about 1.

    Source: feature hashing with signs (Weinberger et al., 2009, "Feature Hashing for Large Scale
    Multitask Learning").
    """
    hashed = np.zeros((len(stems), _BUCKETS), np.float32)
    for row, said in enumerate(stems):
        for one in said:
            code = crc32(one.encode())
            hashed[row, code % _BUCKETS] += 1.0 if code >> 20 & 1 else -1.0
        hashed[row] /= max(len(said), 1) ** 0.5
    return hashed


def topic_inputs(
    stems: Sequence[frozenset[str]], vectors: FloatMatrix, mean: FloatVector
) -> FloatMatrix:
    """What tells whether a sentence is on a criterion: ``(n, inputs)``, the last always 1."""
    ones = np.ones((len(stems), 1), np.float32)
    return np.hstack([(vectors - mean) * _SPREAD, _hashed(stems), ones]).astype(np.float32)


def stance_inputs(
    texts: Sequence[str],
    stems: Sequence[frozenset[str]],
    vectors: FloatMatrix,
    mean: FloatVector,
) -> FloatMatrix:
    """What tells how a sentence stands to a criterion: ``(n, inputs)``, the last always 1."""
    said = np.array([signals(text) for text in texts], np.float32) * _SIGNAL
    ones = np.ones((len(texts), 1), np.float32)
    parts = [(vectors - mean) * _SPREAD, _hashed(stems) * _STEMS, said, ones]
    return np.hstack(parts).astype(np.float32)
