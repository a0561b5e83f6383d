"""Assessing a file without having learnt from it: cross-validation over writers, or families.

Sentences of the tuning files are among the framework's examples. So that a figure over these files
says something of others, each is judged by what other writers' examples teach; where a folder does
not name its writers, each family (a file and its two other forms) by all other examples.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from corpus.embedding import Embedder
from corpus.framework import Framework
from eval.initiatives.records import Expected
from pipeline.assess.lessons import Teaching
from pipeline.assess.teach import equip, examples_of, teach


class HeldOut:
    """What is taught by all examples that stand in none of a writer's, or a family's, files."""

    def __init__(self, framework: Framework, embedder: Embedder) -> None:
        self._framework = framework
        self._examples = examples_of(framework)
        self._vectors = embedder.embed_passages([one.text for one in self._examples])
        self._last: tuple[str, Teaching] | None = None

    def without(self, folder: Path, entries: Sequence[Expected], entry: Expected) -> Teaching:
        """The lessons for judging ``entry``, one of the ``entries`` of ``folder``."""
        name = f"{folder}\0{entry.writer or entry.of}"
        if self._last is None or self._last[0] != name:
            files = [
                folder / one.file
                for one in entries
                if (one.writer or one.of) == (entry.writer or entry.of)
            ]
            text = " ".join(_line(file.read_text("utf-8")) for file in files)
            kept = np.array([_line(one.text) not in text for one in self._examples])
            examples = [one for one, stays in zip(self._examples, kept, strict=True) if stays]
            taught = equip(teach(examples, self._vectors[kept]), self._framework)
            self._last = name, taught
        return self._last[1]


def _line(text: str) -> str:
    return " ".join(text.split())
