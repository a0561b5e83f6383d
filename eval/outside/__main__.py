"""Other people's question sets, where they are present, put to the pipeline.

    python -m eval.outside [NAME …] [--questions FOLDER] [--work DIR] [--limit N] [--report DIR]

swequad    SweQUAD-MC: Swedish web pages; the answer is a span
swefaq     SweFAQ: a question to its answer among those of its category
squad2-sv  Swedish SQuAD2: encyclopaedia articles; half cannot be answered
pud        PUD: a sentence to its translation among 1,000, in both directions; search alone

The documents are taken into a data folder of their own in --work, which is used again as long as
the set's bytes are the same; without --work it is deleted in the end. The models are those of the
settings. --report leaves each set's run in a folder of that name, as "samklang eval" does.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.errors import SamklangError
from corpus.settings import Settings, load_settings
from eval.outside.catalogue import FOLDER, Adapter, choose_adapters
from eval.outside.run import run_outside


def main(argv: Sequence[str] | None = None) -> int:
    """Run and print; 1 when no set is there or one could not be run."""
    options = _parse(argv)
    try:
        there, missing = choose_adapters(options.names, options.questions)
        for adapter in missing:
            print(f'Left out: {adapter.name}: there is no {adapter.file} in "{options.questions}"')
        with TemporaryDirectory(prefix="outside-", ignore_cleanup_errors=True) as scratch:
            work = options.work or Path(scratch)
            for adapter in there:
                _run(adapter, options, work=work, settings=load_settings())
    except SamklangError as error:
        print(f"eval.outside: {error}", file=sys.stderr)
        return 1
    return 0 if there else 1


def _parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m eval.outside", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    add = parser.add_argument
    add("names", nargs="*", metavar="NAME", help="default: every set that is there")
    add("--questions", type=Path, default=FOLDER, help="the folder with the sets' files")
    add("--work", type=Path, help="keeps the data folders between runs")
    add("--limit", type=int, metavar="N", help="a fixed sample of N questions of each set")
    add("--report", type=Path, help="leave every set's records and report here")
    options = parser.parse_args(argv)
    if options.limit is not None and options.limit < 1:
        parser.error(f"--limit needs a number of questions from 1, and was given {options.limit}")
    return options


def _run(adapter: Adapter, options: argparse.Namespace, *, work: Path, settings: Settings) -> None:
    outside = adapter.read(options.questions / adapter.file)
    count = options.limit or adapter.sample
    report = options.report / adapter.name if options.report else None
    run = run_outside(
        outside, count, work=work, settings=settings, report=report, on_progress=_tell
    )
    documents, asked = len(outside.documents), len(run.records)
    print(f"{documents} documents; {asked} of {len(outside.questions)} questions put")
    print(run.table, flush=True)


def _tell(what: str, share: float) -> None:
    """Progress on stderr, where a terminal shows it."""
    if sys.stderr.isatty():
        end = "\n" if share >= 1 else ""
        print(f"\r{what} {share:4.0%}", end=end, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
