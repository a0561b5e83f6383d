"""The outside sets there are adapters for, and where their files are looked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import UsageError
from eval.outside import pud, squad, swefaq, swequad
from eval.outside.records import OutsideSet

FOLDER = Path(__file__).parents[3] / "shared" / "questions"
"""Beside the project, where real material lies."""


@dataclass(frozen=True, slots=True)
class Adapter:
    """How one set is read. ``sample`` is how many questions are put; None means all."""

    name: str
    file: str
    read: Callable[[Path], OutsideSet]
    sample: int | None = None


ADAPTERS = (
    Adapter(swequad.NAME, swequad.FILE, swequad.read_swequad),
    Adapter(swefaq.NAME, swefaq.FILE, swefaq.read_swefaq),
    # all 11,156 would take most of an hour and narrow the intervals to no purpose
    Adapter(squad.NAME, squad.FILE, squad.read_squad, sample=400),
    Adapter(pud.NAME, pud.FILE, pud.read_pud),
)


def choose_adapters(
    names: Sequence[str], folder: Path
) -> tuple[tuple[Adapter, ...], tuple[Adapter, ...]]:
    """The adapters named, or all: those whose file is in the folder, and those whose is not.

    Raises:
        UsageError: there is no such set.
    """
    known = {adapter.name: adapter for adapter in ADAPTERS}
    if unknown := [name for name in names if name not in known]:
        raise UsageError(f'there is no outside set "{unknown[0]}"; there are: {", ".join(known)}')
    chosen = [known[name] for name in dict.fromkeys(names or known)]
    there = tuple(one for one in chosen if (folder / one.file).is_file())
    return there, tuple(one for one in chosen if one not in there)
