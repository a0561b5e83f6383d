"""Taking files in: read in workers, split, embedded, published; every file has an outcome."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from corpus.catalog import Known, Staging
from corpus.errors import (
    DamagedDocumentError,
    DocumentError,
    IndexMismatchError,
    ParserError,
)
from corpus.language import detect_language, majority_language
from corpus.records import BODY_KINDS, BlockKind, Document, Passage, Reading, Status
from corpus.store import Store, document_id
from ingest.embed import embed_passages
from ingest.outcome import FileOutcome, Outcome
from ingest.publish import Step, publish, silent
from ingest.sandbox import ReaderPool, read_document
from ingest.split import split_document
from ingest.walk import Source, readable

# Raise it when reading or splitting changes, so that unchanged bytes are read again.
READER = 1
# Files read ahead of the one being embedded: enough to keep the model busy, few enough for memory.
_AHEAD = 4

Listener = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A file in the queue: refused already, or held as far as one can tell, or being read."""

    source: Source
    sha256: str = ""
    reading: Future[Reading] | None = None
    refusal: FileOutcome | None = None


def _unheard(path: str, fraction: float) -> None:
    del path, fraction


def ingest_files(
    store: Store,
    sources: Iterable[Source],
    *,
    workers: int = 2,
    on_progress: Listener = _unheard,
    on_step: Step = silent,
) -> Iterator[FileOutcome]:
    """Take in each file in order; one that cannot be taken in does not stop the others.

    ``on_progress(path, fraction)`` hears how far the file in hand has been embedded.

    Raises:
        ModelChangedError: the folder's documents carry another model's vectors.
        ModelError: the embedding model cannot be loaded.
    """
    settings = store.settings
    with ReaderPool(workers=workers, seconds=settings.parse_seconds) as pool:
        queue: list[_Waiting] = []
        rest = iter(sources)
        while True:
            queue += [_begin(store, pool, s) for s in islice(rest, _AHEAD - len(queue))]
            if not queue:
                return
            yield _finish(store, pool, queue.pop(0), on_progress=on_progress, on_step=on_step)


def _begin(store: Store, pool: ReaderPool, source: Source) -> _Waiting:
    """Hash a file and send it to be read, unless it is held or out of bounds."""
    try:
        sha256 = _hash(source.path, store.settings.max_file_mb)
    except DocumentError as error:
        return _Waiting(source, refusal=_refusal(source, error))
    store.collection(source.collection)
    known = store.catalog.known(source.collection, source.key)
    held = _held(store, source, sha256, known)
    return _Waiting(source, sha256, None if held else _read(store, pool, source))


def _read(store: Store, pool: ReaderPool, source: Source) -> Future[Reading]:
    settings = store.settings
    return pool.run(
        source.path.name,
        read_document,
        source.path,
        password=settings.password,
        max_bytes=settings.max_file_mb * 2**20,
    )


def _held(store: Store, source: Source, sha256: str, known: Known | None) -> Known | None:
    """The version of these very bytes, known under this key or under another of the collection."""
    held = known or store.catalog.same_bytes(source.collection, sha256)
    return held if held and held.sha256 == sha256 and held.reader == READER else None


def _hash(path: Path, max_mb: int) -> str:
    try:
        size = path.stat().st_size
        if size > max_mb * 2**20:
            raise DocumentError(
                f"the file is {size / 2**20:.0f} MiB, at most {max_mb} MiB are taken in; "
                "raise SAMKLANG_MAX_FILE_MB or split it"
            )
        with path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError as error:
        raise DamagedDocumentError(f"the file cannot be read: {error.strerror}") from error


def _finish(
    store: Store, pool: ReaderPool, waiting: _Waiting, *, on_progress: Listener, on_step: Step
) -> FileOutcome:
    if waiting.refusal:
        return waiting.refusal
    source = waiting.source
    # asked again: the files before it may have changed what is held since it was read ahead
    known = store.catalog.known(source.collection, source.key)
    if held := _held(store, source, waiting.sha256, known):
        if known is None:
            store.catalog.add_name(source.collection, source.key, held.document_id)
        return _unchanged(source, _describe_again(store, source, held))
    try:
        reading = (waiting.reading or _read(store, pool, source)).result()
    except DocumentError as error:
        return _refusal(source, error)
    staging = _prepare(store, waiting, reading, known=known, on_progress=on_progress)
    if isinstance(staging, Document):
        return _unchanged(source, staging)
    store.keep_original(source.path, waiting.sha256)
    try:
        publish(store, staging, on_step=on_step)
    except IndexMismatchError as error:
        return FileOutcome(readable(str(source.path)), Outcome.FAILED, reason=str(error))
    document = staging.document
    return FileOutcome(
        readable(str(source.path)),
        Outcome.IN_WITH_WARNINGS if document.warnings else Outcome.IN,
        document.id,
        document.pages,
        len(staging.passages),
        document.characters,
        document.warnings,
    )


def _prepare(
    store: Store,
    waiting: _Waiting,
    reading: Reading,
    *,
    known: Known | None,
    on_progress: Listener,
) -> Staging | Document:
    """Everything the catalog needs of a new version; or the version it has, when it is that one."""
    source = waiting.source
    identity = document_id(source.collection, source.key)
    if known and known.sha256 == waiting.sha256:
        identity = known.document_id
    language = _language(source, reading)
    version = store.catalog.highest_version(identity) + 1
    passages = split_document(
        reading,
        document_id=identity,
        version=version,
        language=language,
        detect=lambda text: detect_language(text, prior=language),
    )
    document = _describe(source, reading, identity, waiting.sha256)
    document = replace(document, version=version, language=language, passages=len(passages))
    if known and known.sha256 == waiting.sha256 and _same(store, known, reading, passages):
        same = replace(document, version=known.version)
        store.catalog.describe(same, READER)
        return same
    store.check_model()
    vectors = embed_passages(
        store, passages, previous=known, on_done=lambda part: on_progress(str(source.path), part)
    )
    return Staging(document, source.key, READER, store.model_key, reading, passages, vectors)


def _same(store: Store, known: Known, reading: Reading, passages: Sequence[Passage]) -> bool:
    """Whether a newer reader made of the same bytes what the catalog holds."""
    if store.catalog.text(known.document_id, known.version) != reading.text:
        return False
    before = store.catalog.passages_of(known.document_id, known.version)
    return [_shape(p) for p in before] == [_shape(p) for p in passages]


def _shape(passage: Passage) -> object:
    return replace(passage, version=0, language="")


def _language(source: Source, reading: Reading) -> str:
    if source.entry and source.entry.language:
        return source.entry.language
    texts = (reading.text[b.start : b.end] for b in reading.blocks if b.kind in BODY_KINDS)
    found = majority_language(texts)
    declared = (reading.properties.language or "und")[:2]
    return found if found != "und" else declared


def _describe(source: Source, reading: Reading, identity: str, sha256: str) -> Document:
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
        title=told.get("title") or guesses["title"] or source.path.stem,
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


def _describe_again(store: Store, source: Source, known: Known) -> Document:
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


def _unchanged(source: Source, document: Document) -> FileOutcome:
    return FileOutcome(
        readable(str(source.path)),
        Outcome.UNCHANGED,
        document.id,
        document.pages,
        document.passages,
        document.characters,
        document.warnings,
    )


def _refusal(source: Source, error: DocumentError) -> FileOutcome:
    broken = isinstance(error, DamagedDocumentError | ParserError)
    outcome = Outcome.FAILED if broken else Outcome.REFUSED
    return FileOutcome(readable(str(source.path)), outcome, reason=str(error))
