"""Comparisons: the parties a question names side by side."""

from __future__ import annotations

import re

_COMPARES = re.compile(
    r"(?:\bjämför(?:\s+med)?\b|\bskillnad\w*\s+mellan\b|\blikhet\w*\s+mellan\b|\bkontra\b"
    r"|\bcompare\b|\bdifferences?\s+between\b|\bsimilarit\w+\s+between\b)"
    r"\s*(?P<parties>[^?.:]+)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s+(?:och|and|med|with|mot|versus|vs\.?|kontra|samt)\s+|\s*,\s*", re.I)
# A name begins with a capital and goes on while words have one, or are what joins names; a Swedish
# adjective takes its noun along ("Nordiska ministerrådet")
_NAME = re.compile(
    r"[A-ZÅÄÖ]\w+ska\s+[a-zåäö][\w-]+|[A-ZÅÄÖ0-9][\w&-]*(?:\s+(?:of|for|och|the|[A-ZÅÄÖ0-9])[\w&-]*)*"
)


# More parties than this are not compared: a claim each must fit into one answer
MOST_PARTIES = 5


def read_parties(question: str) -> tuple[str, ...]:
    """The two to five names a comparison puts side by side; empty when it is no comparison."""
    match = _COMPARES.search(question)
    if match is None:
        return ()
    parts = _BETWEEN.split(match["parties"].strip())
    names = [found[0].strip() for part in parts if (found := _NAME.search(part))]
    distinct = tuple(dict.fromkeys(names))
    return distinct[:MOST_PARTIES] if len(distinct) >= 2 else ()


def ask_about(party: str, question: str, parties: tuple[str, ...]) -> str:
    """The question as it concerns one party: without the others, and without "compare"."""
    match = _COMPARES.search(question)
    start = match.start("parties") if match else 0
    cue = match[0][: start - match.start()] if match else ""
    rest = question.replace(cue, " ") if cue else question
    for other in parties:
        if other != party:
            rest = rest.replace(other, " ")
    return " ".join(rest.split())
