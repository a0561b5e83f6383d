"""The question sets there are: the shipped ones by name, and any file of questions by its path."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

from corpus.catalog import Catalog
from corpus.errors import NotFoundError, UsageError
from eval.gold import find_words
from eval.questions import Question, find_document, read_questions

_FOLDER = Path(__file__).with_name("sets")


class Setting(BaseModel):
    """How questions are put: to one collection or to all, and with which opening words."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    collection: str | None = None
    opening_sv: str = ""
    opening_en: str = ""

    def word(self, question: Question) -> str:
        """The question as it is asked."""
        return (self.opening_sv if question.language == "sv" else self.opening_en) + question.text

    def collections_for(self, question: Question) -> list[str] | None:
        """The filter, as ``retrieve`` takes it: the question's own, else the setting's."""
        if question.collections:
            return list(question.collections)
        return [self.collection] if self.collection else None


class _Entry(BaseModel):
    """A table of ``sets.toml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    file: str
    needs: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    home: str | None = None
    settings: tuple[Setting, ...]


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions, how they are put, and what they need of the data folder.

    ``needs`` are collections that must hold documents, ``apart`` those that must hold none.
    ``home`` is the collection whose only document is meant by evidence that names none.
    """

    name: str
    path: Path
    questions: tuple[Question, ...]
    settings: tuple[Setting, ...]
    needs: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    home: str | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A set that cannot be run over a data folder, and why."""

    name: str
    reason: str


def shipped_names() -> tuple[str, ...]:
    """The names of the shipped sets."""
    return tuple(entry.name for entry in _entries())


def load_set(name: str) -> QuestionSet:
    """A shipped set by its name, or the set of a ``.jsonl`` file by its path.

    A file that is called like a shipped set is put in that set's settings; any other as it
    stands, to everything.

    Raises:
        UsageError: there is no such set; the message lists those there are.
    """
    entries = {entry.name: entry for entry in _entries()}
    if name in entries:
        return _load(entries[name], _FOLDER / entries[name].file)
    path = Path(name)
    if path.suffix != ".jsonl" or not path.is_file():
        raise UsageError(
            f'there is no question set "{name}"; there are: {", ".join(entries)}, '
            "and the path of any .jsonl file of questions"
        )
    plain = _Entry(name=path.stem, file=path.name, settings=(Setting(name="everything"),))
    return _load(entries.get(path.stem, plain), path)


def choose_sets(
    catalog: Catalog, names: Sequence[str]
) -> tuple[tuple[QuestionSet, ...], tuple[LeftOut, ...]]:
    """The sets named, or without names every shipped one the data folder has the documents of.

    Raises:
        NotFoundError: a set that was named cannot be run over the data folder.
        UsageError: there is no such set, or two have one name.
    """
    sets = [load_set(name) for name in dict.fromkeys(names or shipped_names())]
    if len({one.name for one in sets}) < len(sets):
        raise UsageError("two of the sets have one name; rename one of the files")
    left = [LeftOut(one.name, why) for one in sets if (why := why_not(catalog, one))]
    if names and left:
        raise NotFoundError(f'the set "{left[0].name}" cannot be run: {left[0].reason}')
    out = {one.name for one in left}
    return tuple(one for one in sets if one.name not in out), tuple(left)


def why_not(catalog: Catalog, one: QuestionSet) -> str | None:
    """Why a set cannot be run over a data folder; None when it can."""
    held = {document.collection for document in catalog.documents()}
    if lacking := [c for c in one.needs if c not in held]:
        return f'there are no documents in the collection "{lacking[0]}"; ingest them there'
    if there := [c for c in one.apart if c in held]:
        return f'its documents stand back while the collection "{there[0]}" holds any'
    try:
        return _missing_documents(catalog, one) or _other_document(catalog, one)
    except UsageError as error:
        return str(error)


def _missing_documents(catalog: Catalog, one: QuestionSet) -> str | None:
    keys = dict.fromkeys(e.document for q in one.questions for e in q.evidence)
    missing = [key or "the only one" for key in keys if not _is_there(catalog, key, one.home)]
    if not missing:
        return None
    shown = ", ".join(missing[:3]) + (" …" if len(missing) > 3 else "")
    return f"{len(missing)} of its {len(keys)} documents are not in the data folder ({shown})"


def _is_there(catalog: Catalog, key: str | None, home: str | None) -> bool:
    try:
        find_document(catalog, key, home)
    except NotFoundError:
        return False
    return True


def _other_document(catalog: Catalog, one: QuestionSet) -> str | None:
    """That the only document of ``home`` is not the one the questions are on.

    Another organisation's strategy, say; where a few quotes are amiss, the questions are.
    """
    quotes = [e.quote for q in one.questions for e in q.evidence if e.document is None]
    if not quotes or one.home is None:
        return None
    document = find_document(catalog, None, one.home)
    text = catalog.text(document.id, document.version)
    found = sum(bool(find_words(quote, text)) for quote in quotes)
    if found * 2 >= len(quotes):
        return None
    return (
        f'"{document.filename}" in the collection "{one.home}" is not the document its questions '
        f"are on ({found} of {len(quotes)} quotes stand in it)"
    )


def _entries() -> tuple[_Entry, ...]:
    table = tomllib.loads((_FOLDER / "sets.toml").read_text(encoding="utf-8"))
    return TypeAdapter(tuple[_Entry, ...]).validate_python(table["set"])


def _load(entry: _Entry, path: Path) -> QuestionSet:
    return QuestionSet(
        name=entry.name,
        path=path,
        questions=read_questions(path),
        settings=entry.settings,
        needs=entry.needs,
        apart=entry.apart,
        home=entry.home,
    )
