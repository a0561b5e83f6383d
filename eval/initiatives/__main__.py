"""``python -m eval.initiatives [FOLDER]``: check a folder and print what each file should give."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from corpus.errors import UsageError
from eval.initiatives.check import FOLDER, read_expected
from eval.initiatives.records import Expected
from eval.initiatives.rules import CRITERIA


def main(arguments: Sequence[str] = ()) -> int:
    """Check a folder and print what each file should give; 1 and the fault if it does not hold."""
    folder = Path(arguments[0]) if arguments else FOLDER
    try:
        entries = read_expected(folder)
    except UsageError as error:
        print(error, file=sys.stderr)
        return 1
    width = max(len(entry.file) for entry in entries)
    head = " ".join(CRITERIA)
    print(f"{'file':{width}}  lang  {'kind':10}  {head}  {'funding':7}  recommendation (rule)")
    for entry in entries:
        print(_row(entry, width))
    print("+ supports, ~ partly, - contradicts, . silent, blank: does not apply")
    return 0


def _row(entry: Expected, width: int) -> str:
    marks = {"supports": "+", "partly": "~", "contradicts": "-", "silent": "."}
    cells = " ".join(f"{marks.get(entry.verdicts.get(c, ''), ''):2}" for c in CRITERIA)
    status = entry.funding.status or "offers"
    lead = f"{entry.file:{width}}  {entry.language:4}  {entry.kind:10}"
    return f"{lead}  {cells}  {status:7}  {entry.recommendation} ({entry.rule})"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
