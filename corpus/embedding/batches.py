"""Texts on their way into a model and token vectors on their way out."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from corpus.embedding.contract import FloatMatrix

Tokens = npt.NDArray[np.int64]

# Activations of about this many tokens stay in the cache of one core (eval.bench_embedding).
BATCH_TOKENS = 512


def cut_batches(lengths: Sequence[int]) -> list[list[int]]:
    """Indices of texts, longest first, cut where a batch, padded, would pass `BATCH_TOKENS`."""
    batches: list[list[int]] = []
    room = 0
    for i in sorted(range(len(lengths)), key=lambda i: -lengths[i]):
        if room == 0:
            batches.append([])
            room = max(1, BATCH_TOKENS // lengths[i]) if lengths[i] else BATCH_TOKENS
        batches[-1].append(i)
        room -= 1
    return batches


def pad_rows(rows: Sequence[Sequence[int]], padding: int) -> tuple[Tokens, Tokens]:
    """Token ids and the mask of the real ones, both `(texts, longest text)`."""
    width = max(1, *map(len, rows))
    ids = np.full((len(rows), width), padding, np.int64)
    mask = np.zeros((len(rows), width), np.int64)
    for row, (line, seen) in zip(rows, zip(ids, mask, strict=True), strict=True):
        line[: len(row)] = row
        seen[: len(row)] = 1
    return ids, mask


def pool_tokens(tokens: FloatMatrix, mask: Tokens, *, cls: bool) -> FloatMatrix:
    """One vector per text from `(texts, tokens, dimension)`: the first token's, or the mean."""
    if cls:
        return tokens[:, 0]
    weights = mask.astype(np.float32)[:, None, :]
    pooled = np.matmul(weights, tokens)[:, 0] / np.maximum(weights.sum(axis=2), 1)
    return np.asarray(pooled, np.float32)


def make_encodable(text: str) -> str:
    """The text with lone surrogates, which no UTF-8 can carry, replaced by U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
