"""What a document is called and who says so: the manifest, the file itself, or a guess."""

from __future__ import annotations

from dataclasses import replace

from corpus.catalog import Known
from corpus.language import majority_language
from corpus.records import BODY_KINDS, BlockKind, Document, Reading, Status
from corpus.store import Store
from ingest.walk import Source, readable


def language_of(source: Source, reading: Reading) -> str:
    """What the manifest says, else the language of most of the body, else the file's own word."""
    if source.entry and source.entry.language:
        return source.entry.language
    texts = (reading.text[b.start : b.end] for b in reading.blocks if b.kind in BODY_KINDS)
    found = majority_language(texts)
    declared = (reading.properties.language or "und")[:2]
    return found if found != "und" else declared


def describe(source: Source, reading: Reading, identity: str, sha256: str) -> Document:
    """The document's record: the manifest first, then the file's own word, marked as guessed."""
    entry, own = source.entry, reading.properties
    guesses = {
        "title": own.title or _first_heading(reading),
        "publisher": own.publisher,
        "published": own.published,
        "language": own.language,
    }
    told = entry.model_dump(exclude_none=True) if entry else {}
    guessed = tuple(n for n, value in guesses.items() if (value or n == "title") and n not in told)
    return Document(
        id=identity,
        version=0,
        title=told.get("title") or guesses["title"] or readable(source.path.stem),
        collection=source.collection,
        filename=readable(source.path.name),
        media_type=reading.media_type,
        sha256=sha256,
        publisher=told.get("publisher", guesses["publisher"]),
        published=told.get("published", guesses["published"]),
        status=told.get("status", Status.UNKNOWN),
        reference=told.get("reference"),
        pages=len(reading.pages) or None,
        characters=sum(not char.isspace() for char in reading.text),
        warnings=reading.warnings,
        guessed=guessed,
    )


def _first_heading(reading: Reading) -> str | None:
    for block in reading.blocks:
        if block.kind is BlockKind.HEADING:
            text = reading.text[block.start : block.end].strip()
            if 3 <= len(text) <= 200:
                return text
    return None


def describe_again(store: Store, source: Source, known: Known) -> Document:
    """Take over what a manifest says now, although the bytes are the same."""
    document = store.catalog.document(known.document_id, known.version)
    if source.entry is None:
        return document
    told = source.entry.model_dump(
        include={"title", "publisher", "published", "language", "status", "reference"},
        exclude_none=True,
    )
    guessed = tuple(name for name in document.guessed if name not in told)
    renewed = replace(document, **told, guessed=guessed)
    if renewed != document:
        store.catalog.describe(renewed, known.reader)
    return renewed
