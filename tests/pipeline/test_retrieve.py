from collections import Counter

import numpy as np
import pytest

from corpus.catalog import PassageVectors
from corpus.errors import UsageError
from corpus.language import detect_question_language
from pipeline.constants import load_constants
from pipeline.retrieve import (
    candidates,
    embed_questions,
    facing,
    make_query,
    retrieve,
)
from pipeline.retrieve.fuse import PER_DOCUMENT, spread
from pipeline.retrieve.late import DEPTH

FUNDING_SV = "Vad krävs för att ett nytt initiativ ska få starta?"
FUNDING_EN = "What must be in place before a new initiative may begin?"


@pytest.mark.parametrize("question", [FUNDING_SV, FUNDING_EN])
def test_principle_four_is_found_first_in_either_language(books, question):
    first = retrieve(books, question).hits[0]
    assert first.document.collection == "strategy-digest"
    assert first.passage.page == 4
    assert "Princip 4" in first.passage.text


def test_hits_are_numbered_and_ordered(books):
    hits = retrieve(books, FUNDING_SV, limit=7).hits
    assert [h.rank for h in hits] == list(range(1, 8))
    assert len({h.passage.id for h in hits}) == 7


def test_initiatives_are_searched_only_when_named(books):
    question = "Who pays for Harbour Heat Exchange?"
    assert "initiatives" not in {h.document.collection for h in retrieve(books, question).hits}
    named = retrieve(books, question, collections=["initiatives"])
    assert {h.document.collection for h in named.hits} == {"initiatives"}


def test_unknown_collection_is_refused_and_the_known_are_named(books):
    with pytest.raises(UsageError, match=r'"partner".*partners'):
        retrieve(books, FUNDING_SV, collections=["partner"])


def test_opening_words_put_the_strategy_before_everything(books):
    found = retrieve(
        books, "According to the strategy: what is a climate city contract?", limit=100
    )
    shelves = [h.document.collection for h in found.hits]
    assert shelves == sorted(shelves, key=lambda shelf: shelf != "strategy-digest")
    assert {"strategy-digest", "eu-mission"} <= set(shelves)
    assert found.query.text == "what is a climate city contract?"


def test_the_digest_stands_back_when_the_strategy_is_there(shelf, open_shelf, three_files, take_in):
    with open_shelf(shelf) as store:
        take_in(store, three_files, "forest.md", collection="strategy-digest")
        assert "strategy-digest" in _shelves(store)
        take_in(store, three_files, "budget.md", collection="strategy")
        assert "strategy-digest" not in _shelves(store)
        assert "strategy" in _shelves(store)


def _shelves(store):
    return {h.document.collection for h in retrieve(store, "Vad sägs om staden?", limit=20).hits}


def test_filters_hold_for_every_hit_and_facets_count_them(books):
    found = retrieve(books, "finansiering", languages=["sv"], limit=50)
    assert found.hits
    assert {h.document.language for h in found.hits} == {"sv"}
    assert sum(found.facets["collection"].values()) == len(found.ranking[:100])
    assert retrieve(books, "finansiering", publishers=["Nobody"]).hits == ()


def test_few_hits_of_one_document_unless_it_is_named(books):
    found = retrieve(books, "städer", limit=10)
    counts = Counter(h.document.id for h in found.hits[: PER_DOCUMENT * 4])
    assert max(counts.values()) <= max(PER_DOCUMENT, 10 - PER_DOCUMENT * (len(counts) - 1))
    firm = spread(retrieve(books, "Enligt strategin: städer").ranking, limit=10)
    assert {s.candidate.document.collection for s in firm} == {"strategy-digest"}


def test_no_language_crowds_out_the_other(books):
    for question in ("Vad gör städer åt klimatet?", "What do cities do about the climate?"):
        languages = Counter(h.passage.language for h in retrieve(books, question, limit=10).hits)
        assert min(languages["sv"], languages["en"]) >= 2


def test_rows_of_no_active_version_are_never_ranked(shelf, open_shelf, monkeypatch):
    monkeypatch.setattr(candidates, "EXACT", 0)
    question = "Hur många miljoner får trafiken?"
    with open_shelf(shelf) as store:
        before = retrieve(store, question, limit=50)
        vector = store.embedder.embed_queries([question])
        stray = PassageVectors("dstraystray12.1.0-10", np.repeat(vector, 2, axis=0))
        store.vectors.add("notes", store.model_key, [stray])
        after = retrieve(store, question, limit=50)
    assert before.hits
    assert [h.passage.id for h in after.hits] == [h.passage.id for h in before.hits]


