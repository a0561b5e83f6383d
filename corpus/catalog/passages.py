"""What can be asked of the catalog about passages and vectors. Nothing here writes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection as Some
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sqlalchemy import ColumnElement, Connection, Engine, Row, Select, func, select

from corpus.catalog import codec
from corpus.catalog.tables import documents, passages, sentences, tokens, versions
from corpus.records import BlockKind, FloatMatrix, Interval, Passage

# SQLite takes 32,766 bound values; well below, so that other dialects agree
_BATCH = 5_000


# The sentence index of a token that lies in no sentence.
NO_SENTENCE = 255


@dataclass(frozen=True, slots=True, eq=False)
class PassageTokens:
    """A small vector for every token of a passage.

    ``vectors`` is ``(n, width)`` int8: unit vectors times 127. ``sentences`` is ``(n,)`` uint8: the
    index into the passage's sentences, ``NO_SENTENCE`` for a token in none. ``space`` names what
    the vectors were made with: only vectors of one space may be compared.
    """

    passage_id: str
    vectors: npt.NDArray[np.int8]
    sentences: npt.NDArray[np.uint8]
    space: str


@dataclass(frozen=True, slots=True, eq=False)
class PassageVectors:
    """A passage's vectors: ``vectors[0]`` is the passage, the rest its sentences in order.

    ``tokens`` go into the catalog with them; what is read carries none, see ``Catalog.tokens``.
    """

    passage_id: str
    vectors: FloatMatrix
    tokens: PassageTokens | None = None


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

    def tokens(self, ids: Sequence[str], *, space: str | None = None) -> dict[str, PassageTokens]:
        """The token vectors of these passages; those that have none are left out.

        With ``space`` also those are left out whose vectors are of another.
        """
        columns = (passages.c.id, tokens.c.vectors, tokens.c.sentences, tokens.c.space)
        query = select(*columns).join(passages, passages.c.row == tokens.c.passage_row)
        if space is not None:
            query = query.where(tokens.c.space == space)
        found: dict[str, PassageTokens] = {}
        with self.engine.connect() as db:
            for at in range(0, len(ids), _BATCH):
                rows = db.execute(query.where(passages.c.id.in_(ids[at : at + _BATCH])))
                for passage_id, vectors, numbers, made_in in rows:
                    unpacked = codec.unpack_tokens(vectors, numbers)
                    found[passage_id] = PassageTokens(passage_id, *unpacked, made_in)
        return found

    def lacking_tokens(self, document_id: str, version: int, space: str) -> tuple[str, ...]:
        """Ids of the passages of a version that have no token vectors of this space."""
        own = (tokens.c.passage_row == passages.c.row) & (tokens.c.space == space)
        query = (
            select(passages.c.id)
            .outerjoin(tokens, own)
            .where(passages.c.document_id == document_id, passages.c.version == version)
            .where(tokens.c.passage_row.is_(None))
        )
        with self.engine.connect() as db:
            return tuple(db.execute(query.order_by(passages.c.row)).scalars())

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
