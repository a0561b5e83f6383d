"""The shipped library taken in once, and the sample put to it once, by the system as it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from corpus.embedding import Embedder
from corpus.store import Store
from eval.records import QuestionRecord
from eval.regression import Baseline, ask_sample, read_baseline
from ingest.intake import ingest_files
from ingest.outcome import Outcome
from ingest.walk import find_sources

OpenShelf = Callable[..., AbstractContextManager[Store]]
TakeLibrary = Callable[..., None]


@pytest.fixture(scope="session")
def take_library() -> TakeLibrary:
    """Ingest the shipped library, or of it the documents with the keys given."""

    def run(store: Store, keys: Iterable[str] = ()) -> None:
        wanted = set(keys)
        sources = find_sources((), collection=None).sources
        chosen = [one for one in sources if not wanted or one.key in wanted]
        outcomes = [one.outcome for one in ingest_files(store, chosen, workers=1)]
        assert outcomes == [Outcome.IN] * len(wanted or sources)

    return run


class Remembering:
    """The bundled model, asked only once for the same questions in the same call.

    Whole calls are remembered and not single texts, because what else is in a batch may change
    the last bits of a vector.
    """

    def __init__(self, model: Embedder) -> None:
        self._model = model
        self._known: dict[tuple[str, ...], Any] = {}

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._model, name)
        return partial(self._ask, name) if name.startswith("embed_queries") else found

    def _ask(self, name: str, texts: Sequence[str]) -> Any:
        call = (name, *texts)
        if call not in self._known:
            self._known[call] = getattr(self._model, name)(texts)
        return self._known[call]


@pytest.fixture(scope="session")
def open_quick(open_shelf: OpenShelf, model: Embedder) -> OpenShelf:
    """Open a data folder with a model that remembers what it was asked in this run."""
    remembering = Remembering(model)

    @contextmanager
    def opened(folder: Path) -> Iterator[Store]:
        with open_shelf(folder) as store:
            store.__dict__["embedder"] = remembering
            yield store

    return opened


@pytest.fixture(scope="session")
def library(
    open_quick: OpenShelf, take_library: TakeLibrary, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """A store of the whole shipped library, to be read only."""
    with open_quick(tmp_path_factory.mktemp("library") / "data") as store:
        take_library(store)
        yield store


@pytest.fixture(scope="session")
def baseline() -> Baseline:
    """The one that is committed."""
    return read_baseline()


@pytest.fixture(scope="session")
def records(library: Store, baseline: Baseline) -> tuple[QuestionRecord, ...]:
    """The sample, put to the library."""
    return ask_sample(library, baseline.questions)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder that is not there yet."""
    return tmp_path / "data"
