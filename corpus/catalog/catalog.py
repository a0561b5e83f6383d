"""The catalog: one SQLite database, the truth. Everything that writes to it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from corpus.catalog import codec
from corpus.catalog.assessments import Assessments, forget_in_assessments
from corpus.catalog.conversations import Conversations, forget_sources
from corpus.catalog.jobs import Jobs
from corpus.catalog.ledger import Ledger
from corpus.catalog.opinions import Opinions
from corpus.catalog.passages import PassageTokens, PassageVectors
from corpus.catalog.reads import Reads
from corpus.catalog.rows import Staging, metadata_row, put_passages, put_tokens, version_row
from corpus.catalog.tables import (
    boxes,
    collections,
    documents,
    names,
    passages,
    sentences,
    tokens,
    versions,
)
from corpus.catalog.trail import Trail
from corpus.errors import NotFoundError, SamklangError, UsageError
from corpus.records import Collection, Document

_EXTERNAL_MODEL = ("never", "allowed")


class Catalog(Reads, Conversations, Assessments, Opinions, Jobs, Trail, Ledger):
    """The reading half plus everything that writes; each method is one transaction."""

    def check_writable(self) -> None:
        """Take the write lock and give it back, with nothing written and without waiting for it.

        Raises:
            SamklangError: the database cannot be written; says why.
        """
        if self.engine.dialect.name != "sqlite":
            return
        with closing(self.engine.raw_connection()) as raw:
            cursor = raw.cursor()
            waits = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
            cursor.execute("PRAGMA busy_timeout=0")
            try:
                cursor.execute("BEGIN IMMEDIATE")
                cursor.execute("ROLLBACK")
            except sqlite3.OperationalError as error:
                # whoever holds the lock is writing, so it can be written
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                    raise SamklangError(
                        f"the catalog {self.engine.url.database} cannot be written ({error}); "
                        "look at the rights of the data folder and the space on its disk"
                    ) from error
            finally:
                cursor.execute(f"PRAGMA busy_timeout={waits}")

    def close(self) -> None:
        """Give back the database connections."""
        self.engine.dispose()

    def ensure_collection(self, collection: Collection) -> None:
        """Record a collection unless its id is known."""
        with self.engine.begin() as db:
            known = db.execute(select(collections.c.id).where(collections.c.id == collection.id))
            if known.first() is None:
                db.execute(
                    insert(collections).values(
                        id=collection.id,
                        title_sv=collection.title_sv,
                        title_en=collection.title_en,
                        role=collection.role.value,
                        external_model=collection.external_model,
                    )
                )

    def set_external_model(self, collection_id: str, value: str) -> None:
        """Say whether a collection's text may go to a language model outside this machine.

        Raises:
            UsageError: the value is neither ``never`` nor ``allowed``.
            NotFoundError: there is no such collection.
        """
        if value not in _EXTERNAL_MODEL:
            raise UsageError(f'external model "{value}": it is {" or ".join(_EXTERNAL_MODEL)}')
        mine = update(collections).where(collections.c.id == collection_id)
        with self.engine.begin() as db:
            if not db.execute(mine.values(external_model=value)).rowcount:
                raise NotFoundError(
                    f'no collection "{collection_id}"; samklang collections lists them'
                )

    def stage(self, staging: Staging) -> None:
        """Write a version with text, boxes, passages and vectors in state ``staged``.

        An unfinished version of the same number (a stage that was cut off later) is replaced.
        """
        document = staging.document
        with self.engine.begin() as db:
            _put_document(db, document, staging.source_key)
            _drop_version(db, document.id, document.version)
            db.execute(insert(versions).values(**version_row(staging)))
            rows = [
                {
                    "document_id": document.id,
                    "version": document.version,
                    "page": page.page,
                    "data": codec.pack_boxes(page),
                }
                for page in staging.reading.boxes
            ]
            if rows:
                db.execute(insert(boxes), rows)
            put_passages(db, staging)

    def set_state(self, document_id: str, version: int, state: str) -> None:
        """Move one version along staged -> indexed -> verified, or retired -> reaped."""
        with self.engine.begin() as db:
            db.execute(_of(versions, document_id, version, update).values(state=state))

    def activate(self, document_id: str, version: int) -> None:
        """Show this version and retire the one shown until now, in one transaction."""
        with self.engine.begin() as db:
            shown = (versions.c.document_id == document_id) & (versions.c.state == "active")
            db.execute(update(versions).where(shown).values(state="retired"))
            db.execute(_of(versions, document_id, version, update).values(state="active"))

    def restart_unfinished(self) -> None:
        """Let publishing begin again after the indexes were emptied: nothing is in them now."""
        with self.engine.begin() as db:
            begun = versions.c.state.in_(("indexed", "verified"))
            db.execute(update(versions).where(begun).values(state="staged"))

    def add_name(self, collection: str, source_key: str, document_id: str) -> None:
        """Let a further source key of the collection name this document."""
        with self.engine.begin() as db:
            _put_name(db, collection, source_key, document_id)

    def describe(self, document: Document, reader: int) -> None:
        """Write a version's metadata again (a manifest that was edited, a newer reader)."""
        with self.engine.begin() as db:
            values = metadata_row(document) | {"reader": reader}
            db.execute(_of(versions, document.id, document.version, update).values(**values))

    def replace_vectors(
        self, document: Document, model_key: str, vectors: Sequence[PassageVectors]
    ) -> None:
        """Put another model's vectors on a version, in one transaction.

        Token vectors of the model before it go, whether or not there are others instead.
        """
        with self.engine.begin() as db:
            for item in vectors:
                row = _row_of(db, item.passage_id)
                _replace_tokens(db, row, item.tokens)
                own = passages.c.row == row
                db.execute(
                    update(passages).where(own).values(vector=codec.pack_vector(item.vectors[0]))
                )
                for number, vector in enumerate(item.vectors[1:]):
                    one = (sentences.c.passage_row == row) & (sentences.c.number == number)
                    packed = codec.pack_vector(vector)
                    db.execute(update(sentences).where(one).values(vector=packed))
            mine = _of(versions, document.id, document.version, update)
            db.execute(mine.values(model_key=model_key))

    def add_tokens(self, items: Sequence[PassageTokens]) -> None:
        """Put token vectors on passages, in place of those they have, in one transaction."""
        with self.engine.begin() as db:
            for item in items:
                _replace_tokens(db, _row_of(db, item.passage_id), item)

    def begin_removal(self, document_id: str) -> None:
        """Hide a document at once; ``erase`` ends the removal when the indexes are swept.

        Saved answers and assessments that cite it keep their quotes, marked ``source_deleted``; a
        memo that was signed stays as it is.
        """
        with self.engine.begin() as db:
            db.execute(update(documents).where(documents.c.id == document_id).values(deleted=True))
            mine = versions.c.document_id == document_id
            db.execute(update(versions).where(mine).values(state="retired"))
            forget_sources(db, document_id)
            forget_in_assessments(db, document_id)

    def erase(self, document_id: str) -> None:
        """Remove every row of a document."""
        with self.engine.begin() as db:
            mine = versions.c.document_id == document_id
            for version in db.execute(select(versions.c.version).where(mine)).scalars().all():
                _drop_version(db, document_id, version)
            db.execute(delete(names).where(names.c.document_id == document_id))
            db.execute(delete(documents).where(documents.c.id == document_id))


