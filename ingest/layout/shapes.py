"""Words, lines and drafts of blocks: what the layout is worked out on.

All coordinates are points from the page's top-left corner. ``x0`` … ``y1`` of a word that runs
upwards or downwards are those of the page turned until it is upright; ``rect`` is where it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from corpus.records import BlockKind

Rect = tuple[float, float, float, float]


@dataclass(slots=True, eq=False)
class Word:
    """A run of characters without space; ``glued`` when no space stands before it.

    ``broken`` marks a word the page hyphenates at its line end; its hyphen is not in ``text``.
    ``typed`` when the file has a space character before it, not just a gap.
    """

    text: str
    rect: Rect
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    size: float
    bold: bool
    glued: bool = False
    broken: bool = False
    typed: bool = True


@dataclass(slots=True, eq=False)
class Line:
    """Words side by side on one baseline; ``order`` is its place in the page's content."""

    page: int
    order: int
    words: list[Word]
    x0: float = 0.0
    y0: float = 0.0
    x1: float = 0.0
    y1: float = 0.0
    base: float = 0.0
    size: float = 0.0
    bold: bool = False
    turned: int = 0

    def measure(self) -> Line:
        """The line itself, its box, size and weight taken from its words anew."""
        self.x0 = min(word.x0 for word in self.words)
        self.x1 = max(word.x1 for word in self.words)
        main = max(self.words, key=lambda word: len(word.text) * word.size)
        self.base, self.size = main.base, main.size
        self.y0 = min(word.y0 for word in self.words)
        self.y1 = max(word.y1 for word in self.words)
        self.bold = all(word.bold for word in self.words if any(map(str.isalnum, word.text)))
        return self

    @property
    def text(self) -> str:
        """The words with spaces, for looking at; the canonical text is composed elsewhere."""
        return "".join(
            word.text if word.glued or not number else " " + word.text
            for number, word in enumerate(self.words)
        )

    @property
    def letters(self) -> int:
        """How many characters stand on the line."""
        return sum(len(word.text) for word in self.words)


@dataclass(slots=True, eq=False)
class Draft:
    """A block in the making. ``cells`` are the columns of a table row; other kinds have one."""

    kind: BlockKind
    cells: list[list[Line]]
    level: int = 0
    marker: str = field(default="")

    @property
    def lines(self) -> list[Line]:
        """All lines, cell after cell."""
        return [line for cell in self.cells for line in cell]

    @property
    def page(self) -> int:
        """The page the block starts on."""
        return self.cells[0][0].page

    @property
    def text(self) -> str:
        """The lines with spaces, for looking at."""
        return " ".join(line.text for line in self.lines)


@dataclass(slots=True, eq=False)
class Sheet:
    """One page on its way through the layout: what is left in ``body``, what was set apart."""

    number: int
    width: float
    height: float
    body: list[Line]
    hidden: list[Line] = field(default_factory=list)
    furniture: list[Line] = field(default_factory=list)
    footnotes: list[Line] = field(default_factory=list)


_BULLETS = "●•·∙◦○▪▫■□►▶➢➤✓✔❖◆♦–—‣⁃−-*o"
_MARKER = re.compile(
    rf"(?P<bullet>[{re.escape(_BULLETS)}])|(?P<number>\(?(?:\d{{1,2}}|[a-zåäö]|[ivx]{{1,4}})[.)])"
)


def list_marker(line: Line) -> str:
    """The bullet or number that opens a list item, or an empty string."""
    if len(line.words) < 2 or line.words[1].glued:
        return ""
    first = line.words[0].text
    found = _MARKER.fullmatch(first)
    return first if found else ""
