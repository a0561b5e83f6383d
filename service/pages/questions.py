"""Asking: the first page, conversations, and what is done with an answer."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import dataclass
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Depends, Form, Query, Response
from fastapi.responses import RedirectResponse

from corpus.records import Answer, Collection, Conversation, Note, Role, Turn
from corpus.store import Store
from pipeline.writing import Finished, write_answer
from service import auth
from service.auth import Action, User
from service.deps import ChatOf, MetricsOf, WarmStore, leave_to, open_conversation, searchable
from service.notes import describe_note
from service.pages.copying import copied
from service.pages.forgery import checked
from service.pages.frame import Frame, FrameOf
from service.pages.sources import Sources
from service.pages.speech import N_, Language
from service.paging import sheet_of
from service.reopened import reopen_answer
from service.routes.ask import watch
from service.routes.search import QueryText
from service.turns import earlier_questions, keep_turn

router = APIRouter()

_RECENT = 6
_PER_PAGE = 30
_EXAMPLES = (
    N_("What must be in place before a new initiative may start?"),
    N_("Which networks do Swedish cities already take part in?"),
    N_("How are the cities' own needs taken into account?"),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A turn as a page shows it. ``number`` counts from 1."""

    number: int
    turn: Turn
    answer: Answer
    notes: tuple[str, ...]
    copy: str
    feedback: str | None


def shelves(store: Store, user: User | None) -> list[Collection]:
    """The collections one may ask, those of initiatives last."""
    own = [c for c in store.catalog.collections() if auth.may(user, Action.ASK, c)]
    held = {d.collection for d in store.catalog.documents()}
    return sorted(
        (c for c in own if c.id in held), key=lambda c: (c.role is Role.INITIATIVES, c.title_sv)
    )


@router.get("/", dependencies=[Depends(leave_to(Action.ASK))])
def show_first(
    frame: FrameOf, collection: Annotated[list[str] | None, Query()] = None, q: str = ""
) -> Response:
    """The question, three to try, and what was asked last; on an empty system, the library."""
    recent = _conversations(frame)[:_RECENT]
    return frame.show(
        "ask.html",
        shelves=shelves(frame.store, frame.user),
        chosen=collection or [],
        question=q,
        examples=[frame.say(one) for one in _EXAMPLES],
        recent=recent,
        empty=not frame.store.catalog.active_versions(),
    )


@router.post("/questions", dependencies=[Depends(leave_to(Action.ASK)), Depends(checked)])
async def ask(
    frame: FrameOf,
    store: WarmStore,
    chat: ChatOf,
    metrics: MetricsOf,
    question: Annotated[QueryText, Form()],
    *,
    collection: Annotated[list[str] | None, Form()] = None,
    conversation: Annotated[str | None, Form(max_length=40)] = None,
) -> Response:
    """Answer a question sent without JavaScript, and show it in its conversation."""
    own = await to_thread.run_sync(_begin, frame, conversation)
    wanted = searchable(store, frame.user, action=Action.ASK, wanted=collection)
    earlier = await to_thread.run_sync(earlier_questions, store, own)
    written = write_answer(store, chat, question, collections=wanted, earlier=earlier)
    events = watch(written, metrics)
    async with aclosing(events):
        [answer] = [one.answer async for one in events if isinstance(one, Finished)]
    await to_thread.run_sync(keep_turn, store, own, answer)
    return RedirectResponse(f"/conversations/{own}#turn-{len(earlier) + 1}", status_code=303)


def _begin(frame: Frame, conversation: str | None) -> str:
    if not conversation:
        return frame.store.catalog.start_conversation()
    return open_conversation(frame.store, frame.user, Action.CONVERSE, conversation).id


@router.get("/conversations", dependencies=[Depends(leave_to(Action.RECALL))])
def show_conversations(
    frame: FrameOf, page: Annotated[int, Query(ge=1, le=10_000)] = 1
) -> Response:
    """Every conversation, the one used last first."""
    every = _conversations(frame)
    shown, pages = sheet_of(every, page, _PER_PAGE)
    return frame.show("conversations.html", conversations=shown, page=page, pages=pages)


def _conversations(frame: Frame) -> list[Conversation]:
    every = frame.store.catalog.conversations()
    return [one for one in every if auth.may(frame.user, Action.RECALL, one)]


@router.get("/conversations/{conversation_id}", dependencies=[Depends(leave_to(Action.RECALL))])
def show_conversation(
    conversation_id: str, frame: FrameOf, collection: Annotated[list[str] | None, Query()] = None
) -> Response:
    """A conversation with its answers, and a form for the next question."""
    own = open_conversation(frame.store, frame.user, Action.RECALL, conversation_id)
    return frame.show(
        "conversation.html",
        conversation=own,
        turns=_shown(frame, own.id),
        shelves=shelves(frame.store, frame.user),
        chosen=collection or [],
    )


@router.get(
    "/conversations/{conversation_id}/turns/{number}",
    dependencies=[Depends(leave_to(Action.RECALL))],
)
def show_turn(conversation_id: str, number: int, frame: FrameOf) -> Response:
    """One turn by itself, to take the place of what was streamed."""
    own = open_conversation(frame.store, frame.user, Action.RECALL, conversation_id)
    wanted = [one for one in _shown(frame, own.id) if one.number == number]
    return frame.show("turn.html", conversation=own, turns=wanted)


def _shown(frame: Frame, conversation_id: str) -> list[Shown]:
    sources = Sources(frame.store, frame.user)
    given = frame.store.catalog.feedback(conversation_id)
    shown = []
    for number, turn in enumerate(frame.store.catalog.turns(conversation_id), start=1):
        answer = sources.answer(reopen_answer(turn))
        notes = tuple(_note(one, answer, frame.language) for one in answer.notes)
        copy = copied(answer, frame.language)
        shown.append(Shown(number, turn, answer, notes, copy, given.get(number)))
    return shown


def _note(note: Note, answer: Answer, language: Language) -> str:
    """A note that was worded with the answer stays in its language."""
    return describe_note(note, answer.language if note.code == "as_saved" else language)


@router.post(
    "/conversations/{conversation_id}/turns/{number}/feedback",
    dependencies=[Depends(leave_to(Action.CONVERSE)), Depends(checked)],
)
def give_feedback(
    conversation_id: str,
    number: int,
    frame: FrameOf,
    helpful: Annotated[bool, Form()],
    reason: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Keep whether an answer helped, and why; the last word counts."""
    own = open_conversation(frame.store, frame.user, Action.CONVERSE, conversation_id)
    frame.store.catalog.keep_feedback(own.id, number, helpful=helpful, reason=reason.strip())
    return RedirectResponse(f"/conversations/{own.id}#turn-{number}", status_code=303)


@router.post(
    "/conversations/{conversation_id}/erase",
    dependencies=[Depends(leave_to(Action.FORGET)), Depends(checked)],
)
def erase(conversation_id: str, frame: FrameOf) -> Response:
    """Erase a conversation for good."""
    own = open_conversation(frame.store, frame.user, Action.FORGET, conversation_id)
    frame.store.catalog.erase_conversation(own.id)
    return RedirectResponse("/conversations", status_code=303)
