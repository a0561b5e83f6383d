"""Model folders that were made elsewhere: on this disk or on a hub."""

from pathlib import Path

from corpus.embedding.recipe import digest_of, model_key, read_recipe
from corpus.embedding.runner import OnnxEmbedder
from corpus.errors import ModelError

# The plain graph only: hubs keep a dozen quantised variants beside it.
_WANTED = [
    "model.onnx*",
    "onnx/model.onnx*",
    "tokenizer.json",
    "onnx/tokenizer.json",
    "config.json",
    "config_sentence_transformers.json",
    "1_Pooling/config.json",
    "samklang.json",
]


def open_folder(folder: Path, *, name: str = "", threads: int = 0) -> OnnxEmbedder:
    """An embedder over a folder with `model.onnx` and `tokenizer.json` (in it, or in `onnx/`).

    Raises:
        ModelError: a file is missing or cannot be used.
    """
    graph = _find(folder, "model.onnx")
    tokenizer = _find(folder, "tokenizer.json")
    recipe = read_recipe(folder, name or folder.resolve().name)
    # Weights past 2 GB lie in files beside the graph.
    parts = sorted(path for path in graph.parent.glob("model.onnx*") if path.is_file())
    key = model_key(recipe.name, digest_of(recipe, *parts, tokenizer))
    return OnnxEmbedder(graph, tokenizer, key=key, recipe=recipe, threads=threads)


def open_hub_model(model: str, model_dir: Path, *, threads: int = 0) -> OnnxEmbedder:
    """An embedder over a hub's model `org/name`, downloaded once into `<model_dir>/hub`.

    Raises:
        ModelError: huggingface_hub is not installed, or the model cannot be had.
    """
    return open_folder(_fetch(model, model_dir / "hub"), name=model, threads=threads)


def _fetch(model: str, cache: Path) -> Path:
    try:
        from huggingface_hub import snapshot_download
        from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError
    except ImportError as error:
        raise ModelError(
            f'the model "{model}" lies on a hub, and huggingface_hub is not installed: '
            "`pip install huggingface_hub`, or give a folder with model.onnx and tokenizer.json"
        ) from error
    try:
        # What was downloaded once must load without a network.
        folder = snapshot_download(
            model, cache_dir=cache, allow_patterns=_WANTED, local_files_only=True
        )
        _find(Path(folder), "model.onnx")
        return Path(folder)
    except (LocalEntryNotFoundError, ModelError):
        pass
    try:
        return Path(snapshot_download(model, cache_dir=cache, allow_patterns=_WANTED))
    except (HfHubHTTPError, OSError, ValueError) as error:
        raise ModelError(
            f'the model "{model}" is no folder here and could not be fetched from the hub '
            f"({_first_line(error)}): check the name and the network, or give a folder with "
            "model.onnx and tokenizer.json"
        ) from error


def _find(folder: Path, name: str) -> Path:
    for path in (folder / name, folder / "onnx" / name):
        if path.is_file():
            return path
    raise ModelError(
        f'"{folder}" holds no {name}: a model folder needs model.onnx and tokenizer.json '
        "(`optimum-cli export onnx` writes both)"
    )


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
