"""One request to the endpoint, from its first byte to its finish mark."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import TYPE_CHECKING

import anyio

from corpus.errors import LanguageModelError
from pipeline.llm.exchange import Delta, Ended, Form, Usage
from pipeline.llm.faults import Fault, failure
from pipeline.llm.provider import Piece, ask, hold_to, load_model, read_part
from pipeline.llm.request import Request, Road
from pipeline.llm.spending import count_prompt, count_tokens, record
from pipeline.llm.wire import Wire

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage

# characters; an answer of 2,000 tokens has under 10,000
ANSWER_CHARACTERS = 200_000
# characters before a tool call: a remark; what goes on is an answer in prose
_REMARK = 400
# seconds for what may follow the finish mark: the usage, the last line
_AFTERWARDS = 5.0


def warm_up(road: Road) -> None:
    """Import what requests need and build it once: seconds of work, so let a thread do it."""
    importlib.import_module("langsmith")
    wire = Wire(road.endpoint, None, connect_seconds=road.patience.connect, streaming=True)
    load_model(road.endpoint, wire, road.limits)


class Call:
    """One try of one request.

    Args:
        road: how to get there.
        request: what is asked.
        deadline: when the whole answer must be there, by the event loop's clock.
    """

    def __init__(self, road: Road, request: Request, *, deadline: float) -> None:
        self._road = road
        self._request = request
        self._deadline = deadline
        self._text: list[str] = []
        self._length = 0
        self._aside = 0
        self._finish: str | None = None
        self._tokens: tuple[int, int] | None = None
        self.wire = Wire(
            road.endpoint,
            road.key,
            connect_seconds=road.patience.connect,
            # LangChain's class for Ollama streams, whatever is asked of it
            streaming=request.streaming or road.endpoint.provider == "ollama",
        )

    @property
    def begun(self) -> bool:
        """Whether any output has come; from then on there is no second try."""
        return bool(self._text)

    async def events(self) -> AsyncGenerator[Delta | Ended, None]:
        """The output as it comes. Closing this hangs up.

        Raises:
            LanguageModelError: whatever went wrong, by name.
        """
        try:
            async with aclosing(self._parts()) as parts:
                while text := await self._next(parts):
                    yield Delta(text)
            self._check_end()
            yield Ended(self._usage(), self._finish or "stop")
        except LanguageModelError as error:
            error.spent = self._spent()
            raise
        except Exception as error:
            named = self._named(error)
            named.spent = self._spent()
            raise named from error
        finally:
            with anyio.CancelScope(shield=True):
                await self._hang_up()

    def _parts(self) -> AsyncGenerator[AIMessage, None]:
        road, request = self._road, self._request
        model = load_model(road.endpoint, self.wire, road.limits)
        held = hold_to(
            model, road.endpoint, schema=request.schema, form=request.form, limits=road.limits
        )
        return ask(held, request.messages, streaming=request.streaming)

    async def _next(self, parts: AsyncGenerator[AIMessage, None]) -> str:
        """The next piece of text; empty when there is no more."""
        from langsmith import tracing_context

        until, what = self._until()
        try:
            # prompts hold documents: no tracer set in the environment gets to see them
            with tracing_context(enabled=False):
                async with asyncio.timeout_at(until):
                    async for part in parts:
                        piece = read_part(part, self._request.form)
                        self._note(piece)
                        if piece.text:
                            return piece.text
        except TimeoutError as error:
            if self._finish is None:
                raise self._fail(Fault.TIMED_OUT, what) from error
        return ""

    def _until(self) -> tuple[float, str]:
        """How long to wait for the next token, and what to say when it does not come."""
        now = asyncio.get_running_loop().time()
        patience = self._road.patience
        if self._finish is not None:
            return now + _AFTERWARDS, ""
        seconds, what = patience.between_tokens, "no further word"
        name = "SAMKLANG_LLM_BETWEEN_TOKENS_SECONDS"
        if not self.begun:
            seconds, what = patience.first_token, "no first word"
            name = "SAMKLANG_LLM_FIRST_TOKEN_SECONDS"
        if now + seconds > self._deadline or not self._request.streaming:
            return self._deadline, "no whole answer in the time of SAMKLANG_LLM_ANSWER_SECONDS"
        return now + seconds, f"{what} within {seconds:g} s ({name})"

    def _note(self, piece: Piece) -> None:
        self._finish = piece.finish or self._finish
        self._tokens = piece.tokens or self._tokens
        if piece.text:
            self._text.append(piece.text)
            self._length += len(piece.text)
        self._aside += piece.aside
        if self._aside > _REMARK and not self._text:
            raise self._fail(Fault.EMPTY, "answers in prose without calling the tool")
        if self._length > ANSWER_CHARACTERS:
            raise self._fail(Fault.TOO_LARGE, f"an answer past {ANSWER_CHARACTERS} characters")

    def _check_end(self) -> None:
        if self._finish is None and not self.wire.done:
            raise self._fail(Fault.CUT_OFF, "the answer ended without its finish mark")
        if not "".join(self._text).strip():
            what = "without calling the tool" if self._request.form is Form.TOOL else "with nothing"
            raise self._fail(Fault.EMPTY, f"ended its answer {what}")

    def _named(self, error: Exception) -> LanguageModelError:
        """Our name for a vendor's error: the wire knows best, the rest is what was not read."""
        if self.wire.fault is not None:
            return self.wire.fault
        if type(error) in (IndexError, ValueError):  # LangChain's words for no part at all
            if self._request.streaming and not self.wire.done:
                return self._fail(Fault.CUT_OFF, "the answer ended before it began")
            return self._fail(Fault.EMPTY, "ended its answer with nothing")
        return self._fail(
            Fault.MALFORMED,
            f"sent what is not the protocol of {self._road.endpoint.provider} "
            f"({type(error).__name__})",
        )

    def _fail(self, fault: Fault, message: str) -> LanguageModelError:
        return failure(fault, f"{self._road.endpoint.host}: {message}")

    def _usage(self) -> Usage:
        """What the endpoint told, else characters / 3."""
        if self._tokens is not None:
            return self._road.prices.usage(*self._tokens, estimated=False)
        return self._road.prices.usage(
            count_prompt(self._request.messages),
            count_tokens("".join(self._text)),
            estimated=True,
        )

    def _spent(self) -> int:
        if not self.wire.taken:
            return 0
        usage = self._usage()
        return usage.tokens_in + usage.tokens_out

    async def _hang_up(self) -> None:
        await self.wire.aclose()
        if self.wire.taken:
            await record(self._road.meter, self._road.endpoint.model, self._usage())
