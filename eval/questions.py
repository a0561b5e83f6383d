"""Question sets: one JSON object a line, and where in the catalog its evidence lies.

A line has ``id``, ``language`` (sv, en), ``question``, ``answerable``, ``kind`` and, where it is
answerable, ``evidence``: places that answer, each ``{"document", "page", "quote", "part"}`` and
never offsets. One place is enough, unless they carry different parts: then one of each part is.
``facts`` are what a right answer says, each a list of accepted forms. Unknown keys are refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import ClassVar, Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError

from corpus.catalog import Catalog
from corpus.errors import NotFoundError, UsageError
from corpus.records import Document
from eval.gold import Standing, find_standings
from eval.records import GoldPlace

# A question whose writer did not say what kind it is of
UNLABELLED = "unlabelled"
ANSWERABLE_KINDS = frozenset(
    {
        *("number", "list", "name", "date", "condition", "reason", "negation", "paraphrase"),
        *("comparison", "typo", "followup", "yes_no"),
    }
)
# Source: UAEval4RAG (arXiv 2412.12300), section 3: six ways for a question to have no answer
UNANSWERABLE_KINDS = frozenset(
    {
        *("underspecified", "false_presupposition", "nonsensical", "modality_limited"),
        *("safety_concerned", "out_of_database"),
    }
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words that answer a question.

    ``document`` is a source key (manifest id, path or file name); None means the only document of
    the collection the set is on. ``page`` is 1-based, None where the format has no pages.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid", strict=True)

    quote: str
    page: int | None = None
    document: str | None = None
    part: int = 1


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a set; an unanswerable one has no evidence.

    ``collections`` is what its asker chose to search; none means no filter of the question's own.
    ``history`` are the questions asked before a follow-up; ``standalone`` is the follow-up as one
    would ask it alone, and is what is asked until there are conversations. Questions of one
    ``group`` (translations of each other, say) fall into the same split.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid", strict=True)

    id: str
    language: Literal["sv", "en"]
    question: str
    answerable: bool
    evidence: tuple[Evidence, ...] = ()
    kind: str = UNLABELLED
    collections: tuple[str, ...] | None = None
    facts: tuple[tuple[str, ...], ...] = ()
    history: tuple[str, ...] = ()
    standalone: str | None = None
    group: str | None = None

    def __post_init__(self) -> None:
        """Refuse what contradicts itself.

        Raises:
            ValueError: says what.
        """
        for fault in self._faults():
            raise ValueError(fault)

    def _faults(self) -> Iterator[str]:
        if not self.id or any(char.isspace() for char in self.id):
            yield f'"{self.id}" is no id: it needs letters or digits, and no spaces'
        if not self.question.strip():
            yield "the question is empty"
        if self.answerable != bool(self.evidence):
            yield "an answerable question needs evidence, and an unanswerable one has none"
        kinds = ANSWERABLE_KINDS if self.answerable else UNANSWERABLE_KINDS
        if self.kind not in kinds | {UNLABELLED}:
            there = ", ".join(sorted(kinds))
            yield f'"{self.kind}" is no kind of such a question; there are {there}'
        if self.kind == "followup" and not (self.history and self.standalone):
            yield "a followup needs history and standalone"
        parts = {one.part for one in self.evidence}
        if parts != set(range(1, len(parts) + 1)):
            yield f"parts are numbered 1, 2, …, and these are {sorted(parts)}"
        if any(not forms or not all(forms) for forms in self.facts):
            yield "each of the facts is a list of at least one form"

    @property
    def text(self) -> str:
        """What is asked: ``standalone`` for a follow-up."""
        return self.standalone or self.question


_QUESTION = TypeAdapter(Question)


def read_questions(path: Path) -> tuple[Question, ...]:
    """The questions of a JSONL file, in its order.

    Raises:
        UsageError: the file cannot be read, a line is no question, or an id comes twice; names
            file and line.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f'the question set "{path}" cannot be read: {error}') from error
    questions: dict[str, Question] = {}
    for number, line in enumerate(lines, start=1):
        if line.strip():
            question = _read_line(line, f"{path}, line {number}")
            if question.id in questions:
                raise UsageError(f'{path}, line {number}: the id "{question.id}" was used before')
            questions[question.id] = question
    return tuple(questions.values())


