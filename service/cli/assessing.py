"""``samklang assess``, and assessments listed, shown and exported."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text

from corpus.assessment import Kept, Kind
from corpus.errors import UsageError
from service.assessing import Done, Event, Found, Order, as_it_stands, assess, framework_of
from service.cli.assessed import VERDICT_STYLES, recommended, show_assessment
from service.cli.memos import MemoPlan, write_planned
from service.cli.paper import console, hang, plain
from service.cli.session import Gauge, emit, opened
from service.handed import safe_name, take_in_file
from service.schemas import AssessmentResponse, AssessmentRowResponse, AssessmentsResponse

if TYPE_CHECKING:
    from corpus.framework import Framework
    from corpus.store import Store

_DOCUMENT_ID = re.compile(r"d[a-z2-7]{12}")
_STAGES = {
    "reading": "Reading {detail}",
    "queued": "Waiting for the language model, number {detail} in line",
    "writing": "{detail} is writing",
    "keeping": "Keeping the assessment",
}


def run_assess(
    file: str,
    *,
    kind: str | None,
    language: str,
    collection: str | None,
    plan: MemoPlan | None,
    as_json: bool,
) -> int:
    """Assess a file or a document, keep it, and show it or write its memo."""
    from service.chat import open_chat

    path = Path(file)
    if not path.is_file() and not _DOCUMENT_ID.fullmatch(file):
        wrong = "is a folder" if path.is_dir() else "does not exist"
        raise UsageError(f'"{file}" {wrong}; give a file, or the id of a document')
    what = Kind(kind) if kind else None
    gauge = Gauge()
    with opened(gauge) as store:
        framework = framework_of(store)
        if path.is_file():
            gauge.tell(f"Taking in {plain(path.name)}")
            document = take_in_file(store, path, collection=collection, kind=what)
        else:
            document = store.catalog.document(file)
        _warn_without_strategy(store, framework, gauge)
        chat = open_chat(store.settings, store)
        order = Order(what, language, by="local")
        kept = asyncio.run(_follow(assess(store, chat, document, order), gauge))
        gauge.close()
        if plan:
            name = path.name if path.is_file() else document.filename
            write_planned(store, kept, framework, plan, Path(safe_name(name)).stem)
    _tell(kept, framework, as_json=as_json, printed=plan is not None and plan.printed)
    return 0


def _warn_without_strategy(store: Store, framework: Framework, gauge: Gauge) -> None:
    from corpus.framework import strategy_documents

    if not strategy_documents(framework, store.catalog.documents()):
        shelves = " or ".join(framework.collections)
        gauge.note(
            f"warning: there is no strategy in the collection {shelves}, so no clause of it can be "
            'quoted. "samklang ingest" takes in the shipped digest, "samklang ingest PATH '
            f'--collection {framework.collections[0]}" your own.'
        )


async def _follow(events: AsyncGenerator[Event], gauge: Gauge) -> Kept:
    """The assessment; meanwhile what is going on is told on stderr."""
    async with aclosing(events):
        async for one in events:
            match one:
                case Done(kept):
                    gauge.tell("")
                    return kept
                case Found(finding, number, of):
                    gauge.tell(f"Criterion {number} of {of}: {finding.criterion}")
                case _:
                    gauge.tell(_STAGES[one.stage].format(detail=plain(one.detail)))
    raise AssertionError("an assessment ends in Done")


def _tell(kept: Kept, framework: Framework, *, as_json: bool, printed: bool = False) -> None:
    standing = as_it_stands(kept, framework)
    if as_json:
        emit(AssessmentResponse.from_record(kept, standing, framework))
    elif not printed:
        show_assessment(kept, standing, framework, console())


def run_show(assessment_id: str, *, as_json: bool) -> None:
    """Show one assessment as its review left it."""
    with opened(Gauge(), resume=False) as store:
        kept, framework = store.catalog.assessment(assessment_id), framework_of(store)
    _tell(kept, framework, as_json=as_json)


def run_export(assessment_id: str, plan: MemoPlan | None) -> None:
    """Write the memo of one assessment."""
    assert plan is not None
    with opened(Gauge(), resume=False) as store:
        kept = store.catalog.assessment(assessment_id)
        stem = Path(safe_name(kept.assessment.document.filename)).stem
        write_planned(store, kept, framework_of(store), plan, stem)


def run_list(*, as_json: bool) -> None:
    """List every assessment."""
    with opened(Gauge(), resume=False) as store:
        framework = framework_of(store)
        listed = [(one, as_it_stands(one, framework)) for one in store.catalog.assessments()]
    if as_json:
        rows = [AssessmentRowResponse.from_record(kept, now) for kept, now in listed]
        emit(AssessmentsResponse(assessments=rows))
        return
    out = console()
    if not listed:
        out.print("No assessments are kept. Make one with: samklang assess FILE")
    for kept, now in listed:
        facts = [now.kind, f"{now.created[:16].replace('T', ' ')} UTC", "draft"]
        if kept.signed and kept.is_signed:
            facts[-1] = f"signed by {plain(kept.signed.by)}"
        card = Text.assemble(
            plain(now.document.title),
            "\n",
            recommended(now, "en"),
            (f" · {' · '.join(facts)}", "dim"),
        )
        hang(out, Text(f"{now.id}  ", style="cyan"), card)


def verdict_line(kept: Kept, framework: Framework, criterion: str) -> Text:
    """The verdict of one criterion as it stands now."""
    from pipeline.memo.words import words

    standing = as_it_stands(kept, framework)
    now = next(one for one in standing.findings if one.criterion == criterion)
    said = words("en")
    return Text.assemble(
        f"{criterion} {plain(now.title)}: ",
        (said[f"stance.{now.verdict}"], VERDICT_STYLES[now.verdict]),
    )
