"""One data folder, opened: ids, originals, collections and the model it belongs to."""

from __future__ import annotations

import hashlib
import shutil
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from threading import Barrier
from types import SimpleNamespace

import pytest

from corpus.errors import DataFolderInUseError, IndexMismatchError, ModelChangedError, UsageError
from corpus.lexicon import Lexicon
from corpus.records import Role
from corpus.settings import Settings
from corpus.store import Store, document_id, open_store
from ingest.publish import lexicon_row


def test_document_ids_are_the_same_on_every_machine() -> None:
    """Guarantee: worked out with sha256sum and base32; a change would orphan saved citations."""
    assert document_id("strategy", "plan/mål.md") == "dnbi52cboxdgx"
    assert document_id("eu-mission", "plan/mål.md") == "d2aswd4iuwkqj"
    assert document_id("a", "bc") != document_id("ab", "c")


def test_every_passage_id_tells_document_version_and_place(store: Store) -> None:
    documents = store.catalog.documents()
    assert len(documents) == 3
    for document in documents:
        assert document.id == document_id(document.collection, document.filename)
        passages = store.catalog.passages_of(document.id, 1)
        assert len(passages) == document.passages > 0
        for p in passages:
            assert p.id == f"{document.id}.1.{p.start}-{p.end}"
    shelf = [d.id for d in documents if d.collection == "harbours"]
    rows = set(store.vectors.row_ids("harbours", store.model_key))
    ids = {p.id for one in shelf for p in store.catalog.passages_of(one, 1)}
    assert {row.partition("#")[0] for row in rows} == ids
    assert ids <= store.lexicon.passage_ids()


def test_an_original_is_kept_under_the_sha256_of_its_bytes(store: Store, three_files: Path) -> None:
    for document in store.catalog.documents():
        kept = store.original(document.sha256).read_bytes()
        assert kept == (three_files / document.filename).read_bytes()
        assert hashlib.sha256(kept).hexdigest() == document.sha256
    assert not list(store.folder.glob("originals/**/*.partial"))


def test_a_copy_is_kept_under_the_sha256_of_the_bytes_copied(store: Store, tmp_path: Path) -> None:
    """Guarantee: what becomes of the file afterwards does not matter."""
    source = tmp_path / "long.txt"
    source.write_text("the whole of it")
    copy = store.copy_in(source)
    source.write_text("something else by now")
    assert copy.sha256 == hashlib.sha256(b"the whole of it").hexdigest()
    store.keep_original(copy)
    assert store.original(copy.sha256).read_text() == "the whole of it"
    assert not copy.path.exists()
    store.drop_original(copy.sha256)
    store.drop_original(copy.sha256)
    assert not store.original(copy.sha256).exists()


def test_a_copy_that_was_cut_off_is_swept_at_the_next_start(
    shelf: Path, open_shelf, tmp_path: Path
) -> None:
    """Guarantee: it is never taken for an original, and does not stay for ever."""
    source = tmp_path / "long.txt"
    source.write_text("the whole of it")
    with open_shelf(shelf) as store:
        copy = store.copy_in(source)
    assert copy.path.is_file()
    kept = sorted(shelf.glob("originals/*/*"))
    with open_shelf(shelf) as store:
        assert not copy.path.exists()
        assert sorted(shelf.glob("originals/*/*")) == kept
        assert not store.original(copy.sha256).exists()


