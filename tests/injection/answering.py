"""The ways of answering that a payload is tried on; each gives all that reaches a reader."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console

from corpus.errors import LanguageModelError
from corpus.records import Answer
from corpus.store import Store
from pipeline.answer import answer_question
from pipeline.llm import ChatModel
from pipeline.writing import Finished, Passed, write_answer
from service.cli.answers import show_answer
from service.schemas import AskResponse, ClaimResponse
from tests.faulty import FaultyEndpoint
from tests.injection.entries import Entry
from tests.injection.obeying import obey

# A busy machine may be slow; nothing here is about time
_PATIENCE = {
    "llm_connect_seconds": 30.0,
    "llm_first_token_seconds": 120.0,
    "llm_between_tokens_seconds": 60.0,
    "llm_answer_seconds": 300.0,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer as a program gets it, as a terminal shows it, and the claims streamed before it.

    Where the model's output broke off, nobody gets an answer, and ``response`` is an abstention.
    """

    response: dict[str, Any]
    printed: str
    streamed: tuple[dict[str, Any], ...] = ()


Answerer = Callable[[Store, str, Sequence[str] | None], Asked]


def in_own_words(store: Store, question: str, collections: Sequence[str] | None) -> Asked:
    """The documents' own words, without a model."""
    return _shown(answer_question(store, question, collections=collections))


def by_obeying(server: FaultyEndpoint, entries: Sequence[Entry]) -> Answerer:
    """What the scripted model writes that obeys every instruction it reads."""

    def script(messages: list[dict[str, str]]) -> str:
        return obey("\n".join(message["content"] for message in messages), entries)

    def answer(store: Store, question: str, collections: Sequence[str] | None) -> Asked:
        server.reset()
        server.answer_with(script)
        return _written(store, question, collections, server.settings(**_PATIENCE))

    return answer


def by_model(name: str, address: str) -> Answerer:
    """What a real model behind an OpenAI-compatible address writes."""
    settings = {"llm": f"openai:{name}", "llm_base_url": address, "llm_answer_tokens": 128}

    def answer(store: Store, question: str, collections: Sequence[str] | None) -> Asked:
        return _written(store, question, collections, settings | _PATIENCE)

    return answer


def _written(
    store: Store, question: str, collections: Sequence[str] | None, named: dict[str, Any]
) -> Asked:
    chosen = store.settings.model_copy(update=named)
    events: list[object] = []

    async def write() -> None:
        model = ChatModel(chosen, store.catalog)
        async for event in write_answer(store, model, question, collections=collections):
            events.append(event)

    try:
        asyncio.run(write())
    except LanguageModelError:
        silence = Answer(question, "en", "generative", abstained=True, claims=())
        events.append(Finished(silence))
    passed = [event.claim for event in events if isinstance(event, Passed)]
    last = events[-1]
    assert isinstance(last, Finished)
    streamed = (ClaimResponse.from_record(claim).model_dump(mode="json") for claim in passed)
    return _shown(last.answer, *streamed)


def _shown(answer: Answer, *streamed: dict[str, Any]) -> Asked:
    out = Console(file=io.StringIO(), width=100, highlight=False, markup=False, emoji=False)
    show_answer(answer, out)
    assert isinstance(out.file, io.StringIO)
    response = AskResponse.from_record(answer).model_dump(mode="json")
    return Asked(response, out.file.getvalue(), streamed)
