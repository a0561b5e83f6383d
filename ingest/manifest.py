"""``manifest.toml``: what a folder's owner says of the documents in it."""

from __future__ import annotations

import os
import tomllib
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from corpus.errors import UsageError
from corpus.records import Status
from corpus.store import COLLECTION_ID

NAME = "manifest.toml"


class ManifestEntry(BaseModel):
    """One ``[[document]]`` table."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(min_length=1, description="Source key: stays the same when the file moves.")
    path: str = Field(description="The file, relative to the manifest.")
    collection: str | None = Field(default=None, pattern=f"^{COLLECTION_ID}$")
    title: str | None = None
    publisher: str | None = None
    published: str | None = Field(default=None, pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")
    language: str | None = Field(default=None, pattern=r"^[a-z]{2}$")
    status: Status | None = None
    reference: str | None = None
    twin: str | None = Field(default=None, description="Id of the same text in another language.")

    @field_validator("published", mode="before")
    @classmethod
    def _date_as_text(cls, value: object) -> object:
        return value.isoformat() if isinstance(value, date) else value


class _Manifest(BaseModel):
    model_config = ConfigDict(extra="forbid")

    document: list[ManifestEntry] = []


def read_manifest(folder: Path) -> dict[Path, ManifestEntry]:
    """The entries of a folder's manifest by resolved file path; empty when it has none.

    Raises:
        UsageError: the manifest is not TOML, has an unknown or malformed field, names an id or
            a file twice, or a file that is not there or not in the folder.
    """
    path = folder / NAME
    if not os.path.isfile(path):
        return {}
    try:
        manifest = _Manifest.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValidationError, OSError) as error:
        raise UsageError(f'"{path}" cannot be used as a manifest: {error}') from error
    entries: dict[Path, ManifestEntry] = {}
    ids: set[str] = set()
    for entry in manifest.document:
        file = (folder / entry.path).resolve()
        if not os.path.isfile(file):
            raise UsageError(f'"{path}" names "{entry.path}", which is not there')
        if not file.is_relative_to(folder.resolve()):
            raise UsageError(f'"{path}" names "{entry.path}", which is not in its folder')
        if file in entries or entry.id in ids:
            raise UsageError(f'"{path}" names "{entry.id}" or its file twice')
        entries[file] = entry
        ids.add(entry.id)
    return entries
