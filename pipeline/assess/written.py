"""An assessment reasoned by a language model, criterion by criterion, and held to its sources.

The extractive draft is always there first. The model is asked about one criterion at a time and
told nothing of the others; what it says goes through the gate, and code decides what becomes of
the finding. What the model was not asked about, or could not answer, stays as the draft had it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from anyio import to_thread

from corpus.assessment import Assessment, Finding
from corpus.errors import LanguageModelError
from corpus.framework import Framework
from corpus.records import Claim, Note, Verdict
from corpus.store import Store
from pipeline.assess import conclude
from pipeline.assess.brief import Brief, Matter, brief_on, read_matter
from pipeline.assess.events import Event, Finished, Found, Progress
from pipeline.assess.proposal import Proposal, proposal_schema, read_proposal
from pipeline.assess.settle import Settled, settle
from pipeline.llm import Abilities, ChatModel, Form, Waiting
from pipeline.quote import check_claim
from pipeline.writing.calls import Calls
from pipeline.writing.context import CHARACTERS_PER_TOKEN

# tokens of the prompt's own words, the criterion's among them
_PROMPT_TOKENS = 1000
# what another form of asking may cure
_ASK_OTHERWISE = frozenset({"malformed", "empty"})
# faults of one output: the next criterion may well be answered
_OF_ONE = _ASK_OTHERWISE | {"too_large", "cut_off", "context_exceeded", "refused_request"}
# outputs in a row that are no use: the model cannot do it
_GIVE_UP = 3


@dataclass(slots=True)
class _Work:
    """One assessment in the making. ``findings`` holds what is settled by now, by criterion."""

    calls: Calls
    draft: Assessment
    framework: Framework
    matter: Matter
    with_clauses: bool
    findings: dict[str, Settled] = field(default_factory=dict)
    proposed: dict[str, Proposal] = field(default_factory=dict)
    checked: list[Claim] = field(default_factory=list)
    trouble: LanguageModelError | None = None

    def settle(self, finding: Finding, brief: Brief, proposal: Proposal) -> Finding:
        """The finding with what the model proposed, every claim through the gate."""
        context = brief.context
        claims = tuple(
            check_claim(
                context.restore(stated),
                context.sources,
                language=self.draft.language,
                question=brief.wording,
            )
            for stated in proposal.claims
        )
        settled = settle(
            finding,
            proposal,
            claims,
            brief=brief,
            matter=self.matter,
            gate=finding.criterion == self.framework.gate,
        )
        self.findings[finding.criterion] = settled
        self.proposed[finding.criterion] = proposal
        self.checked += claims
        return settled.finding


async def write_assessment(
    store: Store, model: ChatModel, draft: Assessment, *, framework: Framework
) -> AsyncGenerator[Event]:
    """What happens while a model reasons about a draft, ending in ``Finished``.

    The draft comes back as it is, with a note, where its text may not go to the model's host or
    the model cannot be used; where that happens half-way, what is settled by then is kept and
    ``mode`` is ``mixed``.

    Args:
        store: the data folder; holds the document.
        model: the language model.
        draft: the extractive assessment, not yet kept.
        framework: the one the draft was made by.
    """
    withheld = await to_thread.run_sync(_withheld, store, model, draft)
    if draft.document.collection in withheld:
        values = {"collection": draft.document.collection, "host": model.endpoint.host}
        yield Finished(replace(draft, notes=(*draft.notes, Note("not_sent", values))))
        return
    matter = await to_thread.run_sync(read_matter, store, draft, framework)
    if not matter.reading.told:
        yield Finished(draft)
        return
    calls = Calls(store, model, draft.language)
    work = _Work(calls, draft, framework, matter, with_clauses=not withheld)
    async with aclosing(_reason(work, await model.abilities())) as events:
        async for event in events:
            yield event
    yield Finished(_assemble(work, withheld))


def _withheld(store: Store, model: ChatModel, draft: Assessment) -> frozenset[str]:
    """The collections of the draft's two documents whose text may not go to the model."""
    if not model.endpoint.outside:
        return frozenset()
    used = {draft.document.collection}
    if draft.framework.document:
        used.add(draft.framework.document.collection)
    allowed = {c.id for c in store.catalog.collections() if c.external_model == "allowed"}
    return frozenset(used - allowed)


