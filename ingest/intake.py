"""Taking files in: read in workers, split, embedded, published; every file has an outcome."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from corpus.catalog import Known, Staging
from corpus.errors import (
    DamagedDocumentError,
    DocumentError,
    ModelError,
    ParserError,
    SamklangError,
)
from corpus.language import detect_language
from corpus.records import Document, Passage, Reading
from corpus.store import Copy, Store, check_collection_id, document_id
from ingest.describe import describe, describe_again, language_of
from ingest.embed import embed_passages
from ingest.outcome import FileOutcome, Outcome
from ingest.publish import Step, publish, silent
from ingest.sandbox import ReaderPool, read_document
from ingest.split import split_document
from ingest.walk import Source, readable

# Raise it when reading or splitting changes, so that unchanged bytes are read again.
READER = 2
# Files read ahead of the one being embedded: enough to keep the model busy, few enough for memory.
_AHEAD = 4

Listener = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class _Sent:
    """A copy on its way through a worker: what is stored, hashed and read are the same bytes."""

    copy: Copy
    reading: Future[Reading]


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A file in the queue: refused already, or held as far as one can tell, or being read."""

    source: Source
    sha256: str = ""
    sent: _Sent | None = None
    refusal: FileOutcome | None = None


def _unheard(path: str, fraction: float) -> None:
    del path, fraction


def ingest_files(
    store: Store,
    sources: Iterable[Source],
    *,
    workers: int = 1,
    on_progress: Listener = _unheard,
    on_step: Step = silent,
) -> Generator[FileOutcome]:
    """Take in each file in order; one that cannot be taken in does not stop the others.

    ``on_progress(path, fraction)`` hears how far the file in hand has been embedded.

    Raises:
        UsageError: a collection's id is malformed; nothing has been taken in.
        IndexMismatchError: the indexes have to be rebuilt first.
        ModelChangedError: the folder's documents carry another model's vectors.
        ModelError: the embedding model cannot be loaded.
    """
    given = tuple(sources)
    for collection in {source.collection for source in given}:
        check_collection_id(collection)
    store.check_indexes()
    return _outcomes(store, given, workers=workers, on_progress=on_progress, on_step=on_step)


def _outcomes(
    store: Store, sources: Sequence[Source], *, workers: int, on_progress: Listener, on_step: Step
) -> Generator[FileOutcome]:
    queue: list[_Waiting] = []
    rest = iter(sources)
    try:
        with ReaderPool(workers=workers, seconds=store.settings.parse_seconds) as pool:
            while True:
                queue += [_begin(store, pool, s) for s in islice(rest, _AHEAD - len(queue))]
                if not queue:
                    return
                yield _finish(store, pool, queue.pop(0), on_progress=on_progress, on_step=on_step)
    finally:
        for waiting in queue:
            _drop(waiting.sent)


def _begin(store: Store, pool: ReaderPool, source: Source) -> _Waiting:
    """Hash a file; unless it is held or out of bounds, copy it and send the copy to be read."""
    try:
        if source.fault:
            raise DamagedDocumentError(source.fault)
        sha256 = _hash(source.path, store.settings.max_file_mb)
        known = store.catalog.known(source.collection, source.key)
        if _held(store, source, sha256, known):
            return _Waiting(source, sha256)
        return _Waiting(source, sha256, _send(store, pool, source))
    except (SamklangError, OSError) as error:
        return _Waiting(source, refusal=_refusal(source, error))


def _send(store: Store, pool: ReaderPool, source: Source) -> _Sent:
    settings = store.settings
    copy = store.copy_in(source.path)
    reading = pool.run(
        source.path.name,
        read_document,
        copy.path,
        password=settings.password,
        max_bytes=settings.max_file_mb * 2**20,
    )
    return _Sent(copy, reading)


def _drop(sent: _Sent | None) -> None:
    if sent:
        sent.copy.path.unlink(missing_ok=True)


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
    """The outcome of one file; of the faults only those of the model end the run."""
    if waiting.refusal:
        return waiting.refusal
    source, sent = waiting.source, waiting.sent
    # the file may have changed since it was first hashed: what counts is what was copied
    sha256 = sent.copy.sha256 if sent else waiting.sha256
    try:
        # asked again: the files before it may have changed what is held since it was read ahead
        known = store.catalog.known(source.collection, source.key)
        if held := _held(store, source, sha256, known):
            return _keep_held(store, source, held, known=known)
        sent = sent or _send(store, pool, source)
        return _take_in(store, source, sent, known=known, on_progress=on_progress, on_step=on_step)
    except ModelError:
        raise
    except (SamklangError, OSError) as error:
        return _refusal(source, error, sent)
    finally:
        _drop(sent)


def _keep_held(store: Store, source: Source, held: Known, *, known: Known | None) -> FileOutcome:
    """Nothing new, but maybe a further name, other metadata, or an original that got lost."""
    if not store.original(held.sha256).is_file():
        copy = store.copy_in(source.path)
        if copy.sha256 == held.sha256:
            store.keep_original(copy)
        copy.path.unlink(missing_ok=True)
    if known is None:
        store.catalog.add_name(source.collection, source.key, held.document_id)
    return _unchanged(source, describe_again(store, source, held))


def _take_in(
    store: Store,
    source: Source,
    sent: _Sent,
    *,
    known: Known | None,
    on_progress: Listener,
    on_step: Step,
) -> FileOutcome:
    """Publish what a worker has read, unless it is what the catalog has."""
    staging = _prepare(store, source, sent, known=known, on_progress=on_progress)
    if isinstance(staging, Document):
        return _unchanged(source, staging)
    store.collection(source.collection)
    store.keep_original(sent.copy)
    publish(store, staging, on_step=on_step)
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
    source: Source,
    sent: _Sent,
    *,
    known: Known | None,
    on_progress: Listener,
) -> Staging | Document:
    """Everything the catalog needs of a new version; or the version it has, when it is that one."""
    reading, sha256 = sent.reading.result(), sent.copy.sha256
    identity = document_id(source.collection, source.key)
    if known and known.sha256 == sha256:
        identity = known.document_id
    language = language_of(source, reading)
    version = store.catalog.highest_version(identity) + 1
    passages = split_document(
        reading,
        document_id=identity,
        version=version,
        language=language,
        detect=lambda text: detect_language(text, prior=language),
    )
    document = describe(source, reading, identity, sha256)
    document = replace(document, version=version, language=language, passages=len(passages))
    if known and known.sha256 == sha256 and _same(store, known, reading, passages):
        same = replace(document, version=known.version)
        store.catalog.describe(same, READER)
        return same
    store.check_ready()
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


def _refusal(
    source: Source, error: SamklangError | OSError, sent: _Sent | None = None
) -> FileOutcome:
    """Refused when the file is what is wrong with it, failed when something broke."""
    broken = isinstance(error, DamagedDocumentError | ParserError)
    refused = isinstance(error, DocumentError) and not broken
    reason = str(error)
    if isinstance(error, OSError):
        told = error.strerror or reason
        reason = f"it could not be copied or stored: {told}; mend that and ingest it again"
    if sent:
        # readers name the file they were given
        reason = reason.replace(sent.copy.path.name, readable(source.path.name))
    outcome = Outcome.REFUSED if refused else Outcome.FAILED
    return FileOutcome(readable(str(source.path)), outcome, reason=reason)
