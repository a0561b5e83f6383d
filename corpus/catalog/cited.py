"""Kept assessments as plain JSON: which documents they cite, and what is left when one goes.

Whatever names a ``document`` and holds a ``quote`` is a citation; what holds a ``hit`` beside one
is related work, of which the whole passage is kept.
"""

from __future__ import annotations

from collections.abc import Collection as Some
from collections.abc import Iterator, Mapping
from typing import Any

from corpus.records import Verdict


def documents_cited(node: object) -> set[str]:
    """The ids of the documents whose words stand in it."""
    return {
        one["document"]["id"]
        for one in _mappings(node)
        if _is_citation(one) and "id" in one["document"]
    }


def mark_cited(node: Any, gone: Some[str]) -> Any:  # noqa: ANN401  (any JSON)
    """The same JSON when documents are gone: a citation keeps its quote and says so.

    Of a passage that was shown as related work nothing is left but the words that are quoted.
    """
    if isinstance(node, Mapping):
        marked = {name: mark_cited(value, gone) for name, value in node.items()}
        if _is_citation(node) and node["document"].get("id") in gone:
            marked["verdict"] = Verdict.SOURCE_DELETED.value
        if _is_related(node) and node["hit"]["document"].get("id") in gone:
            marked["hit"] = {**node["hit"], "passage": _quoted_alone(node)}
        return marked
    if isinstance(node, list):
        return [mark_cited(one, gone) for one in node]
    return node


def _is_citation(node: Mapping[str, Any]) -> bool:
    return isinstance(node.get("document"), Mapping) and "quote" in node and "verdict" in node


def _is_related(node: Mapping[str, Any]) -> bool:
    hit, citation = node.get("hit"), node.get("citation")
    return (
        isinstance(hit, Mapping)
        and isinstance(hit.get("document"), Mapping)
        and isinstance(citation, Mapping)
    )


def _quoted_alone(related: Mapping[str, Any]) -> dict[str, Any]:
    place = {name: related["citation"][name] for name in ("start", "end")}
    said = {"text": related["citation"]["quote"], "sentences": [place]}
    return {**related["hit"]["passage"], **place, **said}


def _mappings(node: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(node, Mapping):
        yield node
    below = node.values() if isinstance(node, Mapping) else node
    if isinstance(node, Mapping | list | tuple):
        for one in below:  # type: ignore[attr-defined]
            yield from _mappings(one)
