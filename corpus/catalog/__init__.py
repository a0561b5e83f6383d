"""The catalog: documents, versions, text, boxes, passages and vectors in one SQLite database."""

from corpus.catalog.catalog import Catalog
from corpus.catalog.opening import open_catalog
from corpus.catalog.passages import NO_SENTENCE, PassageTokens, PassageVectors
from corpus.catalog.reads import Known
from corpus.catalog.rows import Staging

__all__ = [
    "NO_SENTENCE",
    "Catalog",
    "Known",
    "PassageTokens",
    "PassageVectors",
    "Staging",
    "open_catalog",
]
