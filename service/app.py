"""The HTTP service, assembled."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial
from threading import Lock

from fastapi import FastAPI

from corpus.settings import Settings
from corpus.store import Store
from ingest.sandbox import ReaderPool
from pipeline.llm import ChatModel
from pipeline.retrieve import retrieve
from service import description, pages, problems
from service.chat import describe_model, open_chat
from service.guards import Guards
from service.jobs import Jobs
from service.limits import Limits, allow
from service.metrics import CountedMeter, Metrics
from service.recorder import Recorder
from service.routes import (
    ask,
    assessments,
    collections,
    commands,
    conversations,
    documents,
    health,
    intake,
    jobs,
    places,
    portfolio,
    search,
)
from service.running import runners

_DESCRIPTION = (
    "Asks a shelf of documents, in Swedish or English, and answers with verbatim quotes. Offsets "
    "are half-open, in code points of a version's canonical text. Errors are "
    "`application/problem+json`. A verdict `verified` says that a quote stands at its place, not "
    "that it is true."
)
# Drawing a page takes milliseconds; a page that takes this long would never be looked at.
_DRAW_SECONDS = 30.0
# What a job is given to end at a page or a sentence before the process ends without it: a batch of
# sentences is embedded in about a second.
_STOP_SECONDS = 10.0

_ROUTERS = tuple(
    module.router
    for module in (
        search,
        ask,
        assessments,
        portfolio,
        conversations,
        collections,
        documents,
        intake,
        jobs,
        commands,
        places,
        health,
    )
)


def create_app(
    settings: Settings,
    store: Store,
    *,
    announce: Callable[[str], object] | None = None,
    token: str | None = None,
) -> FastAPI:
    """The service over an open store, which must stay open as long as the app runs.

    ``announce`` hears, in a sentence, what the language model was found to be able to do.
    ``token`` is what commands of the data folder's owner prove themselves with.
    """
    app = FastAPI(
        title="Samklang",
        version="0.1.0",
        description=_DESCRIPTION,
        lifespan=_lifespan,
        # the description has a route of its own, guarded like the others; the ready-made pages
        # for it load scripts from other hosts
        openapi_url=None,
    )
    app.state.store = store
    app.state.metrics = Metrics()
    app.state.chat = open_chat(settings, store, CountedMeter(store.catalog, app.state.metrics))
    app.state.announce = announce
    app.state.writing = Lock()
    app.state.drawing = Lock()
    app.state.token = token
    app.state.jobs = Jobs(store, runners(store, app.state.chat, app.state.writing))
    for router in _ROUTERS:
        app.include_router(router)
    pages.install(app)
    problems.install(app)
    description.install(app)
    # the last is the outermost
    app.add_middleware(Limits, allowance=allow(settings, app.state.metrics, app.state.chat))
    app.add_middleware(Guards, allowed_hosts=settings.allowed_hosts)
    app.add_middleware(Recorder, observe=app.state.metrics.observe)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Load the model while the first requests already get answers; keep workers for drawing."""
    state = app.state
    with (
        ThreadPoolExecutor(1, thread_name_prefix="warming") as loader,
        ReaderPool(workers=1, seconds=_DRAW_SECONDS) as state.pool,
    ):
        state.warm = partial(loader.submit, _warm, state.store)
        state.warming = state.warm()
        probing = asyncio.create_task(_probe(state.chat, state.announce))
        await state.jobs.start(state.warming)
        yield
        await state.jobs.stop(_STOP_SECONDS)
        probing.cancel()


async def _probe(chat: ChatModel | None, announce: Callable[[str], object] | None) -> None:
    """Find out what the language model can do before the first question waits for it."""
    if chat is None:
        return
    found = describe_model(chat.endpoint, await chat.abilities())
    if announce:
        announce(found)


def _warm(store: Store) -> None:
    """Ask once, so that model and indexes are open before two requests open them at a time."""
    retrieve(store, "klimat", limit=1)