async def _reason(work: _Work, abilities: Abilities) -> AsyncGenerator[Progress | Found]:
    """One criterion after the other, until all are settled or the endpoint is of no use."""
    of, failed = len(work.draft.findings), 0
    for number, finding in enumerate(work.draft.findings, start=1):
        brief = await to_thread.run_sync(_brief, work, finding, abilities)
        if not brief.sentences:
            continue
        yield Progress("writing", work.calls.model.endpoint.host, number, of)
        try:
            async with aclosing(_propose(work.calls, brief, abilities)) as answers:
                async for one in answers:
                    if isinstance(one, Waiting):
                        yield Progress("queued", str(one.position), number, of)
                        continue
                    settled = await to_thread.run_sync(work.settle, finding, brief, one)
                    yield Found(settled, number, of)
            failed = 0
        except LanguageModelError as error:
            work.trouble = error
            failed += 1
            if error.fault not in _OF_ONE or failed == _GIVE_UP:
                return


def _brief(work: _Work, finding: Finding, abilities: Abilities) -> Brief:
    """As many sentences as the model can read beside the prompt and its own answer."""
    answer = min(work.calls.store.settings.llm_answer_tokens, abilities.context // 4)
    left = max(0, abilities.context - answer - _PROMPT_TOKENS)
    return brief_on(
        work.framework.criterion(finding.criterion),
        finding,
        work.matter,
        language=work.draft.language,
        characters=left * CHARACTERS_PER_TOKEN,
        with_clauses=work.with_clauses,
    )


async def _propose(
    calls: Calls, brief: Brief, abilities: Abilities
) -> AsyncGenerator[Waiting | Proposal]:
    """Down the ladder of forms until a proposal comes, which is the last that is yielded."""
    ask = partial(calls.stream, "assess", brief.inputs(), schema=proposal_schema())
    forms = abilities.forms or (Form.TEXT,)
    for form in forms:
        pieces: list[str] = []
        try:
            async with aclosing(ask(form=form)) as stream:
                async for piece in stream:
                    if isinstance(piece, Waiting):
                        yield piece
                    else:
                        pieces.append(piece)
            if proposal := read_proposal("".join(pieces)):
                yield proposal
                return
            raise LanguageModelError("the model's output holds no finding", fault="malformed")
        except LanguageModelError as error:
            if form is forms[-1] or error.fault not in _ASK_OTHERWISE:
                raise


def _assemble(work: _Work, withheld: frozenset[str]) -> Assessment:
    """The draft with what was settled in its place, and how it came about."""
    draft, settled = work.draft, work.findings
    findings = tuple(
        settled[one.criterion].finding if one.criterion in settled else one
        for one in draft.findings
    )
    whole = "mixed" if work.trouble else "generative"
    return conclude(
        replace(
            draft,
            mode=whole if settled else draft.mode,
            findings=findings,
            notes=(*draft.notes, *_notes(work, withheld)),
            trace={**draft.trace, "llm": _record(work)},
        ),
        work.framework,
    )


def _notes(work: _Work, withheld: frozenset[str]) -> list[Note]:
    endpoint, notes = work.calls.model.endpoint, []
    written, of = len(work.findings), len(work.draft.findings)
    if written:
        code = "reasoned_outside" if endpoint.outside else "reasoned_here"
        notes.append(Note(code, {"model": endpoint.model, "host": endpoint.host}))
    if written and withheld:
        values = {"collection": ", ".join(sorted(withheld)), "host": endpoint.host}
        notes.append(Note("clauses_not_sent", values))
    if work.trouble and written:
        values = {"written": str(written), "of": str(of), "reason": str(work.trouble)}
        notes.append(Note("reasoned_partly", values))
    elif work.trouble:
        notes.append(Note("not_reasoned", {"reason": str(work.trouble)}))
    return notes


def _record(work: _Work) -> dict[str, Any]:
    """What the trace says of the model: who it was, what it saw and took, what it proposed."""
    quotes = [one for claim in work.checked for one in claim.citations]
    record: dict[str, Any] = work.calls.record() | {
        "claims": {
            "stated": len(work.checked),
            "supported": sum(one.supported for one in work.checked),
            "verified": sum(one.verdict is Verdict.VERIFIED for one in quotes),
            "faults": dict(Counter(one.fault for one in work.checked if one.fault)),
        },
        "proposed": {
            criterion: {
                "stance": proposal.stance.value if proposal.stance else None,
                "held": work.findings[criterion].held,
            }
            for criterion, proposal in work.proposed.items()
        },
    }
    return record | ({"fallback": work.trouble.fault} if work.trouble else {})
