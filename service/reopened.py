"""Saved answers opened again: from the JSON of then to the records of now.

An answer may have been saved by an older or a newer Samklang, and its documents may be gone. So
what is missing is taken to be empty, and what is not understood to be unchecked.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corpus.records import (
    Answer,
    Citation,
    Claim,
    Document,
    Hit,
    Note,
    Passage,
    Status,
    Turn,
    Verdict,
)

Saved = Mapping[str, Any]


def reopen_answer(turn: Turn) -> Answer:
    """The answer of a turn; that its question was reworded is the first of its notes."""
    saved = turn.answer
    notes = tuple(
        Note("as_saved", {"text": one.get("text", "")})
        for one in saved.get("notes", ())
        if one.get("code") != "rewritten"
    )
    if turn.standalone != turn.question:
        notes = (Note("rewritten", {"question": turn.standalone}), *notes)
    return Answer(
        question=turn.question,
        language=saved.get("language", ""),
        mode=saved.get("mode", ""),
        abstained=bool(saved.get("abstained", False)),
        claims=tuple(_claim(one) for one in saved.get("claims", ())),
        nearby=tuple(_hit(one) for one in saved.get("nearby", ())),
        skipped=tuple(saved.get("skipped", ())),
        notes=notes,
        instead=tuple(_claim(one) for one in saved.get("instead", ())),
        trace=saved.get("trace", {}),
    )


def model_of(answer: Answer) -> tuple[str | None, str | None]:
    """Name and host of the language model that was shown the question; None where none was."""
    # "model" beside it is the embedding model, which is shown every question and words nothing
    shown = answer.trace.get("llm") or {}
    return shown.get("model"), shown.get("host")


def _claim(saved: Saved) -> Claim:
    return Claim(
        text=saved.get("text", ""),
        language=saved.get("language", ""),
        citations=tuple(_citation(one) for one in saved.get("citations", ())),
        supported=saved.get("status") == "supported",
        reason=saved.get("reason"),
    )


def _citation(saved: Saved) -> Citation:
    known = saved.get("verdict") in set(Verdict)
    return Citation(
        document=_document(saved),
        start=saved.get("start", 0),
        end=saved.get("end", 0),
        quote=saved.get("quote", ""),
        verdict=Verdict(saved["verdict"]) if known else Verdict.NOT_CHECKED,
        page=saved.get("page"),
        page_label=saved.get("page_label"),
        heading_path=tuple(saved.get("heading", ())),
        paragraph=saved.get("paragraph"),
        gloss=saved.get("gloss"),
    )


def _hit(saved: Saved) -> Hit:
    passage = Passage(
        document_id=saved.get("document_id", ""),
        version=saved.get("version", 0),
        start=saved.get("start", 0),
        end=saved.get("end", 0),
        heading_path=tuple(saved.get("heading", ())),
        language=saved.get("language", ""),
        text=saved.get("text", ""),
        sentences=(),
        paragraph=saved.get("paragraph", 0),
        page=saved.get("page"),
        page_end=saved.get("page_end"),
        page_label=saved.get("page_label"),
    )
    return Hit(passage, _document(saved), saved.get("rank", 0), saved.get("score", 0.0))


def _document(saved: Saved) -> Document:
    """What a citation or a hit says of its document, whether or not that still exists."""
    known = saved.get("status") in set(Status)
    return Document(
        id=saved.get("document_id", ""),
        version=saved.get("version", 0),
        title=saved.get("title", ""),
        collection=saved.get("collection", ""),
        filename=saved.get("filename", ""),
        media_type="",
        sha256="",
        publisher=saved.get("publisher"),
        status=Status(saved["status"]) if known else Status.UNKNOWN,
        language=saved.get("language", "und"),
    )
