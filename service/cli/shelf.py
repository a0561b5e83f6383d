"""``samklang documents`` and ``samklang remove``."""

from __future__ import annotations

from itertools import groupby

from rich.padding import Padding
from rich.text import Text

from corpus.records import Document
from service.cli.session import Gauge, console, emit, opened, plain
from service.schemas import DocumentResponse, DocumentsResponse
from service.words import words


def run_documents(*, as_json: bool) -> None:
    """List every document, by collection."""
    with opened(Gauge()) as store:
        documents = store.catalog.documents()
    if as_json:
        rows = [DocumentResponse.from_record(document) for document in documents]
        emit(DocumentsResponse(documents=rows))
        return
    out = console()
    if not documents:
        out.print("No documents yet. Take some in with: samklang ingest PATH")
    for collection, shelf in groupby(documents, key=lambda document: document.collection):
        out.print(Text(collection, style="bold"))
        for document in shelf:
            out.print(Padding(_entry(document), (0, 0, 0, 2)))


def _entry(document: Document) -> Text:
    return Text.assemble(
        (document.id, "cyan"),
        f"  {plain(document.title)}\n",
        (f"{'':15}{_details(document)}", "dim"),
    )


def _details(document: Document) -> str:
    """Publisher, date, status, language, size: what a library's card says."""
    said = words("en")
    size = f"{document.passages} passages"
    if document.pages is not None:
        size = f"{document.pages} pages, {size}"
    facts = (
        document.publisher,
        document.published,
        said.statuses[document.status],
        said.languages.get(document.language, document.language),
        said.version.format(number=document.version) if document.version > 1 else None,
        size,
        document.filename,
    )
    return plain(" · ".join(fact for fact in facts if fact))


def run_remove(document_id: str, *, as_json: bool) -> None:
    """Remove one document and tell which."""
    from ingest.publish import remove

    with opened(Gauge()) as store:
        document = store.catalog.document(document_id)
        remove(store, document_id)
    if as_json:
        emit(DocumentResponse.from_record(document))
    else:
        console().print(Text(f"Removed {document.id}: {plain(document.title)}"))
