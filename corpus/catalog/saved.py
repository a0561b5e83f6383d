"""Saved answers as plain JSON: which documents they name, and what is left when one goes.

Whatever names a ``document_id`` and holds a ``quote`` is a citation; without a quote it is a
passage that was found nearby.
"""

from __future__ import annotations

import re
from collections.abc import Collection as Some
from collections.abc import Iterator, Mapping
from typing import Any

from corpus.records import Verdict

# What fits on one line of a list.
_TITLE_CHARACTERS = 80


def documents_in(answer: Mapping[str, Any]) -> set[str]:
    """The ids of the documents that an answer names."""
    return {one["document_id"] for one in _mappings(answer) if "document_id" in one}


def mark_deleted(answer: Any, gone: Some[str]) -> Any:  # noqa: ANN401  (any JSON)
    """The answer when documents are gone: citations keep their quote, passages nearby go too."""
    if isinstance(answer, Mapping):
        marked = {key: mark_deleted(value, gone) for key, value in answer.items()}
        if answer.get("document_id") in gone:
            marked["verdict"] = Verdict.SOURCE_DELETED.value
        return marked
    if isinstance(answer, list | tuple):
        return [mark_deleted(one, gone) for one in answer if not _nearby(one, gone)]
    return answer


def title_of(question: str) -> str:
    """The question on one line, cut at a word where it is long."""
    line = " ".join(question.split())
    if len(line) <= _TITLE_CHARACTERS:
        return line
    whole = re.match(rf".{{1,{_TITLE_CHARACTERS - 2}}}(?= )", line)
    return f"{whole[0] if whole else line[: _TITLE_CHARACTERS - 2]} …"


def _mappings(node: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(node, Mapping):
        yield node
    below = node.values() if isinstance(node, Mapping) else node
    if isinstance(node, Mapping | list | tuple):
        for one in below:  # type: ignore[attr-defined]
            yield from _mappings(one)


def _nearby(one: object, gone: Some[str]) -> bool:
    return isinstance(one, Mapping) and one.get("document_id") in gone and "quote" not in one
