"""``samklang llm check``: is the configured language model fit for use?"""

from __future__ import annotations

import asyncio

from rich.table import Table
from rich.text import Text

from corpus.errors import SettingsError
from corpus.settings import Settings, load_settings
from corpus.store import Store
from service.cli.paper import console, hang, plain
from service.cli.session import Gauge, emit, opened
from service.schemas.fitness import FitnessResponse, TrialResponse

_FOLDER = "llm-check"


def run_check(*, as_json: bool) -> int:
    """Ask the fixed questions and show what came of them; 1 when the model is not fit for use.

    Raises:
        SettingsError: no language model is set.
    """
    settings = load_settings()
    if settings.llm is None:
        raise SettingsError(
            "no language model is set; SAMKLANG_LLM names one, as in SAMKLANG_LLM=openai:NAME, "
            "and SAMKLANG_LLM_BASE_URL says where it is"
        )
    gauge = Gauge()
    # the questions are on the shipped library, which must not mix with the documents of the user
    own = settings.model_copy(
        update={"data_dir": settings.data_dir / _FOLDER, "model_dir": settings.models}
    )
    with opened(gauge, own) as store:
        _take_library_in(store, gauge)
        found = asyncio.run(_check(store, own, gauge))
    gauge.close()
    if as_json:
        emit(found)
    else:
        _show(found)
    return 0 if found.fit else 1


def _take_library_in(store: Store, gauge: Gauge) -> None:
    """The shipped documents; what this project wrote and ships may go to any model."""
    from ingest.walk import find_sources
    from service.cli.intake import take_in

    take_in(store, find_sources((), collection=None), gauge)
    for collection in store.catalog.collections():
        store.catalog.set_external_model(collection.id, "allowed")


async def _check(store: Store, settings: Settings, gauge: Gauge) -> FitnessResponse:
    from eval.fitness import Fitness, choose_trials, try_model
    from service.chat import open_chat

    model = open_chat(settings, store)
    assert model is not None, "run_check has seen that a model is set"
    abilities = await model.abilities()
    chosen = choose_trials(store)
    trials = []
    async for trial in try_model(store, model, chosen):
        trials.append(trial)
        gauge.report("questions", len(trials) / len(chosen))
    return FitnessResponse.from_record(Fitness(tuple(trials)), model.endpoint, abilities)


def _show(found: FitnessResponse) -> None:
    out = console()
    hang(out, "", Text(plain(found.description)))
    out.print(_table(found.trials))
    for name, value in _figures(found):
        hang(out, Text(f"{name}: ", style="bold"), Text(value))
    verdict = ("✓ fit for use", "green") if found.fit else ("✗ not fit for use", "red")
    out.print(Text(*verdict))


def _table(trials: list[TrialResponse]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("question", "answer", "holds", "quotes", "seconds"):
        table.add_column(name, justify="left" if name in ("question", "answer") else "right")
    for one in trials:
        answer = one.failure or ("silent" if one.abstained else one.mode)
        table.add_row(
            plain(one.question),
            answer if one.answerable or one.abstained else f"{answer} (no answer there)",
            f"{one.supported}/{one.stated}",
            f"{one.verified}/{one.quotes}",
            f"{one.seconds:.1f}",
        )
    return table


def _figures(found: FitnessResponse) -> list[tuple[str, str]]:
    faults = ", ".join(f"{name} {count}" for name, count in found.faults.items())
    return [
        ("Quotes that stand where it says", f"{_percent(found.verified)} (at least 90 % wanted)"),
        ("Sentences that hold", f"{_percent(found.supported)} (at least 80 % wanted)"),
        ("Why the others do not", faults or "none failed"),
        ("Answerable questions it answered", _percent(found.answered)),
        ("Unanswerable questions left unanswered", _percent(found.silent)),
        ("Questions on which it failed", f"{found.failed} (none wanted)"),
        ("Time of an answer", f"{found.median_seconds:.1f} s (median)"),
        ("Tokens and cost of this check", f"{found.tokens}, {found.cost:.2f}"),
    ]


def _percent(share: float | None) -> str:
    return "nothing to count" if share is None else f"{share * 100:.0f} %"
