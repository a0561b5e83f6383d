"""``samklang doctor`` and ``samklang index rebuild``."""

from __future__ import annotations

from rich.text import Text

from ingest.upkeep import Examination
from service.cli.paper import console, hang, plain
from service.cli.session import Gauge, at_hand, emit, perform
from service.procedures.upkeep import examine_store, rebuild
from service.schemas import DoctorResponse


def run_doctor(*, as_json: bool) -> int:
    """Examine the data folder; 1 when something is wrong."""
    with at_hand(Gauge()) as held:
        found = perform(held, examine_store)
    if as_json:
        emit(DoctorResponse.from_record(found))
    else:
        _show(found)
    return 0 if found.ok else 1


def _show(found: Examination) -> None:
    out = console()
    for check in found.checks:
        mark = ("✓ ", "green") if check.ok else ("✗ ", "red")
        figures = f": {plain(check.figures)}" if check.figures else ""
        advice = f"\n{plain(check.advice)}" if check.advice and not check.ok else ""
        hang(out, Text(*mark), Text(f"{check.name}{figures}{advice}"))
    out.print("All is well." if found.ok else "Something is wrong; see above what to do.")


def run_rebuild(*, as_json: bool) -> None:
    """Build both indexes again."""
    gauge = Gauge()

    def hear(title: str, fraction: float) -> None:
        del title  # each tells how far the whole has come
        gauge.report("indexes", fraction)

    # resuming would open the indexes that are about to be deleted
    with at_hand(gauge, resume=False) as held:
        response = perform(held, rebuild, hear=hear)
    if as_json:
        emit(response)
    else:
        console().print(f"Both indexes hold {response.passages} passages again.")
