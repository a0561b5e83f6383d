"""What a model proposes on one criterion: claims with quotes, a stance, what is missing, questions.

A proposal decides nothing; ``pipeline.assess.settle`` does.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from corpus.assessment import Stance
from corpus.language import detect_question_language
from pipeline.quote import Stated, clean_text, hide_codes
from pipeline.quote.figures import numbers_within
from pipeline.writing.output import ClaimReader, claims_schema

MOST_CLAIMS = 6
"""Claims kept on one criterion; the prompt asks for four."""
MOST_QUESTIONS = 3
_LONGEST_LINE = 400


@dataclass(frozen=True, slots=True)
class Proposal:
    """A model's output as read. ``stance`` is None where it gave none that there is."""

    claims: tuple[Stated, ...]
    stance: Stance | None
    missing: str = ""
    questions: tuple[str, ...] = ()


def proposal_schema() -> dict[str, Any]:
    """The JSON schema of a proposal, in the strict form.

    The claims come before the stance, so that a model has its quotes before it judges.
    """
    properties = {
        "claims": claims_schema()["properties"]["claims"],
        "stance": {"type": "string", "enum": [one.value for one in Stance]},
        "missing": {"type": "string"},
        "questions": {"type": "array", "items": {"type": "string"}},
    }
    return {
        "title": "finding",
        "description": "how a text stands to one criterion",
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def read_proposal(output: str) -> Proposal | None:
    """The proposal of an output, perhaps with words around it; None where it holds none.

    Of an output that was cut off the whole claims are left, without a stance.
    """
    reader = ClaimReader()
    claims = tuple(dict.fromkeys(reader.feed(output)))[:MOST_CLAIMS]
    rest = _outermost(output)
    stance = next((one for one in Stance if rest.get("stance") == one.value), None)
    if stance is None and not claims and not reader.whole:
        return None
    missing, asked = rest.get("missing"), rest.get("questions")
    return Proposal(
        claims,
        stance,
        missing if isinstance(missing, str) else "",
        tuple(one for one in asked if isinstance(one, str)) if isinstance(asked, list) else (),
    )


def _outermost(output: str) -> dict[str, Any]:
    start, end = output.find("{"), output.rfind("}")
    try:
        read = json.loads(output[start : end + 1], strict=False) if start >= 0 else None
    except (json.JSONDecodeError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


def fit_line(line: str, *, language: str, known: str) -> str:
    """A sentence of a model that no quote carries, made fit to be shown; empty where it is not.

    It must be short, in the assessment's language, point nowhere outside, and hold no number that
    is not in ``known`` (the criterion and the verified quotes); codes that are not are hidden.
    """
    text, pointed = clean_text(line[: _LONGEST_LINE + 1], "")
    if pointed or not any(char.isalpha() for char in text) or len(line) > _LONGEST_LINE:
        return ""
    if detect_question_language(text) != language or not numbers_within(text, known):
        return ""
    return hide_codes(text, known)


def fit_questions(lines: Iterable[str], *, language: str, known: str) -> tuple[str, ...]:
    """The lines that are fit to be shown and are questions, each once."""
    fit = (fit_line(one, language=language, known=known) for one in lines)
    return tuple(dict.fromkeys(one for one in fit if one.endswith("?")))[:MOST_QUESTIONS]
