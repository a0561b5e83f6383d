"""The time as the catalog writes it."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> str:
    """ISO 8601 in UTC with microseconds, so that what came later also sorts later."""
    return datetime.now(UTC).isoformat(timespec="microseconds")
