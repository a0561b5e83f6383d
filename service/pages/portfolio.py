"""The portfolio as a matrix that can be read and drilled into."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Response

from corpus.assessment import Kind
from pipeline.portfolio import build_portfolio
from service import auth
from service.assessing import framework_of
from service.auth import Action
from service.deps import leave_to, open_assessment
from service.pages.frame import FrameOf
from service.pages.reviewed import view_of
from service.pages.speech import N_

# the levels of the shipped framework; those of another are shown by their ids
LEVELS = (
    N_("hyperlocal"),
    N_("local"),
    N_("regional"),
    N_("national"),
    N_("nordic"),
    N_("european"),
    N_("global"),
)

router = APIRouter(dependencies=[Depends(leave_to(Action.LIST))])


@router.get("/portfolio")
def show_portfolio(
    frame: FrameOf,
    kind: Annotated[Literal["", "initiative", "partner", "call"], Query()] = "",
    level: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """Every initiative against every criterion, what is missing and what overlaps."""
    framework = framework_of(frame.store)
    kept = [a for a in frame.store.catalog.assessments() if auth.may(frame.user, Action.READ, a)]
    portfolio = build_portfolio(kept, framework)
    rows = [
        row
        for row in portfolio.rows
        if (not kind or row.kind == kind) and (not level or level in row.levels)
    ]
    return frame.show(
        "portfolio.html",
        portfolio=portfolio,
        rows=rows,
        criteria=framework.criteria,
        kinds=list(Kind),
        kind=kind,
        level=level,
        gaps=[gap.say(framework, frame.language) for gap in portfolio.gaps],
    )


@router.get("/portfolio/{assessment_id}/{criterion}", dependencies=[Depends(leave_to(Action.READ))])
def show_cell(assessment_id: str, criterion: str, frame: FrameOf) -> Response:
    """One cell: the words of both sides, to be shown beside the matrix."""
    kept = open_assessment(frame.store, frame.user, Action.READ, assessment_id)
    view = view_of(frame, kept)
    found = [one for one in view.findings if one.finding.criterion == criterion]
    return frame.show("cell.html", view=view, findings=found)
