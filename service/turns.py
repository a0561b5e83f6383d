"""The conversation a question belongs to: what was asked before, and keeping what was answered."""

from __future__ import annotations

from datetime import UTC, datetime

from corpus.records import Answer, Turn
from corpus.store import Store
from service.schemas import AskResponse


def begin_turns(store: Store, conversation: str | None) -> str | None:
    """The conversation meant: the one named, a new one for "new", None for none.

    Raises:
        NotFoundError: there is no such conversation.
    """
    return store.catalog.start_conversation() if conversation == "new" else conversation


def earlier_questions(store: Store, conversation_id: str | None) -> tuple[str, ...]:
    """The questions of a conversation, each standing alone, oldest first.

    Raises:
        NotFoundError: there is no such conversation.
    """
    if conversation_id is None:
        return ()
    return tuple(turn.standalone for turn in store.catalog.turns(conversation_id))


def keep_turn(store: Store, conversation_id: str | None, answer: Answer) -> None:
    """Keep a whole answer in its conversation, if it has one.

    Raises:
        NotFoundError: the conversation was erased meanwhile.
    """
    if conversation_id is None:
        return
    saved = AskResponse.from_record(answer).model_dump(mode="json")
    standalone = str(answer.trace.get("standalone", answer.question))
    turn = Turn(answer.question, standalone, saved, datetime.now(UTC).isoformat(timespec="seconds"))
    store.catalog.add_turn(conversation_id, turn)
