"""The index on disk: its fields, its folder and the lock of its one writer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import DataFolderInUseError, IndexMismatchError
from corpus.lexicon.terms import HEADING, PARTS, STEM, SURFACE, LexiconRow, Terms

if TYPE_CHECKING:
    import tantivy

# Written into the folder; raise it when words, stems or fields change what is indexed.
RECIPE = "1"
_HEAP = 64_000_000  # bytes before the engine writes a segment; one thread keeps order and memory
ID, VERSION, COLLECTION, LANGUAGE = "passage_id", "version", "collection", "language"


def document(row: LexiconRow, terms: Terms) -> tantivy.Document:
    """A passage as the engine takes it."""
    import tantivy

    fields = {
        ID: row.passage_id,
        VERSION: version_term(row.document_id, row.version),
        COLLECTION: row.collection,
        LANGUAGE: row.language,
        SURFACE: " ".join(terms.surfaces),
        STEM: " ".join(terms.stems),
        HEADING: " ".join(terms.heading),
        PARTS: " ".join(terms.parts),
    }
    return tantivy.Document(**fields)


def version_term(document_id: str, version: int) -> str:
    """What names one version of one document in the index."""
    return f"{document_id}.{version}"


def _schema() -> tantivy.Schema:
    import tantivy

    builder = tantivy.SchemaBuilder()
    for name in (ID, VERSION, COLLECTION, LANGUAGE):
        stored = name in (ID, LANGUAGE)
        builder.add_text_field(name, stored=stored, tokenizer_name="raw", index_option="basic")
    for name in (SURFACE, STEM):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in (HEADING, PARTS):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def open_index(folder: Path) -> tantivy.Index:
    """The index in a folder, made when it is not there.

    Raises:
        IndexMismatchError: it is of another recipe, or damaged.
    """
    import tantivy

    recipe = folder / "recipe.txt"
    if tantivy.Index.exists(str(folder)) and _read(recipe) != RECIPE:
        raise mismatch(folder, f"recipe {_read(recipe) or 'unknown'}, this version has {RECIPE}")
    # first, so that a kill in between leaves no index of unknown recipe
    recipe.write_text(RECIPE, encoding="utf-8")
    try:
        index = tantivy.Index(_schema(), path=str(folder))
    except ValueError as error:
        raise mismatch(folder, str(error)) from error
    index.config_reader(reload_policy="manual")
    return index


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8").strip() if path.is_file() else ""


def mismatch(folder: Path, reason: str) -> IndexMismatchError:
    """What to say, with the cure, of an index that cannot be used."""
    return IndexMismatchError(
        f'the full-text index "{folder}" cannot be used as it is ({reason}); '
        "run: samklang index rebuild"
    )


def open_writer(index: tantivy.Index, folder: Path) -> tantivy.IndexWriter:
    """The one writer of an index.

    Raises:
        DataFolderInUseError: there is another.
    """
    try:
        return index.writer(_HEAP, num_threads=1)
    except ValueError as error:
        raise DataFolderInUseError(
            f'another process is writing the full-text index "{folder}"; '
            "wait until it ends, or stop it"
        ) from error
