"""Citations with what the catalog knows of their documents now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from corpus.errors import NotFoundError
from corpus.records import Answer, Citation, Claim, Document, Verdict
from corpus.store import Store
from service import auth
from service.auth import Action, User


class Sources:
    """The documents behind citations, each looked up once; those gone keep what was saved."""

    def __init__(self, store: Store, user: User | None) -> None:
        self._store = store
        self._user = user
        self._known: dict[tuple[str, int], Document | None] = {}

    def document(self, saved: Document) -> Document | None:
        """The version as the catalog holds it; None where it is gone or may not be read."""
        key = (saved.id, saved.version)
        if key not in self._known:
            self._known[key] = self._look_up(*key)
        return self._known[key]

    def _look_up(self, document_id: str, version: int) -> Document | None:
        try:
            found = self._store.catalog.document(document_id, version or None)
        except NotFoundError:
            return None
        return found if auth.may(self._user, Action.READ, found) else None

    def citation(self, saved: Citation) -> Citation:
        """The citation with its document whole; one whose document is gone says so."""
        found = self.document(saved.document)
        if found is None:
            return replace(saved, verdict=Verdict.SOURCE_DELETED)
        return replace(saved, document=found)

    def answer(self, saved: Answer) -> Answer:
        """The answer with every citation and hit so completed."""
        near = ((hit, self.document(hit.document)) for hit in saved.nearby)
        return replace(
            saved,
            claims=self._claims(saved.claims),
            instead=self._claims(saved.instead),
            nearby=tuple(replace(hit, document=found) for hit, found in near if found),
        )

    def _claims(self, claims: Iterable[Claim]) -> tuple[Claim, ...]:
        return tuple(
            replace(one, citations=tuple(self.citation(c) for c in one.citations)) for one in claims
        )
