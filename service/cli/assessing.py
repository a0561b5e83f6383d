"""``samklang assess``, and assessments listed, shown and exported."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.text import Text

from corpus.assessment import Kept, Kind
from corpus.errors import UsageError
from corpus.settings import load_settings
from service.assessing import Done, Event, Found, Order, as_it_stands, assess
from service.cli.assessed import VERDICT_STYLES, recommended, show_assessment
from service.cli.line import Line
from service.cli.memos import MemoPlan, write_planned
from service.cli.paper import console, hang, plain
from service.cli.session import Gauge, at_hand, emit, perform
from service.handed import safe_name, take_in_file
from service.procedures.reviews import assessment, assessments
from service.procedures.shelves import documents
from service.schemas import AssessmentResponse, AssessmentRowResponse, AssessmentsResponse

if TYPE_CHECKING:
    from corpus.framework import Framework
    from corpus.records import Document
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
    path = Path(file)
    if not path.is_file() and not _DOCUMENT_ID.fullmatch(file):
        wrong = "is a folder" if path.is_dir() else "does not exist"
        raise UsageError(f'"{file}" {wrong}; give a file, or the id of a document')
    named = path if path.is_file() else file
    order = Order(Kind(kind) if kind else None, language, by="local")
    gauge = Gauge()
    with at_hand(gauge) as held:
        framework = framework_set()
        if isinstance(held, Line):
            kept = _hand_over(
                held, named, order, collection=collection, framework=framework, gauge=gauge
            )
        else:
            kept = _assess(
                held, named, order, collection=collection, framework=framework, gauge=gauge
            )
        gauge.close()
        if plan:
            name = path.name if path.is_file() else kept.assessment.document.filename
            write_planned(held, kept, framework, plan, Path(safe_name(name)).stem)
    _tell(kept, framework, as_json=as_json, printed=plan is not None and plan.printed)
    return 0


def _assess(
    store: Store,
    named: Path | str,
    order: Order,
    *,
    collection: str | None,
    framework: Framework,
    gauge: Gauge,
) -> Kept:
    """The assessment of a file, or of a document by its id."""
    from service.chat import open_chat

    if isinstance(named, Path):
        gauge.tell(f"Taking in {plain(named.name)}")
        document = take_in_file(store, named, collection=collection, kind=order.kind)
    else:
        document = store.catalog.document(named)
    _warn_without_strategy(store.catalog.documents(), framework, gauge)
    chat = open_chat(store.settings, store)
    return asyncio.run(_follow(assess(store, chat, document, order), gauge))


def _hand_over(
    line: Line,
    named: Path | str,
    order: Order,
    *,
    collection: str | None,
    framework: Framework,
    gauge: Gauge,
) -> Kept:
    """The same, done by the service that owns the data folder."""
    what = (
        {"path": named.absolute().as_uri()} if isinstance(named, Path) else {"document_id": named}
    )
    asked = {
        "kind": "assess",
        "assessed_as": order.kind,
        "language": order.language,
        "collection": collection,
    }
    _warn_without_strategy(perform(line, documents), framework, gauge)

    def hear(job: Mapping[str, Any]) -> None:
        found = (job["result"] or {}).get("findings", [])
        gauge.tell(f"Criterion {len(found)}: {found[-1]['criterion']}" if found else "Reading")

    job = line.do({**asked, **what}, hear)
    return perform(line, assessment, assessment_id=job["result"]["assessment_id"])


def _warn_without_strategy(
    documents: Sequence[Document], framework: Framework, gauge: Gauge
) -> None:
    from corpus.framework import strategy_documents

    if not strategy_documents(framework, documents):
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
    with at_hand(Gauge(), resume=False) as held:
        kept, framework = perform(held, assessment, assessment_id=assessment_id), framework_set()
    _tell(kept, framework, as_json=as_json)


def run_export(assessment_id: str, plan: MemoPlan) -> None:
    """Write the memo of one assessment."""
    with at_hand(Gauge(), resume=False) as held:
        kept = perform(held, assessment, assessment_id=assessment_id)
        stem = Path(safe_name(kept.assessment.document.filename)).stem
        write_planned(held, kept, framework_set(), plan, stem)


def framework_set() -> Framework:
    """The framework of the settings."""
    from corpus.framework import load_framework

    return load_framework(load_settings().framework)


def run_list(*, as_json: bool) -> None:
    """List every assessment."""
    framework = framework_set()
    with at_hand(Gauge(), resume=False) as held:
        kept = perform(held, assessments)
    listed = [(one, as_it_stands(one, framework)) for one in kept]
    if as_json:
        rows = [AssessmentRowResponse.from_record(one, now) for one, now in listed]
        emit(AssessmentsResponse(assessments=rows))
        return
    out = console()
    if not listed:
        out.print("No assessments are kept. Make one with: samklang assess FILE")
    for one, now in listed:
        facts = [now.kind, f"{now.created[:16].replace('T', ' ')} UTC", "draft"]
        if one.signed and one.is_signed:
            facts[-1] = f"signed by {plain(one.signed.by)}"
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
