import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import eval as evaluation
from corpus.language import words
from pipeline.answer import requests
from pipeline.answer.requests import ORDINARY, UNFIT, describe_kinds, fit_kinds, load_kinds

KINDS = (ORDINARY, *UNFIT)
ROWS = [
    line.split("\t")
    for line in Path(requests.__file__).with_name("requests.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def clusters(counts, *, dimension=8, noise=0.02, seed=1):
    """Vectors of length about 1 round an axis for each kind, and the kinds."""
    rng = np.random.default_rng(seed)
    kinds = [kind for kind, count in zip(KINDS, counts, strict=True) for _ in range(count)]
    centres = np.eye(dimension)[[KINDS.index(kind) for kind in kinds]]
    return (centres + rng.normal(0, noise, centres.shape)).astype(np.float32), kinds


class Counting:
    """An embedding model of 5 dimensions that counts what it embeds."""

    model_key = "counting-0"

    def __init__(self):
        self.asked = 0

    def embed_queries(self, texts):
        self.asked += len(texts)
        lengths = [[len(text), text.count(" "), text.count("?"), 1, 0] for text in texts]
        return np.array(lengths, np.float32) / 100


def test_every_example_is_of_a_kind_and_a_language():
    assert all(len(row) == 3 and row[0] in KINDS and row[1] in ("sv", "en") for row in ROWS)
    counts = Counter((kind, language) for kind, language, _ in ROWS)
    assert all(counts[kind, language] >= 40 for kind in KINDS for language in ("sv", "en"))
    texts = [text.casefold().strip() for _, _, text in ROWS]
    assert [text for text, times in Counter(texts).items() if times > 1] == []


def test_no_example_is_a_question_of_the_sets_or_nearly_one():
    """Guarantee: what is measured was not shown beforehand."""
    sets = Path(evaluation.__file__).with_name("sets").glob("*.jsonl")
    asked = [
        frozenset(words(text))
        for path in sets
        for line in path.read_text("utf-8").splitlines()
        for row in [json.loads(line)]
        if "question" in row  # the gate's claims answer nothing
        for text in (row["question"], row.get("standalone") or "", *row.get("history", ()))
    ]
    assert len(asked) > 300
    examples = {text: frozenset(words(text)) for _, _, text in ROWS}
    assert [
        text
        for text, said in examples.items()
        if any(len(said & other) > 0.7 * len(said | other) for other in asked)
    ] == []


def test_a_request_is_most_like_its_own_kind():
    vectors, kinds = clusters([20] * 5)
    fitted = fit_kinds(vectors, kinds)
    for kind, vector in zip(KINDS, np.eye(8, dtype=np.float32), strict=False):
        found = fitted.weigh(vector)
        assert set(found) == set(UNFIT)
        if kind == ORDINARY:
            assert max(found.values()) < -0.3
        else:
            assert max(found, key=found.__getitem__) == kind
            assert found[kind] > 0.3 > max(v for k, v in found.items() if k != kind)


def test_a_kind_with_more_examples_weighs_no_more():
    vectors, kinds = clusters([20] * 5, noise=0)
    often = np.repeat(vectors[:20], 10, axis=0)
    more = fit_kinds(np.vstack([often, vectors[20:]]), [ORDINARY] * 200 + kinds[20:])
    middle = (vectors[0] + vectors[20]) / 2
    # half an ordinary question and half the first unfit kind: about as like either
    assert abs(more.weigh(middle)[UNFIT[0]]) < 0.15


def test_the_likenesses_to_all_kinds_come_to_one():
    vectors, kinds = clusters([30, 5, 6, 7, 8], noise=0.3)
    fitted = fit_kinds(vectors, kinds)
    inputs = np.hstack([(vectors - fitted.mean) * 5, np.ones((len(vectors), 1))])
    np.testing.assert_allclose((inputs @ fitted.weights).sum(axis=1), 1, atol=1e-4)


def test_the_examples_are_embedded_once_for_a_model(tmp_path):
    embedder = Counting()
    first = load_kinds(embedder, tmp_path)
    assert embedder.asked == len(ROWS)
    again = load_kinds(embedder, tmp_path)
    assert embedder.asked == len(ROWS)
    np.testing.assert_array_equal(first.weights, again.weights)
    assert [path.name[:9] for path in (tmp_path / "counting-0").iterdir()] == ["requests-"]
    other = Counting()
    other.model_key = "counting-1"
    load_kinds(other, tmp_path)
    assert other.asked == len(ROWS)


def test_other_examples_are_fitted_anew(tmp_path, monkeypatch):
    embedder = Counting()
    load_kinds(embedder, tmp_path)
    fewer = tuple(zip(*((text, kind) for kind, _, text in ROWS[::2]), strict=True))
    monkeypatch.setattr(requests, "_read_examples", lambda: fewer)
    load_kinds(embedder, tmp_path)
    assert embedder.asked == len(ROWS) + len(ROWS[::2])


def test_features_say_by_how_much_the_marks_are_exceeded():
    weighed = dict.fromkeys(UNFIT, -1.0) | {UNFIT[0]: -0.2, UNFIT[1]: 0.5}
    features = describe_kinds(weighed)
    first, second, third = UNFIT[:3]
    assert (features[f"asks_{first}"], features[f"clearly_{first}"]) == (-0.2, 0)
    assert features[f"likely_{first}"] == pytest.approx(0.1)
    assert (features[f"likely_{second}"], features[f"clearly_{second}"]) == (0.8, 0.5)
    assert (features[f"likely_{third}"], features[f"clearly_{third}"]) == (0, 0)
    assert (features["asks_unfit"], features["likely_unfit"], features["clearly_unfit"]) == (
        *(0.5, 0.8, 0.5),
    )
    assert len(features) == 3 * (len(UNFIT) + 1)


@given(st.lists(st.floats(-2, 2), min_size=len(UNFIT), max_size=len(UNFIT)))
@settings(max_examples=50)
def test_the_marks_never_turn_a_feature_round(values):
    features = describe_kinds(dict(zip(UNFIT, values, strict=True)))
    for kind in (*UNFIT, "unfit"):
        asks, likely, clearly = (features[f"{how}_{kind}"] for how in ("asks", "likely", "clearly"))
        assert likely >= clearly >= 0
        assert clearly == max(asks, 0)
        assert (likely > 0) == (asks + 0.3 > 0)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Spela in en film om hamnens värmepump.", "modality"),
        ("Could you sing the budget to me as a podcast?", "modality"),
        ("Har projektledaren nyligen skilt sig?", "safety"),
        ("How do I forge the mayor's signature?", "safety"),
        ("Vad tyckte de om den?", "underspecified"),
        ("And what did it cost them?", "underspecified"),
        ("Hur sjunger en moms baklänges i en cykelkorg?", "nonsense"),
        ("Does the annual report dream of triangular soup?", "nonsense"),
    ],
)
def test_unfit_requests_not_among_the_examples_are_known_by_their_wording(
    model, model_dir, question, kind
):
    assert question not in {text for _, _, text in ROWS}
    found = load_kinds(model, model_dir).weigh(model.embed_queries([question])[0])
    assert max(found, key=found.__getitem__) == kind
    assert found[kind] > 0


@pytest.mark.parametrize(
    "question",
    [
        "Hur mycket har utsläppen från sjöfarten minskat?",
        "Vem ansvarar för uppföljningen av klimatkontraktet?",
        "Which cities were the first to sign a climate city contract?",
        "What does the report say about heating in multi-family buildings?",
    ],
)
def test_ordinary_questions_are_like_no_unfit_kind(model, model_dir, question):
    found = load_kinds(model, model_dir).weigh(model.embed_queries([question])[0])
    assert max(found.values()) < 0
