"""A data folder of the library's Markdown, whose documents are changed by real ingests."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from corpus.errors import DamagedDocumentError
from corpus.store import Store, document_id
from eval.originals import reduce_text
from ingest.intake import ingest_files
from ingest.outcome import Outcome
from ingest.publish import remove
from ingest.walk import Source, find_sources

_TAKEN = (Outcome.IN, Outcome.IN_WITH_WARNINGS, Outcome.UNCHANGED)


def library_sources() -> tuple[Source, ...]:
    """The documents of the shipped manifest, each by the Markdown it was typeset from."""
    listed = find_sources((), collection=None).sources
    return tuple(replace(source, path=source.path.with_suffix(".md")) for source in listed)


@dataclass(slots=True)
class Shelf:
    """The library in a data folder of its own, with at most one change at a time.

    ``desk`` is a folder for the changed files; ``staged`` holds the sources that differ from
    ``library`` now.
    """

    store: Store
    library: Mapping[str, Source]
    desk: Path
    staged: dict[str, Source] = field(default_factory=dict)

    def stage(self, key: str, text: str, *, collection: str) -> str:
        """Ingest a text under a key, undo the change before, and return the document's id.

        Under a key of the library it is the next version of that document, else a new document.

        Raises:
            DamagedDocumentError: the text was not taken in.
        """
        shutil.rmtree(self.desk, ignore_errors=True)
        self.desk.mkdir(parents=True)
        path = self.desk / f"{key}.md"
        path.write_text(text, encoding="utf-8")
        source = self.library.get(key, Source(path, key, collection))
        undone = self._undo(but=key)
        self.staged = {key: replace(source, path=path)}
        take_in(self.store, [*undone, self.staged[key]])
        return document_id(source.collection, key)

    def _undo(self, *, but: str = "") -> list[Source]:
        """What to ingest to have the library back; added documents are removed at once."""
        for key, source in self.staged.items():
            if key not in self.library:
                remove(self.store, document_id(source.collection, key))
        return [self.library[key] for key in self.staged if key in self.library and key != but]

    def restore(self) -> None:
        """Take back every change."""
        take_in(self.store, self._undo())
        self.staged = {}

    def source_text(self, key: str) -> str:
        """The Markdown of a library document as it was before any change."""
        return self.library[key].path.read_text(encoding="utf-8")

    def words_of(self, identity: str) -> str:
        """The letters and digits that stand in a document now; none when it is not there."""
        for key, source in {**self.library, **self.staged}.items():
            if document_id(source.collection, key) == identity:
                return reduce_text(source.path.read_text(encoding="utf-8"))
        return ""


def take_in(store: Store, sources: Iterable[Source]) -> None:
    """Ingest the sources, all of them.

    Raises:
        DamagedDocumentError: one of them was not taken in.
    """
    for outcome in ingest_files(store, sources):
        if outcome.outcome not in _TAKEN:
            raise DamagedDocumentError(
                f'"{outcome.path}" was to be taken in, and was not: {outcome.reason}; '
                "the checks can say nothing of it"
            )
