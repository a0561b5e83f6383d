"""What a memo says of its own, by key, in the memo's language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("words.toml")


@dataclass(frozen=True, slots=True)
class Words:
    """The wording of one language. Templates name their gaps.

    ``files`` names the file of each document whose title alone would not tell it from another.
    """

    language: str
    templates: Mapping[str, str]
    files: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, key: str) -> str:
        """The template of a key that exists."""
        return self.templates[key]

    def named(self, family: str, code: str) -> str:
        """The words for a code of a family (``reason``, ``note``); the code itself if unknown."""
        return self.templates.get(f"{family}.{code}", code)


@cache
def words(language: str) -> Words:
    """The wording for a language code; English for any language but Swedish."""
    spoken = "sv" if language == "sv" else "en"
    entries = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return Words(spoken, {key: entry[spoken] for key, entry in entries.items()})