def _of(table: Any, document_id: str, version: int, verb: Any) -> Any:  # noqa: ANN401
    """A statement on the rows of one version."""
    return verb(table).where(table.c.document_id == document_id, table.c.version == version)


def _row_of(db: Connection, passage_id: str) -> int:
    query = select(passages.c.row).where(passages.c.id == passage_id)
    return int(db.execute(query).scalar_one())


def _replace_tokens(db: Connection, row: int, item: PassageTokens | None) -> None:
    db.execute(delete(tokens).where(tokens.c.passage_row == row))
    if item is not None:
        put_tokens(db, [(row, item)])


def _put_document(db: Connection, document: Document, source_key: str) -> None:
    known = db.execute(select(documents.c.id).where(documents.c.id == document.id)).first()
    if known is None:
        row = {"id": document.id, "collection": document.collection, "deleted": False}
        db.execute(insert(documents).values(**row))
    _put_name(db, document.collection, source_key, document.id)


def _put_name(db: Connection, collection: str, source_key: str, document_id: str) -> None:
    same = (names.c.collection == collection) & (names.c.source_key == source_key)
    db.execute(delete(names).where(same))
    row = {"collection": collection, "source_key": source_key, "document_id": document_id}
    db.execute(insert(names).values(**row))


def _drop_version(db: Connection, document_id: str, version: int) -> None:
    rows = select(passages.c.row).where(
        passages.c.document_id == document_id, passages.c.version == version
    )
    for table in (sentences, tokens):
        db.execute(delete(table).where(table.c.passage_row.in_(rows)))
    for table in (passages, boxes, versions):
        db.execute(_of(table, document_id, version, delete))
