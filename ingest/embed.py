"""The vectors of a document's passages and sentences, computed once per distinct text.

The same pass through the model gives the passages' token vectors.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from corpus.catalog import NO_SENTENCE, Known, PassageTokens, PassageVectors
from corpus.embedding import PassageProgress, TokenSpace, TokenStates
from corpus.records import FloatVector, Passage
from corpus.store import Store


@dataclass(frozen=True, slots=True)
class _Kept:
    """What a previous version has: vectors by text, token vectors by passage but for its place."""

    vectors: dict[str, FloatVector] = field(default_factory=dict)
    tokens: dict[object, PassageTokens] = field(default_factory=dict)


def inputs_of(passage: Passage) -> list[str]:
    """What is embedded for a passage and then for each of its sentences, in vector order.

    The words as they stand: putting the document's title or the headings before them moved the
    right page up in some questions and down in as many (docs/decisions/0004).
    """
    return [passage.text, *(passage.slice(span) for span in passage.sentences)]


def embed_passages(
    store: Store,
    passages: Sequence[Passage],
    *,
    previous: Known | None = None,
    on_done: Callable[[float], None] | None = None,
) -> tuple[PassageVectors, ...]:
    """The vectors of these passages with their token vectors, in order.

    Texts that the ``previous`` version had too keep its vectors, when they are of the same model.
    ``on_done`` hears the share embedded, 0..1.
    """
    inputs = [inputs_of(passage) for passage in passages]
    kept = _kept(store, previous) if previous else _Kept()
    known = {p.id: kept.tokens[_shape(p)] for p in passages if _shape(p) in kept.tokens}
    tokenless = [p for p in passages if p.id not in known] if store.token_space else []
    missing = {text for group in inputs for text in group} - kept.vectors.keys()
    fresh, made = _embed(store, missing, tokenless, on_done)
    vectors = fresh | kept.vectors
    tokens = {i: replace(item, passage_id=i) for i, item in known.items()} | made
    return tuple(
        PassageVectors(p.id, np.stack([vectors[text] for text in group]), tokens.get(p.id))
        for p, group in zip(passages, inputs, strict=True)
    )


def embed_tokens(store: Store, passages: Sequence[Passage]) -> list[PassageTokens]:
    """The token vectors of these passages, in order; none where the model gives none."""
    if store.token_space is None:
        return []
    _, tokens = _embed(store, set(), passages)
    return [tokens[passage.id] for passage in passages]


def _embed(
    store: Store,
    texts: set[str],
    tokenless: Sequence[Passage],
    on_done: Callable[[float], None] | None = None,
) -> tuple[dict[str, FloatVector], dict[str, PassageTokens]]:
    """Vectors by text, of ``texts`` and the ``tokenless``; token vectors of these by passage id."""
    owners: dict[str, list[Passage]] = defaultdict(list)
    for passage in tokenless:
        owners[passage.text].append(passage)
    wanted = sorted(texts | owners.keys(), key=lambda text: (len(text), text))
    if not wanted:
        return {}, {}
    # longest first inside the embedder; the share counts texts, close enough for a bar
    heard: PassageProgress | None = (lambda done: on_done(done / len(wanted))) if on_done else None
    space = store.token_space
    if space is None:
        vectors = store.embedder.embed_passages(wanted, on_progress=heard)
        return dict(zip(wanted, vectors, strict=True)), {}
    tokens: dict[str, PassageTokens] = {}

    def keep(index: int, states: TokenStates) -> None:
        for passage in owners.get(wanted[index], ()):
            tokens[passage.id] = make_tokens(space, passage, states)

    vectors = store.embedder.embed_passages_with_tokens(wanted, keep, on_progress=heard)
    return dict(zip(wanted, vectors, strict=True)), tokens


def make_tokens(space: TokenSpace, passage: Passage, states: TokenStates) -> PassageTokens:
    """A passage's token vectors, each with the sentence it lies in."""
    codes = space.encode(states.states, role="passage", language=passage.language)
    return PassageTokens(passage.id, codes, sentence_indexes(passage, states.spans), space.key)


def sentence_indexes(passage: Passage, spans: npt.NDArray[np.int32]) -> npt.NDArray[np.uint8]:
    """For each token ``(n, 2)``, an interval of the passage's text, its sentence.

    A token's last character decides: a word's token takes in the space before it.
    """
    borders = np.array([(s.start, s.end) for s in passage.sentences], np.int32).reshape(-1, 2)
    borders = borders[:NO_SENTENCE] - passage.start
    last = spans[:, 1] - 1
    numbers = np.searchsorted(borders[:, 0], last, side="right") - 1
    ends = np.append(borders[:, 1], 0)  # number -1, before the first sentence, finds the 0
    return np.where(last < ends[numbers], numbers, NO_SENTENCE).astype(np.uint8)


def _kept(store: Store, previous: Known) -> _Kept:
    if previous.model_key != store.model_key:
        return _Kept()
    place = (previous.document_id, previous.version)
    passages = store.catalog.passages_of(*place)
    kept = _Kept()
    for passage, item in zip(passages, store.catalog.vectors_of(*place), strict=True):
        kept.vectors.update(zip(inputs_of(passage), item.vectors, strict=True))
    if store.token_space:
        ids = [passage.id for passage in passages]
        tokens = store.catalog.tokens(ids, space=store.token_space.key)
        kept.tokens.update((_shape(p), tokens[p.id]) for p in passages if p.id in tokens)
    return kept


def _shape(passage: Passage) -> object:
    """What a passage's token vectors depend on."""
    borders = [(s.start - passage.start, s.end - passage.start) for s in passage.sentences]
    return passage.text, passage.language, tuple(borders)
