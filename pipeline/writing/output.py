"""A model's output read as it comes: each claim as soon as its object closes.

The output is JSON, perhaps with words or a code fence around it, whatever the endpoint promised.
What cannot be read is left out of the claims and shows in ``whole``.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.quote import Quoted, Stated

# a claim of more letters than this is no sentence, and a list of more quotes no evidence
_LONGEST, _MOST_QUOTES = 2000, 8


class _CitationOutput(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)

    key: str
    quote: str
    gloss: str | None = None


class _ClaimOutput(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)

    text: str
    citations: list[_CitationOutput] = []


def claims_schema() -> dict[str, Any]:
    """The JSON schema of a list of claims with their quotes, in the strict form."""
    citation = _strict(
        key={"type": "string"}, quote={"type": "string"}, gloss={"type": ["string", "null"]}
    )
    claim = _strict(text={"type": "string"}, citations={"type": "array", "items": citation})
    claims = _strict(claims={"type": "array", "items": claim})
    return {"title": "answer", "description": "claims, each with its quotes", **claims}


def question_schema() -> dict[str, Any]:
    """The JSON schema of one rewritten question."""
    question = _strict(question={"type": "string"})
    return {"title": "question", "description": "one question that stands alone", **question}


def _strict(**properties: object) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


class ClaimReader:
    """Reads claims out of the pieces of an output."""

    def __init__(self) -> None:
        self._text = ""
        self._at = 0
        self._opened: list[int] = []
        self._quoted = self._escaped = False
        self._read_any = False

    def feed(self, piece: str) -> list[Stated]:
        """The claims that this piece completes. Linear in the length of the output."""
        self._text += piece
        found: list[Stated] = []
        while self._at < len(self._text):
            closed = self._step(self._text[self._at])
            self._at += 1
            if closed is not None and (stated := self._read(closed)):
                found.append(stated)
        return found

    @property
    def whole(self) -> bool:
        """Whether claims, or an empty list of them, were read and nothing was cut off."""
        return self._read_any and not self._opened

    def _step(self, char: str) -> str | None:
        """The object that ends with this character, if one does."""
        if self._quoted:
            ends = char == '"' and not self._escaped
            self._escaped = char == "\\" and not self._escaped
            self._quoted = not ends
        elif char == '"':
            self._quoted = bool(self._opened)  # quotation marks in words around are no strings
        elif char == "{":
            self._opened.append(self._at)
        elif char == "}" and self._opened:
            start = self._opened.pop()
            # what is too long for a claim is only read when nothing is around it
            if not self._opened or self._at - start <= 4 * _LONGEST:
                return self._text[start : self._at + 1]
        return None

    def _read(self, closed: str) -> Stated | None:
        """A claim, if this object is one; the object around the claims is only noted."""
        try:
            read = json.loads(closed, strict=False)
        except (json.JSONDecodeError, RecursionError):
            return None
        if isinstance(read.get("claims"), list):
            self._read_any = True
            return None
        if "text" not in read:
            return None
        try:
            claim = _ClaimOutput.model_validate(read)
        except ValidationError:
            return None
        self._read_any = True
        quoted = tuple(Quoted(c.key, c.quote, c.gloss) for c in claim.citations[:_MOST_QUOTES])
        return Stated(claim.text[:_LONGEST], quoted)


def read_question(output: str) -> str | None:
    """The rewritten question of an output; None when there is none."""
    start, end = output.find("{"), output.rfind("}")
    try:
        read = json.loads(output[start : end + 1], strict=False) if start >= 0 else None
    except (json.JSONDecodeError, RecursionError):
        return None
    question = read.get("question") if isinstance(read, dict) else None
    return question.strip() if isinstance(question, str) and question.strip() else None
