"""Question sets: one JSON object a line, and where in the catalog its evidence lies."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.catalog import Catalog
from corpus.errors import NotFoundError, UsageError
from eval.measures import Place


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words that answer a question. ``document`` is a source key (manifest id), or None."""

    quote: str
    page: int | None = None
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a set; an unanswerable one has no evidence.

    ``collections`` is what its asker chose to search; empty means no filter of the question's own.
    """

    id: str
    language: str
    question: str
    answerable: bool
    evidence: tuple[Evidence, ...]
    collections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """Evidence found in the catalog: the version that is active, the place, and the words."""

    document_id: str
    version: int
    page: int | None
    quote: str

    @property
    def place(self) -> Place:
        """What a hit must touch to be right."""
        return self.document_id, self.page


def read_questions(path: Path) -> tuple[Question, ...]:
    """The questions of a JSONL file, in its order.

    Raises:
        UsageError: a line is not a question; names the line.
    """
    questions = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip():
            try:
                questions.append(_question(json.loads(line)))
            except (ValueError, KeyError, TypeError) as error:
                raise UsageError(
                    f"{path}, line {number}: a question needs id, language, question, answerable "
                    f"and, where answerable, evidence [{{page, quote}}] ({error!r})"
                ) from error
    return tuple(questions)


def _question(row: dict[str, object]) -> Question:
    listed, shelves = row.get("evidence") or [], row.get("collections") or []
    if not isinstance(listed, list) or not isinstance(shelves, list):
        raise TypeError("evidence or collections is no list")
    evidence = tuple(Evidence(e["quote"], e.get("page"), e.get("document")) for e in listed)
    question = Question(
        id=str(row["id"]),
        language=str(row["language"]),
        question=str(row["question"]),
        answerable=bool(row["answerable"]),
        evidence=evidence,
        collections=tuple(shelves),
    )
    if question.answerable != bool(evidence):
        raise ValueError("answerable and evidence disagree")
    return question


def resolve_evidence(
    catalog: Catalog, question: Question, *, collection: str | None
) -> tuple[Target, ...]:
    """Where the evidence of a question lies in the active versions of the catalog.

    Evidence that names no document means the only document of ``collection``.

    Raises:
        UsageError: the collection does not hold exactly one document.
        NotFoundError: no collection has a document of that name.
    """
    found = []
    for item in question.evidence:
        if item.document is None:
            document_id, version = only_document(catalog, collection)
        else:
            document_id, version = _named(catalog, item.document, collection)
        found.append(Target(document_id, version, item.page, item.quote))
    return tuple(found)


def only_document(catalog: Catalog, collection: str | None) -> tuple[str, int]:
    """Id and version of the one document of a collection.

    Raises:
        UsageError: it holds none or several.
    """
    held = catalog.documents([collection] if collection else None)
    if len(held) != 1:
        raise UsageError(
            f'"{collection or "the data folder"}" holds {len(held)} documents, and evidence that '
            'names none needs exactly one; ingest it, or add "document" to the questions'
        )
    return held[0].id, held[0].version


def _named(catalog: Catalog, key: str, collection: str | None) -> tuple[str, int]:
    shelves: Iterable[str] = [c.id for c in catalog.collections()]
    for shelf in ([collection] if collection else []) + sorted(shelves):
        known = catalog.known(shelf, key)
        if known is not None:
            return known.document_id, known.version
    raise NotFoundError(
        f'no document goes by "{key}" in any collection; ingest the documents the questions are on'
    )


def right_places(targets: Sequence[Target]) -> frozenset[Place]:
    """The places of which one is enough."""
    return frozenset(target.place for target in targets)