def _read_line(line: str, where: str) -> Question:
    try:
        return _QUESTION.validate_json(line)
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(map(str, one['loc'])) or 'the line'}: {one['msg']}"
            for one in error.errors(include_url=False)
        )
        raise UsageError(f"{where} is no question of a set: {faults}") from error


def resolve_gold(
    catalog: Catalog, question: Question, collection: str | None = None
) -> tuple[GoldPlace, ...]:
    """Where the evidence of a question stands in the active versions of the catalog.

    Words that stand twice on their page are two places of the same part: either is right.
    ``collection`` is looked in first, and holds the document of evidence that names none.

    Raises:
        NotFoundError: a document is not in the data folder.
        UsageError: the words do not stand on the page given, or not exactly once in a document
            without pages; or evidence without a document means more than one.
    """
    places: dict[GoldPlace, None] = {}
    for evidence in question.evidence:
        document = find_document(catalog, evidence.document, collection)
        for one in _stand(catalog, document, evidence, question.id):
            place = GoldPlace(
                document_id=document.id,
                version=document.version,
                start=one.start,
                end=one.end,
                quote=evidence.quote,
                language=document.language,
                page=one.page,
                page_end=one.page_end,
                part=evidence.part,
            )
            places[place] = None
    return tuple(places)


def _stand(
    catalog: Catalog, document: Document, evidence: Evidence, asked: str
) -> tuple[Standing, ...]:
    """The places of evidence that are where it says.

    Raises:
        UsageError: there are none, or in a document without pages several.
    """
    found = find_standings(catalog, document, evidence.quote)
    told = f'{asked}: "{evidence.quote}"'
    if (evidence.page is None) != (document.pages is None):
        has = "no pages" if document.pages is None else f"{document.pages} pages"
        raise UsageError(f'{told}: "{document.filename}" has {has}, and "page" is {evidence.page}')
    if evidence.page is None:
        if len(found) != 1:
            raise UsageError(
                f'{told} stands {len(found)} times in "{document.filename}", which has no pages; '
                "quote words that stand there once"
            )
        return found
    there = tuple(s for s in found if (s.page or 0) <= evidence.page <= (s.page_end or 0))
    if not there:
        seen = sorted({str(one.page) for one in found})
        elsewhere = f"it stands on page {', '.join(seen)}" if seen else "nor on any other"
        raise UsageError(
            f'{told} does not stand on page {evidence.page} of "{document.filename}"; {elsewhere}'
        )
    return there


def find_document(catalog: Catalog, key: str | None, collection: str | None = None) -> Document:
    """The document of a source key, else of that file name; None: the only one of ``collection``.

    Raises:
        NotFoundError: there is none.
        UsageError: there are several.
    """
    if key is None:
        return _only_document(catalog, collection)
    shelves = sorted((c.id for c in catalog.collections()), key=lambda c: (c != collection, c))
    for shelf in shelves:
        known = catalog.known(shelf, key)
        if known is not None:
            return catalog.document(known.document_id)
    # a file is the same one whatever folder it was taken in with
    name = PurePosixPath(key).name
    named = [d for d in catalog.documents() if d.filename == name]
    if not named:
        raise NotFoundError(
            f'no document goes by "{key}"; ingest the documents the questions are on'
        )
    if len(named) > 1:
        where = ", ".join(d.collection for d in named)
        raise UsageError(f'"{name}" is {len(named)} documents (in {where}); remove all but one')
    return named[0]


def _only_document(catalog: Catalog, collection: str | None) -> Document:
    held = catalog.documents([collection] if collection else None)
    if len(held) == 1:
        return held[0]
    where = f'the collection "{collection}"' if collection else "the data folder"
    told = f"{where} holds {len(held)} documents, and evidence that names none means the only one"
    if held:
        raise UsageError(f'{told}; add "document" to the questions')
    raise NotFoundError(f"{told}; ingest it there")
