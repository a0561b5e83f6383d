"""How long the service takes for a page, over loopback, beside the plainest call it has."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import numpy as np

from corpus.errors import SamklangError

PAGES = (
    "/",
    "/search?q=klimatkontrakt",
    "/documents",
    "/assessments",
    "/portfolio",
    "/administration",
    "/help",
)
_COMMAND = (sys.executable, "-c", "from service.cli import main; main()", "serve", "--port", "0")


@dataclass(frozen=True, slots=True)
class PagesBench:
    """Milliseconds by path: median and 95th percentile; ``bare`` is the median of ``/healthz``."""

    p50: dict[str, float]
    p95: dict[str, float]
    bare: float


def measure_pages(data: Path, models: Path, *, rounds: int = 40) -> PagesBench:
    """Ask for every page ``rounds`` times, in turn, from a service of its own.

    Raises:
        SamklangError: the service did not come up, or a page was not answered with 200.
    """
    with _served(data, models) as address, httpx.Client(base_url=address, timeout=60) as client:
        for path in PAGES:
            _seconds(client, path)
        taken: dict[str, list[float]] = {path: [] for path in ("/healthz", *PAGES)}
        for _ in range(rounds):
            for path, seconds in taken.items():
                seconds.append(_seconds(client, path) * 1000)
    return PagesBench(
        {path: float(np.median(taken[path])) for path in PAGES},
        {path: float(np.percentile(taken[path], 95)) for path in PAGES},
        float(np.median(taken["/healthz"])),
    )


def _seconds(client: httpx.Client, path: str) -> float:
    begun = time.perf_counter()
    answer = client.get(path, headers={"Accept": "text/html"})
    taken = time.perf_counter() - begun
    if answer.status_code != 200:
        raise SamklangError(f"{path} was answered with {answer.status_code}")
    return taken


@contextmanager
def _served(data: Path, models: Path) -> Iterator[str]:
    environment = {
        **os.environ,
        "SAMKLANG_DATA_DIR": str(data),
        "SAMKLANG_MODEL_DIR": str(models),
        "SAMKLANG_LOG": "off",
    }
    process = subprocess.Popen(
        _COMMAND, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    try:
        said = next((line for line in process.stdout if "http://" in line), "")
        if not said:
            raise SamklangError("samklang serve said no address")
        yield said[said.index("http://") :].split()[0]
    finally:
        process.terminate()
        process.wait(60)
