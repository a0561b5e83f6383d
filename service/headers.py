"""The headers every answer carries, whoever gives it."""

from __future__ import annotations

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    # documents may be removed or replaced, and belong in nobody's cache
    "Cache-Control": "no-store",
}

REPORT_POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
"""Of an evaluation report, which brings its own style and runs nothing."""

REVALIDATED = "private, no-cache"
"""The one other ``Cache-Control``: of what never changes; kept, and asked for each time."""
