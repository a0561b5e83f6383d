"""The audit trail: who did what to which object; ids, never text."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine, insert, select

from corpus.catalog.clock import now
from corpus.catalog.tables import audit


@dataclass(frozen=True, slots=True)
class Audited:
    """One line of the audit trail."""

    created: str
    by: str
    action: str
    object_kind: str
    object_id: str


class Trail:
    """The part of the catalog that knows who did what; safe from any thread."""

    engine: Engine

    def record(self, by: str, action: str, object_kind: str, object_id: str) -> None:
        """Write a line of the audit trail: who did what to which object."""
        row = {"by": by, "action": action, "object_kind": object_kind, "object_id": object_id}
        with self.engine.begin() as db:
            db.execute(insert(audit).values(created=now(), **row))

    def audit(self, kind: str | None = None, object_id: str | None = None) -> tuple[Audited, ...]:
        """The audit trail, or what of it concerns one object; oldest first."""
        query = select(audit).order_by(audit.c.number)
        if kind is not None:
            query = query.where(audit.c.object_kind == kind)
        if object_id is not None:
            query = query.where(audit.c.object_id == object_id)
        with self.engine.connect() as db:
            return tuple(
                Audited(r.created, r.by, r.action, r.object_kind, r.object_id)
                for r in db.execute(query)
            )
