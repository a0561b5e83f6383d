"""What the system does and does not check, how it can be used, and how accessible it is."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Response

from service.auth import Action
from service.deps import leave_to
from service.pages.frame import FrameOf

router = APIRouter(dependencies=[Depends(leave_to(Action.LIST))])


@router.get("/help")
def show_help(frame: FrameOf) -> Response:
    """What a mark on a quote means, and what nobody checked."""
    return frame.show(f"help.{frame.language}.html")


@router.get("/accessibility")
def show_accessibility(frame: FrameOf) -> Response:
    """The accessibility statement."""
    return frame.show(f"accessibility.{frame.language}.html")
