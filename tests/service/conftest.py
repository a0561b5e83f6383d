"""Three real documents of the library in a real data folder, made once."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from corpus.records import Document
from corpus.settings import Settings
from corpus.store import Store, open_store
from ingest.intake import ingest_files
from ingest.outcome import Outcome
from ingest.walk import find_sources
from service.app import create_app
from service.cli.entry import run

ROOT = Path(__file__).parents[2]
TAKEN = {"internationalisation-strategy.pdf", "climate-city-contract.pdf", "cnca.docx"}

Run = Callable[..., "subprocess.CompletedProcess[str]"]
Serve = Callable[[Path], AbstractContextManager["Service"]]


@pytest.fixture(scope="session")
def model_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    given = os.environ.get("SAMKLANG_MODEL_DIR")
    return Path(given) if given else tmp_path_factory.mktemp("models")


@pytest.fixture(scope="session")
def shelf(model_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with three documents; nobody holds it open, so it may be copied."""
    folder = tmp_path_factory.mktemp("shelf") / "data"
    sources = [s for s in find_sources((), collection=None).sources if s.path.name in TAKEN]
    with open_store(Settings(data_dir=folder, model_dir=model_dir)) as store:
        outcomes = list(ingest_files(store, sources))
    assert {o.outcome for o in outcomes} <= {Outcome.IN, Outcome.IN_WITH_WARNINGS}
    assert len(outcomes) == len(TAKEN)
    return folder


@pytest.fixture(scope="session")
def store(
    shelf: Path, model_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """An open store that tests read and leave as it is."""
    folder = tmp_path_factory.mktemp("read") / "data"
    shutil.copytree(shelf, folder)
    with open_store(Settings(data_dir=folder, model_dir=model_dir)) as opened:
        yield opened


@pytest.fixture(scope="session")
def app(store: Store) -> FastAPI:
    return create_app(store.settings, store)


@pytest.fixture(scope="session")
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url="http://localhost", client=("127.0.0.1", 40000)) as opened:
        yield opened


@pytest.fixture(scope="session")
def strategy(store: Store) -> Document:
    """A PDF of several pages."""
    return next(d for d in store.catalog.documents() if d.collection == "strategy-digest")


@pytest.fixture(scope="session")
def profile(store: Store) -> Document:
    """A Word document, which has no pages."""
    return next(d for d in store.catalog.documents() if d.filename == "cnca.docx")


@pytest.fixture
def own_shelf(shelf: Path, tmp_path: Path) -> Path:
    """A copy of the data folder that a test may change."""
    return Path(shutil.copytree(shelf, tmp_path / "data"))


@pytest.fixture(scope="session")
def environment(model_dir: Path) -> dict[str, str]:
    """What a samklang process of the tests sees."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("SAMKLANG_")}
    return kept | {"PYTHONPATH": str(ROOT), "SAMKLANG_MODEL_DIR": str(model_dir)}


COMMAND = (sys.executable, "-c", "from service.cli import main; main()")


@pytest.fixture
def samklang(
    model_dir: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run the command in this process, with a data folder of one's choice."""
    monkeypatch.setenv("SAMKLANG_MODEL_DIR", str(model_dir))
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str, data: Path | None = None) -> subprocess.CompletedProcess[str]:
        monkeypatch.setenv("SAMKLANG_DATA_DIR", str(data or tmp_path / "data"))
        capsys.readouterr()
        status = run(arguments)
        out, err = capsys.readouterr()
        return subprocess.CompletedProcess(arguments, status, out, err)

    return call


@pytest.fixture
def samklang_process(environment: dict[str, str], tmp_path: Path) -> Run:
    """The same in a process of its own: slower, and as it is in life."""

    def call(
        *arguments: str, data: Path | None = None, **more: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*COMMAND, *arguments],
            env=environment | {"SAMKLANG_DATA_DIR": str(data or tmp_path / "data")} | more,
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )

    return call


class Service:
    """A service in a process of its own, and where it answers."""

    def __init__(self, process: subprocess.Popen[str], url: str, folder: Path) -> None:
        self.process = process
        self.url = url
        self.folder = folder

    def end(self, number: int) -> int:
        """Send a signal (SIGKILL: to its workers too); the exit status."""
        if number == signal.SIGKILL:
            os.killpg(self.process.pid, number)
        else:
            self.process.send_signal(number)
        self.process.communicate(timeout=120)
        return self.process.returncode


@pytest.fixture(scope="session")
def serve(environment: dict[str, str]) -> Serve:
    """Serve a data folder on a free port until the ``with`` block ends, or the test ends it."""

    @contextmanager
    def serving(folder: Path) -> Iterator[Service]:
        process = subprocess.Popen(
            [*COMMAND, "serve", "--port", "0"],
            env=environment | {"SAMKLANG_DATA_DIR": str(folder)},
            cwd=folder.parent,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        url = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())[0]
        service = Service(process, url, folder)
        try:
            yield service
        finally:
            if process.poll() is None:
                service.end(signal.SIGTERM)

    return serving
