"""How a model wants to be used: prefixes, pooling, length, and the key made of all that.

A model folder may say so itself in `samklang.json`; otherwise the files that hub models carry
are asked, and last the model's name.
"""

import json
import re
from dataclasses import asdict, dataclass, fields
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Literal

from corpus.errors import ModelError

RECIPE_FILE = "samklang.json"
# Passages are split far below this; longer windows cost quadratic time for text we never make.
DEFAULT_MAX_TOKENS = 512
_KEY_NAME = 11
_KEY_DIGEST = 12
_BGE_QUERY = "Represent this sentence for searching relevant passages: "


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What to put before a text and how to make one vector of its token vectors."""

    name: str
    query_prefix: str = ""
    passage_prefix: str = ""
    pooling: Literal["mean", "cls"] = "mean"
    max_tokens: int = DEFAULT_MAX_TOKENS
    revision: int = 1

    def dump(self) -> str:
        """The text of `samklang.json`."""
        return json.dumps(asdict(self), indent=1, sort_keys=True) + "\n"


def read_recipe(folder: Path, name: str) -> Recipe:
    """The recipe of a model folder, written there or guessed.

    Source for the guesses: the model cards of the E5 and BGE families; the prompts and pooling
    files of sentence-transformers.

    Raises:
        ModelError: `samklang.json` is not what it should be.
    """
    path = folder / RECIPE_FILE
    return _load_recipe(path) if path.is_file() else _guess_recipe(folder, name)


def guess_prefixes(name: str) -> tuple[str, str]:
    """The prefixes for queries and passages that a model of this name was trained with."""
    words = set(re.split(r"[^a-z0-9]+", name.lower()))
    if "e5" in words and "instruct" not in words:
        return "query: ", "passage: "
    if "bge" in words and "m3" not in words and "en" in words:
        return _BGE_QUERY, ""
    return "", ""


def model_key(name: str, digest: str) -> str:
    """A key of at most 24 characters from a model's name and a hexadecimal digest."""
    slug = re.sub(r"[^a-z0-9]+", "-", name.rpartition("/")[2].lower()).strip("-")
    return f"{slug[:_KEY_NAME].strip('-') or 'model'}-{digest[:_KEY_DIGEST]}"


def digest_of(recipe: Recipe, *files: Path) -> str:
    """sha256 (hexadecimal) over the files' bytes and the recipe."""
    whole = sha256(recipe.dump().encode())
    for path in files:
        with path.open("rb") as stream:
            whole.update(file_digest(stream, "sha256").digest())
    return whole.hexdigest()


def _load_recipe(path: Path) -> Recipe:
    known = {field.name: str if field.type is str else int for field in fields(Recipe)}
    values = _read_json(path)
    unknown = sorted(set(values) - set(known))
    if unknown or not isinstance(values.get("name"), str):
        detail = f"unknown: {', '.join(unknown)}" if unknown else "no name"
        raise ModelError(f'"{path}" may hold {", ".join(known)}, name required ({detail})')
    if values.get("pooling", "mean") not in ("mean", "cls"):
        raise ModelError(f'"{path}": pooling is "mean" or "cls", not "{values["pooling"]}"')
    return Recipe(**values)  # type: ignore[arg-type]


def _guess_recipe(folder: Path, name: str) -> Recipe:
    config = _read_json(folder / "config.json")
    names = f"{name} {config.get('_name_or_path', '')}"
    guessed = guess_prefixes(names)
    prompts = _read_json(folder / "config_sentence_transformers.json").get("prompts")
    prompts = prompts if isinstance(prompts, dict) else {}
    return Recipe(
        name=name,
        query_prefix=str(prompts.get("query") or guessed[0]),
        passage_prefix=str(prompts.get("passage") or prompts.get("document") or guessed[1]),
        pooling=_guess_pooling(folder, names),
        max_tokens=_guess_max_tokens(config),
    )


def _guess_pooling(folder: Path, names: str) -> Literal["mean", "cls"]:
    pooling = _read_json(folder / "1_Pooling" / "config.json")
    if pooling:
        return "cls" if pooling.get("pooling_mode_cls_token") else "mean"
    return "cls" if "bge" in names.lower() else "mean"


def _guess_max_tokens(config: dict[str, object]) -> int:
    positions = config.get("max_position_embeddings")
    if not isinstance(positions, int):
        return DEFAULT_MAX_TOKENS
    # RoBERTa counts its positions from the padding id + 1, so two of them are never used.
    spare = 2 if "roberta" in str(config.get("model_type", "")) else 0
    return min(DEFAULT_MAX_TOKENS, positions - spare)


def _read_json(path: Path) -> dict[str, object]:
    if not path.is_file():
        return {}
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ModelError(f'"{path}" is not JSON ({error}): mend or delete it') from error
    if not isinstance(values, dict):
        raise ModelError(f'"{path}" should hold a JSON object: mend or delete it')
    return values
