"""The rows that a version brings into the catalog."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from corpus.catalog import codec
from corpus.catalog.passages import PassageTokens, PassageVectors
from corpus.catalog.tables import passages, sentences, tokens
from corpus.records import Document, Passage, Reading


@dataclass(frozen=True, slots=True, eq=False)
class Staging:
    """All that one version brings into the catalog, in one transaction."""

    document: Document
    source_key: str
    reader: int
    model_key: str
    reading: Reading
    passages: tuple[Passage, ...]
    vectors: tuple[PassageVectors, ...]


def metadata_row(document: Document) -> dict[str, Any]:
    """The columns of a version that may be edited later."""
    return {
        "filename": document.filename,
        "title": document.title,
        "publisher": document.publisher,
        "published": document.published,
        "status": document.status.value,
        "language": document.language,
        "reference": document.reference,
        "guessed": list(document.guessed),
    }


def version_row(staging: Staging) -> Mapping[str, Any]:
    """All columns of a version, in state ``staged``."""
    document, reading = staging.document, staging.reading
    return metadata_row(document) | {
        "document_id": document.id,
        "version": document.version,
        "state": "staged",
        "sha256": document.sha256,
        "reader": staging.reader,
        "model_key": staging.model_key,
        "media_type": document.media_type,
        "warnings": list(document.warnings),
        "pages": document.pages,
        "passages": len(staging.passages),
        "characters": document.characters,
        "text": reading.text,
        "blocks": codec.pack_blocks(reading.blocks),
        "page_rows": codec.pack_pages(reading.pages),
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def put_passages(db: Connection, staging: Staging) -> None:
    """Write a version's passages with their sentences, vectors and token vectors."""
    first = (
        db.execute(select(passages.c.row).order_by(passages.c.row.desc()).limit(1)).scalar() or 0
    ) + 1
    rows, parts, owned = [], [], []
    for row, (passage, item) in enumerate(
        zip(staging.passages, staging.vectors, strict=True), start=first
    ):
        rows.append(_passage_row(row, passage, codec.pack_vector(item.vectors[0])))
        if item.tokens is not None:
            owned.append((row, item.tokens))
        for number, (span, vector) in enumerate(
            zip(passage.sentences, item.vectors[1:], strict=True)
        ):
            parts.append(
                {
                    "passage_row": row,
                    "number": number,
                    "start": span.start,
                    "end": span.end,
                    "vector": codec.pack_vector(vector),
                }
            )
    if rows:
        db.execute(insert(passages), rows)
    if parts:
        db.execute(insert(sentences), parts)
    put_tokens(db, owned)


def put_tokens(db: Connection, owned: Iterable[tuple[int, PassageTokens]]) -> None:
    """Write the token vectors of passages, named by their row, that have none."""
    rows = [
        {
            "passage_row": row,
            "space": item.space,
            "vectors": codec.pack_bytes(item.vectors),
            "sentences": codec.pack_bytes(item.sentences),
        }
        for row, item in owned
    ]
    if rows:
        db.execute(insert(tokens), rows)


def _passage_row(row: int, passage: Passage, vector: bytes) -> dict[str, Any]:
    return {
        "row": row,
        "id": passage.id,
        "document_id": passage.document_id,
        "version": passage.version,
        "start": passage.start,
        "end": passage.end,
        "heading_path": list(passage.heading_path),
        "language": passage.language,
        "kind": passage.kind.value,
        "paragraph": passage.paragraph,
        "page": passage.page,
        "page_end": passage.page_end,
        "page_label": passage.page_label,
        "text": passage.text,
        "vector": vector,
    }
