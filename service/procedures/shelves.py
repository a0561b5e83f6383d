"""Collections, conversations, and the prompts that answers were made with."""

from __future__ import annotations

from corpus.records import Conversation, Document, Turn
from corpus.store import Store
from service.procedures import procedure
from service.schemas import CollectionsResponse


@procedure()
def documents(store: Store) -> tuple[Document, ...]:
    """Every document, by collection and title."""
    return store.catalog.documents()


@procedure()
def list_collections(store: Store) -> CollectionsResponse:
    """Every collection with how much it holds."""
    return CollectionsResponse.from_record(store.catalog.collections(), store.catalog.documents())


@procedure()
def set_external_model(store: Store, *, collection_id: str, external_model: str) -> None:
    """Say whether the text of a collection may leave this machine.

    Raises:
        NotFoundError: there is no such collection.
    """
    store.catalog.set_external_model(collection_id, external_model)


@procedure()
def list_conversations(store: Store) -> tuple[Conversation, ...]:
    """Those that are kept, the one used last first."""
    return store.catalog.conversations()


@procedure()
def conversation(store: Store, *, conversation_id: str) -> Conversation:
    """One conversation without its answers.

    Raises:
        NotFoundError: there is none.
    """
    return store.catalog.conversation(conversation_id)


@procedure()
def turns(store: Store, *, conversation_id: str) -> tuple[Turn, ...]:
    """What was asked and answered.

    Raises:
        NotFoundError: there is no such conversation.
    """
    return store.catalog.turns(conversation_id)


@procedure()
def erase_conversation(store: Store, *, conversation_id: str) -> None:
    """Leave nothing of a conversation in the data folder."""
    store.catalog.erase_conversation(conversation_id)


@procedure()
def erase_conversations(store: Store) -> None:
    """Leave nothing of any conversation."""
    store.catalog.erase_conversations()


@procedure()
def last_prompts(
    store: Store, *, prompt_id: str, languages: tuple[str, ...]
) -> dict[str, tuple[int, str] | None]:
    """Version and text of a prompt as it was last used in each language; None: not yet."""
    return {one: store.catalog.last_prompt(prompt_id, one) for one in languages}
