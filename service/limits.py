"""How much one client may ask for, and how much is worked on at once.

The state lives on the app's middleware and belongs to one event loop.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from starlette.types import ASGIApp, Receive, Scope, Send

from corpus.settings import Settings
from pipeline.llm import ChatModel
from pipeline.llm.line import LONGEST
from service.metrics import Metrics
from service.problems import problem_answer

# what makes answers and assessments, which take the machine's whole strength
_WORK = frozenset(
    ("POST", path) for path in ("/api/ask", "/api/assessments", "/questions", "/assessments")
)
# whoever watches must see most when there is most to do
WATCHED = frozenset({"/healthz", "/readyz", "/metrics"})
# clients remembered; those who have been quiet for a minute are forgotten first
_MOST_CLIENTS = 10_000
# seconds a client is told to wait for a place
_BUSY_SECONDS = 5


class BusyError(Exception):
    """All places are taken and the queue before them is full."""


class Buckets:
    """A token bucket for each client, filled evenly; a full one holds a minute's requests.

    Args:
        per_minute: requests; 0 for no limit.
        clock: seconds that only grow.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = float(per_minute)
        self._clock = clock
        # client -> (requests left, when that was)
        self._left: dict[str, tuple[float, float]] = {}

    def take(self, client: str) -> float:
        """Take one request; 0 when there was one, else the seconds until there will be."""
        if not self._most:
            return 0.0
        now = self._clock()
        left, then = self._left.get(client, (self._most, now))
        left = min(self._most, left + (now - then) * self._most / 60)
        missing = 1.0 - left
        self._left[client] = (left if missing > 0 else left - 1.0, now)
        if len(self._left) > _MOST_CLIENTS:
            self._forget(now)
        return max(0.0, missing * 60 / self._most)

    def _forget(self, now: float) -> None:
        """Forget whose bucket is full again; where there are none, who came longest ago."""
        recent = {name: one for name, one in self._left.items() if now - one[1] < 60}
        newest = sorted(recent.items(), key=lambda item: item[1][1])[-_MOST_CLIENTS:]
        self._left = dict(newest)


class Places:
    """At most so many at once; others wait in the order they came, in a queue with an end."""

    def __init__(self, places: int, *, queue: int) -> None:
        self._free = asyncio.Semaphore(places)
        self._queue = queue
        self.working = 0
        self.waiting = 0

    @asynccontextmanager
    async def taken(self) -> AsyncIterator[None]:
        """A place, at once or after waiting.

        Raises:
            BusyError: the queue is full.
        """
        if self._free.locked() and self.waiting >= self._queue:
            raise BusyError
        self.waiting += 1
        try:
            await self._free.acquire()
        finally:
            self.waiting -= 1
        self.working += 1
        try:
            yield
        finally:
            self.working -= 1
            self._free.release()


@dataclass(frozen=True, slots=True)
class Allowance:
    """What clients may do, for one app."""

    answers: Buckets
    requests: Buckets
    places: Places


def allow(settings: Settings, metrics: Metrics, chat: ChatModel | None) -> Allowance:
    """What the settings allow; the figures show how many are worked on and how many wait.

    A language model has a queue of its own, in which everyone sees their place: none waits here
    who could wait there.
    """
    own_queue = settings.llm_concurrency + LONGEST if chat else 0
    places = Places(settings.answers_at_once + own_queue, queue=settings.answers_waiting)
    metrics.watch(
        "samklang_answers_working",
        "Answers and assessments worked on now.",
        lambda: float(places.working),
    )
    metrics.watch(
        "samklang_answers_waiting",
        "Answers and assessments waiting for their turn.",
        lambda: float(places.waiting),
    )
    answers, requests = settings.answers_per_minute, settings.requests_per_minute
    return Allowance(Buckets(answers), Buckets(requests), places)


class Limits:
    """ASGI middleware that answers 429 to who asks too often, and 503 when the queue is full."""

    def __init__(self, app: ASGIApp, *, allowance: Allowance) -> None:
        self.app = app
        self.allowance = allowance

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on when its client may make it and there is a place for it."""
        if scope["type"] != "http" or scope["path"] in WATCHED:
            await self.app(scope, receive, send)
            return
        work = (scope["method"], scope["path"]) in _WORK
        client = scope["client"][0] if scope.get("client") else ""
        buckets = self.allowance.answers if work else self.allowance.requests
        if wait := buckets.take(client):
            refused = _refusal(429, _too_often(work=work), wait)
            await refused(scope, receive, send)
        elif work:
            await self._work(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _work(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            async with self.allowance.places.taken():
                await self.app(scope, receive, send)
        except BusyError:
            full = _refusal(
                503,
                "too many answers and assessments wait already; try again in a moment "
                "(SAMKLANG_ANSWERS_WAITING says how many may)",
                _BUSY_SECONDS,
            )
            await full(scope, receive, send)


def _too_often(*, work: bool) -> str:
    what = "questions and assessments" if work else "requests"
    name = "SAMKLANG_ANSWERS_PER_MINUTE" if work else "SAMKLANG_REQUESTS_PER_MINUTE"
    return f"too many {what} in a minute; wait as long as Retry-After says ({name} is the limit)"


def _refusal(status: int, why: str, seconds: float) -> ASGIApp:
    answer = problem_answer(status, why)
    answer.headers["Retry-After"] = str(math.ceil(seconds))
    return answer
