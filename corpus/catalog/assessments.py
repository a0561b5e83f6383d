"""Assessments as they were drafted, the steps of their review, and the memos that were signed."""

from __future__ import annotations

import secrets
from base64 import b32encode
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from hashlib import sha256
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import (
    Connection,
    Engine,
    Row,
    Text,
    delete,
    func,
    insert,
    select,
    type_coerce,
    update,
)

from corpus.assessment import Action, Assessment, Kept, Signed, Step
from corpus.catalog.cited import documents_cited, mark_cited
from corpus.catalog.clock import now
from corpus.catalog.conversations import gone_of
from corpus.catalog.tables import assessments, bindings, memos, steps
from corpus.errors import NotFoundError, UsageError
from corpus.framework import Binding, Clause, Framework


@cache
def _assessment_codec() -> TypeAdapter[Assessment]:
    return TypeAdapter(Assessment)


@cache
def _step_codec() -> TypeAdapter[Step]:
    return TypeAdapter(Step)


@cache
def _clauses_codec() -> TypeAdapter[tuple[Clause, ...]]:
    return TypeAdapter(tuple[Clause, ...])


class Assessments:
    """The part of the catalog that knows assessments; safe from any thread."""

    engine: Engine

    def keep_assessment(self, assessment: Assessment, *, previous: str | None = None) -> Kept:
        """Keep a draft; the result has its id (``a`` and 12 random characters) and its time.

        What it cites of a document that was removed meanwhile is marked ``source_deleted``.
        """
        own = f"a{b32encode(secrets.token_bytes(8)).decode().lower()[:12]}"
        made = replace(assessment, id=own, created=now())
        row = {
            "id": own,
            "document_id": assessment.document.id,
            "framework_id": assessment.framework.id,
            "previous": previous,
            "created": made.created,
        }
        body = _assessment_codec().dump_python(made, mode="json")
        with self.engine.begin() as db:
            db.execute(insert(assessments).values(**row, body=_as_it_is(db, body)))
            return _kept(db, own)

    def assessment(self, assessment_id: str) -> Kept:
        """One assessment with its review.

        Raises:
            NotFoundError: there is none with this id.
        """
        with self.engine.connect() as db:
            return _kept(db, assessment_id)

    def assessments(self, document_id: str | None = None) -> tuple[Kept, ...]:
        """Those of a document, or all; the newest first."""
        query = select(assessments.c.id).order_by(assessments.c.created.desc())
        if document_id is not None:
            query = query.where(assessments.c.document_id == document_id)
        with self.engine.connect() as db:
            return _all_kept(db, list(db.execute(query).scalars()))

    def add_step(self, assessment_id: str, step: Step) -> Kept:
        """Put a step at the end of a review; steps are never changed.

        Raises:
            NotFoundError: there is no such assessment.
            UsageError: it is signed, and the step does not open it again; or the step signs,
                for which there is ``sign``.
        """
        if step.action is Action.SIGN:
            raise UsageError("a signature keeps the memo that is signed: call sign with its bytes")
        with self.engine.begin() as db:
            # first of all: SQLite takes the write lock here, so of two steps one waits
            own = assessments.c.id == assessment_id
            db.execute(update(assessments).where(own).values(previous=assessments.c.previous))
            kept = _kept(db, assessment_id)
            if kept.is_signed and step.action is not Action.REOPEN:
                raise UsageError(
                    f"assessment {assessment_id} is signed; open it again before changing it"
                )
            _put_step(db, assessment_id, step)
            return _kept(db, assessment_id)

    def sign(self, assessment_id: str, by: str, files: Mapping[str, bytes]) -> Kept:
        """Keep the very bytes that are signed, by format; the review is closed with them.

        What was signed before it was opened again stays.

        Raises:
            NotFoundError: there is no such assessment.
            UsageError: it is signed already, or there is nothing to sign.
        """
        if not files:
            raise UsageError(f"assessment {assessment_id} is signed with its memo: none was given")
        signed = now()
        with self.engine.begin() as db:
            kept = _kept(db, assessment_id)
            if kept.is_signed:
                raise UsageError(f"assessment {assessment_id} is signed already")
            rows = [
                {
                    "assessment_id": assessment_id,
                    "format": name,
                    "sha256": sha256(data).hexdigest(),
                    "data": data,
                    "by": by,
                    "created": signed,
                }
                for name, data in files.items()
            ]
            db.execute(insert(memos), rows)
            _put_step(db, assessment_id, Step(Action.SIGN, by, created=signed))
            return _kept(db, assessment_id)

    def signed_bytes(self, assessment_id: str, name: str, edition: int | None = None) -> bytes:
        """A memo in a format as it was signed: the last edition, or the one numbered (from 1).

        Raises:
            NotFoundError: nothing was signed in this format, or not so often.
        """
        mine = memos.c.assessment_id == assessment_id
        signed = select(memos.c.created).where(mine).distinct().order_by(memos.c.created)
        with self.engine.connect() as db:
            editions = dict(enumerate(db.execute(signed).scalars(), start=1))
            created = editions.get(len(editions) if edition is None else edition)
            same = mine & (memos.c.format == name) & (memos.c.created == created)
            data = db.execute(select(memos.c.data).where(same)).scalar()
        if data is None:
            told = f"edition {edition} signed" if edition else "signed memo"
            raise NotFoundError(
                f"assessment {assessment_id} has no {told} as {name}; it was signed "
                f"{len(editions)} times"
            )
        return bytes(data)

    def erase_assessment(self, assessment_id: str) -> None:
        """Remove an assessment with its review and its memos.

        Raises:
            NotFoundError: there is none with this id.
        """
        with self.engine.begin() as db:
            for table in (steps, memos):
                db.execute(delete(table).where(table.c.assessment_id == assessment_id))
            own = assessments.c.id == assessment_id
            if not db.execute(delete(assessments).where(own)).rowcount:
                raise _missing(assessment_id)

    def keep_binding(self, binding: Binding) -> None:
        """Store where a framework's clauses stand in its document.

        Raises:
            UsageError: the framework is bound to no document.
        """
        if binding.document is None:
            raise UsageError(
                "no document holds the strategy; take it in with "
                "samklang ingest FILE --collection strategy"
            )
        row = {
            "framework_id": binding.framework.id,
            "framework_sha256": binding.framework.sha256,
            "document_id": binding.document.id,
            "version": binding.document.version,
            "clauses": _clauses_codec().dump_python(binding.clauses, mode="json"),
            "created": now(),
        }
        with self.engine.begin() as db:
            db.execute(insert(bindings).values(**row))

    def last_binding(self, framework: Framework) -> Binding | None:
        """Where the clauses stood when the framework was bound last; None when it never was."""
        query = select(bindings).where(bindings.c.framework_id == framework.id)
        with self.engine.connect() as db:
            row = db.execute(query.order_by(bindings.c.number.desc()).limit(1)).first()
        if row is None:
            return None
        clauses = _clauses_codec().validate_python(row.clauses)
        document = clauses[0].citation.document if clauses else None
        return Binding(framework, document, clauses)


