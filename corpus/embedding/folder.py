"""The bundled model's folder: built once, under a lock, and renamed into place when whole."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.embedding.contract import BuildProgress
from corpus.embedding.graph import GRAPH_REVISION, make_graph
from corpus.embedding.recipe import RECIPE_FILE, Recipe, digest_of, model_key
from corpus.embedding.runner import OnnxEmbedder
from corpus.embedding.vocabulary import make_tokenizer
from corpus.embedding.weights import read_weights
from corpus.errors import ModelError

GRAPH_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.json"
_FILES = (GRAPH_FILE, TOKENIZER_FILE, RECIPE_FILE)
_UNFINISHED = ".building-"
_LOCK_FILE = ".lock"
BUNDLED = Recipe(
    name="multilingual-e5-small",
    query_prefix="query: ",
    passage_prefix="passage: ",
    revision=GRAPH_REVISION,
)


def open_bundled(
    weights: Path,
    model_dir: Path,
    *,
    threads: int = 0,
    on_progress: BuildProgress | None = None,
) -> OnnxEmbedder:
    """An embedder over the bundled model, whose folder is built if it is not there yet.

    Raises:
        ModelError: the weights are damaged or the folder cannot be written.
    """
    folder = build_folder(weights, model_dir, on_progress=on_progress)
    graph, tokenizer = folder / GRAPH_FILE, folder / TOKENIZER_FILE
    return OnnxEmbedder(graph, tokenizer, key=folder.name, recipe=BUNDLED, threads=threads)


def build_folder(
    weights: Path, model_dir: Path, *, on_progress: BuildProgress | None = None
) -> Path:
    """The folder of the bundled model, named by its model key; built if it is not there yet.

    `on_progress` hears the stage and the share of the whole build that is done, 0 to 1; it is not
    called when the folder exists.

    Raises:
        ModelError: the weights are damaged or the folder cannot be written.
    """
    folder = model_dir / model_key("e5-small", digest_of(BUNDLED, weights))
    if _is_whole(folder):
        return folder
    try:
        with _lock(model_dir):
            if not _is_whole(folder):
                _sweep(model_dir, folder)
                _build(weights, folder, on_progress or _ignore)
    except OSError as error:
        message = (
            f'the model folder "{folder}" cannot be written ({error}): make room or access there, '
            "or set SAMKLANG_MODEL_DIR to a folder of yours"
        )
        raise ModelError(message) from error
    return folder


def _build(weights_path: Path, folder: Path, on_progress: BuildProgress) -> None:
    on_progress("weights", 0.0)
    weights = read_weights(weights_path)
    temporary = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=folder.parent))
    on_progress("tokenizer", 0.3)
    make_tokenizer(weights).save(str(temporary / TOKENIZER_FILE), pretty=False)
    on_progress("graph", 0.6)
    (temporary / GRAPH_FILE).write_bytes(make_graph(weights).SerializeToString())
    (temporary / RECIPE_FILE).write_text(BUNDLED.dump(), encoding="utf-8")
    on_progress("disk", 0.9)
    for name in _FILES:
        _sync(temporary / name)
    _sync(temporary)
    temporary.rename(folder)
    _sync(folder.parent)
    on_progress("disk", 1.0)


@contextmanager
def _lock(model_dir: Path) -> Iterator[None]:
    """While this is open, no other process builds in the folder.

    The system frees the lock of a process that dies.
    """
    from filelock import FileLock

    model_dir.mkdir(parents=True, exist_ok=True)
    with FileLock(model_dir / _LOCK_FILE):
        yield


def _sweep(model_dir: Path, folder: Path) -> None:
    """Remove what killed builds left, and a folder that somebody took files from."""
    for path in [*model_dir.glob(f"{_UNFINISHED}*"), folder]:
        if path.is_dir():
            shutil.rmtree(path)


def _is_whole(folder: Path) -> bool:
    return all((folder / name).is_file() for name in _FILES)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _ignore(stage: str, share: float) -> None:
    """Progress that nobody asked for."""
