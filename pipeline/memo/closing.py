"""The appendix of what was not found, and what there is to know of how the memo was made."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version

from corpus.assessment import Stance
from corpus.records import Note
from pipeline.memo.place import describe_document, describe_source, quoted
from pipeline.memo.records import (
    Block,
    Bullets,
    Field,
    Fields,
    Heading,
    Line,
    Look,
    Paragraph,
    Part,
    Span,
    Table,
)
from pipeline.memo.standing import Matter, Standing
from pipeline.memo.words import Words

_WIDTHS = (30, 17, 53)


def generator() -> str:
    """The program and its version."""
    return f"Samklang {version('samklang')}"


def appendix_part(matter: Matter) -> Part:
    """Silent criteria with the nearest sentence, places left out, and notes."""
    return Part("appendix", tuple(_appendix(matter)))


def _appendix(matter: Matter) -> Iterator[Block]:
    said = matter.said
    yield Heading(1, (Span(said["part.appendix"]),))
    silent = [one for one in matter.standings if one.finding.verdict is Stance.SILENT]
    yield Paragraph((Span(said["silent.intro" if silent else "silent.nothing"]),))
    if silent:
        yield Table(
            heads=(said["summary.criterion"], said["silent.searched"], said["silent.nearest"]),
            rows=tuple(_silence(one, said) for one in silent),
            widths=_WIDTHS,
        )
    if orders := matter.draft.instructions:
        yield Heading(2, (Span(said["left_out.title"]),))
        yield Paragraph((Span(said["left_out.intro"]),))
        yield Bullets(tuple((Span(describe_source(one, said)),) for one in orders))
    notes = [describe_note(one, said) for one in matter.draft.notes]
    notes += [said["skipped"].format(what=one) for one in matter.draft.skipped]
    if notes:
        yield Heading(2, (Span(said["notes.title"]),))
        yield Bullets(tuple((Span(one),) for one in notes))


def describe_note(note: Note, said: Words) -> str:
    """A note in words; code and values as they are where it is none of an assessment's."""
    template = said.templates.get(f"note.{note.code}")
    if template is not None:
        return template.format(**note.values)
    values = ", ".join(f"{name}: {value}" for name, value in note.values.items())
    return f"{note.code} ({values})" if values else note.code


def _silence(one: Standing, said: Words) -> tuple[Line, ...]:
    finding = one.finding
    nearest = quoted(finding.nearest, said) if finding.nearest else (Span(said["none"]),)
    name = (Span(f"{finding.criterion} ", strong=True), Span(finding.title))
    return (name, (Span(str(finding.searched)),), nearest)


def about_part(matter: Matter) -> Part:
    """How the memo was made, by what, from which versions, and what its marks mean."""
    said = matter.said
    return Part(
        "about",
        (
            Heading(1, (Span(said["part.about"]),)),
            Paragraph((Span(f"{said['ai']}. ", strong=True), Span(said["ai_means"]))),
            Fields(provenance(matter)),
            Paragraph((Span(said["check_title"]),), Look.LABEL, keep=True),
            Paragraph((Span(said["check_means"]),)),
            Paragraph((Span(said["check_not"]),)),
        ),
    )


def provenance(matter: Matter) -> tuple[Field, ...]:
    """Versions and checksums of everything the memo rests on; what is unknown is left out."""
    draft, said = matter.draft, matter.said
    strategy = draft.framework.document
    model = draft.trace.get("llm") or {}
    known = {
        "generator": generator(),
        "mode": said.named("mode", draft.mode),
        "model": " · ".join(str(model[k]) for k in ("model", "host") if model.get(k)),
        "embedding": str(draft.trace.get("model") or ""),
        "constants": str(draft.trace.get("constants") or ""),
        "framework": f"{draft.framework.id} {draft.framework.version}",
        "framework_sha256": draft.framework.sha256,
        "strategy": describe_document(strategy, said) if strategy else "",
        "strategy_sha256": strategy.sha256 if strategy else "",
        "document": describe_document(draft.document, said),
        "document_sha256": draft.document.sha256,
        "assessment": draft.id,
        "previous": matter.kept.previous or "",
        "created": _minute(draft.created),
    }
    return tuple(
        Field(name, said[f"about.{name}"], value) for name, value in known.items() if value
    )


def _minute(moment: str) -> str:
    """``2026-11-24 10:05 UTC`` of a moment in ISO 8601; empty where there is none."""
    return f"{moment[:16].replace('T', ' ')} UTC" if moment else ""
