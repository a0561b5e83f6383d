"""The vector index over a real Chroma."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from corpus.catalog import PassageVectors
from corpus.errors import IndexMismatchError
from corpus.vectors import VectorIndex, chroma_name, row_ids

SHELF, KEY = "notes", "model-0123456789ab"


def unit(rows: int, seed: int) -> np.ndarray:
    vectors = np.random.default_rng(seed).normal(size=(rows, 384)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.fixture(scope="module")
def items() -> list[PassageVectors]:
    """60 passages with 0 to 4 sentences."""
    return [PassageVectors(f"d.1.{n}", unit(1 + n % 5, n)) for n in range(60)]


@pytest.fixture(scope="module")
def filled(items: list[PassageVectors], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filled") / "chroma"
    index = VectorIndex(folder)
    assert index.add(SHELF, KEY, items) == 180
    index.close()
    return folder


@pytest.fixture
def index(filled: Path, tmp_path: Path) -> VectorIndex:
    return VectorIndex(Path(shutil.copytree(filled, tmp_path / "chroma")))


def test_every_row_is_there_after_opening_again(
    index: VectorIndex, items: list[PassageVectors]
) -> None:
    wanted = [row for i in items for row in row_ids(i.passage_id, len(i.vectors) - 1)]
    assert index.count(SHELF, KEY) == len(wanted) == 180
    assert sorted(index.row_ids(SHELF, KEY)) == sorted(wanted)
    assert index.present(SHELF, KEY, [*wanted, "d.1.60"]) == set(wanted)
    kept = index.fetch(SHELF, KEY, ["d.1.7", "d.1.60", "d.1.7#1"])
    assert set(kept) == {"d.1.7", "d.1.7#1"}
    assert np.allclose(kept["d.1.7#1"], items[7].vectors[2], atol=1e-4)


def test_search_ranks_as_exact_cosine_does(index: VectorIndex, items: list[PassageVectors]) -> None:
    queries = unit(3, 999)
    ids = [row for i in items for row in row_ids(i.passage_id, len(i.vectors) - 1)]
    exact = np.concatenate([i.vectors for i in items]) @ queries.T
    for number, near in enumerate(index.search(SHELF, KEY, queries, limit=5)):
        best = [ids[at] for at in np.argsort(-exact[:, number])[:5]]
        rows = [h.passage_id + ("" if h.sentence is None else f"#{h.sentence}") for h in near]
        assert rows == best
        assert [h.similarity for h in near] == pytest.approx(
            sorted(exact[:, number])[:-6:-1], abs=1e-4
        )


def test_writing_a_row_again_replaces_it(index: VectorIndex) -> None:
    """Guarantee: a resumed publication leaves no old vector under a known id."""
    moved = PassageVectors("d.1.5", unit(1, 4711))
    index.add(SHELF, KEY, [moved])
    assert index.count(SHELF, KEY) == 180
    best = index.search(SHELF, KEY, moved.vectors, limit=1)[0][0]
    assert (best.passage_id, best.sentence) == ("d.1.5", None)
    assert best.similarity > 0.999


@pytest.mark.parametrize(("misses", "again"), [(0, []), (1, [1]), (9, [1, 1])])
def test_a_row_out_of_reach_is_written_again(
    index: VectorIndex,
    items: list[PassageVectors],
    monkeypatch: pytest.MonkeyPatch,
    misses: int,
    again: list[int],
) -> None:
    """Guarantee: a row that Chroma took in but does not reach is written until it is reached."""
    searched: list[int] = []
    search = VectorIndex.search

    def search_badly(self, collection, model_key, queries, *, limit):
        found = search(self, collection, model_key, queries, limit=limit)
        searched.append(len(queries))
        return [[], *found[1:]] if len(searched) <= misses else found

    monkeypatch.setattr(VectorIndex, "search", search_badly)
    rows = sum(len(item.vectors) for item in items)
    assert index.add("a", "m", items) == rows
    assert searched == [rows, *again]
    assert index.count("a", "m") == rows


def test_removed_rows_are_not_found(index: VectorIndex, items: list[PassageVectors]) -> None:
    index.remove(SHELF, KEY, [*row_ids("d.1.9", 4), "never-there"])
    assert index.count(SHELF, KEY) == 175
    near = index.search(SHELF, KEY, items[9].vectors, limit=20)
    assert near
    assert all(hit.passage_id != "d.1.9" for hits in near for hit in hits)


def test_collections_and_models_do_not_mix(index: VectorIndex) -> None:
    other = PassageVectors("other", unit(1, 7))
    index.add("harbours", KEY, [other])
    index.add(SHELF, "second-0123456789ab", [other])
    assert index.count(SHELF, KEY) == 180
    assert index.count("harbours", KEY) == 1
    assert index.search("harbours", KEY, unit(1, 0), limit=9)[0][0].passage_id == "other"
    assert index.names() == tuple(
        sorted([chroma_name(SHELF, KEY), f"harbours.{KEY}", f"{SHELF}.second-0123456789ab"])
    )


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    index = VectorIndex(tmp_path / "chroma")
    assert index.search(SHELF, KEY, unit(2, 0), limit=5) == [[], []]
    assert index.add(SHELF, KEY, []) == 0
    assert index.count(SHELF, KEY) == 0


@pytest.mark.parametrize("file", ["chroma.sqlite3", "*/*.bin"])
def test_damaged_files_are_named_with_the_cure(index: VectorIndex, file: str) -> None:
    """Guarantee: no vendor error reaches staff, not at the second try either."""
    # below a thousand rows Chroma answers from its log and would not look at its graph
    index.add(SHELF, KEY, [PassageVectors("long", unit(1_200, 5))])
    index.close()
    damaged = list(index.folder.glob(file))
    assert damaged
    for path in damaged:
        path.write_bytes(b"not what it was" * 100)
    for _ in range(2):
        with pytest.raises(IndexMismatchError, match="samklang index rebuild"):
            index.search(SHELF, KEY, unit(1, 0), limit=5)


def test_a_closed_index_may_be_deleted_and_begun_anew(
    index: VectorIndex, items: list[PassageVectors]
) -> None:
    """Guarantee: a rebuild works in a process that has used the index."""
    assert index.count(SHELF, KEY) == 180
    index.close()
    shutil.rmtree(index.folder)
    index.add(SHELF, KEY, items[:3])
    assert index.count(SHELF, KEY) == 6


def test_an_index_that_was_given_up_is_not_made_anew_by_who_still_searches(
    index: VectorIndex,
) -> None:
    """Guarantee: a search that began before a rebuild does not write into what is rebuilt."""
    index.count(SHELF, KEY)
    index.retire()
    shutil.rmtree(index.folder)
    with pytest.raises(IndexMismatchError, match="built again"):
        index.search(SHELF, KEY, unit(1, 1), limit=1)
    assert not index.folder.exists()


def test_who_holds_a_collection_that_was_given_up_is_told_that_it_is_being_built_again(
    index: VectorIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Guarantee: a search in the middle of which a rebuild begins asks to wait, and is no crash."""
    held = index._collection(SHELF, KEY)
    index.retire()
    monkeypatch.setattr(index, "_collection", lambda *_: held)
    for call in (
        lambda: index.search(SHELF, KEY, unit(1, 1), limit=1),
        lambda: index.count(SHELF, KEY),
        lambda: index.present(SHELF, KEY, ["d.1.7"]),
        lambda: index.fetch(SHELF, KEY, ["d.1.7"]),
        lambda: index.remove(SHELF, KEY, ["d.1.7"]),
    ):
        with pytest.raises(IndexMismatchError, match="built again"):
            call()
