"""``samklang documents`` and ``samklang remove``."""

from __future__ import annotations

from itertools import groupby

from rich.text import Text

from corpus.records import Document
from service.cli.paper import console, hang, plain
from service.cli.session import Gauge, emit, finish_left_behind, opened
from service.removal import half_removed
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
    from ingest.publish import remove

    gauge = Gauge()
    with opened(gauge, resume=False) as store:
        # asked before the rest is finished, which would end this removal without a word
        document = half_removed(store, document_id)
        if document is None:
            finish_left_behind(store, gauge)
            document = store.catalog.document(document_id)
        remove(store, document_id)
    if as_json:
        emit(DocumentResponse.from_record(document))
    else:
        console().print(Text(f"Removed {document.id}: {plain(document.title)}"))
