"""A memo as a document: headings, paragraphs, quotes, lists and tables, fit for any writer.

All text passes through ``plain`` when a record is made, so that no writer meets a character it
cannot carry. Whose words they are and how they are set is a writer's affair, save their language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

# surrogates and non-characters, which XML 1.0 (section 2.2) and typst refuse; marks that turn the
# direction of writing, so that words are seen in another order than they stand
_UNFIT = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u202a-\u202e\u2066-\u2069]")
_RUNNING = 80
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def plain(text: str) -> str:
    """The text on one line, without characters that no document format carries.

    Runs of white space and control characters become single spaces.
    """
    return " ".join(_CONTROLS.sub(" ", _UNFIT.sub("", text)).split())


class Look(StrEnum):
    """What a paragraph is to its reader; a writer decides how that looks."""

    BODY = "body"
    LABEL = "label"
    QUIET = "quiet"
    VERDICT = "verdict"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text. ``language`` is a code where it is not the memo's; ``note`` its footnote."""

    text: str
    language: str = ""
    strong: bool = False
    quiet: bool = False
    note: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        # a span may begin or end with the space that parts it from the next
        inner = plain(self.text)
        lead = " " if self.text[:1].isspace() and inner else ""
        tail = " " if self.text[-1:].isspace() and inner else ""
        object.__setattr__(self, "text", f"{lead}{inner}{tail}")


Line = tuple[Span, ...]
"""Spans that follow one another."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3; ``page``: it opens a page."""

    level: int
    line: Line
    page: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``keep``: it stands on one page with what follows."""

    line: Line
    look: Look = Look.BODY
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """Another document's words, with their quotation marks and the footnote that places them."""

    line: Line


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list without order."""

    items: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a row of heads. ``widths`` are shares of the page, one for each column.

    ``whole``: it is kept on one page.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    widths: tuple[int, ...]
    whole: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "heads", tuple(map(plain, self.heads)))


@dataclass(frozen=True, slots=True)
class Field:
    """A name and what stands against it; an empty value is a line to fill in."""

    name: str
    label: str
    value: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "label", plain(self.label))
        object.__setattr__(self, "value", plain(self.value))


@dataclass(frozen=True, slots=True)
class Fields:
    """Fields one under the other."""

    fields: tuple[Field, ...]


Block = Heading | Paragraph | Quote | Bullets | Table | Fields


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the memo under a name that templates may call it by."""

    name: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One criterion of the summary: the verdict in words, and the place of the strongest quote."""

    criterion: str
    title: str
    group: str
    verdict: str
    place: str

    def __post_init__(self) -> None:
        for name in ("title", "group", "place"):
            object.__setattr__(self, name, plain(getattr(self, name)))


@dataclass(frozen=True, slots=True)
class Decision:
    """What is recommended, in words, with the title of the rule that gave it."""

    recommendation: str
    words: str
    rule: str
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file says of itself. ``custom`` are named values; ``created`` is ISO 8601 or empty.

    Nobody is named as author: the memo is a draft by a machine, or a person signed it in the text.
    """

    title: str
    subject: str
    keywords: tuple[str, ...]
    comments: str
    created: str
    custom: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Memo:
    """The memo: what stands at its head, and its parts in order.

    ``mark`` is the word for a draft, empty once it is signed; ``pager`` words the number of a page
    (``Sida {page} ({pages})``).
    """

    language: str
    title: str
    subject: str
    mark: str
    fields: tuple[Field, ...]
    decision: Decision
    summary: tuple[SummaryRow, ...]
    parts: tuple[Part, ...]
    properties: Properties
    pager: str

    @property
    def running(self) -> str:
        """What was assessed, cut to fit the head of a page."""
        return _running(self.subject)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks of all parts, in order."""
        return tuple(block for part in self.parts for block in part.blocks)


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that is no memo: a title, what it is of, and blocks. ``pager`` as in ``Memo``."""

    language: str
    title: str
    subject: str
    blocks: tuple[Block, ...]
    properties: Properties
    pager: str
    mark: str = ""

    @property
    def running(self) -> str:
        """The title, cut to fit the head of a page."""
        return _running(self.title)


def _running(text: str) -> str:
    cut = text[: _RUNNING - 1].rstrip()
    return text if len(text) <= _RUNNING else f"{cut}…"
