"""Waiting for what happens by itself, with a bound that only a fault reaches."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
BOUND_SECONDS = 240.0


def until(look: Callable[[], T | None]) -> T:
    """What ``look`` gives as soon as it gives something."""
    end = time.monotonic() + BOUND_SECONDS
    while time.monotonic() < end:
        if (seen := look()) is not None:
            return seen
        time.sleep(0.05)
    raise AssertionError(f"nothing came within {BOUND_SECONDS} seconds")


def cleared(folder: Path) -> None:
    """Wait until what was uploaded is deleted, which follows the end of its job."""
    until(lambda: None if any((folder / "uploads").glob("*")) else True)


def ended(client, address: str) -> dict:
    """A job when it has ended."""

    def look() -> dict | None:
        job = client.get(address).json()
        return job if job["state"] not in ("queued", "running") else None

    return until(look)