def test_index_and_exact_scoring_give_the_same_first_hit(books, monkeypatch):
    exact = retrieve(books, FUNDING_EN).hits[0]
    monkeypatch.setattr(candidates, "EXACT", 0)
    assert retrieve(books, FUNDING_EN).hits[0].passage.id == exact.passage.id


def test_moving_the_question_brings_it_nearer_to_the_other_language(books):
    constants = retrieve(books, FUNDING_EN).constants
    both = embed_questions(books, [FUNDING_EN], language="en", constants=constants)[0]
    swedish = books.embedder.embed_passages([FUNDING_SV])[0]
    assert np.linalg.norm(both, axis=1) == pytest.approx([1, 1], abs=1e-5)
    assert both[1] @ swedish > both[0] @ swedish
    half = facing(both, own_language=False, moved=0.5)
    assert half @ swedish > both[0] @ swedish


@pytest.mark.parametrize("moved", [0.0, 0.3, 0.5, 1.0])
def test_other_text_is_faced_by_a_mix_and_own_text_by_the_question_itself(moved):
    both = np.eye(2, 4, dtype=np.float32)
    np.testing.assert_array_equal(facing(both, own_language=True, moved=moved), both[0])
    mixed = facing(both, own_language=False, moved=moved)
    assert mixed.dtype == np.float32
    assert np.linalg.norm(mixed) == pytest.approx(1, abs=1e-6)
    # of two vectors at right angles the mix leans as the shares do
    assert mixed[1] * (1 - moved) == pytest.approx(mixed[0] * moved, abs=1e-6)


def test_the_query_has_a_vector_for_each_of_its_tokens(books):
    query = make_query(books, FUNDING_SV, retrieve(books, FUNDING_SV).constants)
    assert query.vectors.shape == (2, books.embedder.dimension)
    own = embed_questions(books, [FUNDING_SV], language="sv", constants=load_constants("e5-small"))
    np.testing.assert_allclose(query.vectors, own[0], atol=1e-4)
    assert query.tokens.shape[1] == books.token_space.width
    assert query.tokens.shape[0] >= len(FUNDING_SV.split())
    np.testing.assert_allclose(np.linalg.norm(query.tokens, axis=1), 1, atol=1e-4)


def test_the_first_passages_are_compared_word_by_word(books):
    found = retrieve(books, FUNDING_SV, limit=100)
    compared = [one for one in found.ranking if one.likeness is not None]
    assert len(compared) == min(DEPTH, len(found.ranking))
    assert all(len(one.likeness.sentences) == len(one.sentences) for one in compared)
    assert found.hits[0].why["late"] == found.ranking[0].likeness.passage
    assert ["late" in hit.why for hit in found.hits].count(True) == len(
        [hit for hit in found.hits if hit.passage.id in {o.candidate.passage.id for o in compared}]
    )


def test_documents_without_token_vectors_are_found_all_the_same(books, monkeypatch):
    with_tokens = retrieve(books, FUNDING_SV)
    assert with_tokens.hits[0].why["late"] > 0.5
    monkeypatch.setattr(type(books.catalog), "tokens", lambda *_, **__: {})
    without = retrieve(books, FUNDING_SV)
    assert without.hits[0].passage.id == with_tokens.hits[0].passage.id
    assert all("late" not in hit.why for hit in without.hits)


def test_a_model_without_tokens_ranks_as_before(books, monkeypatch):
    monkeypatch.setitem(books.__dict__, "token_space", None)
    found = retrieve(books, FUNDING_SV)
    assert found.query.tokens is None
    assert found.hits[0].document.collection == "strategy-digest"
    assert all(one.likeness is None for one in found.ranking)


def test_no_documents_give_no_hits(tmp_path, open_shelf):
    with open_shelf(tmp_path / "empty") as store:
        assert retrieve(store, "Vad?").hits == ()


def test_question_languages_are_told_apart():
    assert (detect_question_language(FUNDING_SV), detect_question_language(FUNDING_EN)) == (
        "sv",
        "en",
    )
