"""Vectors of passages and sentences: each distinct text once, kept where it is kept."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from corpus.catalog import NO_SENTENCE
from corpus.embedding import Embedder, TokenStates
from corpus.records import Interval, Passage
from corpus.store import Store
from ingest.embed import embed_passages, embed_tokens, inputs_of, sentence_indexes


class Counting:
    """The real model, which remembers what it was asked to embed."""

    def __init__(self, model: Embedder, *, gives_tokens: bool = True) -> None:
        self.model_key = model.model_key
        self.gives_tokens = gives_tokens
        self.asked: list[str] = []
        self._model = model

    def __getattr__(self, name: str) -> object:
        return getattr(self._model, name)

    def embed_passages(self, texts, *, on_progress=None):
        self.asked += texts
        return self._model.embed_passages(texts, on_progress=on_progress)

    def embed_passages_with_tokens(self, texts, on_tokens, *, on_progress=None):
        self.asked += texts
        return self._model.embed_passages_with_tokens(texts, on_tokens, on_progress=on_progress)


def passages_of(store: Store, filename: str = "budget.md") -> tuple[Passage, ...]:
    document = next(d for d in store.catalog.documents() if d.filename == filename)
    return store.catalog.passages_of(document.id, 1)


def test_a_passage_is_embedded_as_it_stands_and_so_are_its_sentences(
    store: Store, model: Embedder
) -> None:
    document = next(d for d in store.catalog.documents() if d.filename == "budget.md")
    passages = store.catalog.passages_of(document.id, 1)
    items = embed_passages(store, passages)
    for passage, item in zip(passages, items, strict=True):
        inputs = inputs_of(passage)
        text = store.catalog.text(document.id, 1)
        assert inputs == [passage.text, *(text[s.start : s.end] for s in passage.sentences)]
        assert item.passage_id == passage.id
        assert item.vectors.shape == (len(inputs), 384)
        nearness = (item.vectors * model.embed_passages(inputs)).sum(axis=1)
        assert np.all(nearness > 0.999)


def test_unchanged_texts_keep_their_vectors(store: Store, model: Embedder) -> None:
    """Guarantee: a changed file costs only the embedding of what changed in it."""
    known = store.catalog.known("notes", "budget.md")
    assert known is not None
    passages = store.catalog.passages_of(known.document_id, 1)
    counting = Counting(model)
    store.__dict__["embedder"] = counting
    kept = embed_passages(store, passages, previous=known)
    assert counting.asked == []
    for item, stored in zip(kept, store.catalog.vectors_of(known.document_id, 1), strict=True):
        assert np.array_equal(item.vectors, stored.vectors)
    embed_passages(store, passages)
    texts = [text for passage in passages for text in inputs_of(passage)]
    assert sorted(counting.asked) == sorted(set(texts))


def test_vectors_of_another_model_are_not_kept(store: Store, model: Embedder) -> None:
    known = store.catalog.known("notes", "budget.md")
    assert known is not None
    passages = store.catalog.passages_of(known.document_id, 1)
    counting = Counting(model, gives_tokens=False)
    counting.model_key = "another-model"
    store.__dict__["embedder"] = counting
    embed_passages(store, passages, previous=known)
    assert {p.text for p in passages} <= set(counting.asked)


def test_progress_ends_at_the_whole(store: Store) -> None:
    known = store.catalog.known("notes", "budget.md")
    assert known is not None
    heard: list[float] = []
    passages = store.catalog.passages_of(known.document_id, 1)
    embed_passages(store, passages, on_done=heard.append)
    assert heard == sorted(heard)
    assert heard[-1] == 1.0


def test_a_passages_tokens_are_the_models_projected(store: Store, model: Embedder) -> None:
    space = store.token_space
    assert space is not None
    passages = passages_of(store)
    for passage, item in zip(passages, embed_passages(store, passages), strict=True):
        heard: list[TokenStates] = []
        model.embed_passages_with_tokens([passage.text], lambda _, t, h=heard: h.append(t))
        (alone,) = heard
        kept = item.tokens
        assert kept is not None
        assert (kept.passage_id, kept.space) == (passage.id, space.key)
        assert kept.vectors.shape == (len(alone.states), space.width)
        wanted = space.project(alone.states, role="passage", language=passage.language)
        assert (wanted * kept.vectors / 127).sum(axis=1).min() > 0.98
        assert np.array_equal(kept.sentences, sentence_indexes(passage, alone.spans))


def test_every_sentence_has_the_tokens_of_its_words(store: Store, model: Embedder) -> None:
    """Guarantee: what a token counts for is the sentence its characters stand in."""
    seen = 0
    for passage in passages_of(store):
        heard: list[TokenStates] = []
        model.embed_passages_with_tokens([passage.text], lambda _, t, h=heard: h.append(t))
        spans = heard[0].spans
        numbers = sentence_indexes(passage, spans)
        for number, sentence in enumerate(passage.sentences):
            own = spans[numbers == number]
            words = "".join(passage.text[a:b] for a, b in own)
            assert _bare(words) == _bare(passage.slice(sentence))
            seen += 1
        for start, end in spans[numbers == NO_SENTENCE]:
            place = Interval(passage.start + end - 1, passage.start + end)
            assert not any(place.overlaps(s) for s in passage.sentences), (start, end)
    assert seen > 4


def _bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(
    ("sentences", "numbers"),
    [
        ((), [255, 255, 255, 255]),
        (((100, 105), (105, 112)), [0, 1, 1, 255]),
        (((106, 112),), [255, 0, 0, 255]),
        (((100, 103), (112, 116)), [255, 255, 255, 1]),
    ],
)
def test_a_tokens_last_character_decides(sentences, numbers) -> None:
    spans = np.array([(0, 4), (4, 8), (8, 12), (12, 16)], np.int32)
    passage = Passage("d", 1, 100, 116, (), "sv", "x" * 16, (), 1)
    passage = replace(passage, sentences=tuple(Interval(*s) for s in sentences))
    assert sentence_indexes(passage, spans).tolist() == numbers


def test_more_sentences_than_a_byte_can_count_are_in_none() -> None:
    spans = np.array([(n, n + 1) for n in range(300)], np.int32)
    own = tuple(Interval(n, n + 1) for n in range(300))
    numbers = sentence_indexes(Passage("d", 1, 0, 300, (), "sv", "x" * 300, own, 1), spans)
    assert numbers.tolist() == [*range(255), *([NO_SENTENCE] * 45)]


def test_unchanged_passages_keep_their_token_vectors(store: Store, model: Embedder) -> None:
    known = store.catalog.known("notes", "budget.md")
    assert known is not None
    passages = [replace(p, version=2) for p in passages_of(store)]
    store.__dict__["embedder"] = counting = Counting(model)
    before = store.catalog.tokens([p.id for p in passages_of(store)])
    for passage, item in zip(
        passages, embed_passages(store, passages, previous=known), strict=True
    ):
        kept = before[replace(passage, version=1).id]
        assert item.tokens is not None
        assert item.tokens.passage_id == passage.id
        assert np.array_equal(item.tokens.vectors, kept.vectors)
        assert np.array_equal(item.tokens.sentences, kept.sentences)
    assert counting.asked == []


def test_a_passage_split_otherwise_gets_token_vectors_anew(store: Store, model: Embedder) -> None:
    """Guarantee: the sentences they point to are the passage's own."""
    known = store.catalog.known("notes", "budget.md")
    assert known is not None
    passage = next(p for p in passages_of(store) if len(p.sentences) > 1)
    joined = Interval(passage.sentences[0].start, passage.sentences[-1].end)
    store.__dict__["embedder"] = counting = Counting(model)
    whole = replace(passage, sentences=(joined,))
    (item,) = embed_passages(store, [whole], previous=known)
    assert passage.text in counting.asked
    assert item.tokens is not None
    assert set(item.tokens.sentences) <= {0, NO_SENTENCE}
    kept = next(v for v in store.catalog.vectors_of(known.document_id, 1))
    assert kept.passage_id != passage.id or np.array_equal(item.vectors[0], kept.vectors[0])


