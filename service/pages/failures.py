"""Errors as pages, for browsers that asked for a page."""

from __future__ import annotations

from fastapi import FastAPI, Request, Response

from service.pages.frame import draw


def install_failures(app: FastAPI) -> None:
    """Let ``service.problems`` answer a browser with a page instead of JSON."""
    app.state.error_page = show_failure


def show_failure(request: Request, status: int, detail: str) -> Response | None:
    """The page of an error; None where JSON was asked for."""
    path = request.url.path
    if path.startswith("/api") or "text/html" not in request.headers.get("accept", ""):
        return None
    return draw(request, "failure.html", {"status": status, "detail": detail}, status=status)
