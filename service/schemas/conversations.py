"""Conversations as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import Field

from corpus.records import Conversation, Turn
from service.schemas.model import Model


class ConversationResponse(Model):
    """A conversation without what was said in it."""

    id: str
    title: str = Field(description="the first question, cut at a word; empty before it")
    created: str = Field(description="ISO 8601, UTC")
    updated: str
    turns: int = Field(description="answered questions")

    @classmethod
    def from_record(cls, conversation: Conversation) -> ConversationResponse:
        """The conversation as other programs see it."""
        return cls(
            id=conversation.id,
            title=conversation.title,
            created=conversation.created,
            updated=conversation.updated,
            turns=conversation.turns,
        )


class ConversationsResponse(Model):
    """Every conversation in which something was answered; the one used last comes first."""

    conversations: list[ConversationResponse]
    next: str | None = Field(default=None, description="the address of those that follow")

    @classmethod
    def from_record(
        cls, conversations: Iterable[Conversation], after: str | None = None
    ) -> ConversationsResponse:
        """The list as other programs see it; ``after`` is the address of those that follow."""
        listed = [ConversationResponse.from_record(c) for c in conversations]
        return cls(conversations=listed, next=after)


class TurnResponse(Model):
    """A question with its answer as it was given."""

    question: str
    standalone: str = Field(description="the question as it was searched for")
    created: str
    answer: dict[str, Any] = Field(
        description="what POST /api/ask gave then, by the schema of then; a citation whose "
        "document was deleted since has the verdict source_deleted and keeps its quote"
    )

    @classmethod
    def from_record(cls, turn: Turn) -> TurnResponse:
        """The turn as other programs see it."""
        return cls(
            question=turn.question,
            standalone=turn.standalone,
            created=turn.created,
            answer=dict(turn.answer),
        )


class TranscriptResponse(Model):
    """A conversation with all that was said in it."""

    id: str
    title: str
    created: str
    updated: str
    turns: list[TurnResponse]

    @classmethod
    def from_record(cls, conversation: Conversation, turns: Iterable[Turn]) -> TranscriptResponse:
        """The conversation and its turns as other programs see them."""
        return cls(
            id=conversation.id,
            title=conversation.title,
            created=conversation.created,
            updated=conversation.updated,
            turns=[TurnResponse.from_record(turn) for turn in turns],
        )
