"""An assessment from what was handed in to what is kept; the same for command line and HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial

from anyio import to_thread

from corpus.assessment import Assessment, Finding, Kept, Kind
from corpus.framework import Framework, load_framework
from corpus.records import Document
from corpus.store import Store
from pipeline.assess import draft_assessment
from pipeline.llm import ChatModel
from pipeline.review import carry_over, reviewed


@dataclass(frozen=True, slots=True)
class Order:
    """How a document is to be assessed, for whom, and what may be searched on the way.

    ``permitted`` are collection ids; None: all. ``by`` stands in the audit trail.
    """

    kind: Kind | None = None
    language: str = "sv"
    permitted: tuple[str, ...] | None = None
    by: str = "local"


@dataclass(frozen=True, slots=True)
class Working:
    """What is being done now: ``reading``, ``queued``, ``writing`` or ``keeping``.

    ``detail`` is the title that is read, the place in the queue or the host that is writing.
    """

    stage: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A finding is made; the ``number``-th of ``of``. One of the same criterion takes its place."""

    finding: Finding
    number: int
    of: int


@dataclass(frozen=True, slots=True)
class Done:
    """The assessment, kept; the last of the events."""

    kept: Kept


Event = Working | Found | Done


def framework_of(store: Store) -> Framework:
    """The framework of the settings.

    Raises:
        UsageError: its file is missing or wrong; names the place.
    """
    return load_framework(store.settings.framework)


async def assess(
    store: Store, chat: ChatModel | None, document: Document, order: Order
) -> AsyncGenerator[Event]:
    """What happens while a document is assessed, ending in ``Done``.

    Raises:
        ModelChangedError: the corpus carries another model's vectors.
        UsageError: the framework's file is wrong.
    """
    framework = await to_thread.run_sync(framework_of, store)
    yield Working("reading", document.title)
    drafted: Assessment | None = None
    async with aclosing(_draft(store, document, order, framework)) as events:
        async for one in events:
            if isinstance(one, Assessment):
                drafted = one
            else:
                yield one
    assert drafted is not None
    if chat is not None:
        async with aclosing(_write(store, chat, drafted, framework)) as written:
            async for event in written:
                if isinstance(event, Assessment):
                    drafted = event
                else:
                    yield event
    yield Working("keeping")
    yield Done(await to_thread.run_sync(partial(keep, store, drafted, by=order.by)))


async def _draft(
    store: Store, document: Document, order: Order, framework: Framework
) -> AsyncGenerator[Found | Assessment]:
    """The findings as they are made in another thread, then the whole."""
    loop = asyncio.get_running_loop()
    heard: asyncio.Queue[Finding | None] = asyncio.Queue()

    def hear(finding: Finding) -> None:
        loop.call_soon_threadsafe(heard.put_nowait, finding)

    work = partial(
        draft_assessment,
        store,
        document,
        kind=order.kind,
        language=order.language,
        framework=framework,
        permitted=order.permitted,
        on_finding=hear,
    )
    drafting = asyncio.ensure_future(to_thread.run_sync(work, abandon_on_cancel=True))
    drafting.add_done_callback(lambda _: heard.put_nowait(None))
    number, of = 0, len(framework.of_kind(order.kind) if order.kind else framework.criteria)
    try:
        while (finding := await heard.get()) is not None:
            number += 1
            yield Found(finding, number, of)
        yield await drafting
    finally:
        drafting.cancel()


async def _write(
    store: Store, chat: ChatModel, drafted: Assessment, framework: Framework
) -> AsyncGenerator[Working | Found | Assessment]:
    """The findings as a language model reasoned them, held to their sources; then the whole."""
    from pipeline.assess import events as told
    from pipeline.assess.written import write_assessment

    async with aclosing(write_assessment(store, chat, drafted, framework=framework)) as events:
        async for one in events:
            match one:
                case told.Finished(assessment):
                    yield assessment
                case told.Found(finding, number, of):
                    yield Found(finding, number, of)
                case told.Progress(stage, detail):
                    yield Working(stage, detail)


def keep(store: Store, assessment: Assessment, *, by: str) -> Kept:
    """The assessment as the catalog keeps it.

    Where the document was assessed before, what people said then is carried over; findings whose
    evidence is another now are open again.
    """
    catalog = store.catalog
    earlier = [
        one
        for one in catalog.assessments(assessment.document.id)
        if one.assessment.framework.id == assessment.framework.id
    ]
    previous = earlier[0] if earlier else None
    kept = catalog.keep_assessment(
        assessment, previous=previous.assessment.id if previous else None
    )
    catalog.record(by, "assess", "assessment", kept.assessment.id)
    if previous is not None:
        steps, _ = carry_over(previous, kept.assessment, by=by)
        for step in steps:
            kept = catalog.add_step(kept.assessment.id, step)
    return kept


def as_it_stands(kept: Kept, framework: Framework) -> Assessment:
    """The assessment as its review left it.

    Under another framework than it was made by, the draft: its recommendation followed from rules
    that are not there any more.
    """
    if kept.assessment.framework.sha256 != framework.sha256:
        return kept.assessment
    return reviewed(kept, framework)
