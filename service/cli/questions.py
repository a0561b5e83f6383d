"""``samklang search`` and ``samklang ask``."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING, TypedDict

from service.cli.answers import show_answer
from service.cli.hits import show_hits
from service.cli.line import Line
from service.cli.paper import console, plain
from service.cli.session import Gauge, at_hand, emit, note_if_empty
from service.records import Found
from service.schemas import AskResponse, SearchResponse

if TYPE_CHECKING:
    from corpus.records import Answer
    from corpus.store import Store
    from pipeline.writing import Event

_STAGES = {
    "rewriting": "Rewording the question",
    "rewritten": "Searching for: {detail}",
    "searching": "Searching",
    "queued": "Waiting for the language model, number {detail} in line",
    "writing": "{detail} is writing",
    "repairing": "What did not pass the check is being mended",
}


class Narrowed(TypedDict):
    """What a search is narrowed down to."""

    collections: Sequence[str]
    publishers: Sequence[str]
    languages: Sequence[str]
    limit: int


def run_search(
    query: str,
    *,
    collections: Sequence[str],
    publishers: Sequence[str],
    languages: Sequence[str],
    limit: int,
    as_json: bool,
) -> None:
    """Search and show the hits."""
    gauge = Gauge()
    narrowed: Narrowed = {
        "collections": collections,
        "publishers": publishers,
        "languages": languages,
        "limit": limit,
    }
    with at_hand(gauge) as store:
        note_if_empty(store, gauge)
        if isinstance(store, Line):
            found = store.search(query, **narrowed)
        else:
            found = _search(store, query, narrowed)
    if as_json:
        emit(SearchResponse.from_record(query, found.hits, found.facets))
    else:
        show_hits(found)


def _search(store: Store, query: str, narrowed: Narrowed) -> Found:
    from pipeline.retrieve import retrieve

    found = retrieve(
        store,
        query,
        collections=narrowed["collections"] or None,
        publishers=narrowed["publishers"] or None,
        languages=narrowed["languages"] or None,
        limit=narrowed["limit"],
    )
    return Found(found.hits, found.facets, found.language)


def run_ask(
    question: str,
    *,
    collections: Sequence[str],
    language: str | None,
    conversation: str | None,
    as_json: bool,
) -> None:
    """Ask and show the answer; keep it when it belongs to a conversation."""
    gauge = Gauge()
    with at_hand(gauge) as store:
        note_if_empty(store, gauge)
        if isinstance(store, Line):
            gauge.tell("Waiting for the service")
            begun = store.begin_conversation() if conversation == "new" else conversation
            answer = store.ask(
                question, collections=collections, language=language, conversation=begun
            )
        else:
            begun, answer = _ask(
                store, question, collections, language, conversation=conversation, gauge=gauge
            )
    if as_json:
        emit(AskResponse.from_record(answer))
    else:
        show_answer(answer, console())
    if begun and begun != conversation:
        gauge.note(f"Conversation {begun}: go on with --conversation {begun}")


def _ask(
    store: Store,
    question: str,
    collections: Sequence[str],
    language: str | None,
    *,
    conversation: str | None,
    gauge: Gauge,
) -> tuple[str | None, Answer]:
    """The answer, and the conversation it is kept in."""
    from pipeline.writing import write_answer
    from service.chat import open_chat
    from service.turns import begin_turns, earlier_questions, keep_turn

    begun = begin_turns(store, conversation)
    events = write_answer(
        store,
        open_chat(store.settings, store),
        question,
        collections=collections or None,
        language=language,
        earlier=earlier_questions(store, begun),
    )
    answer = asyncio.run(_follow(events, gauge))
    keep_turn(store, begun, answer)
    return begun, answer


async def _follow(events: AsyncGenerator[Event], gauge: Gauge) -> Answer:
    """The answer; meanwhile what is going on is told on stderr."""
    from pipeline.writing import Finished, Progress

    passed = 0
    async with aclosing(events):
        async for one in events:
            if isinstance(one, Finished):
                gauge.tell("")
                return one.answer
            if isinstance(one, Progress):
                gauge.tell(_STAGES[one.stage].format(detail=plain(one.detail)))
            else:
                passed += 1
                gauge.tell(f"Sentences checked: {passed}")
    raise AssertionError("an answer ends in Finished")
