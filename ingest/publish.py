"""Publishing a version: staged -> indexed -> verified -> active -> retired -> reaped.

The catalog is written first, then Chroma, then the full-text index; counts and a self-query
follow; then one transaction shows the new version and retires the old one, whose index rows are
swept. A process killed anywhere leaves a state from which the next start goes on, and until the
flip the old version is what everybody sees.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from corpus.catalog import Staging
from corpus.errors import IndexMismatchError
from corpus.lexicon import LexiconRow
from corpus.records import Document, Passage
from corpus.store import Store
from corpus.vectors import row_ids

Step = Callable[[str], None]

# About how many vectors of a new version are compared with the index.
_PROBES = 5


def silent(step: str) -> None:
    """Hear a step and do nothing."""
    del step


def publish(store: Store, staging: Staging, *, on_step: Step = silent) -> None:
    """Bring one version from nothing to active. Acknowledged when this returns.

    ``on_step`` hears the name of each step when it has been done.

    Raises:
        IndexMismatchError: an index did not keep what it was given; the old version stays.
    """
    store.catalog.stage(staging)
    on_step("staged")
    resume(store, staging.document, state="staged", on_step=on_step)


def resume(store: Store, document: Document, *, state: str, on_step: Step = silent) -> None:
    """Carry a version on from ``state`` (one of those it can be found in after a kill)."""
    place = (document.id, document.version)
    if state == "staged":
        _index(store, document, on_step)
        store.catalog.set_state(*place, "indexed")
        on_step("indexed")
        state = "indexed"
    if state == "indexed":
        try:
            _verify(store, document)
        except IndexMismatchError:
            # what is not there would be missed again at every start: let the next one write it
            store.catalog.set_state(*place, "staged")
            raise
        store.catalog.set_state(*place, "verified")
        on_step("verified")
        state = "verified"
    if state == "verified":
        before = store.catalog.active_versions().get(document.id)
        store.catalog.activate(*place)
        on_step("active")
        if before is not None:
            _reap(store, store.catalog.document(document.id, before), on_step)
    if state == "retired":
        _reap(store, document, on_step)


def resume_all(store: Store, *, on_step: Step = silent) -> int:
    """Finish everything a killed process left behind; returns how many versions or removals.

    Raises:
        IndexMismatchError: the first that an index did not keep; the others are finished.
    """
    removals = store.catalog.deleted()
    for document_id in removals:
        remove(store, document_id, on_step=on_step)
    unfinished = store.catalog.unfinished()
    failed: IndexMismatchError | None = None
    for document in unfinished:
        try:
            _resume_unless_overtaken(store, document, on_step)
        except IndexMismatchError as error:
            failed = failed or error
    if failed:
        raise failed
    return len(removals) + len(unfinished)


def _resume_unless_overtaken(store: Store, document: Document, on_step: Step) -> None:
    """A version that a newer one overtook is swept: finishing it would bring old words back."""
    if store.catalog.active_versions().get(document.id, 0) > document.version:
        _reap(store, document, on_step)
    else:
        resume(store, document, state=document.state, on_step=on_step)


def remove(store: Store, document_id: str, *, on_step: Step = silent) -> None:
    """Remove a document: hidden at once, then out of the indexes, then out of the catalog.

    Raises:
        NotFoundError: there is no such document.
    """
    if document_id not in store.catalog.deleted():
        store.catalog.document(document_id)
        store.catalog.begin_removal(document_id)
        on_step("hidden")
    for document in store.catalog.versions(document_id):
        _unindex(store, document)
    on_step("unindexed")
    # before the rows that name them, or a kill in between would leave them here for good
    for sha256 in store.catalog.own_originals(document_id):
        store.drop_original(sha256)
    store.catalog.erase(document_id)
    on_step("erased")


def _index(store: Store, document: Document, on_step: Step) -> None:
    place = (document.id, document.version)
    vectors = store.catalog.vectors_of(*place)
    store.vectors.add(document.collection, store.catalog.model_key_of(*place), vectors)
    on_step("vectors")
    passages = store.catalog.passages_of(*place)
    store.lexicon.add(lexicon_row(p, document.collection) for p in passages)
    store.lexicon.commit()
    on_step("lexicon")


def lexicon_row(passage: Passage, collection: str) -> LexiconRow:
    """A passage as the full-text index takes it."""
    return LexiconRow(
        passage_id=passage.id,
        document_id=passage.document_id,
        version=passage.version,
        collection=collection,
        language=passage.language,
        text=passage.text,
        heading=" ".join(passage.heading_path),
    )


def _verify(store: Store, document: Document) -> None:
    """Both indexes hold every row, and sampled rows hold their own vectors.

    Whether a passage finds itself by search is left to ``samklang doctor``: the index is
    approximate, and among many equal vectors a right one may not be reached (retrieval then looks
    at all of them).
    """
    place = (document.id, document.version)
    items = list(store.catalog.vectors_of(*place))
    key = store.catalog.model_key_of(*place)
    wanted = [row for item in items for row in row_ids(item.passage_id, len(item.vectors) - 1)]
    there = store.vectors.present(document.collection, key, wanted)
    texts = store.lexicon.count_version(*place)
    if len(there) != len(wanted) or texts != len(items):
        raise IndexMismatchError(
            f'"{document.filename}": {len(wanted)} vectors and {len(items)} texts were written, '
            f"{len(there)} and {texts} are there; run samklang index rebuild"
        )
    if not items:
        return
    probes = items[:: max(1, len(items) // _PROBES)]
    kept = store.vectors.fetch(document.collection, key, [item.passage_id for item in probes])
    if not all(np.allclose(kept[i.passage_id], i.vectors[0], atol=1e-4) for i in probes):
        raise IndexMismatchError(
            f'"{document.filename}": a vector in the index is not the one written; '
            "run samklang index rebuild"
        )


def _reap(store: Store, document: Document, on_step: Step) -> None:
    _unindex(store, document)
    store.catalog.set_state(document.id, document.version, "reaped")
    on_step("reaped")


def _unindex(store: Store, document: Document) -> None:
    place = (document.id, document.version)
    key = store.catalog.model_key_of(*place)
    rows = [
        row
        for item in store.catalog.vectors_of(*place)
        for row in row_ids(item.passage_id, len(item.vectors) - 1)
    ]
    store.vectors.remove(document.collection, key, rows)
    store.lexicon.remove_version(*place)
    store.lexicon.commit()
