"""Records made by hand: a question, where its evidence stands, what was found and cited."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from eval.records import CitedPlace, ClaimRecord, GoldPlace, HitPlace, QuestionRecord

MakeRecord = Callable[..., QuestionRecord]
MakePlace = Callable[..., Any]


@pytest.fixture(scope="session")
def gold() -> MakePlace:
    def make(page: int | None, start: int = 0, end: int = 10, **more: Any) -> GoldPlace:
        document = more.pop("document", "d1")
        return GoldPlace(document, 1, start, end, "words", "sv", page=page, **more)

    return make


@pytest.fixture(scope="session")
def hit() -> MakePlace:
    def make(page: int | None, start: int = 0, end: int = 10, **more: Any) -> HitPlace:
        document = more.pop("document", "d1")
        name = f"{document}.1.{start}-{end}"
        return HitPlace(name, document, 1, start, end, "sv", 0.5, page=page, **more)

    return make


@pytest.fixture(scope="session")
def cited() -> MakePlace:
    def make(page: int | None, start: int = 0, end: int = 10, **more: Any) -> CitedPlace:
        document, quote = more.pop("document", "d1"), more.pop("quote", "words")
        verdict = more.pop("verdict", "verified")
        return CitedPlace(document, 1, start, end, quote, verdict, page=page, **more)

    return make


@pytest.fixture(scope="session")
def claim() -> MakePlace:
    def make(*citations: CitedPlace, text: str = "words", language: str = "sv") -> ClaimRecord:
        return ClaimRecord(text, language, "supported", citations)

    return make


@pytest.fixture(scope="session")
def record() -> MakeRecord:
    def make(
        gold: Sequence[GoldPlace] = (),
        hits: Sequence[HitPlace] = (),
        claims: Sequence[ClaimRecord] = (),
        **more: Any,
    ) -> QuestionRecord:
        values: dict[str, Any] = {
            "set": "library",
            "setting": "everything",
            "id": "q1",
            "split": "tuning",
            "kind": "plain",
            "language": "sv",
            "pair": "sv-sv" if gold else "sv-",
            "question": "Vad gäller?",
            "asked": "Vad gäller?",
            "answerable": bool(gold),
            "abstained": not claims,
        }
        return QuestionRecord(
            gold=tuple(gold), hits=tuple(hits), claims=tuple(claims), **(values | more)
        )

    return make
