"""A real service with the shipped library, and a real Chromium that walks its pages."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.browser.hands import Hand, Keyboard, Mouse

_SAMKLANG = str(Path(sys.executable).with_name("samklang"))
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
LOCALES = {"sv": "sv-SE", "en": "en-GB"}


def _serve(folder: Path, model_dir: Path, **settings: str) -> Iterator[str]:
    environment = {
        **os.environ,
        "SAMKLANG_DATA_DIR": str(folder),
        "SAMKLANG_MODEL_DIR": str(model_dir),
        # nobody reads the log, and a pipe that is full stops whoever writes to it
        "SAMKLANG_LOG": "off",
        **settings,
    }
    command = [_SAMKLANG, "serve", "--port", "0"]
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    address = ""
    for line in process.stdout:
        if "http://" in line:
            address = line[line.index("http://") :].split()[0]
            break
    assert address, "the service said no address"
    deadline = time.monotonic() + 120
    while httpx.get(f"{address}/help", timeout=60).status_code != 200:
        assert time.monotonic() < deadline
    yield address
    process.terminate()
    process.wait(60)


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory, model_dir: Path) -> Path:
    """A data folder with the shipped library taken in, or a copy of the one ``OVER`` names."""
    folder = tmp_path_factory.mktemp("library")
    if given := os.environ.get("OVER"):
        return Path(shutil.copytree(given, folder, dirs_exist_ok=True))
    environment = {
        **os.environ,
        "SAMKLANG_DATA_DIR": str(folder),
        "SAMKLANG_MODEL_DIR": str(model_dir),
    }
    subprocess.run([_SAMKLANG, "ingest"], env=environment, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="session")
def served(library: Path, model_dir: Path) -> Iterator[str]:
    """The address of a service over the library."""
    yield from _serve(library, model_dir)


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory, model_dir: Path) -> Iterator[str]:
    """The address of a service over an empty data folder."""
    yield from _serve(tmp_path_factory.mktemp("empty"), model_dir)


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    sync_api = pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed: make browser"
    )
    path = next((found for name in _BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    with sync_api.sync_playwright() as playwright:
        # in a container there is no user namespace for Chromium's sandbox
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(params=["sv", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def page(browser, language) -> Iterator[object]:
    """A page whose console must stay empty of errors."""
    context = browser.new_context(
        viewport={"width": 1440, "height": 900},
        locale=LOCALES[language],
        reduced_motion="reduce",
        accept_downloads=True,
    )
    context.set_default_timeout(60_000)
    own = context.new_page()
    faults: list[str] = []
    own.on("pageerror", lambda error: faults.append(str(error)))
    own.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    # no dialog for files opens from now on; asked for only when a key is pressed it may be too late
    own.on("filechooser", lambda chooser: None)
    yield own
    context.close()
    assert faults == []


@pytest.fixture(params=["mouse", "keyboard"])
def hand(request: pytest.FixtureRequest, page) -> Hand:
    """Whatever moves the page: a mouse, or the keyboard alone."""
    return Mouse(page) if request.param == "mouse" else Keyboard(page)
