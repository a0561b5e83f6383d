"""``samklang documents`` and ``samklang remove``."""

from __future__ import annotations

from itertools import groupby

from rich.text import Text

from corpus.records import Document
from corpus.store import Store
from service.cli.line import Line
from service.cli.paper import console, hang, plain
from service.cli.session import Gauge, at_hand, emit, finish_left_behind, perform
from service.procedures.shelves import documents
from service.removal import half_removed
from service.schemas import DocumentResponse, DocumentsResponse
from service.words import words


def run_documents(*, as_json: bool) -> None:
    """List every document, by collection."""
    with at_hand(Gauge()) as held:
        listed = perform(held, documents)
    if as_json:
        rows = [DocumentResponse.from_record(document) for document in listed]
        emit(DocumentsResponse(documents=rows))
        return
    out = console()
    if not listed:
        out.print("No documents yet. Take some in with: samklang ingest PATH")
    for collection, shelf in groupby(listed, key=lambda document: document.collection):
        out.print(Text(collection, style="bold"))
        for document in shelf:
            hang(out, Text(f"  {document.id}  ", style="cyan"), _card(document))


def _card(document: Document) -> Text:
    return Text.assemble(plain(document.title), "\n", (_details(document), "dim"))


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
    """Remove one document, or end its removal that was cut short, and tell which."""
    gauge = Gauge()
    with at_hand(gauge, resume=False) as store:
        if isinstance(store, Line):
            document = store.remove(document_id)
        else:
            document = _remove(store, document_id, gauge)
    if as_json:
        emit(DocumentResponse.from_record(document))
    else:
        console().print(Text(f"Removed {document.id}: {plain(document.title)}"))


def _remove(store: Store, document_id: str, gauge: Gauge) -> Document:
    from ingest.publish import remove

    # asked before the rest is finished, which would end this removal without a word
    document = half_removed(store, document_id)
    if document is None:
        finish_left_behind(store, gauge)
        document = store.catalog.document(document_id)
    remove(store, document_id)
    return document
