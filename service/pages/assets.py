"""Style sheet and scripts, under addresses that change with their bytes."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from fastapi import APIRouter, Depends, Request, Response

from corpus.errors import NotFoundError
from service.auth import Action
from service.deps import leave_to

router = APIRouter(dependencies=[Depends(leave_to(Action.LIST))])

_STATIC = Path(__file__).with_name("static")
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


@cache
def _files() -> dict[str, tuple[bytes, str]]:
    """Bytes and digest of every file, by name."""
    found = {}
    for path in sorted(_STATIC.iterdir()):
        if path.suffix in _TYPES:
            data = path.read_bytes()
            found[path.name] = (data, hashlib.sha256(data).hexdigest()[:12])
    return found


def asset_address(name: str) -> str:
    """Where a browser finds the file as it is now."""
    return f"/static/{name}?v={_files()[name][1]}"


@router.get("/static/{name}")
def read_asset(name: str, request: Request) -> Response:
    """The file; a browser that has it is told so."""
    if name not in _files():
        raise NotFoundError(f'there is no "{name}" here')
    data, digest = _files()[name]
    headers = {"ETag": f'"{digest}"', "Cache-Control": "private, no-cache"}
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return Response(data, media_type=_TYPES[Path(name).suffix], headers=headers)
