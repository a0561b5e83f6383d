"""The catalog: documents, versions, text, boxes, passages and vectors in one SQLite database."""

from corpus.catalog.catalog import Catalog, Staging
from corpus.catalog.opening import open_catalog
from corpus.catalog.passages import PassageVectors
from corpus.catalog.reads import Known

__all__ = ["Catalog", "Known", "PassageVectors", "Staging", "open_catalog"]
