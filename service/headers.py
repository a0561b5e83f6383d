"""The headers every answer carries, whoever gives it."""

from __future__ import annotations

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    # documents may be removed or replaced, and belong in nobody's cache
    "Cache-Control": "no-store",
}

REVALIDATED = "private, no-cache"
"""The one other ``Cache-Control``: of what never changes; kept, and asked for each time."""
