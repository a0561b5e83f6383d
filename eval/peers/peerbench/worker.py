"""One framework in a process of its own: ``python -m peerbench.worker NAME JOB RESULT``.

JOB is JSON: sources, asks, the model's folder, the limit, collections that stand apart, and the
folder of kept vectors or null. RESULT is written as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from peerbench.contract import Document, Peer
from peerbench.documents import Source, read_document
from peerbench.model import Model
from peerbench.outcome import count_pages
from peerbench.systems import DISTRIBUTIONS, make_peer
from peerbench.vectors import KeptVectors

_WARM = 3


def main(arguments: Sequence[str]) -> None:
    """Fill the index, ask, write what was found."""
    name, job_file, result_file = arguments
    job = json.loads(Path(job_file).read_text(encoding="utf-8"))
    shelves = _Shelves(name, job)
    began = time.perf_counter()
    documents, passages = shelves.fill()
    seconds = time.perf_counter() - began
    result = {
        "versions": {one: version(one) for one in DISTRIBUTIONS[name]},
        "passages": passages,
        "pages": sum(_pages(document) for document in documents),
        "ingest_seconds": None if job["vectors"] else seconds,
        "answers": shelves.ask_all(),
    }
    Path(result_file).write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8")


def _pages(document: Document) -> int:
    characters = sum(len("".join(page.split())) for page in document.pages)
    return count_pages(len(document.pages) if document.paged else None, characters)


class _Shelves:
    """Two indexes: of what is searched always, and of what is searched only when named.

    Samklang keeps initiatives apart so; a peer that searched them always would only find more
    that is wrong.
    """

    def __init__(self, name: str, job: dict[str, Any]) -> None:
        folder = Path(job["model"])
        kept = KeptVectors(Path(job["vectors"]), folder.name) if job["vectors"] else None
        self._make, self._model = make_peer(name), Model(folder, kept)
        self._job = job
        self._apart: set[str] = set(job["apart"])
        self._peers: dict[bool, Peer] = {}

    def fill(self) -> tuple[list[Document], int]:
        """Every document that could be read, and the number of passages."""
        sources = (Source(s["key"], Path(s["path"]), s["collection"]) for s in self._job["sources"])
        documents = [document for document in map(read_document, sources) if document]
        passages = 0
        for apart in (False, True):
            inside = [d for d in documents if (d.collection in self._apart) is apart]
            if inside:
                self._peers[apart] = self._make(self._model, "apart" if apart else "always")
                passages += self._peers[apart].index(inside)
        return documents, passages

    def ask_all(self) -> dict[str, Any]:
        """Passages and seconds of every question; the first ones are asked twice to warm up."""
        asks = self._job["asks"]
        for ask in asks[:_WARM]:
            self._ask(ask)
        return {ask["key"]: self._ask(ask) for ask in asks}

    def _ask(self, ask: dict[str, Any]) -> dict[str, Any]:
        named = ask["collections"]
        apart = bool(named) and self._apart.issuperset(named)
        peer = self._peers[apart]
        # the index of what stands apart holds nothing else, unless only some of it is asked for
        chosen = [] if apart and self._apart == set(named) else named
        began = time.perf_counter()
        found = peer.search(ask["text"], collections=chosen, limit=self._job["limit"])
        seconds = time.perf_counter() - began
        return {"seconds": seconds, "found": [asdict(passage) for passage in found]}


if __name__ == "__main__":
    main(sys.argv[1:])
