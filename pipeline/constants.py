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
class RiskLevel:
    """Answering from ``threshold`` on, as measured on the tuning questions (out of fold).

    ``risk``: of the answers given, the share without any right citation. ``refused``: of the
    answerable questions, the share not answered. ``answered_falsely``: of the unanswerable ones,
    the share answered. All 0..1.
    """

    threshold: float
    risk: float
    refused: float
    answered_falsely: float


@dataclass(frozen=True, slots=True)
class AnswerableWeights:
    """A logistic regression over the features of ``pipeline.answer.answerable``.

    ``of`` maps each feature to its weight, ``pairs`` each language pair (``sv-en``: question-text)
    to what is added for it. ``levels`` are ordered by rising threshold; none means that every
    question is answered, because nothing is known of where to stop.
    """

    run: str
    bias: float
    of: Mapping[str, float]
    pairs: Mapping[str, float]
    levels: tuple[RiskLevel, ...]

    def level_for(self, risk: float, *, most_refused: float = 1.0) -> RiskLevel | None:
        """The level that refuses least at no more than this risk; None when never calibrated.

        Where no level that refuses at most ``most_refused`` keeps the risk, the one of them with
        the least risk.
        """
        open_to = [level for level in self.levels if level.refused <= most_refused]
        keeping = [level for level in open_to if level.risk <= risk]
        if keeping:
            return min(keeping, key=lambda level: (level.refused, level.risk))
        return min(open_to, key=lambda level: level.risk, default=None)


@dataclass(frozen=True, slots=True)
class Constants:
    """Values one embedding model is used with.

    Similarities are cosines; weights are added to them (``footnote`` is taken off a footnote), so
    0.01 is much: E5's scores for the best fifty passages of a question usually lie within 0.05.
    ``shift`` is how far the second query vector is moved into the other language, ``moved`` (0..1)
    its share where text in the other language is compared; ``cross_sv`` and ``cross_en`` are added
    to such text for a Swedish and an English question. ``late`` weighs the likeness word by word.
    """

    run: str
    sentence_weight: float
    lexical_same: float
    lexical_cross: float
    shift: float
    moved: float
    cross_sv: float
    cross_en: float
    late: float
    steer: float
    footnote: float
    claims: ClaimWeights
    answerable: AnswerableWeights
    calibrated: bool = True

    def lexical(self, *, own_language: bool) -> float:
        """The weight of the words, for text in the question's language or in another."""
        return self.lexical_same if own_language else self.lexical_cross

    def cross(self, language: str) -> float:
        """What is added to text in another language than the question's."""
        return self.cross_sv if language == "sv" else self.cross_en


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
    # the longest: "e5-small-sv" is no "e5-small"
    model = max((name for name in tables if model_key.startswith(name)), key=len, default="default")
    values = dict(tables[model])
    try:
        claims = ClaimWeights(**values.pop("claims"))
        answerable = _answerable(dict(values.pop("answerable")))
        calibrated = model != "default"
        return Constants(**values, claims=claims, answerable=answerable, calibrated=calibrated)
    except (KeyError, TypeError) as error:
        raise SettingsError(f"constants.toml [{model}] is not complete: {error}") from error


def _answerable(values: dict[str, Any]) -> AnswerableWeights:
    levels = tuple(RiskLevel(**level) for level in values.pop("levels", ()))
    return AnswerableWeights(**values, levels=levels)


def _read(path: Path) -> dict[str, dict[str, Any]]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f'"{path}" cannot be read: {error}') from error
