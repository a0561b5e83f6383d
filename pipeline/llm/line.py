"""The queue before the endpoint: first come, first served, and everyone sees their place."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator

from pipeline.llm.faults import Fault, failure

# more would wait longer than anyone does
LONGEST = 50


class Ticket:
    """One request's place."""

    def __init__(self) -> None:
        self.admitted = False
        self.changed = asyncio.Event()


class Line:
    """At most ``places`` requests at a time. Belongs to one event loop."""

    def __init__(self, places: int) -> None:
        self._free = places
        self._waiting: deque[Ticket] = deque()

    def join(self) -> Ticket:
        """Take a place, at once or at the end of the queue; give it back with :meth:`leave`.

        Raises:
            LanguageModelError: the queue is full.
        """
        if len(self._waiting) >= LONGEST:
            raise failure(
                Fault.BUSY,
                f"{LONGEST} questions wait for the language model already; try again later",
            )
        ticket = Ticket()
        self._waiting.append(ticket)
        self._admit()
        return ticket

    def leave(self, ticket: Ticket) -> None:
        """Give the place back, or go out of the queue."""
        if ticket.admitted:
            self._free += 1
        else:
            self._waiting.remove(ticket)
        self._admit()

    async def positions(self, ticket: Ticket) -> AsyncIterator[int]:
        """The place in the queue each time it changes; ends when it is one's turn."""
        told = 0
        while not ticket.admitted:
            position = self._waiting.index(ticket) + 1
            if position != told:
                told = position
                yield position
                continue  # the turn may have come meanwhile
            ticket.changed.clear()
            await ticket.changed.wait()

    def _admit(self) -> None:
        while self._free and self._waiting:
            ticket = self._waiting.popleft()
            ticket.admitted = True
            ticket.changed.set()
            self._free -= 1
        for ticket in self._waiting:
            ticket.changed.set()
