from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.catalog import PassageTokens, PassageVectors
from corpus.records import BlockKind, Document, Interval, Passage
from pipeline.constants import load_constants
from pipeline.retrieve import Candidate, Query, Scored
from pipeline.retrieve.fuse import compare_words, rank_candidates
from pipeline.retrieve.steer import Steering


@pytest.fixture
def ranked():
    """Passages with a score each and one vector, of the number given, for each of their tokens."""

    def make(scores, *, languages=(), kinds=()):
        made = []
        for number, score in enumerate(scores):
            language = languages[number] if languages else "sv"
            kind = kinds[number] if kinds else BlockKind.PARAGRAPH
            span = (Interval(0, 1),)
            passage = Passage("d", 1, number, number + 1, (), language, "x", span, 1, kind=kind)
            document = Document("d", 1, "D", "notes", "d.md", "text/markdown", "")
            vector = np.array([[score, (1 - score**2) ** 0.5]] * 2, np.float32)
            vectors = PassageVectors(passage.id, vector)
            candidate = Candidate(passage, document, vectors, 0.0)
            made.append(Scored(candidate, score, score, (score,), False))
        return made

    return make


def held(ranking, *tokens):
    """Token vectors for the first of a ranking; None for a passage that has none."""
    zero = np.zeros(1, np.uint8)
    return {
        one.candidate.passage.id: PassageTokens(
            one.candidate.passage.id, np.array([row], np.int8).reshape(-1, 2), zero[: len(row)], "s"
        )
        for one, row in zip(ranking, tokens, strict=False)
        if row is not None
    }


ASKED = Query("x", "sv", np.eye(2, dtype=np.float32), np.array([[1, 0]], np.float32))


def places(ranking):
    return [one.candidate.passage.start for one in ranking]


def test_likeness_by_word_counts_as_its_distance_from_the_best(ranked):
    before = ranked([0.90, 0.88, 0.85])
    after = compare_words(before, ASKED, held(before, [64, 0], [127, 0], [0, 127]), late=0.1)
    assert places(after) == [1, 0, 2]
    assert [one.score for one in after] == pytest.approx(
        [0.88, 0.90 - 0.1 * (1 - 64 / 127), 0.85 - 0.1]
    )
    assert after[0].likeness.passage == pytest.approx(1)


def test_a_passage_without_tokens_counts_as_the_least_alike(ranked):
    before = ranked([0.90, 0.89, 0.88, 0.20])
    tokens = held(before, None, [127, 0], [64, 0])
    after = {
        one.candidate.passage.start: one for one in compare_words(before, ASKED, tokens, late=0.1)
    }
    lost = 0.1 * (1 - 64 / 127)
    assert [after[n].score for n in range(4)] == pytest.approx(
        [0.90 - lost, 0.89, 0.88 - lost, 0.20 - lost]
    )
    assert [after[n].likeness is None for n in range(4)] == [True, False, False, True]
    assert "late" not in after[0].to_hit(1).why
    assert after[1].to_hit(1).why["late"] == pytest.approx(1)


@given(
    st.lists(st.floats(0.5, 1), min_size=1, max_size=8),
    st.lists(st.integers(-127, 127), min_size=8, max_size=8),
    st.floats(0, 1),
)
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_likeness_only_ever_takes_off_and_no_more_than_its_weight(ranked, scores, codes, late):
    before = ranked(scores)
    after = compare_words(before, ASKED, held(before, *([code, 0] for code in codes)), late=late)
    assert sorted(places(after)) == list(range(len(scores)))
    was = {one.candidate.passage.id: one.score for one in before}
    for one in after:
        assert 0 <= was[one.candidate.passage.id] - one.score + 1e-6 <= 2 * late + 1e-5
    assert [one.score for one in after] == sorted((one.score for one in after), reverse=True)
    if late == 0:
        assert [one.score for one in after] == sorted(scores, reverse=True)


@pytest.mark.parametrize("tokens", [None, np.empty((0, 2), np.float32)])
def test_a_question_without_tokens_leaves_the_ranking(ranked, tokens):
    before = ranked([0.9, 0.8])
    query = replace(ASKED, tokens=tokens)
    assert compare_words(before, query, held(before, [0, 127], [127, 0]), late=1) == before
    assert compare_words(before, ASKED, {}, late=1) == before
    assert compare_words(before, ASKED, held(before, [], []), late=1) == before


@pytest.mark.parametrize(("asked_in", "added"), [("sv", 0.02), ("en", 0.005)])
def test_text_in_the_other_language_is_raised_by_the_languages_own_constant(
    ranked, asked_in, added
):
    constants = replace(
        load_constants("other"), cross_sv=0.02, cross_en=0.005, footnote=0.01, moved=0.0
    )
    query = replace(ASKED, language=asked_in)
    other = "en" if asked_in == "sv" else "sv"
    kinds = (BlockKind.PARAGRAPH, BlockKind.PARAGRAPH, BlockKind.FOOTNOTE)
    passages = [
        one.candidate
        for one in ranked([0.5, 0.5, 0.5], languages=[asked_in, other, other], kinds=kinds)
    ]
    found = rank_candidates(passages, query, steering=Steering("x"), constants=constants)
    scores = {one.candidate.passage.start: one.score for one in found}
    assert scores == {
        0: pytest.approx(0.5),
        1: pytest.approx(0.5 + added),
        2: pytest.approx(0.5 + added - 0.01),
    }
