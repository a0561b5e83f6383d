"""Question sets, the settings they are asked in, and which questions count."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

Wanted = Literal["test", "tuning", "all"]


@dataclass(frozen=True, slots=True)
class Gold:
    """Evidence: words on a page, or in a document without pages."""

    document: str
    page: int | None
    quote: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question that documents answer. ``text`` is how it would be asked alone."""

    id: str
    language: str
    text: str
    collections: tuple[str, ...]
    gold: tuple[Gold, ...]
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """How a set is asked: within collections, behind opening words, or just so."""

    name: str
    collections: tuple[str, ...] = ()
    openings: tuple[tuple[str, str], ...] = ()

    def ask(self, question: Question) -> str:
        """The question as it is put in this setting."""
        opening = dict(self.openings).get(question.language, "")
        return opening + question.text

    def shelves(self, question: Question) -> tuple[str, ...]:
        """The collections it is asked in; none means everything."""
        return question.collections or self.collections


@dataclass(frozen=True, slots=True)
class Split:
    """The rule that parts test questions from those that constants were chosen on.

    ``seen`` are ids that are never test.
    """

    seed: str
    share: float
    shares: Mapping[str, float]
    seen: frozenset[str]

    def admits(self, question: Question, of_set: str, *, wanted: Wanted) -> bool:
        """Whether a question counts where these are wanted."""
        return wanted == "all" or (wanted == "test") is self.is_test(question, of_set)

    def is_test(self, question: Question, of_set: str) -> bool:
        """Whether a question of a set is in the test split."""
        if {question.id, question.group} & self.seen:
            return False
        digest = sha256(f"{self.seed}:{question.group or question.id}".encode()).hexdigest()
        return int(digest[:8], 16) / 2**32 < self.shares.get(of_set, self.share)


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A file of questions and how it is asked.

    ``home`` is the collection whose only document is meant by evidence that names none.
    """

    name: str
    path: Path
    settings: tuple[Setting, ...]
    home: str | None


def read_split(path: Path) -> Split:
    """The committed split.

    Raises:
        ValueError: a range of ids is none.
    """
    row = tomllib.loads(path.read_text(encoding="utf-8"))
    seen = frozenset(name for one in row.get("seen", ()) for name in _range(one["ids"]))
    return Split(row["seed"], row["share"], row.get("shares", {}), seen)


def _range(ids: str) -> list[str]:
    match = re.fullmatch(r"([a-z-]+)(\d+)\.\.\1(\d+)", ids)
    if match is None:
        raise ValueError(f'"{ids}" is no range of ids; write it like lib001..lib090')
    letters, first, last = match.groups()
    return [f"{letters}{n:0{len(first)}}" for n in range(int(first), int(last) + 1)]


def read_sets(path: Path) -> dict[str, QuestionSet]:
    """The sets of ``sets.toml`` by name; their files lie beside it."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["set"]
    return {
        row["name"]: QuestionSet(
            row["name"],
            path.parent / row["file"],
            tuple(_setting(one) for one in row["settings"]),
            row.get("home"),
        )
        for row in rows
    }


def _setting(row: Mapping[str, str]) -> Setting:
    openings = tuple(
        (language, row[f"opening_{language}"])
        for language in ("sv", "en")
        if f"opening_{language}" in row
    )
    return Setting(row["name"], (row["collection"],) if "collection" in row else (), openings)


def read_set(path: Path, *, default_document: str | None = None) -> tuple[Question, ...]:
    """The answerable questions of a JSONL file, in its order.

    ``default_document`` is what evidence means that names no document.

    Raises:
        ValueError: a line is not a question; names the line.
    """
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = json.loads(line) if line.strip() else None
            if row and row["answerable"]:
                found.append(_question(row, default_document))
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"{path.name}, line {number} is no question: {error!r}") from error
    return tuple(found)


def _question(row: dict[str, Any], default_document: str | None) -> Question:
    gold = [
        Gold(str(item.get("document") or default_document), item.get("page"), item["quote"])
        for item in row["evidence"]
    ]
    return Question(
        id=row["id"],
        language=row["language"],
        text=row.get("standalone") or row["question"],
        collections=tuple(row.get("collections") or ()),
        gold=tuple(gold),
        group=row.get("group"),
    )
