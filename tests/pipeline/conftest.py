"""A few documents of the shipped library, taken in once and only read by the tests."""

import json
import re
import shutil
from pathlib import Path

import pytest

from ingest.intake import ingest_files
from ingest.outcome import Outcome
from ingest.walk import find_sources
from pipeline import constants as constants_module

TAKEN = {
    "internationalisation-strategy-sv",
    "eu-climate-city-contract",
    "partner-gef",
    "partner-mi-utm",
    "sample-harbour-heat-exchange",
}
SHIPPED = Path(constants_module.__file__).with_name("constants.toml")
# what refuses a name that is not there and a request no document can answer, and nothing else
BIAS, OF = 2.0, {"names_near": -4.0, "clearly_unfit": -12.0}
LEVELS = (
    {"threshold": 0.0, "risk": 0.4, "refused": 0.0, "answered_falsely": 1.0},
    {"threshold": 0.5, "risk": 0.2, "refused": 0.1, "answered_falsely": 0.3},
    {"threshold": 0.99, "risk": 0.01, "refused": 0.9, "answered_falsely": 0.0},
)


@pytest.fixture(scope="session")
def library(open_shelf, tmp_path_factory) -> Path:
    """A data folder nobody holds open, so it may be copied."""
    folder = tmp_path_factory.mktemp("library") / "data"
    sources = [s for s in find_sources((), collection=None).sources if s.key in TAKEN]
    assert len(sources) == len(TAKEN)
    with open_shelf(folder) as store:
        outcomes = list(ingest_files(store, sources))
    assert {o.outcome for o in outcomes} == {Outcome.IN}
    return folder


@pytest.fixture(scope="session")
def books(library, open_shelf, tmp_path_factory):
    folder = Path(shutil.copytree(library, tmp_path_factory.mktemp("books") / "data"))
    with open_shelf(folder) as store:
        yield store


@pytest.fixture(scope="session")
def stop_at():
    """Give a data folder constants that stop answering, for the bundled model."""

    def write(folder: Path, *, bias=BIAS, of=None, pairs=None, levels=LEVELS) -> Path:
        # the shipped constants but for one table; JSON's numbers and strings are TOML's
        tables = re.split(r"^(?=\[)", SHIPPED.read_text(encoding="utf-8"), flags=re.MULTILINE)
        kept = [one for one in tables if not one.startswith("[e5-small.answerable]")]
        assert len(kept) == len(tables) - 1
        own = ['[e5-small.answerable]\nrun = "by hand"', f"bias = {bias}"]
        own += [f"of = {_inline(OF if of is None else of)}", f"pairs = {_inline(pairs or {})}"]
        own += [f"levels = [{', '.join(_inline(level) for level in levels)}]\n"]
        path = folder / "constants.toml"
        path.write_text("".join(kept) + "\n" + "\n".join(own), encoding="utf-8")
        return path

    return write


def _inline(values) -> str:
    return (
        "{ " + ", ".join(f"{name} = {json.dumps(value)}" for name, value in values.items()) + " }"
    )


@pytest.fixture(scope="session")
def stopping(library, stop_at, open_shelf, tmp_path_factory):
    """The same documents with constants that stop answering at a half."""
    folder = Path(shutil.copytree(library, tmp_path_factory.mktemp("stopping") / "data"))
    stop_at(folder)
    with open_shelf(folder) as store:
        yield store
