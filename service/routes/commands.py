"""``POST /api/commands/{name}``: what a command of the data folder's owner does with the store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Request, Response
from starlette.datastructures import State

from corpus.errors import ConflictError
from service.auth import Action
from service.deps import StoreOf, leave_to
from service.procedures import PROCEDURES, Use, clauses, evaluation, reviews, shelves, upkeep
from service.records import RECORD

router = APIRouter(prefix="/api/commands", tags=["jobs"])

MODULES = (clauses, evaluation, reviews, shelves, upkeep)
"""Whose procedures can be called."""

_OTHER_VERSION = "the service runs another version of Samklang than the command; restart it"


@router.post(
    "/{name}",
    summary="Do what a command was told to do",
    response_class=Response,
    responses={200: {"content": {RECORD: {}}}},
    dependencies=[Depends(leave_to(Action.COMMAND))],
)
def run_command(
    name: str,
    given: Annotated[dict[str, Any], Body(description="arguments by name")],
    request: Request,
    store: StoreOf,
) -> Response:
    """For the commands of the data folder's owner only, and only those of this very version."""
    known = PROCEDURES.get(name)
    try:
        arguments = known.read(given) if known else None
    except ValueError as error:
        raise ConflictError(_OTHER_VERSION) from error
    if known is None or arguments is None:
        raise ConflictError(_OTHER_VERSION)
    with _use_of(request.app.state, known.use):
        return Response(known.run(store, arguments), media_type=RECORD)


@contextmanager
def _use_of(state: State, use: Use) -> Iterator[None]:
    """Keep others from what they must not do meanwhile."""
    if use is Use.CATALOG:
        yield
        return
    # two threads must not open model and indexes at a time; what became of it shows in the work
    state.warming.exception()
    if use is Use.INDEXES:
        yield
    elif use is Use.UNCHANGED:
        with state.writing:
            yield
    else:
        with state.jobs.paused(), state.writing:
            yield
        state.warming = state.warm()
