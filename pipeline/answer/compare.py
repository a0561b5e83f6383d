"""Comparisons: the parties a question names side by side."""

from __future__ import annotations

import re

_COMPARES = re.compile(
    r"(?:\bjämför(?:\s+med)?\b|\bskillnad\w*\s+mellan\b|\blikhet\w*\s+mellan\b|\bkontra\b"
    r"|\bcompare\b|\bdifferences?\s+between\b|\bsimilarit\w+\s+between\b"
    r"|\b(?:both|både|såväl)\b)\s*(?P<parties>[^?.:]+)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s+(?:och|and|med|with|mot|versus|vs\.?|kontra|samt)\s+|\s*,\s*", re.I)
# A name begins with a capital and goes on while words have one, or are what joins names; a Swedish
# adjective takes its noun along ("Nordiska ministerrådet")
_NAME = re.compile(
    r"[A-ZÅÄÖ]\w+ska\s+[a-zåäö][\w-]+|[A-ZÅÄÖ0-9][\w&-]*(?:\s+(?:of|for|och|the|[A-ZÅÄÖ0-9])[\w&-]*)*"
)


def read_parties(question: str) -> tuple[str, ...]:
    """The two or more names a comparison puts side by side; empty when it is no comparison."""
    match = _COMPARES.search(question)
    if match is None:
        return ()
    parts = _BETWEEN.split(match["parties"].strip())
    names = [found[0].strip() for part in parts if (found := _NAME.search(part))]
    distinct = tuple(dict.fromkeys(names))
    return distinct if len(distinct) >= 2 else ()
