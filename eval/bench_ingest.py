"""What ingesting costs beside embedding, and what finding nothing new costs."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from corpus.settings import Settings
from corpus.store import Store, open_store
from ingest.embed import inputs_of
from ingest.intake import ingest_files
from ingest.outcome import Outcome
from ingest.walk import find_sources

T = TypeVar("T")

_TAKEN = frozenset({Outcome.IN, Outcome.IN_WITH_WARNINGS})


@dataclass(frozen=True, slots=True)
class IngestBench:
    """One corpus taken into an empty data folder. ``texts`` are passages and sentences.

    ``embedding_seconds`` is the time of embedding the same texts alone, all in one call, each
    distinct text of a document once, as ingest does.
    """

    documents: int
    texts: int
    seconds: float
    embedding_seconds: float

    @property
    def ratio(self) -> float:
        """Ingest over embedding alone; 1 would be free reading and writing."""
        return self.seconds / self.embedding_seconds


@dataclass(frozen=True, slots=True)
class UnchangedBench:
    """Tiny documents taken in, and the same command again when nothing has changed."""

    documents: int
    first_seconds: float
    again_seconds: float


def measure_ingest(settings: Settings, paths: Sequence[Path]) -> IngestBench:
    """Take the paths (none: the shipped library) into the empty folder of the settings."""
    walk = find_sources(paths, collection=None)
    with open_store(settings) as store:
        # the model's own start is not part of either side
        store.embedder.embed_passages(["warm"])
        seconds, outcomes = timed(lambda: list(ingest_files(store, walk.sources)))
        texts = embedded_texts(store)
        alone, _ = timed(lambda: store.embedder.embed_passages(texts))
    taken = sum(outcome.outcome in _TAKEN for outcome in outcomes)
    return IngestBench(taken, len(texts), seconds, alone)


def embedded_texts(store: Store) -> list[str]:
    """What was embedded for every active version, each distinct text of a document once."""
    texts: list[str] = []
    for document in store.catalog.documents():
        passages = store.catalog.passages_of(document.id, document.version)
        texts += dict.fromkeys(text for passage in passages for text in inputs_of(passage))
    return texts


def measure_unchanged(settings: Settings, folder: Path, count: int) -> UnchangedBench:
    """Write ``count`` tiny Markdown files into ``folder``, take them in, and come again.

    The second time is that of the whole work of a command that finds a folder as it was: walking,
    opening the data folder, hashing and looking up, without the interpreter's own start.
    """
    write_documents(folder, count)
    first, _ = timed(lambda: _ingest(settings, folder))
    again, outcomes = timed(lambda: _ingest(settings, folder))
    unchanged = sum(outcome is Outcome.UNCHANGED for outcome in outcomes)
    return UnchangedBench(unchanged, first, again)


def write_documents(folder: Path, count: int) -> None:
    """``count`` Markdown files with two sentences of their own each."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        text = (
            f"# Anteckning {number}\n\nMöte {number} hölls i stad {number % 290}. Inget beslöts.\n"
        )
        (folder / f"note-{number:05d}.md").write_text(text, encoding="utf-8")


def _ingest(settings: Settings, folder: Path) -> list[Outcome]:
    walk = find_sources([folder], collection="notes")
    with open_store(settings) as store:
        return [outcome.outcome for outcome in ingest_files(store, walk.sources)]


def timed(action: Callable[[], T]) -> tuple[float, T]:
    """Wall seconds of an action, and what it returned."""
    started = time.perf_counter()
    result = action()
    return time.perf_counter() - started, result
