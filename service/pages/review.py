"""What people do with an assessment on its page: every step of a review, the signature."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form, Query, Response
from fastapi.responses import RedirectResponse

from corpus.assessment import Action as Act
from corpus.assessment import Kept, Stance
from corpus.records import Document, Hit
from pipeline.retrieve import retrieve
from service import auth
from service.assessing import framework_of
from service.auth import Action
from service.deps import WarmStore, leave_to, open_assessment, searchable
from service.pages.forgery import checked
from service.pages.frame import Frame, FrameOf
from service.pages.marking import mark_words, stems_of
from service.pages.reviewed import FIELDS
from service.reviewing import StepGiven, sign, take_step

router = APIRouter(prefix="/assessments/{assessment_id}")

_CHECKED = Depends(checked)
_Text = Annotated[str, Form(max_length=20_000)]
_Line = Annotated[str, Form(max_length=300)]
_FOUND = 12


def _open(frame: Frame, assessment_id: str, action: Action) -> Kept:
    return open_assessment(frame.store, frame.user, action, assessment_id)


def _take(frame: Frame, kept: Kept, given: StepGiven) -> Response:
    """Take the step and go back to where it was taken."""
    readable = partial(auth.may, frame.user, Action.READ)
    take_step(frame.store, kept, given, framework_of(frame.store), readable=readable)
    place = f"finding-{given.criterion}" if given.criterion else "review"
    return RedirectResponse(f"/assessments/{kept.assessment.id}#{place}", status_code=303)


def _name(frame: Frame, by: str) -> str:
    return by.strip() or (frame.user.name if frame.user else "")


@router.post("/findings/{criterion}", dependencies=[Depends(leave_to(Action.REVIEW)), _CHECKED])
def review_finding(
    assessment_id: str,
    criterion: str,
    frame: FrameOf,
    action: Annotated[Literal["accept", "edit", "challenge", "reopen"], Form()],
    *,
    by: _Line = "",
    reason: _Text = "",
    verdict: Annotated[str, Form(max_length=20)] = "",
    text: _Text = "",
    funder: _Line = "",
    decision: _Line = "",
) -> Response:
    """Accept, edit, challenge or reopen one finding."""
    kept = _open(frame, assessment_id, Action.REVIEW)
    given = {"funder": funder.strip(), "decision": decision.strip()}
    step = StepGiven(
        action=Act(action),
        by=_name(frame, by),
        reason=reason.strip(),
        criterion=criterion,
        verdict=Stance(verdict) if action == "edit" and verdict in set(Stance) else None,
        text=text.strip() or None,
        fields={name: value for name, value in given.items() if value},
    )
    return _take(frame, kept, step)


@router.post("/fields", dependencies=[Depends(leave_to(Action.REVIEW)), _CHECKED])
def fill_in(
    assessment_id: str,
    frame: FrameOf,
    *,
    diary_number: _Line = "",
    officer: _Line = "",
    date: _Line = "",
    decided_by: _Line = "",
) -> Response:
    """Fill in the memo's head."""
    kept = _open(frame, assessment_id, Action.REVIEW)
    given = dict(zip(FIELDS, (diary_number, officer, date, decided_by), strict=True))
    fields = {name: value.strip() for name, value in given.items()}
    return _take(frame, kept, StepGiven(Act.FIELDS, _name(frame, officer), fields=fields))


@router.post("/reopen", dependencies=[Depends(leave_to(Action.REVIEW)), _CHECKED])
def reopen(assessment_id: str, frame: FrameOf, *, by: _Line = "", reason: _Text = "") -> Response:
    """Open a signed assessment again; what was signed is kept."""
    kept = _open(frame, assessment_id, Action.REVIEW)
    return _take(frame, kept, StepGiven(Act.REOPEN, _name(frame, by), reason=reason.strip()))


@router.get("/evidence", dependencies=[Depends(leave_to(Action.REVIEW))])
def find_evidence(
    assessment_id: str,
    frame: FrameOf,
    store: WarmStore,
    criterion: Annotated[str, Query(max_length=20)],
    side: Literal["initiative", "strategy"] = "initiative",
    q: Annotated[str, Query(max_length=2000)] = "",
) -> Response:
    """Search for a passage to add as evidence: in what is assessed, or in the strategy."""
    kept = _open(frame, assessment_id, Action.REVIEW)
    hits = _hits(frame, store, kept, side, q) if q.strip() else []
    stems = stems_of(q)
    return frame.show(
        "evidence.html",
        kept=kept,
        criterion=next(c for c in framework_of(store).criteria if c.id == criterion)
        if any(c.id == criterion for c in framework_of(store).criteria)
        else None,
        side=side,
        q=q,
        hits=[(hit, mark_words(hit.passage.text, stems, hit.passage.language)) for hit in hits],
    )


def _hits(frame: Frame, store: WarmStore, kept: Kept, side: str, q: str) -> tuple[Hit, ...]:
    draft = kept.assessment
    source = draft.framework.document if side == "strategy" else None
    searched: Document | None = source or (draft.document if side == "initiative" else None)
    if searched is None:
        return ()
    shelves = searchable(store, frame.user, action=Action.SEARCH, wanted=[searched.collection])
    found = retrieve(
        store, q, collections=shelves, admit=lambda d: d.id == searched.id, limit=_FOUND
    )
    return found.hits


@router.post("/evidence", dependencies=[Depends(leave_to(Action.REVIEW)), _CHECKED])
def add_evidence(
    assessment_id: str,
    frame: FrameOf,
    criterion: _Line,
    passage_id: _Line,
    *,
    side: Annotated[Literal["initiative", "strategy"], Form()] = "initiative",
    quote: _Text = "",
    by: _Line = "",
    reason: _Text = "",
) -> Response:
    """Add a passage, or words of it, as evidence on a criterion."""
    kept = _open(frame, assessment_id, Action.REVIEW)
    given = StepGiven(
        Act.EVIDENCE,
        _name(frame, by),
        reason=reason.strip(),
        criterion=criterion,
        passage_id=passage_id,
        quote=quote.strip() or None,
        side=side,
    )
    return _take(frame, kept, given)


@router.post("/sign", dependencies=[Depends(leave_to(Action.SIGN)), _CHECKED])
def sign_off(
    assessment_id: str, frame: FrameOf, by: Annotated[str, Form(min_length=1, max_length=200)]
) -> Response:
    """Sign: the memo loses the mark of a draft and is kept byte for byte."""
    kept = _open(frame, assessment_id, Action.SIGN)
    sign(frame.store, kept, by.strip(), framework_of(frame.store))
    return RedirectResponse(f"/assessments/{kept.assessment.id}#review", status_code=303)


@router.post("/remove", dependencies=[Depends(leave_to(Action.REMOVE)), _CHECKED])
def remove(assessment_id: str, frame: FrameOf) -> Response:
    """Remove an assessment with its review and its signed memo."""
    kept = _open(frame, assessment_id, Action.REMOVE)
    frame.store.catalog.erase_assessment(kept.assessment.id)
    by = frame.user.name if frame.user else ""
    frame.store.catalog.record(by, "remove", "assessment", kept.assessment.id)
    return RedirectResponse("/assessments", status_code=303)
