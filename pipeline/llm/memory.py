"""What a probe found, kept for a day beside the catalog, so that no command probes again."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

from pipeline.llm.endpoint import Endpoint
from pipeline.llm.exchange import Form
from pipeline.llm.probe import Found

NAME = "llm-abilities.json"
# seconds; servers are updated and models swapped under the same name
_DAY = 86_400.0


class Memory:
    """Findings of one data folder."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME

    def recall(self, endpoint: Endpoint) -> tuple[Found, int | None] | None:
        """What was found of an endpoint within a day, and the context it told of."""
        entry = self._read().get(_key(endpoint))
        try:
            if entry is None or not 0 <= time.time() - entry["at"] < _DAY:
                return None
            forms = tuple(Form(form) for form in entry["forms"])
            return Found(forms, bool(entry["streaming"])), entry["context"]
        except (KeyError, TypeError, ValueError):
            return None  # written by another version

    def keep(self, endpoint: Endpoint, found: Found, context: int | None) -> None:
        """Write down what was found; a folder that cannot be written to is probed from again."""
        entry = {
            "forms": list(found.forms),
            "streaming": found.streaming,
            "context": context,
            "at": time.time(),
        }
        beside = self._path.with_suffix(f".{os.getpid()}")
        try:
            text = json.dumps(self._read() | {_key(endpoint): entry}, indent=1)
            beside.write_text(text, encoding="utf-8")
            beside.replace(self._path)
        except OSError:
            beside.unlink(missing_ok=True)

    def _read(self) -> dict[str, Any]:
        try:
            read = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return read if isinstance(read, dict) else {}


def _key(endpoint: Endpoint) -> str:
    return f"{endpoint.provider}:{endpoint.model} {endpoint.base_url}"
