"""``python -m eval.causal``: the three checks over the shipped library, printed."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.errors import SamklangError
from corpus.settings import Settings, load_settings
from corpus.store import open_store
from eval.catalogue import load_set
from eval.causal import (
    Check,
    Finding,
    Shelf,
    cells_of,
    collect_cases,
    library_sources,
    run_check,
    sample_cases,
    take_in,
)
from eval.questions import Question


def main(argv: Sequence[str] | None = None) -> int:
    """Print the share of each check that holds and every case that does not."""
    options = _options(argv)
    try:
        with _scratch(load_settings(), options.base) as settings:
            findings, unstaged = _measure(settings, options.limit, options.check)
    except SamklangError as error:
        print(f"eval.causal: {error}", file=sys.stderr)
        return 1
    if options.json:
        rows = [asdict(one) | {"holds": one.holds} for one in findings]
        cells = [asdict(cell) for cell in cells_of(findings)]
        print(json.dumps({"cells": cells, "unstaged": unstaged, "findings": rows}, indent=1))
    else:
        print_findings(findings, unstaged)
    return 0


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m eval.causal")
    parser.add_argument("--limit", type=int, help="so many cases of each check, by fixed seed")
    parser.add_argument("--check", choices=[c.name.lower() for c in Check], help="only this one")
    parser.add_argument("--base", type=Path, help="data folder to start from, made if not there")
    parser.add_argument("--json", action="store_true", help="print JSON and nothing else")
    return parser.parse_args(argv)


@contextmanager
def _scratch(settings: Settings, base: Path | None) -> Iterator[Settings]:
    """Settings with a data folder that may be changed: a copy of the ingested library."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        kept = base or Path(folder) / "base"
        if not kept.exists():
            with open_store(_at(settings, kept)) as store:
                take_in(store, library_sources())
        scratch = Path(folder) / "data"
        shutil.copytree(kept, scratch)
        yield _at(settings, scratch)


def _at(settings: Settings, folder: Path) -> Settings:
    # models belong to whoever runs this, and are not built again for a scratch folder
    return settings.model_copy(update={"data_dir": folder, "model_dir": settings.models})


def _measure(
    settings: Settings, limit: int | None, only: str | None
) -> tuple[list[Finding], dict[str, int]]:
    """The findings, and for each check the number of cases that could not be staged."""
    sources = library_sources()
    findings: list[Finding] = []
    unstaged: dict[str, int] = {}
    with open_store(settings) as store:
        cases = collect_cases(store, _questions(), sources, on_progress=_tell)
        shelf = Shelf(store, {source.key: source for source in sources}, _desk(settings))
        for check in Check:
            if only in (None, check.name.lower()):
                chosen = sample_cases(check, cases, limit)
                found = list(run_check(shelf, check, chosen, on_progress=_tell))
                unstaged[check] = len(chosen) - len(found)
                findings += found
    return findings, unstaged


def _questions() -> tuple[Question, ...]:
    """Of both splits: nothing is tuned here."""
    return load_set("library").questions


def _desk(settings: Settings) -> Path:
    return settings.data_dir.parent / "desk"


def _tell(what: str, share: float) -> None:
    """On stderr, so that JSON stays JSON; only people at a terminal want it."""
    if sys.stderr.isatty():
        print(f"\r{share:4.0%} {what:<60.60}", end="", file=sys.stderr, flush=True)


def print_findings(findings: Sequence[Finding], unstaged: dict[str, int]) -> None:
    """Shares with their intervals, outcomes, then what failed: asked, written, shown."""
    for cell in cells_of(findings):
        name = cell.measure if cell.group == "all" else f"  cited in {cell.group}"
        share = f"{cell.count}/{cell.total} {cell.value:.3f}"
        print(f"{name:<24}{share:<16}{cell.low:.3f}-{cell.high:.3f}")
    for check, missing in unstaged.items():
        outcomes = Counter(one.outcome for one in findings if one.check == check)
        told = ", ".join(f"{count} {outcome}" for outcome, count in outcomes.most_common())
        print(f"{check}: {told or 'no case'}; {missing} could not be staged")
    for one in findings:
        if not one.holds:
            print(f"\n{one.check}, {one.case.question_id}: {one.outcome}")
            print(f"  asked: {one.case.asked}\n  cited (claim {one.case.rank}): {one.case.quote}")
            print(f"  written: {one.change}")
            for shown in one.shown or ("nothing",):
                print(f"  shown: {shown}")


if __name__ == "__main__":
    sys.exit(main())
