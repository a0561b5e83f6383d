"""Passage vectors kept between runs by the sha256 of their text, so that a bench can be repeated.

A run that reads kept vectors measures no ingest speed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float32]


class Vectors(Protocol):
    """Where vectors of texts may be kept."""

    def read(self, texts: Sequence[str]) -> list[Vector | None]:
        """The vector of each text, None where it is not kept."""
        ...

    def keep(self, texts: Sequence[str], vectors: Sequence[Vector]) -> None:
        """Keep the vectors of these texts."""
        ...


class NoVectors:
    """Keeps nothing: every text is embedded."""

    def read(self, texts: Sequence[str]) -> list[Vector | None]:
        """None for each text."""
        return [None] * len(texts)

    def keep(self, texts: Sequence[str], vectors: Sequence[Vector]) -> None:
        """Forget them."""


class KeptVectors:
    """Vectors in one SQLite file for each model."""

    def __init__(self, folder: Path, model: str) -> None:
        """Open or make the file; ``model`` names the weights."""
        folder.mkdir(parents=True, exist_ok=True)
        # a framework may embed in a thread of its own, one at a time
        self._file = sqlite3.connect(folder / f"{model}.sqlite", check_same_thread=False)
        self._file.execute("CREATE TABLE IF NOT EXISTS kept (text BLOB PRIMARY KEY, vector BLOB)")

    def read(self, texts: Sequence[str]) -> list[Vector | None]:
        """The vector of each text, None where it is not kept."""
        return [self._read(text) for text in texts]

    def keep(self, texts: Sequence[str], vectors: Sequence[Vector]) -> None:
        """Keep the vectors of these texts."""
        rows = [(_name(t), v.tobytes()) for t, v in zip(texts, vectors, strict=True)]
        with self._file:
            self._file.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?)", rows)

    def _read(self, text: str) -> Vector | None:
        query = "SELECT vector FROM kept WHERE text = ?"
        row = self._file.execute(query, (_name(text),)).fetchone()
        return None if row is None else np.frombuffer(row[0], np.float32)


def _name(text: str) -> bytes:
    return sha256(text.encode("utf-8", "surrogatepass")).digest()
