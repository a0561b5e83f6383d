"""What can be asked of the catalog about documents and versions. Nothing here writes."""

from __future__ import annotations

from collections.abc import Collection as Some
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select

from corpus.catalog import codec
from corpus.catalog.passages import PassageReads
from corpus.catalog.tables import boxes, collections, documents, names, versions
from corpus.errors import NotFoundError
from corpus.records import Block, Boxes, Collection, Document, Page, Role, Status

_DOCUMENT_COLUMNS = (
    *(c for c in versions.c if c.name not in {"text", "blocks", "page_rows"}),
    documents.c.collection,
)


@dataclass(frozen=True, slots=True)
class Known:
    """What the catalog already holds under a source key."""

    document_id: str
    version: int
    sha256: str
    reader: int
    model_key: str


class Reads(PassageReads):
    """The reading half of the catalog; safe from any thread."""

    def collections(self) -> tuple[Collection, ...]:
        """Every collection, by id."""
        with self.engine.connect() as db:
            rows = db.execute(select(collections).order_by(collections.c.id))
            return tuple(
                Collection(r.id, r.title_sv, r.title_en, Role(r.role), r.external_model)
                for r in rows
            )

    def documents(self, only: Some[str] | None = None) -> tuple[Document, ...]:
        """Active versions by collection and title; ``only`` names the collections wanted."""
        query = _documents_query().where(versions.c.state == "active")
        if only is not None:
            query = query.where(documents.c.collection.in_(sorted(only)))
        with self.engine.connect() as db:
            rows = db.execute(query.order_by(documents.c.collection, versions.c.title))
            return tuple(_document(row) for row in rows)

    def filenames_of_twins(self) -> dict[str, str]:
        """The file names of active documents whose title another one bears too, by id."""
        active = versions.c.state == "active"
        shared = (
            select(versions.c.title)
            .where(active)
            .group_by(versions.c.title)
            .having(func.count() > 1)
        )
        query = select(versions.c.document_id, versions.c.filename)
        with self.engine.connect() as db:
            rows = db.execute(query.where(active, versions.c.title.in_(shared)))
            return {row.document_id: row.filename for row in rows}

    def document(self, document_id: str, version: int | None = None) -> Document:
        """One version of a document; without ``version`` its active one.

        Versions that were never shown, and documents being removed, are not there.

        Raises:
            NotFoundError: there is no such document or version.
        """
        mine = versions.c.document_id == document_id
        query = _documents_query().where(mine, ~documents.c.deleted)
        if version is None:
            query = query.where(versions.c.state == "active")
        else:
            shown = versions.c.state.in_(("active", "retired", "reaped"))
            query = query.where(versions.c.version == version, shown)
        with self.engine.connect() as db:
            row = db.execute(query).first()
        if row is None:
            what = "active document" if version is None else f"version {version} of document"
            raise NotFoundError(f'no {what} "{document_id}"; samklang documents lists them')
        return _document(row)

    def versions(self, document_id: str) -> tuple[Document, ...]:
        """Every version of a document, whatever its state, oldest first."""
        query = _documents_query().where(versions.c.document_id == document_id)
        with self.engine.connect() as db:
            return tuple(_document(row) for row in db.execute(query.order_by(versions.c.version)))

    def model_key_of(self, document_id: str, version: int) -> str:
        """The embedding model a version carries vectors of."""
        return str(self._cell(document_id, version, "model_key"))

    def unfinished(self) -> tuple[Document, ...]:
        """Versions whose publishing was cut off, oldest first; retired ones not yet swept too."""
        states = ("staged", "indexed", "verified", "retired")
        query = _documents_query().where(versions.c.state.in_(states))
        with self.engine.connect() as db:
            return tuple(_document(row) for row in db.execute(query.order_by(versions.c.version)))

    def deleted(self) -> tuple[str, ...]:
        """Documents whose removal was begun."""
        with self.engine.connect() as db:
            query = select(documents.c.id).where(documents.c.deleted)
            return tuple(db.execute(query).scalars())

    def own_originals(self, document_id: str) -> tuple[str, ...]:
        """The originals (sha256) of a document's versions that no other document uses."""
        mine = versions.c.document_id == document_id
        others = select(versions.c.sha256).where(~mine)
        query = select(versions.c.sha256).where(mine, versions.c.sha256.not_in(others))
        with self.engine.connect() as db:
            return tuple(db.execute(query.distinct().order_by(versions.c.sha256)).scalars())

    def known(self, collection: str, source_key: str) -> Known | None:
        """The active version under a source key, or None."""
        name = (names.c.collection == collection) & (names.c.source_key == source_key)
        return self._known(name, names.c.document_id == versions.c.document_id)

    def same_bytes(self, collection: str, sha256: str) -> Known | None:
        """An active version in the collection with exactly these bytes, or None."""
        here = (documents.c.collection == collection) & (versions.c.sha256 == sha256)
        return self._known(here, documents.c.id == versions.c.document_id)

    def _known(self, *conditions: ColumnElement[bool]) -> Known | None:
        columns = (
            versions.c.document_id,
            versions.c.version,
            versions.c.sha256,
            versions.c.reader,
            versions.c.model_key,
        )
        query = select(*columns).where(*conditions, versions.c.state == "active")
        with self.engine.connect() as db:
            row = db.execute(query).first()
        return Known(*row) if row else None

    def highest_version(self, document_id: str) -> int:
        """The newest version number ever given; 0 for a new document."""
        query = select(func.max(versions.c.version)).where(versions.c.document_id == document_id)
        with self.engine.connect() as db:
            return db.execute(query).scalar() or 0

    def active_versions(self) -> dict[str, int]:
        """Document id -> active version: what may be shown."""
        query = select(versions.c.document_id, versions.c.version)
        with self.engine.connect() as db:
            rows = db.execute(query.where(versions.c.state == "active"))
            return {document_id: version for document_id, version in rows}  # noqa: C416

    def holds_passages(self) -> bool:
        """Whether any active version has passages: then the indexes have something to hold."""
        query = select(versions.c.version).where(versions.c.state == "active")
        with self.engine.connect() as db:
            return db.execute(query.where(versions.c.passages > 0).limit(1)).first() is not None

    def model_keys(self) -> tuple[str, ...]:
        """The embedding models that active versions carry vectors of."""
        query = select(versions.c.model_key).where(versions.c.state == "active").distinct()
        with self.engine.connect() as db:
            return tuple(db.execute(query).scalars())

    def text(self, document_id: str, version: int) -> str:
        """The canonical text of a version.

        Raises:
            NotFoundError: there is no such version.
        """
        return str(self._cell(document_id, version, "text"))

    def blocks(self, document_id: str, version: int) -> tuple[Block, ...]:
        """The blocks of a version in text order."""
        return codec.unpack_blocks(self._cell(document_id, version, "blocks"))

    def pages(self, document_id: str, version: int) -> tuple[Page, ...]:
        """The pages of a version; empty for formats without pages."""
        return codec.unpack_pages(self._cell(document_id, version, "page_rows"))

    def _cell(self, document_id: str, version: int, column: str) -> Any:  # noqa: ANN401
        query = select(versions.c[column]).where(
            versions.c.document_id == document_id, versions.c.version == version
        )
        with self.engine.connect() as db:
            row = db.execute(query).first()
        if row is None:
            raise NotFoundError(f'no version {version} of document "{document_id}"')
        return row[0]

    def boxes(self, document_id: str, version: int, page: int) -> Boxes | None:
        """The word boxes of one page, or None where the format has none."""
        query = select(boxes.c.data).where(
            boxes.c.document_id == document_id, boxes.c.version == version, boxes.c.page == page
        )
        with self.engine.connect() as db:
            data = db.execute(query).scalar()
        return codec.unpack_boxes(page, data) if data else None


def _documents_query() -> Select[Any]:
    return select(*_DOCUMENT_COLUMNS).join(documents, documents.c.id == versions.c.document_id)


def _document(row: Row[tuple[object, ...]]) -> Document:
    r = row._mapping
    return Document(
        id=r["document_id"],
        version=r["version"],
        title=r["title"],
        collection=r["collection"],
        filename=r["filename"],
        media_type=r["media_type"],
        sha256=r["sha256"],
        publisher=r["publisher"],
        published=r["published"],
        status=Status(r["status"]),
        language=r["language"],
        reference=r["reference"],
        pages=r["pages"],
        passages=r["passages"],
        characters=r["characters"],
        warnings=tuple(r["warnings"]),
        guessed=tuple(r["guessed"]),
        state=r["state"],
    )
