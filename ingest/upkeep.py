"""Keeping the derived indexes true to the catalog: rebuild them, and examine all three stores."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.records import Document, Passage
from corpus.store import Store
from corpus.vectors import chroma_name, finds_itself, row_ids
from ingest.embed import embed_passages, embed_tokens
from ingest.publish import lexicon_row, resume_all

# How many passages are asked to find themselves.
_SAMPLE = 25


@dataclass(frozen=True, slots=True)
class Check:
    """One thing examined: what, whether it is well, the figures, and what to do if it is not."""

    name: str
    ok: bool
    figures: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Examination:
    """Everything that was looked at."""

    checks: tuple[Check, ...]

    @property
    def ok(self) -> bool:
        """Whether every check is well."""
        return all(check.ok for check in self.checks)

    def __iter__(self) -> Iterator[Check]:
        return iter(self.checks)


def rebuild_indexes(
    store: Store, *, on_progress: Callable[[str, float], None] | None = None
) -> int:
    """Write Chroma and the full-text index anew from the catalog; returns how many documents.

    To be called before anything else has used the store's indexes: both are deleted first. Vectors
    are taken from the catalog. Documents that carry another model's vectors are embedded
    again with the model of the settings, and passages without token vectors get them, one
    transaction for each document, so that a rebuild that was cut off need not do so again; until
    one has come to its end nothing is searched.
    ``on_progress(title, fraction)`` hears each document, and in its title whether the model has to
    read it.
    """
    store.empty_indexes()
    documents = store.catalog.documents()
    for done, document in enumerate(documents):
        if on_progress:
            on_progress(_heading(store, document), done / len(documents))
        _put_back(store, document)
    for document in store.catalog.unfinished():
        if document.state != "retired":
            _renew_vectors(store, document)
    resume_all(store)
    store.indexes_filled()
    return len(documents)


def _put_back(store: Store, document: Document) -> None:
    place = (document.id, document.version)
    _renew_vectors(store, document)
    vectors = store.catalog.vectors_of(*place)
    store.vectors.add(document.collection, store.model_key, vectors)
    passages = store.catalog.passages_of(*place)
    store.lexicon.add(lexicon_row(p, document.collection) for p in passages)
    store.lexicon.commit()


def _renew_vectors(store: Store, document: Document) -> None:
    """Embed what is not there: a whole version of another model, or its passages' tokens."""
    place = (document.id, document.version)
    if not _is_current(store, document):
        vectors = embed_passages(store, store.catalog.passages_of(*place))
        store.catalog.replace_vectors(document, store.model_key, vectors)
    elif lacking := _lacking_tokens(store, document):
        passages = store.catalog.passages(lacking)
        store.catalog.add_tokens(embed_tokens(store, [passages[i] for i in lacking]))


def _heading(store: Store, document: Document) -> str:
    """A document's title, and what has to be embedded of it."""
    if not _is_current(store, document):
        return f"{document.title} (vectors of the new model)"
    if _lacking_tokens(store, document):
        return f"{document.title} (token vectors)"
    return document.title


def _is_current(store: Store, document: Document) -> bool:
    return store.catalog.model_key_of(document.id, document.version) == store.model_key


def _lacking_tokens(store: Store, document: Document) -> tuple[str, ...]:
    """Ids of the passages whose token vectors are missing or of another space."""
    if store.token_space is None:
        return ()
    key = store.token_space.key
    return store.catalog.lacking_tokens(document.id, document.version, key)


def examine(store: Store, *, seed: int = 0) -> Examination:
    """Look at everything that should agree; reads only.

    Checks: one model; nothing half-published; no rebuild cut off; originals whole; text slices;
    token vectors there; counts equal in catalog, Chroma and full text; no orphan rows in either
    index; sampled passages find themselves.
    """
    return Examination(
        (
            _one_model(store),
            _nothing_half_done(store),
            _rebuilt(store),
            _originals(store),
            _slices(store),
            _tokens(store),
            *_counts(store),
            *_orphans(store),
            _self_queries(store, random.Random(seed)),
        )
    )


def _one_model(store: Store) -> Check:
    keys = store.catalog.model_keys()
    ok = set(keys) <= {store.model_key}
    found = f"settings: {store.model_key}; documents: {', '.join(keys) or 'none'}"
    return Check("embedding model", ok, found, "samklang index rebuild")


def _nothing_half_done(store: Store) -> Check:
    left = len(store.catalog.unfinished()) + len(store.catalog.deleted())
    return Check("publishing", left == 0, f"{left} versions or removals unfinished", "ingest again")


