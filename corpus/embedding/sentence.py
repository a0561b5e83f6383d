"""Any model that sentence-transformers can run, through the extra of that name."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from corpus.embedding.batches import make_encodable
from corpus.embedding.contract import FloatMatrix, PassageProgress, TokenListener
from corpus.embedding.recipe import DEFAULT_MAX_TOKENS, guess_prefixes, model_key
from corpus.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_BATCH_TEXTS = 32
_WINDOW = 512


class SentenceTransformersEmbedder:
    """A model that PyTorch runs. Slower than ONNX, but any hub model works.

    Its pooling may be anything, so the states of single tokens are not offered.
    """

    gives_tokens = False

    def __init__(self, model: "SentenceTransformer", name: str) -> None:
        """Wrap a loaded model; its weights are read once for the key."""
        self._model = model
        self.name = name
        self.dimension = int(model.get_embedding_dimension() or 0)
        self.max_tokens = int(model.max_seq_length or DEFAULT_MAX_TOKENS)
        self._query_prefix, self._passage_prefix = _choose_prefixes(model, name)
        self.model_key = model_key(name, _digest(model, self._query_prefix, self._passage_prefix))

    def embed_queries(self, texts: Sequence[str]) -> FloatMatrix:
        """Vectors of questions, `(n, dimension)`, each of length 1."""
        return self._encode([self._query_prefix + text for text in texts])

    def embed_passages(
        self, texts: Sequence[str], *, on_progress: PassageProgress | None = None
    ) -> FloatMatrix:
        """Vectors of document texts, `(n, dimension)`, each of length 1.

        `on_progress` hears how many texts are done so far.
        """
        vectors = np.empty((len(texts), self.dimension), np.float32)
        for start in range(0, len(texts), _WINDOW):
            window = [self._passage_prefix + text for text in texts[start : start + _WINDOW]]
            vectors[start : start + _WINDOW] = self._encode(window)
            if on_progress:
                on_progress(start + len(window))
        return vectors

    def embed_queries_with_tokens(
        self, texts: Sequence[str]
    ) -> tuple[FloatMatrix, list[FloatMatrix]]:
        """What `embed_queries` gives, with `(0, dimension)` token states for each text."""
        none = [np.empty((0, self.dimension), np.float32) for _ in texts]
        return self.embed_queries(texts), none

    def embed_passages_with_tokens(
        self,
        texts: Sequence[str],
        on_tokens: TokenListener,
        *,
        on_progress: PassageProgress | None = None,
    ) -> FloatMatrix:
        """What `embed_passages` gives; `on_tokens` is never called."""
        del on_tokens
        return self.embed_passages(texts, on_progress=on_progress)

    def _encode(self, texts: list[str]) -> FloatMatrix:
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        vectors = self._model.encode(
            [make_encodable(text) for text in texts],
            batch_size=_BATCH_TEXTS,
            prompt="",
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, np.float32)


def open_sentence_transformer(name: str, model_dir: Path) -> SentenceTransformersEmbedder:
    """An embedder over a sentence-transformers model: a hub id or a folder.

    Raises:
        ModelError: the extra is not installed, or the model cannot be loaded.
    """
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise ModelError(
            f'the model "sentence-transformers:{name}" needs an extra that is not installed: '
            "`pip install samklang[sentence-transformers]`"
        ) from error
    try:
        model = SentenceTransformer(name, cache_folder=str(model_dir / "hub"), device="cpu")
    except (OSError, ValueError, RuntimeError) as error:
        raise ModelError(
            f'sentence-transformers cannot load "{name}" ({error}): check the name and the network'
        ) from error
    return SentenceTransformersEmbedder(model, name)


def _choose_prefixes(model: "SentenceTransformer", name: str) -> tuple[str, str]:
    """The model's own prompts where it has them, else what its name says."""
    query, passage = guess_prefixes(name)
    prompts = model.prompts or {}
    return (
        prompts.get("query") or query,
        prompts.get("passage") or prompts.get("document") or passage,
    )


def _digest(model: "SentenceTransformer", *recipe: str) -> str:
    """sha256 over all weights and the prefixes: a hub name may get new weights."""
    whole = sha256("\0".join(recipe).encode())
    for name, tensor in sorted(model.state_dict().items()):
        whole.update(name.encode())
        whole.update(tensor.detach().cpu().float().contiguous().numpy().tobytes())
    return whole.hexdigest()
