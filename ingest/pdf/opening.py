"""What pypdf says of a file before its text is read: is it whole, locked, labelled, titled?"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import DamagedDocumentError, EmptyDocumentError, PasswordError
from corpus.records import Properties
from ingest.layout.headings import squeeze

if TYPE_CHECKING:
    import pypdf

_JUNK_TITLE = re.compile(
    r"\s*(microsoft (office )?(word|powerpoint|excel)\b.*|untitled.*|namnl[oö]s.*|unbenannt.*"
    r"|document\d*|dokument\d*|title|titel|slide \d+|powerpoint[- ]presentation.*"
    r"|.*\.(docx?|pptx?|xlsx?|pdf|indd|dvi|odt|rtf|qxd|tex|html?|ai)|[\W\d_]*)\s*",
    re.IGNORECASE,
)
_DATE = re.compile(r"D?:?\s*(\d{4})-?(\d{2})?-?(\d{2})?")
_MOST_OUTLINE_ENTRIES = 5000


@dataclass(frozen=True, slots=True)
class Description:
    """What a PDF says of itself. ``outline`` is as ``ingest.layout`` takes it."""

    labels: list[str] = field(default_factory=list)
    outline: dict[int, dict[str, int]] = field(default_factory=dict)
    properties: Properties = field(default_factory=Properties)
    warnings: tuple[str, ...] = ()


def describe(path: Path, *, password: str | None) -> Description:
    """Open a file with pypdf and read its labels, outline and properties.

    Raises:
        EmptyDocumentError: The file has no bytes.
        PasswordError: It is encrypted and the password is missing or wrong.
        DamagedDocumentError: It is no PDF that can be opened.
    """
    if path.stat().st_size == 0:
        raise EmptyDocumentError(f'"{path.name}" is empty (0 bytes): hand in the file again')
    import logging

    import pypdf
    from pypdf.errors import PyPdfError

    # pypdf reports what it mends through its logger; what matters to the reader is in warnings.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    broken: tuple[type[Exception], ...] = (PyPdfError, *BROKEN)
    try:
        reader = pypdf.PdfReader(path, strict=False)
        locked = reader.is_encrypted and not reader.decrypt(password or "")
    except broken as error:
        raise DamagedDocumentError(damaged(path, error)) from error
    if locked:
        raise PasswordError(wrong_password(path, password))
    warnings: list[str] = []
    parts: dict[str, Any] = {}
    for name, read in (("labels", _labels), ("outline", _outline), ("properties", _properties)):
        try:
            parts[name] = read(reader)
        except broken:
            warnings.append(f"the file's {name} could not be read")
    return Description(**parts, warnings=tuple(warnings))


# What pypdf lets through on files that break the rules, beside its own errors.
BROKEN: tuple[type[Exception], ...] = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RecursionError,
    ArithmeticError,
    NotImplementedError,
    OSError,
    AssertionError,
)


def damaged(path: Path, error: Exception) -> str:
    """The message for a file that cannot be opened."""
    return f'"{path.name}" is damaged or no PDF ({error}): save or download it again'


def wrong_password(path: Path, password: str | None) -> str:
    """The message for a locked file."""
    if password is None:
        return f'"{path.name}" is encrypted: it needs a password, and none was given'
    return f'"{path.name}" is encrypted, and the password given does not open it'


def _labels(reader: pypdf.PdfReader) -> list[str]:
    return list(reader.page_labels)


def _outline(reader: pypdf.PdfReader) -> dict[int, dict[str, int]]:
    """Squeezed titles and their depths from 1, by page number."""
    numbers = {
        page.indirect_reference.idnum: number
        for number, page in enumerate(reader.pages, start=1)
        if page.indirect_reference is not None
    }
    entries: defaultdict[int, dict[str, int]] = defaultdict(dict)
    left = _MOST_OUTLINE_ENTRIES
    pending: list[tuple[Any, int]] = [(reader.outline, 1)]
    while pending and left:
        items, depth = pending.pop()
        for item in items:
            left -= 1
            if isinstance(item, list):
                pending.append((item, depth + 1))
                continue
            target = getattr(item.page, "idnum", None)
            if target in numbers and item.title:
                entries[numbers[target]].setdefault(squeeze(str(item.title)), min(depth, 6))
    return dict(entries)


def _properties(reader: pypdf.PdfReader) -> Properties:
    metadata = reader.metadata
    language = reader.root_object.get("/Lang")
    return Properties(
        title=_title(str(metadata.get("/Title") or "")) if metadata else None,
        publisher=_clean(str(metadata.get("/Author") or "")) if metadata else None,
        published=_date(str(metadata.get("/CreationDate") or "")) if metadata else None,
        language=str(language).strip().split("-")[0].lower()[:3] or None if language else None,
    )


def _clean(text: str) -> str | None:
    return " ".join(text.replace("\x00", "").split()) or None


def _title(text: str) -> str | None:
    return None if _JUNK_TITLE.fullmatch(text) else _clean(text)


def _date(text: str) -> str | None:
    """``2025-03-13`` from ``D:20250313120000+01'00'``; None when it is no day of the calendar."""
    found = _DATE.match(text)
    if not found:
        return None
    year, month, day = (int(part or 1) for part in found.groups())
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
