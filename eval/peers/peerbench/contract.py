"""What a framework is given and what it gives back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a file: one string a page, or a single one where the format has no pages."""

    key: str
    collection: str
    pages: tuple[str, ...]
    paged: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that was found: the 1-based pages it stands on, first one first.

    ``pages`` is empty where the format has none. ``text`` is what is judged there.
    """

    document: str
    pages: tuple[int, ...]
    text: str


class Peer(Protocol):
    """One index of one framework, filled once and then searched."""

    def index(self, documents: Sequence[Document]) -> int:
        """Split, embed and store; the number of passages."""
        ...

    def search(self, query: str, *, collections: Sequence[str], limit: int) -> list[Found]:
        """The best passages, best first; no collections means all of them."""
        ...