def _rebuilt(store: Store) -> Check:
    ok = not store.needs_rebuild()
    found = "not due" if ok else "cut off, or a folder was missing"
    return Check("index rebuild", ok, found, "samklang index rebuild")


def _originals(store: Store) -> Check:
    documents = store.catalog.documents()
    wrong = [d for d in documents if _sha256_of(store.original(d.sha256)) != d.sha256]
    found = f"{len(documents) - len(wrong)} of {len(documents)} there and unchanged"
    named = ", ".join(f"{d.filename} (originals/{d.sha256[:2]}/{d.sha256})" for d in wrong[:5])
    return Check("originals", not wrong, found, f"delete them and ingest again: {named}")


def _sha256_of(path: Path) -> str | None:
    """The sha256 of a file's bytes; None when it cannot be read."""
    try:
        with path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError:
        return None


def _slices(store: Store) -> Check:
    wrong = total = 0
    for document in store.catalog.documents():
        text = store.catalog.text(document.id, document.version)
        for passage in store.catalog.passages_of(document.id, document.version):
            total += 1
            wrong += not _stands(passage, text)
    return Check(
        "offsets", wrong == 0, f"{total - wrong} of {total} passages slice exactly", "report this"
    )


def _stands(passage: Passage, text: str) -> bool:
    """Whether a passage is its slice of the text, and its sentences lie in it in order."""
    at = passage.start
    for span in passage.sentences:
        if not at <= span.start < span.end <= passage.end:
            return False
        at = span.end
    return text[passage.start : passage.end] == passage.text


def _tokens(store: Store) -> Check:
    if store.token_space is None:
        return Check("token vectors", True, f"{store.embedder.name} gives none")
    documents = store.catalog.documents()
    lacking = sum(len(_lacking_tokens(store, document)) for document in documents)
    found = f"{lacking} of {sum(d.passages for d in documents)} passages lack them"
    return Check("token vectors", lacking == 0, found, "samklang index rebuild")


def _counts(store: Store) -> Iterator[Check]:
    counts = store.catalog.counts()
    for collection, (passages, sentences) in counts.items():
        rows = store.vectors.count(collection, store.model_key)
        texts = store.lexicon.count(collection)
        ok = rows == passages + sentences and texts == passages
        found = (
            f"catalog {passages} passages + {sentences} sentences, Chroma {rows}, full text {texts}"
        )
        yield Check(f"counts in {collection}", ok, found, "samklang index rebuild")


def _orphans(store: Store) -> Iterator[Check]:
    counts = store.catalog.counts()
    expected = {chroma_name(c, store.model_key) for c in counts}
    strange = [name for name in store.vectors.names() if name not in expected]
    rows = sum(store.vectors.count(*name.rsplit(".", 1)) for name in strange)
    wanted: set[str] = set()
    for document in store.catalog.documents():
        for item in store.catalog.vectors_of(document.id, document.version):
            wanted |= set(row_ids(item.passage_id, len(item.vectors) - 1))
    for collection in counts:
        rows += len(set(store.vectors.row_ids(collection, store.model_key)) - wanted)
    texts = len(store.lexicon.passage_ids() - set(store.catalog.passage_ids()))
    found = f"Chroma {rows}, full text {texts}"
    yield Check("orphans", rows + texts == 0, found, "samklang index rebuild")


def _self_queries(store: Store, chance: random.Random) -> Check:
    """Sampled passages hold their own vectors in the index, and a search comes to them.

    The index is approximate: one in twenty may be out of reach (it is found by its words then).
    """
    collections = {d.id: d.collection for d in store.catalog.documents()}
    ids = store.catalog.passage_ids()
    sample = chance.sample(ids, min(_SAMPLE, len(ids)))
    kept = reached = 0
    for passage_id, item in store.catalog.vectors(sample).items():
        place = (collections[passage_id.split(".")[0]], store.model_key)
        stored = store.vectors.fetch(*place, [passage_id]).get(passage_id)
        kept += stored is not None and bool(np.allclose(stored, item.vectors[0], atol=1e-4))
        # of 3,572 passages of the real folders the index missed none
        reached += finds_itself(store.vectors.search(*place, item.vectors[:1], limit=1)[0])
    ok = kept == len(sample) and reached >= len(sample) - max(1, len(sample) // 20)
    text = f"{kept} of {len(sample)} sampled passages hold their vector, {reached} find themselves"
    return Check("self-query", ok, text, "samklang index rebuild")
