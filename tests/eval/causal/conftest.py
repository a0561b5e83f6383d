"""Three small documents of the library by their Markdown, taken in once and copied to change."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.store import document_id
from eval.causal import Case, Shelf, library_sources, take_in
from ingest.walk import Source

TAKEN = {"partner-gef", "partner-c40", "sample-grannskap-over-sundet"}


@pytest.fixture(scope="session")
def sources() -> tuple[Source, ...]:
    return tuple(source for source in library_sources() if source.key in TAKEN)


@pytest.fixture(scope="session")
def base(sources: tuple[Source, ...], open_shelf, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("causal") / "base"
    with open_shelf(folder) as store:
        take_in(store, sources)
    return folder


@pytest.fixture
def shelf(base, sources, open_shelf, tmp_path) -> Iterator[Shelf]:
    folder = Path(shutil.copytree(base, tmp_path / "data"))
    with open_shelf(folder) as store:
        yield Shelf(store, {source.key: source for source in sources}, tmp_path / "desk")


@pytest.fixture
def case() -> Case:
    """The grant that the project over the strait was given."""
    return Case(
        question_id="lib052",
        language="en",
        asked="How much did the fund grant to the neighbourhood project across the strait?",
        collections=("initiatives",),
        rank=1,
        document_id=document_id("initiatives", "sample-grannskap-over-sundet"),
        key="sample-grannskap-over-sundet",
        quote="Nordiska Kvartersfonden (grundfinansiering) | 14,2 miljoner kronor | "
        "Beviljat 15 september 2026",
        quote_language="sv",
        alone=True,
    )