def test_a_copy_that_fails_leaves_nothing(store: Store, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nothing"):
        store.copy_in(tmp_path / "nothing.txt")
    assert not list(store.folder.glob("originals/*.partial"))


@pytest.mark.parametrize("name", ["chroma", "lexicon"])
def test_a_missing_index_is_named_with_the_cure(shelf: Path, open_shelf, name: str) -> None:
    """Guarantee: an index that was lost is not searched as if the documents said nothing."""
    shutil.rmtree(shelf / name)
    for _ in range(2):
        with open_shelf(shelf) as store:
            with pytest.raises(IndexMismatchError, match="samklang index rebuild"):
                store.check_ready()
            # opening an index makes its folder; that must not hide that it was lost
            assert store.lexicon.count("none") == store.vectors.count("none", store.model_key) == 0


def test_an_empty_folder_needs_no_rebuild(tmp_path: Path, open_shelf) -> None:
    with open_shelf(tmp_path / "data") as store:
        store.check_ready()
        assert not (tmp_path / "data" / "lexicon").exists()
        assert not store.needs_rebuild()


def test_emptied_indexes_are_not_searched_until_they_are_filled(store: Store) -> None:
    store.check_ready()
    store.empty_indexes()
    with pytest.raises(IndexMismatchError, match="samklang index rebuild"):
        store.check_ready()
    assert store.lexicon.count() == store.vectors.count("notes", store.model_key) == 0
    store.indexes_filled()
    store.check_ready()


def test_who_searches_while_indexes_are_deleted_waits_for_new_ones(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Guarantee: an index is never opened in a folder that is being deleted under it."""
    delete = shutil.rmtree
    held = store.catalog.passages_of(store.catalog.documents()[0].id, 1)
    with ThreadPoolExecutor(1) as aside:
        searching: list[Future[int]] = []

        def delete_slowly(folder: Path, **options: bool) -> None:
            if not searching:
                searching.append(aside.submit(lambda: store.lexicon.count()))
            wait(searching, timeout=0.5)
            delete(folder, **options)

        monkeypatch.setattr(shutil, "rmtree", delete_slowly)
        store.empty_indexes()
        assert searching[0].result() == 0
    store.lexicon.add(lexicon_row(passage, "notes") for passage in held)
    store.lexicon.commit()
    assert store.lexicon.count() == len(held) > 0


def test_many_who_search_first_open_one_index(store: Store) -> None:
    store.empty_indexes()
    together = Barrier(8)

    def opened(_: int) -> Lexicon:
        together.wait()
        return store.lexicon

    with ThreadPoolExecutor(8) as aside:
        assert len(set(aside.map(opened, range(8)))) == 1


def test_collections_know_their_role_and_keep_it(store: Store) -> None:
    assert store.collection("strategy").role is Role.STRATEGY
    assert store.collection("initiatives").role is Role.INITIATIVES
    assert store.collection("my-own").role is Role.EVIDENCE
    kept = {c.id: c.role for c in store.catalog.collections()}
    assert kept["strategy"] is Role.STRATEGY
    assert kept["my-own"] is Role.EVIDENCE


@pytest.mark.parametrize("name", ["", "ab", "Å-och-ä", "a b c", "-abc", "../up", "a" * 42])
def test_a_name_that_cannot_be_a_collection_is_refused(store: Store, name: str) -> None:
    with pytest.raises(UsageError, match="cannot name a collection: use 3 to 41"):
        store.collection(name)
    assert name not in {c.id for c in store.catalog.collections()}


def test_an_open_folder_cannot_be_opened_again(store: Store) -> None:
    with (
        pytest.raises(DataFolderInUseError, match=r"in use by process \d+"),
        open_store(store.settings),
    ):
        pass
    assert len(store.catalog.documents()) == 3


def test_the_token_space_is_that_of_the_model(store: Store) -> None:
    assert "token_space" not in store.__dict__  # ingest is over, nothing has asked for it
    space = store.token_space
    assert space is not None
    assert space.axes.shape[0] == store.embedder.dimension
    kept = store.settings.models / store.model_key / f"tokens-{space.key}.npz"
    assert kept.is_file()
    for document in store.catalog.documents():
        ids = [p.id for p in store.catalog.passages_of(document.id, 1)]
        assert set(store.catalog.tokens(ids, space=space.key)) == set(ids)


def test_a_model_without_token_states_has_no_token_space(store: Store) -> None:
    store.__dict__["embedder"] = SimpleNamespace(gives_tokens=False)
    assert store.token_space is None


def test_opening_another_model_names_both_and_the_cure(
    shelf: Path, model_dir: Path, other_model: Path
) -> None:
    """Guarantee: vectors of two models are never mixed or compared."""
    settings = Settings(data_dir=shelf, model_dir=model_dir, embedding_model=str(other_model))
    with open_store(settings) as store:
        (before,) = store.catalog.model_keys()
        with pytest.raises(ModelChangedError) as raised:
            store.check_ready()
    assert store.model_key != before
    for said in (before, store.model_key, "twin-of-e5", "samklang index rebuild"):
        assert said in str(raised.value)


def test_emptied_indexes_can_be_used_at_once(store: Store) -> None:
    assert store.vectors.count("notes", store.model_key) > 0
    assert store.lexicon.count() > 0
    store.empty_indexes()
    assert store.vectors.count("notes", store.model_key) == 0
    assert store.lexicon.count() == 0
    assert len(store.catalog.documents()) == 3
