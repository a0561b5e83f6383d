"""What people keep beside documents and answers: feedback on an answer, searches to repeat."""

from __future__ import annotations

from sqlalchemy import Engine, delete, insert, select

from corpus.catalog.clock import now
from corpus.catalog.tables import feedback, searches, turns
from corpus.errors import NotFoundError
from corpus.records import SavedSearch


class Opinions:
    """The part of the catalog that knows feedback and saved searches; safe from any thread."""

    engine: Engine

    def keep_feedback(
        self, conversation_id: str, number: int, *, helpful: bool, reason: str = ""
    ) -> None:
        """Keep what somebody says of the ``number``-th answer (from 1); the last word counts.

        Raises:
            NotFoundError: the conversation has no such answer.
        """
        own = (turns.c.conversation_id == conversation_id) & (turns.c.number == number)
        said = (feedback.c.conversation_id == conversation_id) & (feedback.c.number == number)
        row = {
            "conversation_id": conversation_id,
            "number": number,
            "helpful": helpful,
            "reason": reason,
            "created": now(),
        }
        with self.engine.begin() as db:
            if db.execute(select(turns.c.number).where(own)).first() is None:
                raise NotFoundError(f'conversation "{conversation_id}" has no answer {number}')
            db.execute(delete(feedback).where(said))
            db.execute(insert(feedback).values(**row))

    def feedback(self, conversation_id: str) -> dict[int, str]:
        """``helpful`` or ``unhelpful`` by the answer's number."""
        query = select(feedback.c.number, feedback.c.helpful).where(
            feedback.c.conversation_id == conversation_id
        )
        with self.engine.connect() as db:
            rows = db.execute(query).all()
        return {row.number: "helpful" if row.helpful else "unhelpful" for row in rows}

    def feedback_counts(self) -> tuple[int, int]:
        """How many answers helped, and how many did not."""
        with self.engine.connect() as db:
            said = list(db.execute(select(feedback.c.helpful)).scalars())
        return sum(said), len(said) - sum(said)

    def keep_search(self, name: str, query: str) -> int:
        """Keep a search under a name; its number. The same name is kept once."""
        with self.engine.begin() as db:
            db.execute(delete(searches).where(searches.c.name == name))
            row = {"name": name, "query": query, "created": now()}
            done = db.execute(insert(searches).values(**row))
            assert done.inserted_primary_key is not None
            return int(done.inserted_primary_key[0])

    def searches(self) -> tuple[SavedSearch, ...]:
        """The searches that are kept, by name."""
        with self.engine.connect() as db:
            rows = db.execute(select(searches)).all()
        kept = (SavedSearch(row.number, row.name, row.query, row.created) for row in rows)
        return tuple(sorted(kept, key=lambda one: one.name.casefold()))

    def forget_search(self, number: int) -> None:
        """Remove a search that was kept.

        Raises:
            NotFoundError: there is none with this number.
        """
        with self.engine.begin() as db:
            if not db.execute(delete(searches).where(searches.c.number == number)).rowcount:
                raise NotFoundError(f"there is no saved search {number}")
