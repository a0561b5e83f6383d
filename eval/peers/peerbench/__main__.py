"""Samklang and other frameworks over the same documents, model and questions, in one run.

    python -m peerbench [--corpus NAME …] [--only SYSTEM …] [--questions N] [--tuning | --all]
                        [--documents FOLDER] [--data-dir FOLDER] [--vectors FOLDER]
                        [--records FILE] [--write docs/benchmarks.md]

Made to be run on a quiet machine. With --vectors or --data-dir no ingest speed is reported.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from peerbench.corpora import Corpus, list_asks, read_corpora
from peerbench.memory import CommandFailedError, run_watched
from peerbench.model import find_model
from peerbench.outcome import Ask
from peerbench.peers import Job, run_peer
from peerbench.questions import read_sets, read_split
from peerbench.report import describe_machine, describe_run, write_report
from peerbench.samklang import run_samklang
from peerbench.scoring import score
from peerbench.systems import TITLES
from peerbench.tables import Ran

HERE = Path(__file__).parent.parent
PROJECT = HERE.parent.parent
SETS = PROJECT / "eval" / "sets"
_SPLITS = {
    "tuning": "questions of the tuning split instead, to work on the bench without a look at test",
    "all": "all questions, not only the test split",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run, print, write; 1 when something could not be run."""
    options = _parse(argv)
    began = time.monotonic()
    corpora = read_corpora(
        HERE / "corpora.toml", project=PROJECT, documents=options.documents.resolve()
    )
    chosen = [corpora[name] for name in options.corpus or corpora if name in corpora]
    print(f"{describe_machine()}\n")
    try:
        runs = [ran for corpus in chosen if (ran := _run(corpus, options))]
    except (CommandFailedError, OSError, ValueError) as error:
        print(f"peerbench: {error}", file=sys.stderr)
        return 1
    for ran in runs:
        print(describe_run(ran))
    if options.records:
        _write_records(options.records, runs)
    if options.write:
        write_report(options.write, runs, split=options.split, limit=options.limit)
    print(f"{time.monotonic() - began:.0f} s in all")
    return 0


def _parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m peerbench", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    add = parser.add_argument
    add("--corpus", nargs="*", metavar="NAME", help="default: every one that is there")
    add("--only", nargs="*", choices=TITLES, default=list(TITLES), help="these peers alone")
    which = parser.add_mutually_exclusive_group()
    for name, said in _SPLITS.items():
        which.add_argument(f"--{name}", dest="split", action="store_const", const=name, help=said)
    parser.set_defaults(split="test")
    add("--questions", type=int, metavar="N", help="the first N asks of each set and setting")
    add("--limit", type=int, default=30, help="passages asked of each system (30)")
    add("--documents", type=Path, default=PROJECT.parent / "shared", help="the real documents")
    add("--data-dir", type=Path, help="Samklang's data folder with the corpus already taken in")
    add("--vectors", type=Path, help="keeps the peers' passage vectors between runs")
    add("--samklang", type=Path, default=PROJECT / ".venv/bin/samklang", help="the command")
    add("--model-dir", type=Path, default=PROJECT / ".models", help="SAMKLANG_MODEL_DIR")
    add("--records", type=Path, help="write every rank here, as JSON Lines")
    add("--write", type=Path, help="write the report here, as Markdown")
    options = parser.parse_args(argv)
    if options.data_dir and len(options.corpus or ()) != 1:
        parser.error("--data-dir holds one corpus: name it with --corpus")
    return options


def _run(corpus: Corpus, options: argparse.Namespace) -> Ran | None:
    """One corpus through every system; None when no set over it has questions."""
    sets, split = read_sets(SETS / "sets.toml"), read_split(SETS / "split.toml")
    asks = _cut(list_asks(corpus, sets, split, wanted=options.split), options.questions)
    if not asks:
        print(f"{corpus.title}: no questions to ask")
        return None
    print(f"{corpus.title}: {len(corpus.sources)} files, {len(asks)} questions asked", flush=True)
    with TemporaryDirectory(prefix="peers-", ignore_cleanup_errors=True) as folder:
        return _run_all(corpus, asks, options, Path(folder))


def _cut(asks: Sequence[Ask], most: int | None) -> tuple[Ask, ...]:
    counts: dict[tuple[str, str], int] = {}
    kept = []
    for ask in asks:
        place = (ask.set, ask.setting.name)
        counts[place] = counts.get(place, 0) + 1
        if most is None or counts[place] <= most:
            kept.append(ask)
    return tuple(kept)


def _run_all(
    corpus: Corpus, asks: tuple[Ask, ...], options: argparse.Namespace, scratch: Path
) -> Ran:
    environment = _environment(options, scratch)
    command = str(options.samklang)
    if not list(options.model_dir.glob("*/model.onnx")):
        # built at first use, which must not count as taking documents in
        run_watched([command, "demo"], {**environment, "SAMKLANG_DATA_DIR": str(scratch / "demo")})
    print("  Samklang …", flush=True)
    ours, languages = run_samklang(
        command,
        corpus,
        asks,
        environment=environment,
        limit=options.limit,
        filled=options.data_dir is not None,
    )
    _check_gold(asks, languages)
    model = find_model(options.model_dir)
    job = Job(corpus.sources, asks, model, options.limit, corpus.apart, options.vectors)
    outcomes = [ours]
    for name in options.only:
        print(f"  {TITLES[name]} …", flush=True)
        outcomes.append(run_peer(name, job, scratch))
    return Ran(corpus, asks, languages, tuple(outcomes))


def _check_gold(asks: Sequence[Ask], held: Mapping[str, str]) -> None:
    named = {gold.document for ask in asks for gold in ask.question.gold}
    if missing := sorted(named - set(held)):
        raise ValueError(
            f"evidence is in {', '.join(missing)}, which Samklang does not hold: take those files "
            "in, or mend the question set"
        )


def _environment(options: argparse.Namespace, scratch: Path) -> dict[str, str]:
    data = options.data_dir or scratch / "data"
    return {
        "SAMKLANG_DATA_DIR": str(data.resolve()),
        "SAMKLANG_MODEL_DIR": str(options.model_dir.resolve()),
        "SAMKLANG_LOG": "off",
    }


def _write_records(path: Path, runs: Sequence[Ran]) -> None:
    rows = (json.dumps(row, ensure_ascii=False) for ran in runs for row in _records(ran))
    path.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")


def _records(ran: Ran) -> Iterator[dict[str, object]]:
    for ask in ran.asks:
        for outcome in ran.outcomes:
            scores = score(ask.question, outcome.found[ask.key])
            seconds = outcome.seconds[ask.key]
            yield {"ask": ask.key, "system": outcome.title, **asdict(scores), "seconds": seconds}


if __name__ == "__main__":
    sys.exit(main())