def forget_in_assessments(db: Connection, document_id: str) -> None:
    """Mark a document as deleted wherever an assessment, a review or a binding cites it."""
    for column in (assessments.c.body, steps.c.body, bindings.c.clauses):
        table = column.table
        naming = type_coerce(column, Text).contains(document_id)
        for row in db.execute(select(table).where(naming)).mappings().all():
            same = [key == row[key.name] for key in table.primary_key]
            marked = mark_cited(row[column.name], {document_id})
            db.execute(update(table).where(*same).values({column.name: marked}))


def _as_it_is(db: Connection, body: Any) -> Any:  # noqa: ANN401  (any JSON)
    """The same JSON, marked where a document was removed while it was being made."""
    return mark_cited(body, gone_of(db, documents_cited(body)))


def _put_step(db: Connection, assessment_id: str, step: Step) -> None:
    mine = steps.c.assessment_id == assessment_id
    last = db.execute(select(func.max(steps.c.number)).where(mine)).scalar() or 0
    made = replace(step, created=step.created or now())
    row = {
        "assessment_id": assessment_id,
        "number": last + 1,
        "body": _as_it_is(db, _step_codec().dump_python(made, mode="json")),
        "created": made.created,
    }
    db.execute(insert(steps).values(**row))


def _kept(db: Connection, assessment_id: str) -> Kept:
    found = _all_kept(db, [assessment_id])
    if not found:
        raise _missing(assessment_id)
    return found[0]


def _all_kept(db: Connection, ids: Sequence[str]) -> tuple[Kept, ...]:
    """Assessments with their reviews, in the order of ``ids``."""
    rows = {row.id: row for row in db.execute(select(assessments).where(assessments.c.id.in_(ids)))}
    walked: dict[str, list[Step]] = defaultdict(list)
    own = select(steps).where(steps.c.assessment_id.in_(ids))
    for row in db.execute(own.order_by(steps.c.number)):
        walked[row.assessment_id].append(_step_codec().validate_python(row.body))
    signed: dict[str, list[Row[Any]]] = defaultdict(list)
    columns = (memos.c.assessment_id, memos.c.format, memos.c.sha256, memos.c.by, memos.c.created)
    for row in db.execute(select(*columns).where(memos.c.assessment_id.in_(ids))):
        signed[row.assessment_id].append(row)
    return tuple(
        Kept(
            _assessment_codec().validate_python(rows[i].body),
            tuple(walked[i]),
            next(reversed(_editions(signed[i])), None),
            rows[i].previous,
            _editions(signed[i]),
        )
        for i in ids
        if i in rows
    )


def _editions(rows: Sequence[Row[Any]]) -> tuple[Signed, ...]:
    """What was signed each time, the first first."""
    whole: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        whole[row.created].append(row)
    return tuple(
        Signed(same[0].by, created, {row.format: row.sha256 for row in same})
        for created, same in sorted(whole.items())
    )


def _missing(assessment_id: str) -> NotFoundError:
    return NotFoundError(f'no assessment "{assessment_id}"; samklang assessments lists them')
