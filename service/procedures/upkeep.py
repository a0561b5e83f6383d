"""The three stores of a data folder, examined and mended."""

from __future__ import annotations

from collections.abc import Callable

from corpus.store import Store
from ingest.upkeep import Examination, examine, rebuild_indexes
from service.procedures import Use, procedure
from service.schemas import RebuildResponse


@procedure(Use.UNCHANGED)
def examine_store(store: Store) -> Examination:
    """Whether catalog and indexes agree."""
    return examine(store)


@procedure(Use.EMPTIED)
def rebuild(store: Store, *, hear: Callable[[str, float], None] | None = None) -> RebuildResponse:
    """Both indexes built again from the catalog."""
    rebuild_indexes(store, on_progress=hear)
    return RebuildResponse.from_record(store.catalog.counts())
