"""Likeness word by word: late interaction over the token vectors stored at ingest.

One vector for a whole passage blurs what it says. Here every token of the question looks for the
token of the passage nearest to it, and their cosines are averaged (MaxSim), over the passage and
over each of its sentences.

Source: Khattab & Zaharia 2020 (arXiv 2004.12832), section 3.3; the averaging, instead of a sum,
keeps questions of different lengths on one scale.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corpus.catalog import PassageTokens
from corpus.records import FloatMatrix

# Passages whose tokens are looked at: the first of the ranking by everything else.
DEPTH = 40
_SCALE = 127.0
_NO_SENTENCE = 255


@dataclass(frozen=True, slots=True)
class Likeness:
    """Mean best cosines of a question's tokens: in the passage, and in each sentence by number."""

    passage: float
    sentences: tuple[float | None, ...]


def weigh_tokens(query: FloatMatrix, tokens: PassageTokens, sentences: int) -> Likeness:
    """How alike a question (``(n, 64)``, unit rows) and a passage are, word by word.

    A sentence none of whose tokens the model saw has None.
    """
    cosines = query @ (tokens.vectors.astype(np.float32) / _SCALE).T
    each = (
        float(cosines[:, here].max(axis=1).mean()) if here.any() else None
        for here in (tokens.sentences == number for number in range(min(sentences, _NO_SENTENCE)))
    )
    return Likeness(float(cosines.max(axis=1).mean()), tuple(each))
