"""``docs/benchmarks.md``: what was measured, how, with which versions, on what kind of machine."""

from __future__ import annotations

import datetime
import os
import platform
from collections.abc import Sequence
from pathlib import Path

from peerbench.questions import Wanted
from peerbench.tables import Ran, table_of_costs, tables_of_quality

_INTRODUCTION = Path(__file__).with_name("benchmarks.md")
_ASKED: dict[Wanted, str] = {
    "test": "Only the test split, which no constant of Samklang was chosen on.",
    "tuning": "Only the tuning split, on which Samklang's constants were chosen: it is flattered.",
    "all": "All questions, those that constants were chosen on included: Samklang is flattered.",
}


def write_report(path: Path, runs: Sequence[Ran], *, split: Wanted, limit: int) -> None:
    """Write the whole page anew."""
    path.parent.mkdir(parents=True, exist_ok=True)
    introduction = _INTRODUCTION.read_text(encoding="utf-8").format(
        date=datetime.date.today().isoformat(),
        machine=describe_machine(),
        questions=_ASKED[split],
        limit=limit,
    )
    parts = [introduction, *(describe_run(ran) for ran in runs)]
    path.write_text("\n".join(parts), encoding="utf-8")


def describe_run(ran: Ran) -> str:
    """The tables of one corpus, with versions, as Markdown."""
    lines = [f"## {ran.corpus.title}", ""]
    lines += [f"{len(ran.corpus.sources)} files.", "", table_of_costs(ran), ""]
    for name, table in tables_of_quality(ran):
        lines += [f"### Set {name}", "", table, ""]
    lines += [note for outcome in ran.outcomes for note in outcome.notes]
    versions = {k: v for outcome in ran.outcomes for k, v in outcome.versions.items()}
    told = ", ".join(f"{name} {version}" for name, version in versions.items())
    return "\n".join([*lines, "", f"Versions: {told}.", ""])


def describe_machine() -> str:
    """Cores, memory and Python; nothing that names the machine."""
    cores = os.cpu_count() or 1
    try:
        size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
        memory = f"{size:.0f} GB of memory, "
    except (AttributeError, ValueError, OSError):
        memory = ""
    return f"{cores} cores, {memory}no GPU, Python {platform.python_version()}"
