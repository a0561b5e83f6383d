"""The embedding model that every peer uses: the ONNX folder that Samklang builds.

Mean of the token vectors, length 1, ``query: `` and ``passage: `` before the texts. Texts are
sorted by length and cut into batches of few tokens, one thread a core, so that no framework pays
for padding or for its own idea of a batch.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from peerbench.vectors import NoVectors, Vectors

Matrix = npt.NDArray[np.float32]
_BATCH_TOKENS = 512
_OUTPUT = "last_hidden_state"


def find_model(models: Path) -> Path:
    """The newest folder with a model in it.

    Raises:
        FileNotFoundError: there is none.
    """
    folders = [path.parent for path in models.glob("*/model.onnx")]
    if not folders:
        raise FileNotFoundError(f'no */model.onnx in "{models}"; `samklang demo` builds one there')
    return max(folders, key=lambda folder: folder.stat().st_mtime)


class Model:
    """Texts in, vectors of length 1 out, ``(texts, dimension)``."""

    def __init__(self, folder: Path, kept: Vectors | None = None) -> None:
        """Load the model; ``kept`` holds passage vectors of earlier runs."""
        import onnxruntime
        from tokenizers import Tokenizer

        recipe = json.loads((folder / "samklang.json").read_text(encoding="utf-8"))
        self.query_prefix, self.passage_prefix = recipe["query_prefix"], recipe["passage_prefix"]
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        path, providers = folder / "model.onnx", ["CPUExecutionProvider"]
        self._session: Any = onnxruntime.InferenceSession(path, options, providers=providers)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(recipe["max_tokens"])
        self._tokenizer.no_padding()
        self._kept = kept or NoVectors()
        self._threads = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2

    def embed_query(self, text: str) -> Matrix:
        """The vector of a question, ``(dimension,)``."""
        vector: Matrix = self._run([self._tokenise(self.query_prefix + text)])[0]
        return vector

    def embed_passages(self, texts: Sequence[str]) -> Matrix:
        """The vectors of passages."""
        return self.embed_prefixed([self.passage_prefix + text for text in texts])

    def embed_prefixed(self, texts: Sequence[str]) -> Matrix:
        """The vectors of texts that carry their prefix; those of questions are never kept."""
        rows = self._kept.read(texts)
        new = [i for i, row in enumerate(rows) if row is None]
        vectors = self._embed([texts[i] for i in new])
        for i, vector in zip(new, vectors, strict=True):
            rows[i] = vector
        passages = [(i, v) for i, v in zip(new, vectors, strict=True) if self._is_passage(texts[i])]
        self._kept.keep([texts[i] for i, _ in passages], [vector for _, vector in passages])
        return np.array(rows, np.float32)

    def _is_passage(self, text: str) -> bool:
        return text.startswith(self.passage_prefix)

    def _embed(self, texts: Sequence[str]) -> list[Matrix]:
        rows = [self._tokenise(text) for text in texts]
        batches = cut_batches([len(row) for row in rows])
        vectors: dict[int, Matrix] = {}
        with ThreadPoolExecutor(self._threads) as pool:
            done = pool.map(lambda batch: self._run([rows[i] for i in batch]), batches)
            for batch, found in zip(batches, done, strict=True):
                vectors.update(zip(batch, found, strict=True))
        return [vectors[i] for i in range(len(rows))]

    def _tokenise(self, text: str) -> list[int]:
        # a broken PDF font can give lone surrogates, which no tokeniser takes
        whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        ids: list[int] = self._tokenizer.encode(whole).ids
        return ids

    def _run(self, rows: Sequence[Sequence[int]]) -> Matrix:
        ids = np.zeros((len(rows), max(map(len, rows))), np.int64)
        mask = np.zeros_like(ids)
        for number, row in enumerate(rows):
            ids[number, : len(row)] = row
            mask[number, : len(row)] = 1
        tokens: Matrix = self._session.run([_OUTPUT], {"input_ids": ids, "attention_mask": mask})[0]
        weights = mask[:, :, None].astype(np.float32)
        pooled = (tokens * weights).sum(axis=1) / weights.sum(axis=1)
        return np.asarray(pooled / np.linalg.norm(pooled, axis=1, keepdims=True), np.float32)


def cut_batches(lengths: Sequence[int]) -> list[list[int]]:
    """Indices of texts by length, cut where a batch, padded to its longest, would grow too big."""
    batches: list[list[int]] = []
    for i in sorted(range(len(lengths)), key=lambda i: lengths[i]):
        if batches and (len(batches[-1]) + 1) * lengths[i] <= _BATCH_TOKENS:
            batches[-1].append(i)
        else:
            batches.append([i])
    return batches
