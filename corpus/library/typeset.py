"""Typesets the library: `python -m corpus.library.typeset` writes what `manifest.toml` names.

Needs the development tools markdown-it-py, typst and python-docx. Nothing that ingests or
answers imports this.
"""

import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from corpus.library.markup import read_source
from corpus.library.pdf import write_pdf
from corpus.library.word import write_word

HOME = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Entry:
    """What typesetting needs of one document in the manifest; `path` is relative to the library."""

    path: Path
    title: str
    publisher: str
    published: date
    language: str


def read_manifest(path: Path) -> list[Entry]:
    """The documents of a library manifest, in its order."""
    tables = tomllib.loads(path.read_text("utf-8"))["document"]
    return [
        Entry(
            Path(table["path"]),
            table["title"],
            table["publisher"],
            date.fromisoformat(table["published"]),
            table["language"],
        )
        for table in tables
    ]


def typeset_entry(entry: Entry, home: Path) -> bytes:
    """The PDF or Word bytes of one document, from the Markdown beside it."""
    source = read_source((home / entry.path).with_suffix(".md"))
    write = write_word if entry.path.suffix == ".docx" else write_pdf
    noon = datetime.combine(entry.published, time(12), tzinfo=UTC)
    return write(source, entry.title, entry.publisher, noon, language=entry.language)


def main() -> None:
    """Write every document of the shipped manifest beside its source."""
    for entry in read_manifest(HOME / "manifest.toml"):
        (HOME / entry.path).write_bytes(typeset_entry(entry, HOME))


if __name__ == "__main__":
    main()
