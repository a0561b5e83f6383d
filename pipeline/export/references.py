"""What a search found, to take along: hits as CSV, documents as BibTeX and as CSL-JSON."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from corpus.records import Document, Hit
from pipeline.export.matrix import guard
from pipeline.memo.place import describe_passage
from pipeline.memo.words import words

_HEADS = {
    "sv": (
        "Nr",
        "Titel",
        "Utgivare",
        "Publicerad",
        "Status",
        "Språk",
        "Samling",
        "Plats",
        "Text",
        "Fil",
    ),
    "en": (
        "No",
        "Title",
        "Publisher",
        "Published",
        "Status",
        "Language",
        "Collection",
        "Place",
        "Text",
        "File",
    ),
}
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{mark: f"\\{mark}" for mark in "{}%&$#_"},
}
_SPECIALS = re.compile(f"[{re.escape(''.join(_SPECIAL))}]")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
# words a key does not begin with
_SMALL = frozenset({"the", "a", "an", "en", "ett", "den", "det", "de"})


def export_hits(hits: Iterable[Hit], language: str) -> str:
    """A line for each hit, in the words of ``language``; nothing in it runs as a formula."""
    said = words(language)
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(_HEADS[said.language])
    for number, hit in enumerate(hits, start=1):
        document = hit.document
        facts = (
            document.title,
            document.publisher or "",
            document.published or "",
            said[f"status.{document.status}"],
            document.language,
            document.collection,
            describe_passage(hit.passage, said),
            hit.passage.text,
            document.filename,
        )
        writer.writerow([number, *map(guard, facts)])
    return buffer.getvalue()


def export_bibtex(documents: Sequence[Document]) -> str:
    """An entry of type ``techreport`` for each document; one without publisher is ``misc``."""
    return "\n".join(
        _entry(document, key) for document, key in zip(documents, _keys(documents), strict=True)
    )


def _entry(document: Document, key: str) -> str:
    date = _DATE.match(document.published or "")
    fields = {
        "title": f"{{{_tex(document.title)}}}",
        "institution": _tex(document.publisher or ""),
        "year": date[1] if date else "",
        "month": str(int(date[2])) if date and date[2] else "",
        "number": _tex(document.reference or ""),
        "language": {"sv": "swedish", "en": "english"}.get(document.language, ""),
        "note": _tex(document.filename),
    }
    kind = "techreport" if document.publisher else "misc"
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{kind}{{{key},\n{lines}}}\n"


def _tex(text: str) -> str:
    line = " ".join(text.split())
    return _SPECIALS.sub(lambda match: _SPECIAL[match[0]], line)


def _keys(documents: Iterable[Document]) -> list[str]:
    """Publisher, year and first word of the title, in ASCII; told apart by a letter."""
    taken: dict[str, int] = {}
    keys = []
    for document in documents:
        title = next((w for w in _ascii(document.title) if w not in _SMALL), "document")
        publisher = "".join(_ascii(document.publisher or "")[:1])
        key = f"{publisher}{(document.published or '')[:4]}{title}"
        taken[key] = taken.get(key, 0) + 1
        keys.append(key if taken[key] == 1 else f"{key}-{taken[key]}")
    return keys


def _ascii(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return re.findall(r"[a-z0-9]+", plain)


def export_csl(documents: Sequence[Document]) -> str:
    """A list of items by the CSL-JSON schema, type ``report``."""
    keys = _keys(documents)
    items = [_item(document, key) for document, key in zip(documents, keys, strict=True)]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _item(document: Document, key: str) -> dict[str, Any]:
    date = _DATE.match(document.published or "")
    item: dict[str, Any] = {"id": key, "type": "report", "title": document.title}
    if document.publisher:
        item["publisher"] = document.publisher
        item["author"] = [{"literal": document.publisher}]
    if date:
        item["issued"] = {"date-parts": [[int(part) for part in date.groups() if part]]}
    if document.reference:
        item["number"] = document.reference
    if document.language in ("sv", "en"):
        item["language"] = document.language
    return item
