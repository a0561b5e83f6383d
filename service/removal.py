"""Removals that were cut short: what is left of the document, so that it can be removed again."""

from __future__ import annotations

from corpus.records import Document
from corpus.store import Store


def half_removed(store: Store, document_id: str) -> Document | None:
    """The newest version of a document whose removal was begun and not ended, or None."""
    if document_id not in store.catalog.deleted():
        return None
    return next(reversed(store.catalog.versions(document_id)), None)
