"""What every embedding model offers, whatever runs it."""

from collections.abc import Callable, Sequence
from typing import Protocol

from corpus.records import FloatMatrix, FloatVector

__all__ = ["BuildProgress", "Embedder", "FloatMatrix", "FloatVector", "PassageProgress"]

BuildProgress = Callable[[str, float], None]
PassageProgress = Callable[[int], None]


class Embedder(Protocol):
    """Turns texts into vectors whose dot product is their cosine.

    `model_key` names the weights and how they are used: at most 24 characters of `[a-z0-9-]`, equal
    exactly when vectors may be compared. `max_tokens` counts the model's own tokens, prefix and
    markers included; what lies beyond is not seen by the model.
    """

    model_key: str
    name: str
    dimension: int
    max_tokens: int

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
