"""The records that move through Samklang.

Offsets are half-open intervals in Unicode code points of a version's canonical text (NFC).
Page numbers are 1-based, as a viewer shows them. Boxes are PDF points, origin top-left.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

FloatMatrix = npt.NDArray[np.float32]
FloatVector = npt.NDArray[np.float32]


class BlockKind(StrEnum):
    """What a block of a page is. Only body kinds and footnotes are ever cited."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE = "table"
    CAPTION = "caption"
    FOOTNOTE = "footnote"
    FURNITURE = "furniture"
    HIDDEN = "hidden"


BODY_KINDS = frozenset(
    {
        BlockKind.HEADING,
        BlockKind.PARAGRAPH,
        BlockKind.LIST_ITEM,
        BlockKind.TABLE,
        BlockKind.CAPTION,
    }
)


class Status(StrEnum):
    """How binding a document is, as its owner says."""

    DRAFT = "draft"
    DECIDED = "decided"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    UNKNOWN = "unknown"


class Role(StrEnum):
    """What a collection is for; it steers where a question looks first."""

    STRATEGY = "strategy"
    EVIDENCE = "evidence"
    INITIATIVES = "initiatives"


class Verdict(StrEnum):
    """What code found out about one citation; ``source_deleted`` only where it is shown later."""

    VERIFIED = "verified"
    MISATTRIBUTED = "misattributed"
    NOT_FOUND = "not_found"
    NOT_CHECKED = "not_checked"
    SOURCE_DELETED = "source_deleted"


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """A half-open range ``[start, end)`` of code points."""

    start: int
    end: int

    def overlaps(self, other: Interval) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a version.

    ``start``/``end`` enclose the page's part of the body text; footnotes and furniture lie
    outside and name their page in their block. ``width``/``height`` are PDF points.
    """

    number: int
    label: str
    start: int
    end: int
    width: float = 0.0
    height: float = 0.0


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item, table row … of the canonical text.

    ``page`` is the page the block starts on (None for formats without pages); ``level`` is
    1..6 for a heading and the nesting depth from 1 for a list item, else 0.
    """

    kind: BlockKind
    page: int | None
    start: int
    end: int
    level: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Boxes:
    """The word boxes of one page.

    ``spans`` is ``(n, 2)`` int32: the half-open interval of each word in the canonical text;
    ``rects`` is ``(n, 4)`` float32: x0, y0, x1, y1 in PDF points from the top-left corner. A
    word broken over two lines has two rows, each with the interval of its own part.
    """

    page: int
    spans: npt.NDArray[np.int32]
    rects: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Properties:
    """What a file says of itself; guesses, until a manifest or a person says otherwise."""

    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """One file as ``ingest`` read it: canonical text and where everything stands.

    The text is body blocks in reading order, then footnotes, then furniture, then hidden text;
    ``blocks`` are in text order and do not overlap.
    """

    media_type: str
    text: str
    blocks: tuple[Block, ...]
    pages: tuple[Page, ...] = ()
    boxes: tuple[Boxes, ...] = ()
    properties: Properties = field(default_factory=Properties)
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """What is indexed and cited: an interval of body or footnote text.

    ``heading_path`` goes from the outermost heading inwards. ``sentences`` are intervals of the
    canonical text inside the passage, in order, never overlapping; a list item with its
    lead-in is still the item alone. ``paragraph`` is the 1-based number of the block it starts in.
    ``page``/``page_end``/``page_label`` are None for formats without pages.
    """

    document_id: str
    version: int
    start: int
    end: int
    heading_path: tuple[str, ...]
    language: str
    text: str
    sentences: tuple[Interval, ...]
    paragraph: int
    page: int | None = None
    page_end: int | None = None
    page_label: str | None = None
    kind: BlockKind = BlockKind.PARAGRAPH

    @property
    def id(self) -> str:
        """``{document_id}.{version}.{start}-{end}``, the same in every store."""
        return f"{self.document_id}.{self.version}.{self.start}-{self.end}"

    def slice(self, interval: Interval) -> str:
        """The words of an interval that lies inside the passage."""
        return self.text[interval.start - self.start : interval.end - self.start]


@dataclass(frozen=True, slots=True)
class Collection:
    """A shelf of documents: the coarse filter, and the unit of access."""

    id: str
    title_sv: str
    title_en: str
    role: Role
    external_model: str = "never"

    def title_in(self, language: str) -> str:
        """What it is called in Swedish (``sv``), or else in English."""
        return self.title_sv if language == "sv" else self.title_en


@dataclass(frozen=True, slots=True)
class Document:
    """One version of a document, as the catalog knows it.

    ``pages`` is None for formats without pages; ``characters`` counts the non-space characters
    of the canonical text; ``guessed`` names the fields read from the file's own properties.
    """

    id: str
    version: int
    title: str
    collection: str
    filename: str
    media_type: str
    sha256: str
    publisher: str | None = None
    published: str | None = None
    status: Status = Status.UNKNOWN
    language: str = "und"
    reference: str | None = None
    pages: int | None = None
    passages: int = 0
    characters: int = 0
    warnings: tuple[str, ...] = ()
    guessed: tuple[str, ...] = ()
    state: str = "active"


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a query. ``score`` orders one run; higher is better, no fixed range."""

    passage: Passage
    document: Document
    rank: int
    score: float
    why: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote and the interval of canonical text that carries it.

    ``gloss`` is a language model's translation of the quote, to be shown as such; never cited.
    """

    document: Document
    start: int
    end: int
    quote: str
    verdict: Verdict
    page: int | None = None
    page_end: int | None = None
    page_label: str | None = None
    heading_path: tuple[str, ...] = ()
    paragraph: int | None = None
    reason: str | None = None
    gloss: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence we assert, with what carries it; ``supported`` is set by code alone.

    ``fault`` is the kind of what is wrong (``pipeline.quote.Fault``), ``reason`` says it in words.
    """

    text: str
    language: str
    citations: tuple[Citation, ...]
    supported: bool
    reason: str | None = None
    party: str | None = None
    fault: str | None = None

    @property
    def verbatim(self) -> bool:
        """Whether it is nothing but its quotes' own words."""
        return self.text == " ".join(one.quote for one in self.citations)


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader must be told of how an answer came about.

    ``code`` names the sentence, which the service words in the answer's language; ``values``
    fill its gaps.
    """

    code: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """Claims, or an abstention with what the documents do cover nearby.

    ``instead`` are claims on what the documents cover near a question they do not answer.
    """

    question: str
    language: str
    mode: str
    abstained: bool
    claims: tuple[Claim, ...]
    nearby: tuple[Hit, ...] = ()
    skipped: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    instead: tuple[Claim, ...] = ()
    trace: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation and the answer as it was given.

    ``standalone`` is the question as it was searched for, the same words unless a follow-up was
    rewritten. ``answer`` is the JSON of ``POST /api/ask``; a citation whose document was deleted
    since has the verdict ``source_deleted`` and keeps its quote. ``created`` is ISO 8601 in UTC,
    set by the catalog when empty.
    """

    question: str
    standalone: str
    answer: Mapping[str, Any]
    created: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A row of questions that build on each other; ``title`` is the first, cut at a word.

    ``created`` and ``updated`` are ISO 8601 in UTC; ``turns`` counts the answered questions.
    """

    id: str
    title: str
    created: str
    updated: str
    turns: int


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search kept under a name; ``query`` is that of its address (``q=…&language=sv``)."""

    number: int
    name: str
    query: str
    created: str
