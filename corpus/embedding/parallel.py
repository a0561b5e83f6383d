"""The project's own parallel sentences, on which the two languages are brought together."""

from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent.parent / "parallel.tsv"


@cache
def parallel_sentences() -> tuple[tuple[str, str], ...]:
    """(Swedish, English) pairs that say the same."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return tuple((swedish, english) for swedish, english in rows)
