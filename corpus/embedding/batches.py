"""Texts on their way into a model and token vectors on their way out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.embedding.contract import FloatMatrix, TokenStates

if TYPE_CHECKING:
    from tokenizers import Encoding

Tokens = npt.NDArray[np.int64]

# Activations of about this many tokens stay in the cache of one core (eval.bench_embedding).
BATCH_TOKENS = 512


@dataclass(frozen=True, slots=True, eq=False)
class OwnTokens:
    """Which tokens of a row are the text's own: from `first` on, one for each of `spans`."""

    first: int
    spans: npt.NDArray[np.int32]

    def pick(self, states: FloatMatrix) -> TokenStates:
        """Their states, out of those of the whole row `(tokens, dimension)`."""
        return TokenStates(states[self.first : self.first + len(self.spans)], self.spans)


def find_own_tokens(encoding: "Encoding", prefix: str) -> OwnTokens:
    """The tokens of a text behind its prefix, between the markers.

    A word's token takes in the space before it, so the first one may begin inside the prefix.
    """
    special = np.array(encoding.special_tokens_mask, bool)
    spans = np.array(encoding.offsets, np.int32).reshape(-1, 2)
    own = np.flatnonzero(~special & (spans[:, 1] > len(prefix)))
    if not len(own):
        return OwnTokens(0, np.empty((0, 2), np.int32))
    kept = spans[own[0] : own[-1] + 1] - len(prefix)
    return OwnTokens(int(own[0]), np.maximum(kept, 0))


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
