"""The corpora of ``corpora.toml``: which files are taken in, and which sets are asked of them."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from peerbench.documents import Source, list_folders, list_library
from peerbench.outcome import Ask
from peerbench.questions import QuestionSet, Split, Wanted, read_set


@dataclass(frozen=True, slots=True)
class Corpus:
    """Files and the names of the sets over them.

    ``folders`` (absolute) go by collection; without them the library is meant that Samklang ships.
    """

    name: str
    title: str
    sources: tuple[Source, ...]
    folders: Mapping[str, Path]
    apart: tuple[str, ...]
    sets: tuple[str, ...]


def read_corpora(path: Path, *, project: Path, documents: Path) -> dict[str, Corpus]:
    """The corpora that are there, by name; one whose folder is missing is left out, and said."""
    found = {}
    for row in tomllib.loads(path.read_text(encoding="utf-8"))["corpus"]:
        try:
            found[row["name"]] = _corpus(row, project, documents)
        except FileNotFoundError as error:
            print(f"{row['title']}: left out, {error}")
    return found


def _corpus(row: Mapping[str, object], project: Path, documents: Path) -> Corpus:
    folders = row.get("folders", {})
    if not isinstance(folders, dict):
        raise TypeError("folders is no table")
    listed = (
        list_folders(documents, folders)
        if folders
        else list_library(project / str(row["manifest"]))
    )
    return Corpus(
        name=str(row["name"]),
        title=str(row["title"]),
        sources=tuple(replace(source, key=fold_name(source.key)) for source in listed),
        folders={collection: documents / folder for collection, folder in folders.items()},
        apart=_names(row.get("apart")),
        sets=_names(row["sets"]),
    )


def _names(listed: object) -> tuple[str, ...]:
    return tuple(str(name) for name in listed) if isinstance(listed, list) else ()


def fold_name(name: str) -> str:
    """A file name as it is compared: some systems store å as a and a ring."""
    return unicodedata.normalize("NFC", name)


def list_asks(
    corpus: Corpus, sets: Mapping[str, QuestionSet], split: Split, *, wanted: Wanted
) -> tuple[Ask, ...]:
    """Every question of the corpus's sets in each setting, where they are of the wanted split."""
    asks = []
    for one in (sets[name] for name in corpus.sets if sets[name].path.is_file()):
        questions = read_set(one.path, default_document=_home(corpus, one))
        counted = [q for q in questions if split.admits(q, one.name, wanted=wanted)]
        asks += [Ask(one.name, setting, q) for setting in one.settings for q in counted]
    return tuple(asks)


def _home(corpus: Corpus, one: QuestionSet) -> str | None:
    held = [source.key for source in corpus.sources if source.collection == one.home]
    return held[0] if len(held) == 1 else None
