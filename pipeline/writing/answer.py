"""An answer written by a language model and held to its sources; without a model, the documents'.

The documents' own answer is always made first: it decides whether to answer at all, and it is what
the reader gets, labelled, when the model cannot be used or says nothing that holds.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import replace
from functools import partial

from anyio import to_thread

from corpus.errors import LanguageModelError
from corpus.language import detect_question_language
from corpus.records import Answer, Claim, Hit, Note
from corpus.store import Store
from pipeline.answer import Draft, draft_answer, nearby_hits
from pipeline.llm import Abilities, ChatModel, Form
from pipeline.writing.calls import Calls
from pipeline.writing.claims import Claims
from pipeline.writing.context import CHARACTERS_PER_TOKEN, Context, build_context
from pipeline.writing.events import Event, Finished, Passed, Progress
from pipeline.writing.followup import goes_on, rewrite
from pipeline.writing.task import Task, read_task

# tokens of a prompt's own words
_PROMPT_TOKENS = 900
# a stream that broke off is an error on screen: half an answer must not pass for one
_NEVER_REPLACED = frozenset({"cut_off"})
# what another form of asking may cure
_ASK_OTHERWISE = frozenset({"malformed", "empty"})


async def write_answer(
    store: Store,
    model: ChatModel | None,
    question: str,
    *,
    collections: Sequence[str] | None = None,
    language: str | None = None,
    earlier: Sequence[str] = (),
) -> AsyncGenerator[Event]:
    """What happens while a question is answered, ending in ``Finished``.

    ``earlier`` are the questions of the conversation so far, each standing alone, oldest first.

    Raises:
        ModelChangedError: the corpus carries another model's vectors.
        UsageError: a collection is named that is not there.
        LanguageModelError: the output broke off, or failed after claims were shown.
    """
    standalone, rewriting = question, None
    if earlier and goes_on(question):
        yield Progress("rewriting")
        rewriting = Calls(store, model, detect_question_language(question)) if model else None
        standalone = await rewrite(rewriting, question, earlier)
        yield Progress("rewritten", standalone)
    yield Progress("searching")
    search = partial(draft_answer, store, standalone, collections=collections, language=language)
    draft = await to_thread.run_sync(search)
    draft = replace(draft, answer=_asked(draft.answer, question, standalone))
    if model is None:
        for event in _own_words(draft.answer):
            yield event
        return
    calls = Calls(store, model, draft.answer.language)
    if rewriting:
        calls.prompts, calls.usage = rewriting.prompts, rewriting.usage
    async with aclosing(_write(calls, draft)) as events:
        async for event in events:
            yield event


def _asked(answer: Answer, question: str, standalone: str) -> Answer:
    if question == standalone:
        return answer
    trace = {**answer.trace, "standalone": standalone}
    note = Note("rewritten", {"question": standalone})
    return replace(answer, question=question, trace=trace, notes=(note, *answer.notes))


def _own_words(answer: Answer) -> list[Event]:
    """The events of an answer that is whole already."""
    return [*(Passed(claim) for claim in answer.claims), Finished(answer)]


async def _write(calls: Calls, draft: Draft) -> AsyncGenerator[Event]:
    """The model's claims through the gate, or the documents' own answer with the reason why."""
    task = read_task(draft)
    abilities = await calls.model.abilities()
    context = await to_thread.run_sync(_build, calls, task, abilities)
    notes = (*draft.answer.notes, *_left_out(calls, context))
    own = replace(draft.answer, notes=notes)
    if not context.shown:
        for event in _own_words(own):
            yield event
        return
    claims = Claims(calls, context, draft.retrieval.question, task.parties)
    yield Progress("writing", calls.model.endpoint.host)
    try:
        async with aclosing(_ask(claims, task, abilities)) as events:
            async for event in events:
                yield event
    except LanguageModelError as error:
        if claims.shown or error.fault in _NEVER_REPLACED:
            raise
        note = Note("fallback", {"reason": str(error)})
        own = replace(own, notes=(*notes, note), trace=_traced(calls, own, fallback=error.fault))
        for event in _own_words(own):
            yield event
        return
    nearby = own.nearby or await to_thread.run_sync(nearby_hits, calls.store, draft.retrieval)
    for event in _end(claims, task, own, nearby):
        yield event


def _build(calls: Calls, task: Task, abilities: Abilities) -> Context:
    """As many passages as the model can read beside the prompt and its own answer."""
    answer = min(calls.store.settings.llm_answer_tokens, abilities.context // 4)
    left = max(0, abilities.context - answer - _PROMPT_TOKENS)
    return build_context(
        calls.store,
        task.ranking,
        outside=calls.model.endpoint.outside,
        characters=left * CHARACTERS_PER_TOKEN,
    )


def _left_out(calls: Calls, context: Context) -> list[Note]:
    """What the reader must know of the context."""
    notes = []
    if context.withheld:
        values = {
            "count": str(sum(context.withheld.values())),
            "collections": ", ".join(sorted(context.withheld)),
            "host": calls.model.endpoint.host,
        }
        notes.append(Note("withheld", values))
    if context.instructions:
        notes.append(Note("instructions", {"count": str(context.instructions)}))
    return notes


async def _ask(claims: Claims, task: Task, abilities: Abilities) -> AsyncGenerator[Event]:
    """Down the ladder of forms until claims come, then the one repair."""
    inputs = _inputs(claims, task)
    forms = abilities.forms or (Form.TEXT,)
    for at, form in enumerate(forms):
        try:
            async with aclosing(claims.write(task.kind, inputs, form=form)) as events:
                async for event in events:
                    yield event
            break
        except LanguageModelError as error:
            last = at == len(forms) - 1
            if last or claims.shown or error.fault not in _ASK_OTHERWISE:
                raise
    if task.kind != "instead" and any(not claim.supported for claim in claims.claims):
        yield Progress("repairing")
        async with aclosing(_repair(claims, inputs)) as mended:
            async for event in mended:
                yield event


async def _repair(claims: Claims, inputs: dict[str, str]) -> AsyncGenerator[Passed]:
    """The repair; where the endpoint fails now, what was written before stands as it is."""
    try:
        async with aclosing(claims.repair(inputs, form=claims.calls.form or Form.TEXT)) as mended:
            async for event in mended:
                yield event
    except LanguageModelError:
        claims.calls.repaired = False


def _inputs(claims: Claims, task: Task) -> dict[str, str]:
    good, bad = claims.context.example_keys()
    return {
        "question": claims.question,
        "passages": claims.context.fenced(),
        "good_key": good,
        "bad_key": bad,
        "language": claims.calls.language,
        "parties": ", ".join(dict.fromkeys(task.parties.values())),
        "title": task.title,
    }


def _end(claims: Claims, task: Task, own: Answer, nearby: tuple[Hit, ...]) -> list[Event]:
    """The last events: what did not hold, and the whole answer."""
    calls, written = claims.calls, tuple(claims.claims)
    unsupported = [claim for claim in written if not claim.supported]
    trace = _traced(calls, own, claims=claims.count())
    notes = list(own.notes)
    if task.kind == "instead":
        passed = tuple(claim for claim in written if claim.supported)
        if passed:
            notes.append(_written_by(calls))
        return [Finished(replace(own, instead=passed, notes=tuple(notes), trace=trace))]
    if calls.finish == "length":
        notes.append(Note("cut_short"))
    own = replace(own, trace=trace)
    if not written:
        # a model that found nothing in the passages is believed
        note = Note("model_silent")
        silent = replace(own, abstained=True, claims=(), notes=(*notes, note), nearby=nearby)
        return [Finished(silent)]
    if not claims.shown:
        # nothing holds: the documents' own words, and behind them what the model said
        note = Note("no_support", {"count": str(len(written))})
        claimed = (*own.claims, *written)
        return _own_words(replace(own, claims=claimed, notes=(*notes, note)))
    notes.append(_written_by(calls))
    answer = replace(
        own,
        mode="generative",
        abstained=False,
        claims=_by_party(written, task),
        nearby=(),
        notes=tuple(notes),
    )
    return [*(Passed(claim) for claim in unsupported), Finished(answer)]


def _by_party(claims: tuple[Claim, ...], task: Task) -> tuple[Claim, ...]:
    """The claims of a comparison under the party they cite, in the order the parties were named."""
    order = list(dict.fromkeys(task.parties.values()))
    return tuple(
        sorted(claims, key=lambda one: order.index(one.party) if one.party in order else len(order))
    )


def _written_by(calls: Calls) -> Note:
    endpoint = calls.model.endpoint
    code = "written_outside" if endpoint.outside else "written_here"
    return Note(code, {"model": endpoint.model, "host": endpoint.host})


def _traced(calls: Calls, answer: Answer, **more: object) -> dict[str, object]:
    return {**answer.trace, "llm": calls.record() | more}
