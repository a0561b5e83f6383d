"""The HTTP service, assembled."""

from __future__ import annotations

from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from threading import Lock

from fastapi import FastAPI

from corpus.settings import Settings
from corpus.store import Store
from ingest.sandbox import ReaderPool
from pipeline.retrieve import retrieve
from service import problems
from service.guards import Guards
from service.routes import ask, documents, health, places, search
from service.schemas import ProblemResponse

_DESCRIPTION = (
    "Asks a shelf of documents, in Swedish or English, and answers with verbatim quotes. Offsets "
    "are half-open, in code points of a version's canonical text. Errors are "
    "`application/problem+json`. A verdict `verified` says that a quote stands at its place, not "
    "that it is true."
)
# Drawing a page takes milliseconds; a page that takes this long would never be looked at.
_DRAW_SECONDS = 30.0


def create_app(settings: Settings, store: Store) -> FastAPI:
    """The service over an open store, which must stay open as long as the app runs."""
    app = FastAPI(
        title="Samklang",
        version="0.1.0",
        description=_DESCRIPTION,
        lifespan=_lifespan,
        # the description has a route of its own, guarded like the others; the ready-made pages
        # for it load scripts from other hosts
        openapi_url=None,
        responses={
            status: {"model": ProblemResponse, "description": what}
            for status, what in ((400, "unexpected host"), (403, "not allowed"))
        },
    )
    app.state.store = store
    app.state.writing = Lock()
    app.state.drawing = Lock()
    for module in (search, ask, documents, places, health):
        app.include_router(module.router)
    problems.install(app)
    app.add_middleware(Guards, allowed_hosts=settings.allowed_hosts)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Load the model while the first requests already get answers; keep workers for drawing."""
    state = app.state
    with (
        ThreadPoolExecutor(1, thread_name_prefix="warming") as loader,
        ReaderPool(workers=1, seconds=_DRAW_SECONDS) as state.pool,
    ):
        state.warming = loader.submit(_warm, state.store)
        yield


def _warm(store: Store) -> None:
    """Ask once, so that model and indexes are open before two requests open them at a time."""
    retrieve(store, "klimat", limit=1)
