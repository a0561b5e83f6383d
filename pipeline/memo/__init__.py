"""The memo of an assessment as a document, in Swedish or English; ``pipeline.export`` writes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace

from corpus.assessment import Kept
from corpus.framework import Framework
from corpus.records import Document
from pipeline.memo.closing import about_part, appendix_part, provenance
from pipeline.memo.criteria import criteria_part
from pipeline.memo.funding import funding_part
from pipeline.memo.opening import (
    decide,
    head_fields,
    recommendation_part,
    subject_part,
    summary_part,
    summary_rows,
)
from pipeline.memo.place import describe_place
from pipeline.memo.records import (
    Block,
    Bullets,
    Decision,
    Field,
    Fields,
    Heading,
    Line,
    Look,
    Memo,
    Paper,
    Paragraph,
    Part,
    Properties,
    Quote,
    Span,
    SummaryRow,
    Table,
    plain,
)
from pipeline.memo.related import questions_part, related_part
from pipeline.memo.standing import Matter, weigh_review
from pipeline.memo.words import words

__all__ = [
    "Block",
    "Bullets",
    "Decision",
    "Field",
    "Fields",
    "Heading",
    "Line",
    "Look",
    "Memo",
    "Paper",
    "Paragraph",
    "Part",
    "Properties",
    "Quote",
    "Span",
    "SummaryRow",
    "Table",
    "describe_place",
    "make_memo",
    "plain",
]


def make_memo(kept: Kept, framework: Framework) -> Memo:
    """The memo of an assessment and its review; the same record gives the same memo.

    Args:
        kept: the assessment with the steps of its review. Unless it is signed the memo bears the
            mark of a draft. The checksums of a signature are of the memo and stand nowhere in it.
        framework: where titles, questions and rules are read. Is it another than the assessment
            was made by, the recommendation given then stands, and the memo says so.
    """
    said = replace(words(kept.assessment.language), files=_files_of_namesakes(kept))
    matter = weigh_review(kept, framework, said)
    decision, rows = decide(matter), summary_rows(matter)
    parts = (
        subject_part(matter),
        recommendation_part(matter, decision),
        summary_part(matter, rows),
        criteria_part(matter),
        funding_part(matter),
        questions_part(matter),
        related_part(matter),
        appendix_part(matter),
        about_part(matter),
    )
    return Memo(
        language=said.language,
        title=plain(said["title"].format(framework=kept.assessment.framework.title)),
        subject=plain(kept.assessment.document.title),
        mark="" if kept.signed else said["draft"],
        fields=head_fields(matter),
        decision=decision,
        summary=rows,
        parts=tuple(one for one in parts if one is not None),
        properties=_properties(matter),
        pager=said["pager"],
    )


def _properties(matter: Matter) -> Properties:
    said, draft = matter.said, matter.draft
    facts = {one.name: one.value for one in provenance(matter)}
    name = plain(draft.document.title)
    told = ("generator", "framework", "strategy", "strategy_sha256", "constants")
    return Properties(
        title=said["file_title"].format(subject=name),
        subject=plain(draft.framework.title),
        keywords=("AI-generated", said["ai"], said[f"kind.{draft.kind}"], draft.framework.id),
        comments="; ".join(f"{one}: {facts[one]}" for one in told if one in facts),
        created=matter.kept.signed.created if matter.kept.signed else draft.created,
        custom={
            "AI-generated": "true",
            **facts,
            "signed": "true" if matter.kept.signed else "false",
        },
    )


def _files_of_namesakes(kept: Kept) -> dict[str, str]:
    """The files of documents in the record whose title another of them bears too, by id."""
    cited = {one.id: one for one in _documents(kept)}
    borne = Counter(one.title for one in cited.values())
    return {one.id: one.filename for one in cited.values() if borne[one.title] > 1}


def _documents(value: object) -> Iterator[Document]:
    """Every document in a record."""
    if isinstance(value, Document):
        yield value
    elif is_dataclass(value):
        for one in fields(value):
            yield from _documents(getattr(value, one.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _documents(item)
