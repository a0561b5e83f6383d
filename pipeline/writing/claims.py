"""Claims as a model states them, each through the gate as soon as it is whole, repaired once."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field, replace

from corpus.errors import LanguageModelError
from corpus.language import words
from corpus.records import Claim, Verdict
from pipeline.llm import Form, Waiting
from pipeline.quote import Stated, check_claim
from pipeline.writing.calls import Calls
from pipeline.writing.context import Context
from pipeline.writing.events import Passed, Progress
from pipeline.writing.output import ClaimReader, claims_schema

# What staff can read; a model that goes on is repeating itself
_MOST_CLAIMS = 10


@dataclass(slots=True)
class Claims:
    """The claims on one question from one context, in the order the model stated them."""

    calls: Calls
    context: Context
    question: str
    parties: Mapping[str, str] = field(default_factory=dict)  # passage id -> party
    stated: list[Stated] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)

    @property
    def shown(self) -> bool:
        """Whether a claim went out to the reader already."""
        return any(claim.supported for claim in self.claims)

    def count(self) -> dict[str, object]:
        """How many claims the model stated, how many hold, and how the others fail, by fault."""
        citations = [one for claim in self.claims for one in claim.citations]
        return {
            "stated": len(self.claims),
            "supported": sum(claim.supported for claim in self.claims),
            "quotes": sum(len(one.quoted) for one in self.stated),
            "verified": sum(one.verdict is Verdict.VERIFIED for one in citations),
            "faults": dict(Counter(claim.fault for claim in self.claims if claim.fault)),
        }

    async def write(
        self, prompt_id: str, inputs: Mapping[str, str], *, form: Form
    ) -> AsyncGenerator[Progress | Passed]:
        """Ask the model, and pass on what the gate lets through as it comes.

        Raises:
            LanguageModelError: the endpoint failed, or gave no claims, not even an empty list.
        """
        reader = ClaimReader()
        stream = self.calls.stream(prompt_id, inputs, schema=claims_schema(), form=form)
        async with aclosing(stream) as pieces:
            async for piece in pieces:
                if isinstance(piece, Waiting):
                    yield Progress("queued", str(piece.position))
                    continue
                for stated in reader.feed(piece):
                    if (claim := self._add(stated)) and claim.supported:
                        yield Passed(claim)
        if not reader.whole and not self.claims:
            raise LanguageModelError(
                "the model's output holds no list of claims", fault="malformed"
            )

    def _add(self, stated: Stated) -> Claim | None:
        """The checked claim; None for one that was stated before, or one too many."""
        if len(self.claims) == _MOST_CLAIMS:
            return None
        claim = self._check(stated)
        if self._knows(claim):
            return None
        self.stated.append(stated)
        self.claims.append(claim)
        return claim

    def _knows(self, claim: Claim) -> bool:
        """Whether the same was stated before, from the same quotes."""
        own = (claim.text, [c.quote for c in claim.citations])
        return any(own == (one.text, [c.quote for c in one.citations]) for one in self.claims)

    def _check(self, stated: Stated) -> Claim:
        claim = check_claim(
            self.context.restore(stated),
            self.context.sources,
            language=self.calls.language,
            question=self.question,
        )
        keys = [one.key for one in stated.quoted if one.key in self.context.shown]
        cited = [self.context.shown[key].source.passage.id for key in keys]
        return replace(claim, party=next((self.parties.get(one) for one in cited), None))

    async def repair(self, inputs: Mapping[str, str], *, form: Form) -> AsyncGenerator[Passed]:
        """Tell the model once what is wrong with its unsupported claims; take what passes then.

        Raises:
            LanguageModelError: the endpoint failed.
        """
        wrong = [at for at, claim in enumerate(self.claims) if not claim.supported]
        reader = ClaimReader()
        mended: list[Stated] = []
        told = {
            **inputs,
            "claims": _as_json([self.stated[at] for at in wrong]),
            "verdicts": "\n".join(
                f"{number}. {self.claims[at].reason}" for number, at in enumerate(wrong, start=1)
            ),
        }
        stream = self.calls.stream("repair", told, schema=claims_schema(), form=form)
        async with aclosing(stream) as pieces:
            async for piece in pieces:
                mended += [] if isinstance(piece, Waiting) else reader.feed(piece)
        self.calls.repaired = True
        for stated in mended:
            claim = self._check(stated)
            if not wrong or not claim.supported or self._knows(claim):
                continue
            # the model may leave claims out, so which one this mends is told by its words
            at = max(wrong, key=lambda one: _alike(self.stated[one].text, stated.text))
            wrong.remove(at)
            self.stated[at], self.claims[at] = stated, claim
            yield Passed(claim)


def _alike(one: str, other: str) -> float:
    """The share of two texts' words that both say, 0..1."""
    first, second = set(words(one)), set(words(other))
    return len(first & second) / max(len(first | second), 1)


def _as_json(stated: list[Stated]) -> str:
    claims = [
        {"text": one.text, "citations": [{"key": q.key, "quote": q.quote} for q in one.quoted]}
        for one in stated
    ]
    return json.dumps({"claims": claims}, ensure_ascii=False)
