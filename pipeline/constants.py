"""The tuned constants, per embedding model; ``<data>/constants.toml`` wins over the shipped."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from corpus.errors import SettingsError

_SHIPPED = Path(__file__).with_name("constants.toml")


@dataclass(frozen=True, slots=True)
class ClaimWeights:
    """How sentences are chosen; all in cosines, added to that of sentence and question.

    ``words``: for saying all the question's telling words. ``passage``: times how far the passage's
    score lies below the best. ``kind``: for holding a number, year or name where one is asked
    for. A further claim scores at most ``margin`` below the best; sentences with a cosine above
    ``same`` say the same.
    """

    run: str
    words: float
    passage: float
    kind: float
    margin: float
    same: float


@dataclass(frozen=True, slots=True)
class AnswerableWeights:
    """A logistic regression over the features of ``pipeline.answer.answerable``.

    ``of`` maps each feature to its weight; a probability of at least ``threshold`` is answered.
    """

    run: str
    bias: float
    threshold: float
    of: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Constants:
    """Values one embedding model is used with.

    Similarities are cosines; weights are added to them (``footnote`` is taken off a footnote), so
    0.01 is much: E5's scores for the best fifty passages of a question usually lie within 0.05.
    """

    run: str
    sentence_weight: float
    lexical_same: float
    lexical_cross: float
    shift: float
    steer: float
    footnote: float
    claims: ClaimWeights
    answerable: AnswerableWeights
    calibrated: bool = True


@cache
def load_constants(model_key: str, folder: Path | None = None) -> Constants:
    """The constants for an embedding model.

    Raises:
        SettingsError: a constants file is malformed.
    """
    tables = _read(_SHIPPED)
    local = folder / "constants.toml" if folder else None
    if local and local.is_file():
        tables |= _read(local)
    model = next((name for name in tables if model_key.startswith(name)), "default")
    values = dict(tables[model])
    try:
        claims = ClaimWeights(**values.pop("claims"))
        answerable = AnswerableWeights(**values.pop("answerable"))
        calibrated = model != "default"
        return Constants(**values, claims=claims, answerable=answerable, calibrated=calibrated)
    except (KeyError, TypeError) as error:
        raise SettingsError(f"constants.toml [{model}] is not complete: {error}") from error


def _read(path: Path) -> dict[str, dict[str, Any]]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f'"{path}" cannot be read: {error}') from error
