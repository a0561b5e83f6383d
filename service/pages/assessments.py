"""Assessments: the list, a new one, one with its review, and its memo to read and print."""

from __future__ import annotations

from contextlib import aclosing
from functools import partial
from threading import Lock
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from corpus.assessment import Kind
from corpus.errors import UsageError
from corpus.records import Document
from service import auth
from service.assessing import Done, Order, as_it_stands, assess, framework_of
from service.auth import Action
from service.deps import ChatOf, MetricsOf, WarmStore, leave_to, open_assessment, open_document
from service.handed import file_named, file_of_text
from service.memos import write_memo
from service.pages import forgery
from service.pages.frame import Frame, FrameOf
from service.pages.markdown import render_markdown
from service.pages.reviewed import view_of
from service.paging import sheet_of
from service.proposal import Proposal, order_for, take_in_proposal
from service.routes.assessments import watch
from service.uploads import Upload, read_upload

router = APIRouter(prefix="/assessments")

_PER_PAGE = 50


@router.get("", dependencies=[Depends(leave_to(Action.LIST))])
def show_assessments(frame: FrameOf, page: Annotated[int, Query(ge=1, le=10_000)] = 1) -> Response:
    """Every assessment, the newest first, as its review left it."""
    framework = framework_of(frame.store)
    kept = [a for a in frame.store.catalog.assessments() if auth.may(frame.user, Action.LIST, a)]
    shown, pages = sheet_of(kept, page, _PER_PAGE)
    return frame.show(
        "assessments.html",
        rows=[(one, as_it_stands(one, framework)) for one in shown],
        replaced={one.previous for one in kept if one.previous},
        count=len(kept),
        page=page,
        pages=pages,
    )


@router.get("/new", dependencies=[Depends(leave_to(Action.ASSESS))])
def show_new(
    frame: FrameOf, document: Annotated[str | None, Query(max_length=20)] = None
) -> Response:
    """A form for a file, a text, or a document that is there already."""
    held = None
    if document:
        held = open_document(
            frame.store, frame.user, action=Action.READ, document_id=document, version=None
        )
    return frame.show("assessment_new.html", kinds=list(Kind), held=held)


@router.post("", dependencies=[Depends(leave_to(Action.ASSESS))])
async def make(
    request: Request, frame: FrameOf, store: WarmStore, chat: ChatOf, metrics: MetricsOf
) -> Response:
    """Assess what a form without JavaScript hands in, and show the result."""
    form = await read_upload(request, most_mb=store.settings.max_file_mb)
    forgery.check(form.fields.get(forgery.FIELD, ""), request.cookies.get(forgery.COOKIE))
    kind, language = form.fields.get("kind", ""), form.fields.get("language", "")
    order = order_for(
        store,
        frame.user,
        kind=Kind(kind) if kind in set(Kind) else None,
        language="en" if language == "en" else "sv",
    )
    document = await to_thread.run_sync(
        partial(_take_in, frame, form, order, request.app.state.writing)
    )
    async with aclosing(watch(assess(store, chat, document, order), metrics)) as events:
        [kept] = [one.kept async for one in events if isinstance(one, Done)]
    return RedirectResponse(f"/assessments/{kept.assessment.id}", status_code=303)


def _take_in(frame: Frame, form: Upload, order: Order, writing: Lock) -> Document:
    """The document of the file, the text or the id in a form; the first of these it has.

    Raises:
        UsageError: it has none of them.
    """
    fields = form.fields
    title, text = fields.get("title", "").strip(), fields.get("text", "").strip()
    if held := fields.get("document"):
        return open_document(
            frame.store, frame.user, action=Action.READ, document_id=held, version=None
        )
    if form.data:
        opened = partial(file_named, form.name, form.data)
    elif text:
        title = title or frame.say("Untitled")
        opened = partial(file_of_text, title, text)
    else:
        raise UsageError(frame.say("Choose a file, or paste a text, before you start."))
    return take_in_proposal(frame.store, Proposal(opened, order, None, title or None), writing)


@router.get("/{assessment_id}", dependencies=[Depends(leave_to(Action.READ))])
def show_assessment(assessment_id: str, frame: FrameOf) -> Response:
    """What was found on each criterion with both sides' words, and a review of each."""
    kept = open_assessment(frame.store, frame.user, Action.READ, assessment_id)
    return frame.show("assessment.html", view=view_of(frame, kept))


@router.get("/{assessment_id}/memo", dependencies=[Depends(leave_to(Action.READ))])
def show_memo(assessment_id: str, frame: FrameOf) -> Response:
    """The memo as a page, to read and to print."""
    kept = open_assessment(frame.store, frame.user, Action.READ, assessment_id)
    framework = framework_of(frame.store)
    text = (
        frame.store.catalog.signed_bytes(kept.assessment.id, "md")
        if kept.is_signed
        else write_memo(kept, "md", framework)
    )
    return frame.show(
        "memo.html",
        kept=kept,
        memo=render_markdown(text.decode()),
        language_of_memo=kept.assessment.language,
    )
