"""What is handed in to be assessed: a file, a text, or a document that was taken in before."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.assessment import Kind
from corpus.errors import DocumentError, EmptyDocumentError
from corpus.records import Document
from corpus.store import Store
from ingest.intake import ingest_files
from ingest.manifest import ManifestEntry
from ingest.outcome import FileOutcome, Outcome
from ingest.walk import Source, readable

INITIATIVES = "initiatives"
PARTNERS = "partners"
# bytes of a file name that every file system takes
_LONGEST_NAME = 180
_MARKUP = re.compile(r"([\\`*_\[\]<>#|~])")
_BAD = frozenset({Outcome.REFUSED, Outcome.FAILED})


def take_in_file(
    store: Store,
    path: Path,
    *,
    collection: str | None = None,
    kind: Kind | None = None,
    title: str | None = None,
) -> Document:
    """The document of a file, taken in unless these very bytes were before.

    It goes into ``collection``, by default ``initiatives``. A partner may also be a file that
    ``partners`` holds already. Without a ``title`` it is guessed from the file.

    Raises:
        DocumentError: the file cannot be taken in; says why.
        UsageError: the collection's id is malformed.
    """
    return take_in_handed(store, path, collection=collection, kind=kind, title=title)[0]


def take_in_handed(
    store: Store,
    path: Path,
    *,
    collection: str | None = None,
    kind: Kind | None = None,
    title: str | None = None,
) -> tuple[Document, FileOutcome]:
    """The same, and the file's outcome.

    Raises:
        DocumentError: the file cannot be taken in; says why.
        UsageError: the collection's id is malformed.
    """
    key = readable(path.name)
    if kind is Kind.PARTNER and collection is None and (held := _held(store, path, PARTNERS)):
        return held, _unchanged(key, held)
    entry = ManifestEntry(id=key, path=key, title=title) if title else None
    source = Source(path, key, collection or INITIATIVES, entry)
    [outcome] = ingest_files(store, [source])
    if outcome.outcome in _BAD or outcome.document_id is None:
        raise DocumentError(f'"{key}" cannot be assessed: {outcome.reason}')
    document = store.catalog.document(outcome.document_id)
    if not document.passages:
        raise EmptyDocumentError(f'"{document.filename}" cannot be assessed: it holds no sentence')
    return document, outcome


def _unchanged(path: str, held: Document) -> FileOutcome:
    return FileOutcome(
        path,
        Outcome.UNCHANGED,
        held.id,
        held.pages,
        held.passages,
        held.characters,
        held.warnings,
    )


def _held(store: Store, path: Path, collection: str) -> Document | None:
    if path.stat().st_size > store.settings.max_file_mb * 2**20:
        return None  # taking it in will refuse it
    with path.open("rb") as handle:
        digest = hashlib.file_digest(handle, "sha256").hexdigest()
    known = store.catalog.same_bytes(collection, digest)
    return store.catalog.document(known.document_id) if known else None


@contextmanager
def file_of_text(title: str, text: str) -> Iterator[Path]:
    """A Markdown file with the title as its heading; the same title is the same document."""
    heading = " ".join(title.split())
    # the text is Markdown, and the title is not
    escaped = _MARKUP.sub(r"\\\1", heading)
    whole = f"# {escaped}\n\n{text}\n"
    with file_named(f"{heading}.md", whole.encode("utf-8", "replace")) as path:
        yield path


@contextmanager
def file_named(name: str, data: bytes) -> Iterator[Path]:
    """A file with these bytes under a name as safe as it is like the one given."""
    with TemporaryDirectory(prefix="samklang-") as folder:
        path = Path(folder) / safe_name(name)
        path.write_bytes(data)
        yield path


def safe_name(name: str) -> str:
    """The last part of a file name that a browser or a person gave, fit for any file system."""
    last = readable(name).replace("\\", "/").rpartition("/")[2]
    clean = "".join(c if c.isprintable() and c not in '<>:"|?*' else " " for c in last)
    clean = " ".join(clean.split()).lstrip(". ")
    stem, dot, ending = clean.rpartition(".")
    while len(clean.encode()) > _LONGEST_NAME:
        stem = stem[:-1] if dot else clean[:-1]
        clean = f"{stem}{dot}{ending}" if dot and stem else clean[:-1]
    return clean or "document"
