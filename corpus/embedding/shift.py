"""The step from one language's vectors to the other's.

A multilingual model puts texts of one language nearer to each other than to their translations.
Moving a query vector by the mean difference of parallel sentences undoes much of it. The sentences
are embedded as passages, since passages are what the moved vector is to meet.
"""

import os
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np

from corpus.embedding.contract import Embedder, FloatVector


def language_shift(embedder: Embedder, pairs: Sequence[tuple[str, str]]) -> FloatVector:
    """The mean Swedish minus the mean English vector of parallel sentences, `(dimension,)`.

    `pairs` are (Swedish, English). Add it to an English query vector, subtract it from a Swedish
    one, and bring the sum back to length 1.

    Raises:
        ValueError: there are no pairs.
    """
    if not pairs:
        raise ValueError("a language shift needs at least one pair of parallel sentences")
    swedish = embedder.embed_passages([pair[0] for pair in pairs])
    english = embedder.embed_passages([pair[1] for pair in pairs])
    return np.asarray(swedish.mean(axis=0) - english.mean(axis=0), np.float32)


def load_shift(
    embedder: Embedder, pairs: Sequence[tuple[str, str]], model_dir: Path
) -> FloatVector:
    """`language_shift`, remembered in the model's folder for these very sentences."""
    digest = sha256("\0".join(part for pair in pairs for part in pair).encode()).hexdigest()[:12]
    path = model_dir / embedder.model_key / f"shift-{digest}.npy"
    if path.is_file():
        return np.asarray(np.load(path), np.float32)
    shift = language_shift(embedder, pairs)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.stem}-{os.getpid()}.npy")
    np.save(temporary, shift)
    temporary.replace(path)
    return shift