def test_the_same_text_twice_has_tokens_for_both(store: Store, model: Embedder) -> None:
    first = next(p for p in passages_of(store) if p.sentences)
    second = replace(first, start=first.start + 900, end=first.end + 900, sentences=())
    store.__dict__["embedder"] = counting = Counting(model)
    one, two = embed_passages(store, [first, second])
    assert counting.asked.count(first.text) == 1
    assert one.tokens is not None
    assert two.tokens is not None
    assert np.array_equal(one.tokens.vectors, two.tokens.vectors)
    assert set(two.tokens.sentences) == {NO_SENTENCE} != set(one.tokens.sentences)


def test_tokens_alone_cost_the_passages_alone(store: Store, model: Embedder) -> None:
    passages = passages_of(store)
    store.__dict__["embedder"] = counting = Counting(model)
    tokens = embed_tokens(store, passages)
    assert [item.passage_id for item in tokens] == [p.id for p in passages]
    assert sorted(counting.asked) == sorted({p.text for p in passages})


def test_a_model_without_token_states_embeds_all_the_same(store: Store, model: Embedder) -> None:
    passages = passages_of(store)
    store.__dict__["embedder"] = Counting(model, gives_tokens=False)
    items = embed_passages(store, passages)
    assert [item.tokens for item in items] == [None] * len(passages)
    assert all(len(i.vectors) == len(inputs_of(p)) for i, p in zip(items, passages, strict=True))
    assert embed_tokens(store, passages) == []
