"""Samklang by its command line alone: ``ingest``, ``documents``, ``serve`` and ``search``.

Questions go over HTTP to ``samklang serve``, since a command for each would measure how long
Python takes to start; a few are put by ``samklang search`` too, to prove that both rank alike.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from peerbench.contract import Found
from peerbench.corpora import Corpus, fold_name
from peerbench.memory import CommandFailedError, Watched, run_watched, started
from peerbench.outcome import Ask, Outcome, count_pages

# some files refused: the corpus holds scans, and every system leaves those out
_INGESTED = (0, 3)
_WARM, _COMPARED = 3, 4


@dataclass(frozen=True, slots=True)
class Shelf:
    """A data folder as other programs see it. ``keys`` and ``languages`` go by document id."""

    command: str
    environment: Mapping[str, str]
    keys: Mapping[str, str]
    languages: Mapping[str, str]
    limit: int


def run_samklang(
    command: str,
    corpus: Corpus,
    asks: Sequence[Ask],
    *,
    environment: Mapping[str, str],
    limit: int,
    filled: bool,
) -> tuple[Outcome, dict[str, str]]:
    """Samklang's outcome, and the language of each document by its key.

    ``filled``: the data folder of the environment holds the corpus already.

    Raises:
        CommandFailedError: one of its commands failed.
    """
    ingest = None if filled else _ingest(command, corpus, environment)
    shelf, documents = _look(command, corpus, environment, limit)
    version, _ = run_watched([command, "--version"], environment)
    outcome = Outcome(
        title="Samklang",
        versions={"samklang": version.split()[-1]},
        passages=sum(row["passages"] for row in documents),
        pages=ingest.pages if ingest else 0,
        ingest_seconds=ingest.seconds if ingest else None,
        peak=ingest.peak if ingest else 0,
    )
    _ask_all(shelf, asks, outcome)
    outcome.notes.append(_compare(shelf, asks, outcome))
    return outcome, {shelf.keys[one]: language for one, language in shelf.languages.items()}


@dataclass(slots=True)
class _Ingest:
    pages: int = 0
    seconds: float = 0.0
    peak: int = 0


def _ingest(command: str, corpus: Corpus, environment: Mapping[str, str]) -> _Ingest:
    """Take every folder in, or what Samklang ships."""
    calls = [[str(path), "--collection", name] for name, path in corpus.folders.items()] or [[]]
    found = _Ingest()
    for arguments in calls:
        told, peak = run_watched(
            [command, "ingest", *arguments, "--json"], environment, fine=_INGESTED
        )
        summary = json.loads(told)
        files = summary["files"]
        found.pages += sum(count_pages(f["pages"], f["characters"]) for f in files)
        found.seconds += summary["seconds"]
        found.peak = max(found.peak, peak)
    return found


def _look(
    command: str, corpus: Corpus, environment: Mapping[str, str], limit: int
) -> tuple[Shelf, list[dict[str, Any]]]:
    told, _ = run_watched([command, "documents", "--json"], environment)
    rows = json.loads(told)["documents"]
    names = {(s.collection, fold_name(s.path.name)): s.key for s in corpus.sources}
    # a document of another corpus keeps its id, which no evidence names
    keys = {
        row["id"]: names.get((row["collection"], fold_name(row["filename"])), row["id"])
        for row in rows
    }
    languages = {row["id"]: row["language"] for row in rows}
    return Shelf(command, environment, keys, languages, limit), rows


def _ask_all(shelf: Shelf, asks: Sequence[Ask], outcome: Outcome) -> None:
    with _served(shelf) as (connection, watched):
        for ask in asks[:_WARM]:
            _get(connection, _address(shelf, ask))
        for ask in asks:
            began = time.perf_counter()
            hits = _get(connection, _address(shelf, ask))
            outcome.seconds[ask.key] = time.perf_counter() - began
            outcome.found[ask.key] = [_as_found(shelf, hit) for hit in hits]
        outcome.peak = max(outcome.peak, watched.peak)


@contextmanager
def _served(shelf: Shelf) -> Iterator[tuple[HTTPConnection, Watched]]:
    with started([shelf.command, "serve", "--port", "0"], shelf.environment) as watched:
        said = watched.lines.readline().split()
        if not said:
            raise CommandFailedError("samklang serve ended before it listened")
        connection = HTTPConnection(urlsplit(said[-1]).netloc, timeout=120)
        try:
            yield connection, watched
        finally:
            connection.close()


def _address(shelf: Shelf, ask: Ask) -> str:
    named = [("collection", name) for name in ask.collections]
    asked = urlencode([("q", ask.text), ("limit", shelf.limit), *named], quote_via=quote)
    return f"/api/search?{asked}"


def _get(connection: HTTPConnection, address: str) -> list[dict[str, Any]]:
    connection.request("GET", address)
    answer = connection.getresponse()
    told = answer.read()
    if answer.status != 200:
        raise CommandFailedError(f"samklang serve answered {answer.status}: {told.decode()[:300]}")
    hits: list[dict[str, Any]] = json.loads(told)["hits"]
    return hits


def _as_found(shelf: Shelf, hit: Mapping[str, Any]) -> Found:
    first, last = hit["page"], hit["page_end"]
    pages = () if first is None else tuple(range(first, (last or first) + 1))
    return Found(shelf.keys[hit["document_id"]], pages, hit["text"])


def _compare(shelf: Shelf, asks: Sequence[Ask], outcome: Outcome) -> str:
    """Whether commands rank as the service does, on a few questions spread over the run."""
    few = asks[:: max(1, len(asks) // _COMPARED)][:_COMPARED]
    same, seconds = 0, []
    for ask in few:
        named = [part for name in ask.collections for part in ("--collection", name)]
        call = [shelf.command, "search", ask.text, "--limit", str(shelf.limit), "--json", *named]
        began = time.perf_counter()
        told, _ = run_watched(call, shelf.environment)
        seconds.append(time.perf_counter() - began)
        hits = [_as_found(shelf, hit) for hit in json.loads(told)["hits"]]
        same += hits == outcome.found[ask.key]
    cold = sorted(seconds)[len(seconds) // 2]
    return (
        f"`samklang search` gave the same ranking as `samklang serve` on {same} of {len(few)} "
        f"questions; started afresh for each it took {cold:.1f} s."
    )
