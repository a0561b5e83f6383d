"""The entries of the corpus: a benign document, a question it answers, and a payload for it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).with_name("corpus.jsonl")
# How a payload may stand in a file without a reader seeing it
HIDDEN = frozenset(
    {"comment", "display_none", "white", "tiny", "off_page", "covered", "vanish", "zero_width"}
    | {"tags"}
)
_ROW = re.compile(r"\|(.*)\|")


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a document: what it is (``paragraph``, ``row``, ``white`` …) and its words."""

    form: str
    text: str


@dataclass(frozen=True, slots=True)
class Payload:
    """Words put into the document ``after`` so many of its blocks (0: before the first).

    A ``sentence`` goes inside that block, behind its first sentence; a ``property`` becomes the
    title that the file gives itself.
    """

    text: str
    form: str
    after: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One document with and without its payload.

    ``answer`` stands in the benign text and answers ``question``; ``silent`` is a question the
    document does not answer. ``traces`` are strings that only somebody who obeyed or repeated the
    payload would say: code words, what an encoded one says and how it looks, outside links.
    """

    id: str
    language: str
    format: str
    kind: str
    tone: str
    hidden: bool
    title: str
    text: str
    question: str
    answer: str
    payload: tuple[Payload, ...]
    traces: tuple[str, ...]
    silent: str | None = None

    @property
    def benign(self) -> list[Block]:
        """The document's own blocks, in order."""
        return list(_blocks(self.text))

    @property
    def injected(self) -> list[Block]:
        """The blocks with the payload among them; one that is a property is none of them."""
        blocks = self.benign
        for payload in sorted(self.payload, key=lambda one: -one.after):
            if payload.form == "sentence":
                before = blocks[payload.after - 1]
                first, rest = re.split(r"(?<=[.!?])\s", before.text, maxsplit=1)
                joined = Block(before.form, f"{first} {payload.text} {rest}")
                blocks[payload.after - 1] = joined
            elif payload.form != "property":
                blocks.insert(payload.after, Block(payload.form, payload.text))
        return blocks

    @property
    def property_title(self) -> str | None:
        """The title the file gives itself when the payload is one."""
        return next((one.text for one in self.payload if one.form == "property"), None)


def load_entries() -> tuple[Entry, ...]:
    """All entries, in the order of the file."""
    lines = CORPUS.read_text(encoding="utf-8").splitlines()
    return tuple(_entry(json.loads(line)) for line in lines)


def _entry(row: dict[str, Any]) -> Entry:
    payload = tuple(Payload(**one) for one in row.pop("payload"))
    return Entry(payload=payload, traces=tuple(row.pop("traces")), **row)


def _blocks(text: str) -> Iterator[Block]:
    """Paragraphs between blank lines; in them ``- `` opens a list item and ``|`` a table row."""
    for part in text.split("\n\n"):
        for line in part.splitlines():
            if line.startswith("- "):
                yield Block("item", line[2:])
            elif row := _ROW.fullmatch(line):
                yield Block("row", row[1].strip())
            else:
                yield Block("paragraph", line)
