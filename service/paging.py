"""Long lists in parts: a page, and the address of the one after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, TypeVar
from urllib.parse import urlencode

from fastapi import Query

_Item = TypeVar("_Item")
MOST = 1000
OffsetOf = Annotated[int, Query(ge=0, le=2**31, description="how many to pass over")]
LimitOf = Annotated[int, Query(ge=1, le=MOST, description="how many at most")]


def page_of(
    items: Sequence[_Item],
    path: str,
    *,
    offset: int,
    limit: int,
    query: Mapping[str, Sequence[str]] | None = None,
) -> tuple[Sequence[_Item], str | None]:
    """A page of a list, and the address of those that follow; None after the last."""
    after = offset + limit
    if after >= len(items):
        return items[offset:after], None
    asked = {**(query or {}), "offset": after, "limit": limit}
    return items[offset:after], f"{path}?{urlencode(asked, doseq=True)}"


def sheet_of(items: Sequence[_Item], page: int, size: int) -> tuple[Sequence[_Item], int]:
    """The ``page``-th (from 1) of the sheets of so many items, and how many sheets there are."""
    first = (page - 1) * size
    return items[first : first + size], max(1, -(-len(items) // size))
