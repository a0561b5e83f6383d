"""What every embedding model offers, whatever runs it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from corpus.records import FloatMatrix, FloatVector

__all__ = [
    "BuildProgress",
    "Embedder",
    "FloatMatrix",
    "FloatVector",
    "PassageProgress",
    "TokenListener",
    "TokenStates",
]


@dataclass(frozen=True, slots=True, eq=False)
class TokenStates:
    """The model's last state of every token of one text, without its prefix and markers.

    `states` is `(n, dimension)` float32, of any length, and may be a view of a whole batch: copy
    what is to be kept. `spans` is `(n, 2)` int32: the half-open interval of the text's characters
    that a token stands for, the space before a word included.
    """

    states: FloatMatrix
    spans: npt.NDArray[np.int32]


BuildProgress = Callable[[str, float], None]
PassageProgress = Callable[[int], None]
TokenListener = Callable[[int, TokenStates], None]


class Embedder(Protocol):
    """Turns texts into vectors whose dot product is their cosine.

    `model_key` names the weights and how they are used: at most 24 characters of `[a-z0-9-]`, equal
    exactly when vectors may be compared. `max_tokens` counts the model's own tokens, prefix and
    markers included; what lies beyond is not seen by the model. `gives_tokens` tells whether the
    states of single tokens can be had; where not, the methods that give them give none.
    """

    model_key: str
    name: str
    dimension: int
    max_tokens: int
    gives_tokens: bool

    def embed_queries(self, texts: Sequence[str]) -> FloatMatrix:
        """Vectors of questions, `(n, dimension)`, each of length 1."""
        ...

    def embed_passages(
        self, texts: Sequence[str], *, on_progress: PassageProgress | None = None
    ) -> FloatMatrix:
        """Vectors of document texts, `(n, dimension)`, each of length 1.

        `on_progress` hears, in the calling thread, how many texts are done so far.
        """
        ...

    def embed_queries_with_tokens(
        self, texts: Sequence[str]
    ) -> tuple[FloatMatrix, list[FloatMatrix]]:
        """What `embed_queries` gives, and for each text the states of its tokens.

        These are `(n_tokens, dimension)` float32 without prefix and markers, of any length;
        `(0, dimension)` where the model gives none.
        """
        ...

    def embed_passages_with_tokens(
        self,
        texts: Sequence[str],
        on_tokens: TokenListener,
        *,
        on_progress: PassageProgress | None = None,
    ) -> FloatMatrix:
        """What `embed_passages` gives, from the same pass through the model as the token states.

        `on_tokens` hears the index of each text with its token states, in any order and from any
        thread: all of them together would not fit in memory.
        """
        ...
