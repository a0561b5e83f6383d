"""A few documents of the shipped library, taken in once and only read by the tests."""

from pathlib import Path

import pytest

from ingest.intake import ingest_files
from ingest.outcome import Outcome
from ingest.walk import find_sources

TAKEN = {
    "internationalisation-strategy-sv",
    "eu-climate-city-contract",
    "partner-gef",
    "partner-mi-utm",
    "sample-harbour-heat-exchange",
}


@pytest.fixture(scope="session")
def library(open_shelf, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("library") / "data"
    sources = [s for s in find_sources((), collection=None).sources if s.key in TAKEN]
    assert len(sources) == len(TAKEN)
    with open_shelf(folder) as store:
        outcomes = list(ingest_files(store, sources))
    assert {o.outcome for o in outcomes} == {Outcome.IN}
    return folder


@pytest.fixture(scope="session")
def books(library, open_shelf):
    with open_shelf(library) as store:
        yield store
