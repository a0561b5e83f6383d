from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("langchain_text_splitters", reason="the baseline's splitter is not installed")

from corpus.store import Store, document_id
from eval.baseline import CHUNK_SIZE, build_baseline, split_pages


def test_passages_never_cross_a_page() -> None:
    passages = split_pages(["a" * 900, "", "b " * 900], numbered=True)
    assert [page for page, _ in passages][:1] == [1]
    assert {page for page, _ in passages} == {1, 3}
    assert all(len(text) <= CHUNK_SIZE for _, text in passages)


def test_a_text_without_pages_has_none() -> None:
    assert split_pages(["kort text"], numbered=False) == [(None, "kort text")]


def test_the_baseline_finds_words_at_their_place(store: Store, tmp_path: Path) -> None:
    query = store.embedder.embed_queries(["Vilken dag träffas styrgruppen?"])
    note = document_id("notes", "moten")
    with build_baseline(store, cache=tmp_path) as built:
        assert len(built.places) == len(built.vectors)
        assert {d for d, _ in built.places} == {d.id for d in store.catalog.documents()}
        assert built.search(query, only=None, limit=3)[0] == ((note, None),)
        assert built.search(query, only={note}, limit=3) == (((note, None),),)
        elsewhere = document_id("strategy", "digest")
        found = built.search(query, only={elsewhere}, limit=2)
        assert [place[0][0] for place in found] == [elsewhere, elsewhere]
    kept = sorted(tmp_path.rglob("*.npz"))
    assert len(kept) == 2
    with build_baseline(store, cache=tmp_path) as again:
        assert np.array_equal(again.vectors, built.vectors)


def test_what_is_kept_is_used(store: Store, tmp_path: Path) -> None:
    with build_baseline(store, cache=tmp_path):
        pass
    for path in tmp_path.rglob("*.npz"):
        with np.load(path) as kept:
            np.savez(path, pages=kept["pages"], vectors=np.zeros_like(kept["vectors"]))
    with build_baseline(store, cache=tmp_path) as again:
        assert not again.vectors.any()
