"""What can be asked of the catalog about passages and vectors. Nothing here writes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection as Some
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Engine, Row, Select, func, select

from corpus.catalog import codec
from corpus.catalog.tables import documents, passages, sentences, versions
from corpus.records import BlockKind, FloatMatrix, Interval, Passage

# SQLite takes 32,766 bound values; well below, so that other dialects agree
_BATCH = 5_000


@dataclass(frozen=True, slots=True, eq=False)
class PassageVectors:
    """A passage's vectors: ``vectors[0]`` is the passage, the rest its sentences in order."""

    passage_id: str
    vectors: FloatMatrix


class PassageReads:
    """The part of the catalog's reading half that knows passages; safe from any thread."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """The passages with these ids, with their sentences; unknown ids are left out."""
        found: dict[str, Passage] = {}
        with self.engine.connect() as db:
            for at in range(0, len(ids), _BATCH):
                query = select(passages).where(passages.c.id.in_(ids[at : at + _BATCH]))
                rows = db.execute(query).all()
                spans = _sentence_spans(db.execute(_sentences_of([r.row for r in rows])).all())
                found |= {row.id: _passage(row, spans[row.row]) for row in rows}
        return found

    def passages_of(self, document_id: str, version: int) -> tuple[Passage, ...]:
        """Every passage of a version in text order."""
        query = select(passages.c.id).where(
            passages.c.document_id == document_id, passages.c.version == version
        )
        with self.engine.connect() as db:
            ids = list(db.execute(query.order_by(passages.c.row)).scalars())
        found = self.passages(ids)
        return tuple(found[i] for i in ids)

    def vectors_of(self, document_id: str, version: int) -> Iterator[PassageVectors]:
        """The vectors of every passage of a version, in text order."""
        query = select(passages.c.id).where(
            passages.c.document_id == document_id, passages.c.version == version
        )
        with self.engine.connect() as db:
            ids = list(db.execute(query.order_by(passages.c.row)).scalars())
        for at in range(0, len(ids), _BATCH):
            # a batch at a time, so that a long document's vectors are never all in memory
            batch = ids[at : at + _BATCH]
            found = self.vectors(batch)
            yield from (found[i] for i in batch)

    def vectors(self, ids: Sequence[str]) -> dict[str, PassageVectors]:
        """The vectors of these passages; unknown ids are left out."""
        found: dict[str, PassageVectors] = {}
        with self.engine.connect() as db:
            for at in range(0, len(ids), _BATCH):
                found |= _vectors(db, ids[at : at + _BATCH])
        return found

    def passage_ids(self, only: Some[str] | None = None) -> tuple[str, ...]:
        """Ids of the passages of active versions, in collection and text order."""
        query = (
            select(passages.c.id)
            .join(versions, _same_version())
            .join(documents, documents.c.id == versions.c.document_id)
            .where(versions.c.state == "active")
        )
        if only is not None:
            query = query.where(documents.c.collection.in_(sorted(only)))
        with self.engine.connect() as db:
            return tuple(db.execute(query.order_by(passages.c.row)).scalars())

    def counts(self) -> dict[str, tuple[int, int]]:
        """Collection -> (passages, sentences) of active versions."""
        query = (
            select(
                documents.c.collection,
                func.count(func.distinct(passages.c.row)),
                func.count(sentences.c.number),
            )
            .select_from(passages)
            .join(versions, _same_version())
            .join(documents, documents.c.id == versions.c.document_id)
            .outerjoin(sentences, sentences.c.passage_row == passages.c.row)
            .where(versions.c.state == "active")
            .group_by(documents.c.collection)
        )
        with self.engine.connect() as db:
            return {name: (n, m) for name, n, m in db.execute(query)}


def _vectors(db: Connection, ids: Sequence[str]) -> dict[str, PassageVectors]:
    """The vectors of one batch of passages."""
    query = select(passages.c.row, passages.c.id, passages.c.vector)
    rows = db.execute(query.where(passages.c.id.in_(ids))).all()
    stacks = {row.row: [row.vector] for row in rows}
    parts = select(sentences.c.passage_row, sentences.c.vector)
    mine = parts.where(sentences.c.passage_row.in_(stacks))
    for owner, vector in db.execute(mine.order_by(sentences.c.passage_row, sentences.c.number)):
        stacks[owner].append(vector)
    return {row.id: PassageVectors(row.id, codec.unpack_vectors(stacks[row.row])) for row in rows}


def _same_version() -> ColumnElement[bool]:
    return (passages.c.document_id == versions.c.document_id) & (
        passages.c.version == versions.c.version
    )


def _passage(row: Row[tuple[object, ...]], spans: Sequence[Interval]) -> Passage:
    r = row._mapping
    return Passage(
        document_id=r["document_id"],
        version=r["version"],
        start=r["start"],
        end=r["end"],
        heading_path=tuple(r["heading_path"]),
        language=r["language"],
        text=r["text"],
        sentences=tuple(spans),
        paragraph=r["paragraph"],
        page=r["page"],
        page_end=r["page_end"],
        page_label=r["page_label"],
        kind=BlockKind(r["kind"]),
    )


def _sentences_of(rows: Sequence[int]) -> Select[int, int, int]:
    columns = (sentences.c.passage_row, sentences.c.start, sentences.c.end)
    query = select(*columns).where(sentences.c.passage_row.in_(rows))
    return query.order_by(sentences.c.passage_row, sentences.c.number)


def _sentence_spans(rows: Sequence[Row[int, int, int]]) -> dict[int, list[Interval]]:
    spans: dict[int, list[Interval]] = defaultdict(list)
    for owner, start, end in rows:
        spans[owner].append(Interval(start, end))
    return spans
