"""Learning a framework's examples: once for a model, told as it goes, whoever asks meanwhile."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import numpy as np
import pytest

from corpus.framework import load_framework
from corpus.store import LEARNING
from pipeline.assess.teach import load_teaching


@pytest.fixture(scope="module")
def framework():
    """The shipped one with every fortieth of its examples, so that they are soon learnt."""
    whole = load_framework()
    return replace(whole, examples=whole.examples[::40], sha256="a fortieth of the examples")


class Counting:
    """The embedding model, and how often it was asked for a framework's examples."""

    def __init__(self, embedder):
        self.model_key = embedder.model_key
        self.embedder = embedder
        self.asked = 0

    def embed_passages(self, texts, *, on_progress=None):
        self.asked += 1
        return self.embedder.embed_passages(texts, on_progress=on_progress)


def test_examples_are_learnt_once_however_many_come_first(books, framework, tmp_path):
    embedder = Counting(books.embedder)
    together = Barrier(3)

    def learn(_):
        together.wait()
        return load_teaching(framework, embedder, tmp_path)

    with ThreadPoolExecutor(3) as aside:
        first, *others = aside.map(learn, range(3))
    assert embedder.asked == 1
    for other in others:
        assert np.array_equal(first.examples, other.examples)


def test_how_far_the_first_learning_is_is_told_and_later_there_is_none(books, framework, tmp_path):
    told = []
    for _ in range(2):
        load_teaching(framework, books.embedder, tmp_path, on_progress=lambda *so: told.append(so))
    assert {stage for stage, _ in told} == {LEARNING}
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1], shares.count(1.0)) == (0.0, 1.0, 1)
