from dataclasses import replace

import numpy as np
import pytest

from corpus.catalog import PassageVectors
from corpus.records import Document, Interval, Passage
from pipeline.answer.choose import Chosen, choose_claims
from pipeline.answer.terms import read_said
from pipeline.constants import load_constants
from pipeline.retrieve import Scored
from pipeline.retrieve.candidates import Candidate

WEIGHTS = replace(load_constants("other").claims, margin=0.035, same=0.95)


@pytest.fixture
def sentence():
    """A sentence with a score; those about one subject are alike, others are not."""
    subjects: dict[str, int] = {}

    def make(text: str, score: float, about: str) -> Chosen:
        vector = np.zeros(16, dtype=np.float32)
        vector[subjects.setdefault(about, len(subjects))] = 1
        span = Interval(0, len(text))
        passage = Passage("d", 1, 0, len(text), (), "sv", text, (span,), 1)
        document = Document("d", 1, "D", "notes", "d.md", "text/markdown", "")
        vectors = PassageVectors(passage.id, np.stack([vector, vector]))
        scored = Scored(Candidate(passage, document, vectors, 0.0), score, score, (score,), False)
        return Chosen(scored, span, vector, score, read_said(text, "sv"), score)

    return make


def texts(chosen):
    return [one.text for one in chosen]


def test_of_sentences_that_say_the_same_only_the_best_is_shown(sentence):
    scored = [
        sentence("Fonden har 48 miljoner.", 0.9, "fond"),
        sentence("48 miljoner har fonden.", 0.89, "fond"),
        sentence("Nämnden möts i Umeå.", 0.88, "möte"),
    ]
    assert texts(choose_claims(scored, WEIGHTS)) == [
        "Fonden har 48 miljoner.",
        "Nämnden möts i Umeå.",
    ]


@pytest.mark.parametrize("score", [0.88, 0.5])
def test_what_contradicts_a_claim_follows_it_however_far_behind(sentence, score):
    scored = [
        sentence("Fonden har i år 48 miljoner att ge.", 0.9, "fond"),
        sentence("Nämnden möts i Umeå.", 0.89, "möte"),
        sentence("Fonden har i år 52 miljoner att ge.", score, "fond"),
    ]
    assert choose_claims(scored, WEIGHTS) == [scored[0], scored[2], scored[1]]


def test_far_behind_it_must_use_the_same_words(sentence):
    def run(score):
        scored = [
            sentence("Fonden har i år 48 miljoner att ge.", 0.9, "fond"),
            sentence("Umeå | Sjöfonden | 52 miljoner", score, "fond"),
        ]
        return len(choose_claims(scored, WEIGHTS))

    assert [run(0.88), run(0.5)] == [2, 1]


def test_passages_that_were_not_scored_are_looked_through(sentence):
    claim = sentence("Fonden har i år 48 miljoner att ge.", 0.9, "fond")
    other = sentence("Fonden har inte i år 48 miljoner att ge.", 0.88, "fond")
    (shown,) = choose_claims([claim], WEIGHTS)
    assert shown is claim
    found = choose_claims([claim], WEIGHTS, rest=[other.scored])
    assert texts(found) == [claim.text, other.text]
    far = replace(other.scored, passage_similarity=0.86)
    assert choose_claims([claim], WEIGHTS, rest=[far]) == [claim]


def test_what_nothing_contradicts_gives_up_its_place(sentence):
    others = [
        sentence(f"Ämne {name} tas upp på mötet.", 0.9 - n / 1000, name)
        for n, name in enumerate("abcde")
    ]
    late = sentence("Ämne e tas inte upp på mötet.", 0.6, "e")
    shown = choose_claims([*others, late], WEIGHTS)
    assert shown == [*others[:3], others[4], late]
    assert choose_claims([*others, late], WEIGHTS, most=1) == others[:1]


def test_no_number_comes_twice_and_no_more_than_three(sentence):
    scored = [
        sentence(f"Fonden har {n} miljoner.", 0.9 - i / 1000, "fond")
        for i, n in enumerate((48, 52, 52, 48, 53, 54))
    ]
    assert choose_claims(scored, WEIGHTS) == [scored[0], scored[1], scored[4]]


def test_nothing_scored_nothing_chosen():
    assert choose_claims([], WEIGHTS) == []
