"""Conversations: questions and answers as they were given, kept until somebody erases them."""

from __future__ import annotations

import secrets
from base64 import b32encode
from collections.abc import Collection as Some
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    Row,
    Select,
    Text,
    delete,
    func,
    insert,
    select,
    type_coerce,
    update,
)

from corpus.catalog.clock import now
from corpus.catalog.saved import documents_in, mark_deleted, title_of
from corpus.catalog.tables import conversations, documents, feedback, turns
from corpus.errors import NotFoundError
from corpus.records import Conversation, Turn


class Conversations:
    """The part of the catalog that knows conversations; safe from any thread."""

    engine: Engine

    def start_conversation(self) -> str:
        """The id of a new conversation: ``c`` and 12 random base32 characters."""
        made = now()
        own = f"c{b32encode(secrets.token_bytes(8)).decode().lower()[:12]}"
        row = {"id": own, "title": "", "created": made, "updated": made}
        with self.engine.begin() as db:
            db.execute(insert(conversations).values(**row))
        return own

    def add_turn(self, conversation_id: str, turn: Turn) -> None:
        """Put a question and its answer at the end of a conversation.

        Raises:
            NotFoundError: there is no such conversation (any more).
        """
        added = now()
        with self.engine.begin() as db:
            # first of all: SQLite takes the write lock here, so of two turns one waits
            mine = update(conversations).where(conversations.c.id == conversation_id)
            if not db.execute(mine.values(updated=added)).rowcount:
                raise _missing(conversation_id)
            number = (db.execute(_last_number(conversation_id)).scalar() or 0) + 1
            if number == 1:
                db.execute(mine.values(title=title_of(turn.question)))
            row = {
                "conversation_id": conversation_id,
                "number": number,
                "question": turn.question,
                "standalone": turn.standalone,
                # a document may have been removed while the answer was being written
                "answer": mark_deleted(turn.answer, gone_of(db, documents_in(turn.answer))),
                "created": turn.created or added,
            }
            db.execute(insert(turns).values(**row))

    def turns(self, conversation_id: str) -> tuple[Turn, ...]:
        """The turns of a conversation, in order.

        Raises:
            NotFoundError: there is no such conversation.
        """
        query = select(turns).where(turns.c.conversation_id == conversation_id)
        with self.engine.connect() as db:
            rows = db.execute(query.order_by(turns.c.number)).all()
        if not rows:
            self.conversation(conversation_id)
        return tuple(Turn(r.question, r.standalone, r.answer, r.created) for r in rows)

    def conversation(self, conversation_id: str) -> Conversation:
        """One conversation.

        Raises:
            NotFoundError: there is none with this id.
        """
        with self.engine.connect() as db:
            row = db.execute(_counted().where(conversations.c.id == conversation_id)).first()
        if row is None:
            raise _missing(conversation_id)
        return _conversation(row)

    def conversations(self) -> tuple[Conversation, ...]:
        """Those in which something was answered; the one used last comes first."""
        query = _counted().having(func.count(turns.c.number) > 0)
        with self.engine.connect() as db:
            rows = db.execute(query.order_by(conversations.c.updated.desc()))
            return tuple(_conversation(row) for row in rows)

    def erase_conversation(self, conversation_id: str) -> None:
        """Remove a conversation so that its words are in no file of the catalog any more.

        Raises:
            NotFoundError: there is no such conversation.
        """
        with self.engine.begin() as db:
            own = conversations.c.id == conversation_id
            for table in (feedback, turns):
                db.execute(delete(table).where(table.c.conversation_id == conversation_id))
            if not db.execute(delete(conversations).where(own)).rowcount:
                raise _missing(conversation_id)
            _write_again(db)
        self._empty_log()

    def erase_conversations(self) -> int:
        """Remove every conversation in the same way; how many there were, empty ones too."""
        with self.engine.begin() as db:
            db.execute(delete(feedback))
            db.execute(delete(turns))
            count = db.execute(delete(conversations)).rowcount
        self._empty_log()
        return int(count)

    def _empty_log(self) -> None:
        """Write SQLite's log into the database and cut it to nothing: it holds older pages.

        While a reader of before goes on, SQLite cannot; then it does so when the catalog closes.
        """
        if self.engine.dialect.name == "sqlite":
            with self.engine.connect() as db:
                db.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _write_again(db: Connection) -> None:
    """Write the tables anew, on fresh pages.

    SQLite overwrites a row where it is deleted (``secure_delete``) and a page when it is freed,
    but not the copies it leaves in the free space of a page when it shares rows out among
    pages: in two of 140 runs of insertions and deletions an erased question was still there.
    """
    tables = (conversations, turns, feedback)
    kept = [(table, db.execute(select(table)).mappings().all()) for table in tables]
    for table, _ in reversed(kept):
        db.execute(delete(table))
    for table, rows in kept:
        if rows:
            db.execute(insert(table), [dict(row) for row in rows])


def forget_sources(db: Connection, document_id: str) -> None:
    """Mark a document as deleted in every saved answer that names it."""
    naming = type_coerce(turns.c.answer, Text).contains(document_id)
    for row in db.execute(select(turns).where(naming)).all():
        same = (turns.c.conversation_id == row.conversation_id) & (turns.c.number == row.number)
        marked = mark_deleted(row.answer, {document_id})
        db.execute(update(turns).where(same).values(answer=marked))


def gone_of(db: Connection, named: Some[str]) -> set[str]:
    """Those of the documents that are not in the catalog, or are being removed."""
    query = select(documents.c.id).where(documents.c.id.in_(sorted(named)), ~documents.c.deleted)
    return set(named) - set(db.execute(query).scalars())


def _last_number(conversation_id: str) -> Select[Any]:
    own = turns.c.conversation_id == conversation_id
    return select(func.max(turns.c.number)).where(own)


def _counted() -> Select[Any]:
    joined = conversations.outerjoin(turns)
    columns = (*conversations.c, func.count(turns.c.number).label("turns"))
    return select(*columns).select_from(joined).group_by(*conversations.c)


def _conversation(row: Row[Any]) -> Conversation:
    return Conversation(row.id, row.title, row.created, row.updated, row.turns)


def _missing(conversation_id: str) -> NotFoundError:
    return NotFoundError(f'no conversation "{conversation_id}"; samklang conversations lists them')
