"""``/api/conversations``: begun, listed, opened, exported and erased."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Response

from service import auth
from service.auth import Action
from service.deps import StoreOf, UserOf, leave_to, open_conversation
from service.memos import MEDIA_TYPES
from service.paging import MOST, LimitOf, OffsetOf, page_of
from service.schemas import ConversationResponse, ConversationsResponse, TranscriptResponse
from service.transcript import write_markdown
from service.transcript_word import write_word

router = APIRouter(prefix="/api/conversations", tags=["conversations"])

_RECALL = [Depends(leave_to(Action.RECALL))]


@router.post(
    "",
    summary="Begin a conversation",
    status_code=201,
    dependencies=[Depends(leave_to(Action.CONVERSE))],
)
def begin_conversation(store: StoreOf) -> ConversationResponse:
    """A conversation with nothing in it, whose id goes with the questions asked in it.

    It is listed when its first question has been answered.
    """
    begun = store.catalog.start_conversation()
    return ConversationResponse.from_record(store.catalog.conversation(begun))


@router.get("", summary="List conversations", dependencies=_RECALL)
def list_conversations(
    store: StoreOf, user: UserOf, *, offset: OffsetOf = 0, limit: LimitOf = MOST
) -> ConversationsResponse:
    """Those in which something was answered, the one used last first; ``next`` follows them."""
    every = store.catalog.conversations()
    shown = [one for one in every if auth.may(user, Action.RECALL, one)]
    page, after = page_of(shown, "/api/conversations", offset=offset, limit=limit)
    return ConversationsResponse.from_record(page, after)


# before the route without an ending, which would take the ending for a part of the id
@router.get(
    "/{conversation_id}.md",
    summary="A conversation as Markdown",
    response_class=Response,
    responses={200: {"content": {"text/markdown": {}}}},
    dependencies=_RECALL,
)
def export_markdown(conversation_id: str, store: StoreOf, user: UserOf) -> Response:
    """Questions, claims with quotes, places and verdicts, and who worded them, to be filed."""
    conversation = open_conversation(store, user, Action.RECALL, conversation_id)
    text = write_markdown(conversation, store.catalog.turns(conversation.id))
    return _saved_as(f"{conversation.id}.md", text, "text/markdown; charset=utf-8")


@router.get(
    "/{conversation_id}.docx",
    summary="A conversation as a Word document",
    response_class=Response,
    responses={200: {"content": {MEDIA_TYPES["docx"]: {}}}},
    dependencies=_RECALL,
)
def export_word(conversation_id: str, store: StoreOf, user: UserOf) -> Response:
    """The same as Markdown, with the place of each quote in a footnote."""
    conversation = open_conversation(store, user, Action.RECALL, conversation_id)
    data = write_word(conversation, store.catalog.turns(conversation.id))
    return _saved_as(f"{conversation.id}.docx", data, MEDIA_TYPES["docx"])


@router.get(
    "/{conversation_id}.json",
    summary="A conversation as a JSON file",
    response_model=TranscriptResponse,
    dependencies=_RECALL,
)
def export_json(conversation_id: str, store: StoreOf, user: UserOf) -> Response:
    """The same as without ``.json``, to be saved."""
    whole = read_conversation(conversation_id, store, user)
    return _saved_as(f"{whole.id}.json", whole.model_dump_json(indent=2) + "\n", "application/json")


@router.get("/{conversation_id}", summary="One conversation", dependencies=_RECALL)
def read_conversation(conversation_id: str, store: StoreOf, user: UserOf) -> TranscriptResponse:
    """Every question with its answer as it was given; the documents need not exist any more."""
    conversation = open_conversation(store, user, Action.RECALL, conversation_id)
    return TranscriptResponse.from_record(conversation, store.catalog.turns(conversation.id))


@router.delete(
    "/{conversation_id}",
    summary="Erase a conversation",
    status_code=204,
    dependencies=[Depends(leave_to(Action.FORGET))],
)
def erase_conversation(conversation_id: str, store: StoreOf, user: UserOf) -> None:
    """Erase a conversation from the database and its log; exports and backups are not touched."""
    conversation = open_conversation(store, user, Action.FORGET, conversation_id)
    store.catalog.erase_conversation(conversation.id)


def _saved_as(name: str, content: str | bytes, media_type: str) -> Response:
    """A file to be saved, never shown by the browser itself."""
    headers = {"Content-Disposition": f'attachment; filename="samklang-{name}"'}
    return Response(content, media_type=media_type, headers=headers)
