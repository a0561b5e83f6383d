"""Fits one model's constants over several data folders: how the shipped ones are made.

python -m eval.calibrate --data-dir LIBRARY --data-dir REAL --write pipeline/constants.toml
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from corpus.errors import SamklangError
from corpus.settings import Settings, load_settings
from corpus.store import open_store
from eval.calibrate import fit_and_write
from eval.calibrate.observing import Observation, observe
from eval.catalogue import choose_sets, load_set, why_not
from eval.run import place_questions


def main(argv: Sequence[str] | None = None) -> int:
    """Observe the tuning questions of every folder, fit, write; 1 when a folder is unfit."""
    parser = argparse.ArgumentParser(prog="python -m eval.calibrate", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--data-dir", type=Path, action="append", required=True)
    parser.add_argument("--also", action="append", default=[], help="a .jsonl of questions more")
    parser.add_argument("--write", type=Path, required=True, help="the file of constants")
    options = parser.parse_args(argv)
    settings = load_settings()
    try:
        seen: list[Observation] = []
        keys: set[str] = set()
        for folder in options.data_dir:
            here = settings.model_copy(update={"data_dir": folder})
            found, key = _observe(here, options.also)
            seen += found
            keys.add(key)
        print(fit_and_write(seen, keys.pop(), options.data_dir, options.write))
    except SamklangError as error:
        print(f"eval.calibrate: {error}", file=sys.stderr)
        return 1
    return 0


def _observe(settings: Settings, also: Sequence[str]) -> tuple[tuple[Observation, ...], str]:
    with open_store(settings) as store:
        shipped, _ = choose_sets(store.catalog, [])
        more = [one for path in also if not why_not(store.catalog, one := load_set(path))]
        placed = [
            question
            for one in (*shipped, *more)
            for question in place_questions(store.catalog, one, split="tuning")
        ]
        return observe(store, placed, on_progress=_show), store.model_key


def _show(name: str, share: float) -> None:
    if sys.stderr.isatty():
        print(f"\r{share:4.0%} {name[:60]:<60}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
