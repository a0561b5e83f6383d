"""``GET /api/collections``."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from service import auth
from service.auth import Action
from service.deps import StoreOf, UserOf, leave_to
from service.schemas import CollectionsResponse

router = APIRouter(tags=["documents"])


@router.get(
    "/api/collections",
    summary="List collections",
    dependencies=[Depends(leave_to(Action.LIST))],
)
def list_collections(store: StoreOf, user: UserOf) -> CollectionsResponse:
    """Collections by id, and whether their text may go to a language model elsewhere.

    That is changed on the command line only: ``samklang collections``.
    """
    shown = [c for c in store.catalog.collections() if auth.may(user, Action.LIST, c)]
    return CollectionsResponse.from_record(shown, store.catalog.documents())
