"""What people do with an assessment: steps of a review, a signature; each is in the audit trail."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from corpus.assessment import Action, Kept, Signed, Stance, Step
from corpus.errors import NotFoundError, UsageError
from corpus.framework import Framework
from corpus.records import Citation, Document, Interval, Verdict
from corpus.store import Store
from pipeline.instructions import find_instructions
from pipeline.quote import check_quote
from pipeline.review import check_step, may_sign
from service.memos import MEDIA_TYPES, write_memo

_PASSAGE_ID = re.compile(r"(d[a-z2-7]{12})\.(\d{1,9})\.\d{1,9}-\d{1,9}")


@dataclass(frozen=True, slots=True)
class StepGiven:
    """A step of a review as it is handed in: its evidence is still a passage's name."""

    action: Action
    by: str
    reason: str = ""
    criterion: str | None = None
    verdict: Stance | None = None
    text: str | None = None
    passage_id: str | None = None
    quote: str | None = None
    side: str = "initiative"
    fields: Mapping[str, str] = field(default_factory=dict)


def take_step(
    store: Store,
    kept: Kept,
    given: StepGiven,
    framework: Framework,
    *,
    readable: Callable[[Document], bool] = lambda _: True,
) -> Kept:
    """The assessment with one more step of its review, its evidence looked up.

    Raises:
        NotFoundError: there is no such passage, or it may not be read.
        UsageError: the step cannot be taken; says why.
    """
    citation = None
    if given.passage_id is not None:
        citation = cite_passage(store, given.passage_id, given.quote, readable=readable)
    step = Step(
        action=given.action,
        by=given.by,
        reason=given.reason,
        criterion=given.criterion,
        stance=given.verdict,
        text=given.text,
        citation=citation,
        side=given.side,
        fields=given.fields,
    )
    check_step(kept, step, framework)
    after = store.catalog.add_step(kept.assessment.id, step)
    store.catalog.record(step.by, step.action.value, "assessment", kept.assessment.id)
    return after


def sign(store: Store, kept: Kept, by: str, framework: Framework) -> Kept:
    """The assessment, signed: its memo in every format is kept as it is now.

    Raises:
        UsageError: something stops it, named in the message; or it is signed already.
    """
    own = kept.assessment.id
    if kept.signed and kept.is_signed:
        raise UsageError(
            f"{own} was signed by {kept.signed.by} on {kept.signed.created[:10]}; "
            "reopen it before it is signed again"
        )
    if stops := may_sign(kept):
        raise UsageError(f"{own} cannot be signed yet: {'; '.join(stops)}")
    moment = datetime.now(UTC).isoformat(timespec="seconds")
    closing = Step(Action.SIGN, by, created=moment)
    shown = replace(kept, steps=(*kept.steps, closing), signed=Signed(by, moment, {}))
    files = {form: write_memo(shown, form, framework) for form in MEDIA_TYPES}
    signed = store.catalog.sign(own, by, files)
    store.catalog.record(by, "sign", "assessment", own)
    return signed


def cite_passage(
    store: Store,
    passage_id: str,
    quote: str | None = None,
    *,
    readable: Callable[[Document], bool] = lambda _: True,
) -> Citation:
    """The verified citation of a passage, or of words in it.

    Raises:
        NotFoundError: there is no such passage, or it may not be read.
        UsageError: the words do not stand there, or address whoever reads them.
    """
    known = _PASSAGE_ID.fullmatch(passage_id)
    passage = store.catalog.passages([passage_id]).get(passage_id) if known else None
    document = store.catalog.document(known[1], int(known[2])) if known and passage else None
    if passage is None or document is None or not readable(document):
        raise NotFoundError(
            f'no passage "{passage_id}"; samklang search --json names the passage_id of every hit'
        )
    pages = store.catalog.pages(document.id, document.version)
    citation = check_quote(quote or passage.text, passage, document, pages=pages)
    if citation.verdict is not Verdict.VERIFIED:
        raise UsageError(f'the words "{quote}" do not stand in passage {passage_id}')
    at = Interval(citation.start, citation.end)
    if any(one.overlaps(at) for one in find_instructions(passage)):
        raise UsageError(
            f"passage {passage_id} addresses whoever reads it there; that is no evidence"
        )
    return citation
