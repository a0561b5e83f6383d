"""For whoever keeps the system: collections, models, constants, jobs, what was evaluated."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse

from corpus.errors import NotFoundError
from corpus.store import Store
from pipeline.constants import load_constants
from service import auth
from service.auth import Action
from service.deps import ChatOf, leave_to
from service.headers import REPORT_POLICY
from service.pages.frame import FrameOf
from service.procedures.evaluation import RUNS

router = APIRouter(dependencies=[Depends(leave_to(Action.LIST))])


@router.get("/administration")
def show_administration(frame: FrameOf, chat: ChatOf, request: Request) -> Response:
    """What the system holds and what it works with."""
    catalog = frame.store.catalog
    shelves = [c for c in catalog.collections() if auth.may(frame.user, Action.LIST, c)]
    documents = catalog.documents()
    counts = Counter(document.collection for document in documents)
    passages: Counter[str] = Counter()
    for document in documents:
        passages[document.collection] += document.passages
    tokens, cost = catalog.usage_on(datetime.now(UTC).date().isoformat())
    return frame.show(
        "administration.html",
        shelves=[(one, counts[one.id], passages[one.id]) for one in shelves],
        total=(len(documents), sum(passages.values())),
        embedding=_embedding(frame.store, request.app.state.warming),
        constants=load_constants(frame.store.model_key, frame.store.folder),
        endpoint=chat.endpoint if chat else None,
        usage=(tokens, cost),
        feedback=catalog.feedback_counts(),
        settings=frame.store.settings,
        jobs=[one for one in catalog.jobs(limit=20) if auth.may(frame.user, Action.LIST, one)],
        reports=_reports(frame.store),
    )


@dataclass(frozen=True, slots=True)
class Report:
    """A report of ``samklang eval`` in the data folder; ``made`` is ISO 8601 in UTC."""

    name: str
    made: str
    path: Path


def _reports(store: Store) -> list[Report]:
    """The reports below the data folder, the newest first."""
    found = []
    for path in (store.folder / RUNS).glob("*/report.html"):
        made = datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")
        found.append(Report(path.parent.name, made, path))
    return sorted(found, key=lambda one: one.made, reverse=True)


@router.get("/administration/reports/{name}")
def show_report(name: str, frame: FrameOf) -> Response:
    """One report, as it was written, but unable to run or load anything."""
    for report in _reports(frame.store):
        if report.name == name:
            headers = {"Content-Security-Policy": REPORT_POLICY}
            return HTMLResponse(report.path.read_bytes(), headers=headers)
    raise NotFoundError(f'there is no evaluation report "{name}" in the data folder')


def _embedding(store: Store, warming: Future[None]) -> dict[str, Any]:
    """The embedding model's key, and whether it can be used."""
    state = "loading"
    if warming.done():
        state = "failed" if warming.exception() else "ready"
    return {"key": store.model_key, "state": state, "known": store.catalog.model_keys()}
