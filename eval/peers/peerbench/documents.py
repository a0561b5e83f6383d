"""The files of a corpus, and their text as a plain reader has it."""

from __future__ import annotations

import logging
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from peerbench.contract import Document

READABLE = frozenset({".pdf", ".docx", ".md", ".txt"})


@dataclass(frozen=True, slots=True)
class Source:
    """A file, the key that evidence names it by, and the collection it belongs to."""

    key: str
    path: Path
    collection: str


def list_library(manifest: Path) -> tuple[Source, ...]:
    """The documents that a manifest names, in its order."""
    rows = tomllib.loads(manifest.read_text(encoding="utf-8"))["document"]
    folder = manifest.parent
    return tuple(Source(row["id"], folder / row["path"], row["collection"]) for row in rows)


def list_folders(root: Path, folders: Mapping[str, str]) -> tuple[Source, ...]:
    """The readable files below each folder; ``folders`` goes from collection to folder of root.

    Raises:
        FileNotFoundError: a folder holds none.
        ValueError: two files go by one name, so evidence could not tell them apart.
    """
    found: list[Source] = []
    for collection, folder in folders.items():
        paths = sorted(_readable(root / folder))
        if not paths:
            raise FileNotFoundError(f'no documents in "{root / folder}"')
        found += [Source(path.name, path, collection) for path in paths]
    names = [source.key for source in found]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"two files go by the name {', '.join(twice)}: rename one")
    return tuple(found)


def _readable(folder: Path) -> Iterable[Path]:
    return (p for p in folder.rglob("*") if p.suffix.lower() in READABLE and p.is_file())


def read_document(source: Source) -> Document | None:
    """The text of a file; None when the reader cannot open it."""
    suffix = source.path.suffix.lower()
    if suffix == ".pdf":
        pages = _read_pdf(source.path)
        return None if pages is None else Document(source.key, source.collection, pages, paged=True)
    text = _read_word(source.path) if suffix == ".docx" else source.path.read_text("utf-8-sig")
    return Document(source.key, source.collection, (text,), paged=False)


def _read_pdf(path: Path) -> tuple[str, ...] | None:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    # it tells of every odd font, at length
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(path)
        return tuple(page.extract_text() for page in reader.pages)
    except (PyPdfError, ValueError, KeyError) as error:
        print(f"{path.name} is left out, pypdf cannot read it: {error}")
        return None


def _read_word(path: Path) -> str:
    from docx import Document as open_word

    body = open_word(str(path))
    cells = [c.text for t in body.tables for row in t.rows for c in row.cells]
    return "\n".join([*(paragraph.text for paragraph in body.paragraphs), *cells])
