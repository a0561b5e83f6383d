"""Runs an ONNX model folder: tokens in, unit vectors out."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Condition
from typing import TYPE_CHECKING

import numpy as np

from corpus.embedding.batches import (
    OwnTokens,
    Tokens,
    cut_batches,
    find_own_tokens,
    make_encodable,
    pad_rows,
    pool_tokens,
)
from corpus.embedding.contract import FloatMatrix, PassageProgress, TokenListener, TokenStates
from corpus.embedding.recipe import Recipe
from corpus.errors import ModelError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

# Texts tokenised and sorted by length at a time: enough for even batches, small in memory.
_WINDOW = 2048
_OUTPUTS = ("sentence_embedding", "last_hidden_state", "token_embeddings")
_PADDING_PIECES = ("<pad>", "[PAD]")


class OnnxEmbedder:
    """An embedding model as ONNX Runtime runs it.

    Texts are sorted by length and cut into batches of few tokens, which as many threads as there
    are cores work through; each batch runs on one of them. That beats several threads within each
    small matrix product. A text longer than `max_tokens` is cut off there. Thread-safe; questions
    that arrive while passages are being embedded go first.
    """

    def __init__(
        self, graph: Path, tokenizer: Path, *, key: str, recipe: Recipe, threads: int = 0
    ) -> None:
        """Load the model.

        `threads` 0 means one for each core this process may use.

        Raises:
            ModelError: the files are not a model that ONNX Runtime can run.
        """
        self.model_key = key
        self.name = recipe.name
        self.max_tokens = recipe.max_tokens
        self._recipe = recipe
        self._threads = threads or _count_cores()
        # ONNX Runtime lets other threads run while it loads; the tokenizer does not
        with ThreadPoolExecutor(1) as loading:
            session = loading.submit(_load_session, graph)
            self._tokenizer = _load_tokenizer(tokenizer, recipe.max_tokens)
            self._session = session.result()
        self._padding = _find_padding(self._tokenizer)
        self._inputs = {value.name for value in self._session.get_inputs()}
        self._output = _choose_output([value.name for value in self._session.get_outputs()])
        self._gate = _Gate()
        output, _ = self._run(self._tokenise([""]))
        self.dimension = int(output.shape[-1])
        self.gives_tokens = output.ndim == 3

    def embed_queries(self, texts: Sequence[str]) -> FloatMatrix:
        """Vectors of questions, `(n, dimension)`, each of length 1. Empty texts are allowed."""
        with self._gate.query():
            return self._embed(texts, self._recipe.query_prefix, wait=_no_wait)

    def embed_queries_with_tokens(
        self, texts: Sequence[str]
    ) -> tuple[FloatMatrix, list[FloatMatrix]]:
        """What `embed_queries` gives, and for each text the states of its tokens.

        These are `(n_tokens, dimension)` float32 without prefix and markers, of any length;
        `(0, dimension)` where the model's graph gives pooled vectors only.
        """
        states = [np.empty((0, self.dimension), np.float32) for _ in texts]

        def keep(index: int, tokens: TokenStates) -> None:
            states[index] = tokens.states.copy()

        with self._gate.query():
            vectors = self._embed(texts, self._recipe.query_prefix, wait=_no_wait, on_tokens=keep)
        return vectors, states

    def embed_passages(
        self, texts: Sequence[str], *, on_progress: PassageProgress | None = None
    ) -> FloatMatrix:
        """Vectors of document texts, `(n, dimension)`, each of length 1. Empty texts are allowed.

        `on_progress` hears, in the calling thread, how many texts are done so far.
        """
        return self._embed_windows(texts, on_progress=on_progress)

    def embed_passages_with_tokens(
        self,
        texts: Sequence[str],
        on_tokens: TokenListener,
        *,
        on_progress: PassageProgress | None = None,
    ) -> FloatMatrix:
        """What `embed_passages` gives; `on_tokens` hears each text's token states as they come.

        It is called with the text's index from the threads that run the model, in any order; not
        at all where the model's graph gives pooled vectors only.
        """
        return self._embed_windows(texts, on_progress=on_progress, on_tokens=on_tokens)

    def _embed_windows(
        self,
        texts: Sequence[str],
        *,
        on_progress: PassageProgress | None,
        on_tokens: TokenListener | None = None,
    ) -> FloatMatrix:
        vectors = np.empty((len(texts), self.dimension), np.float32)
        for start in range(0, len(texts), _WINDOW):
            vectors[start : start + _WINDOW] = self._embed(
                texts[start : start + _WINDOW],
                self._recipe.passage_prefix,
                wait=self._gate.wait_for_queries,
                on_progress=_shifted(on_progress, start),
                on_tokens=_shifted_tokens(on_tokens, start),
            )
        return vectors

    def _embed(
        self,
        texts: Sequence[str],
        prefix: str,
        *,
        wait: Callable[[], None],
        on_progress: PassageProgress | None = None,
        on_tokens: TokenListener | None = None,
    ) -> FloatMatrix:
        whole = [prefix + text for text in texts]
        own: list[OwnTokens] = []
        if on_tokens and self.gives_tokens:
            ids, own = self._tokenise_closely(whole, prefix)
        else:
            ids = self._tokenise(whole)
        vectors = np.empty((len(ids), self.dimension), np.float32)

        def embed_batch(batch: list[int]) -> int:
            wait()
            output, mask = self._run([ids[i] for i in batch])
            vectors[batch] = self._pool(output, mask)
            if own and on_tokens:
                for i, states in zip(batch, output, strict=True):
                    on_tokens(i, own[i].pick(states))
            return len(batch)

        done = 0
        for count in self._work(embed_batch, cut_batches([len(row) for row in ids])):
            done += count
            if on_progress:
                on_progress(done)
        return vectors

    def _work(self, task: Callable[[list[int]], int], batches: list[list[int]]) -> Iterator[int]:
        if len(batches) < 2 or self._threads == 1:
            yield from map(task, batches)
            return
        with ThreadPoolExecutor(self._threads, "embed") as pool:
            yield from pool.map(task, batches)

    def _tokenise(self, texts: list[str]) -> list[list[int]]:
        encodings = self._tokenizer.encode_batch_fast([make_encodable(text) for text in texts])
        return [encoding.ids for encoding in encodings]

    def _tokenise_closely(
        self, texts: list[str], prefix: str
    ) -> tuple[list[list[int]], list[OwnTokens]]:
        """Token ids, and which of them come from the text itself."""
        encodings = self._tokenizer.encode_batch([make_encodable(text) for text in texts])
        ids = [encoding.ids for encoding in encodings]
        return ids, [find_own_tokens(encoding, prefix) for encoding in encodings]

    def _run(self, rows: list[list[int]]) -> tuple[FloatMatrix, Tokens]:
        """What the graph gives for a batch, pooled or not, and the mask of the real tokens."""
        ids, mask = pad_rows(rows, self._padding)
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        feed = {name: value for name, value in feed.items() if name in self._inputs}
        return self._session.run([self._output], feed)[0], mask

    def _pool(self, output: FloatMatrix, mask: Tokens) -> FloatMatrix:
        """One vector of length 1 per text."""
        if output.ndim == 3:
            output = pool_tokens(output, mask, cls=self._recipe.pooling == "cls")
        lengths = np.linalg.norm(output, axis=1, keepdims=True)
        return np.asarray(output / np.maximum(lengths, 1e-12), np.float32)


class _Gate:
    """Lets passages wait while questions are being embedded."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._queries = 0

    @contextmanager
    def query(self) -> Iterator[None]:
        """While this is open, passages wait."""
        with self._changed:
            self._queries += 1
        try:
            yield
        finally:
            with self._changed:
                self._queries -= 1
                self._changed.notify_all()

    def wait_for_queries(self) -> None:
        """Return once no question is being embedded."""
        with self._changed:
            self._changed.wait_for(lambda: self._queries == 0)


def _shifted(report: PassageProgress | None, start: int) -> PassageProgress | None:
    return (lambda done: report(start + done)) if report else None


def _shifted_tokens(hear: TokenListener | None, start: int) -> TokenListener | None:
    return (lambda index, tokens: hear(start + index, tokens)) if hear else None


def _no_wait() -> None:
    """Questions wait for nobody."""


def _count_cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _choose_output(names: list[str]) -> str:
    return next((name for name in _OUTPUTS if name in names), names[0])


def _find_padding(tokenizer: "Tokenizer") -> int:
    ids = (tokenizer.token_to_id(piece) for piece in _PADDING_PIECES)
    return next((i for i in ids if i is not None), 0)


def _load_tokenizer(path: Path, max_tokens: int) -> "Tokenizer":
    from tokenizers import Tokenizer

    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # tokenizers raises nothing narrower
        message = f'"{path}" is not a tokenizer ({error}): delete its folder, or name another model'
        raise ModelError(message) from error
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_tokens)
    return tokenizer


def _load_session(path: Path) -> "InferenceSession":
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # ONNX Runtime's errors share no other base
        raise ModelError(
            f'"{path}" is not a model that ONNX Runtime can run ({error}): delete its folder, '
            "or name another model"
        ) from error
