"""Questions on the strategy, with Samklang and a plain dense baseline side by side.

    python -m eval.strategy QUESTIONS.jsonl [--collection strategy] [--out FILE.jsonl]

Settings: (a) restricted to the collection; (b) over everything, the question opening "Enligt
strategin: " / "According to the strategy: ". ``--everything`` is one setting instead: all that is
searched without a filter, and the question as it stands, for sets whose evidence names documents.

Search is measured on answerable questions as page hit@1 and hit@5 (``eval.measures.ranks`` says
what the rank of a page is, for both systems alike); ask as the share of answerable questions with
a right page cited, of all citations ``verified``, of unanswerable questions answered and of
answerable ones refused. The baseline only searches.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import SamklangError
from corpus.settings import Settings, load_settings
from corpus.store import Store, open_store
from eval.baseline import Baseline, build_baseline
from eval.measures import Share, hits_at, measure_answers
from eval.questions import Question, Target, read_questions, resolve_evidence
from eval.runs import QuestionRun, Setting, run_question, run_row, target_intervals

OPENINGS = {"sv": "Enligt strategin: ", "en": "According to the strategy: "}
CUTOFFS = (1, 5)


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of the table; ``baseline`` is None where the baseline cannot do it."""

    setting: str
    language: str
    measure: str
    samklang: Share
    baseline: Share | None = None

    @property
    def beaten(self) -> bool:
        """Whether Samklang is better, or the baseline leaves nothing to better."""
        if self.baseline is None:
            return True
        return self.samklang.count > self.baseline.count or (
            self.baseline.perfect and self.samklang.perfect
        )


def main(argv: Sequence[str] | None = None) -> int:
    """Run a question set, print the table; 1 when the set or the data folder is unfit."""
    options = _parse(argv)
    settings = load_settings()
    if options.data_dir:
        settings = settings.model_copy(update={"data_dir": options.data_dir})
    try:
        runs = list(_run(settings, options))
    except SamklangError as error:
        print(f"eval.strategy: {error}", file=sys.stderr)
        return 1
    if options.out:
        lines = (json.dumps(run_row(run), ensure_ascii=False) for run in runs)
        options.out.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    if options.verbose:
        for run in runs:
            print(describe_run(run))
    print_table(tabulate(runs))
    return 0


def _parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m eval.strategy", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("questions", type=Path, help="JSONL: id, language, question, …")
    parser.add_argument("--collection", default="strategy", help="the collection of setting (a)")
    parser.add_argument("--everything", action="store_true", help="no filter, no opening words")
    parser.add_argument("--out", type=Path, help="write answers and citations here, as JSONL")
    parser.add_argument("--limit", type=int, default=30, help="passages asked of each system")
    parser.add_argument("--data-dir", type=Path, help="instead of SAMKLANG_DATA_DIR")
    parser.add_argument("--baseline-dir", type=Path, help="keeps the baseline's vectors")
    parser.add_argument("--verbose", action="store_true", help="a line per question")
    return parser.parse_args(argv)


def _run(settings: Settings, options: argparse.Namespace) -> Iterator[QuestionRun]:
    questions = read_questions(options.questions)
    chosen = choose_settings(options.collection, everything=options.everything)
    shelf = None if options.everything else options.collection
    with open_store(settings) as store:
        found = {q.id: resolve_evidence(store.catalog, q, collection=shelf) for q in questions}
        _warn_unlocated(store, found)
        started = time.perf_counter()
        with build_baseline(store, cache=options.baseline_dir, on_progress=_show) as baseline:
            seconds = time.perf_counter() - started
            print(f"baseline: {len(baseline.places):,} passages in {seconds:.0f} s; ", end="")
            print(f"model {store.embedder.name}; {len(questions)} questions")
            yield from _ask_all(
                store, baseline, questions, settings=chosen, found=found, n=options.limit
            )


def _ask_all(
    store: Store,
    baseline: Baseline,
    questions: Iterable[Question],
    *,
    settings: Sequence[Setting],
    found: dict[str, tuple[Target, ...]],
    n: int,
) -> Iterator[QuestionRun]:
    listed = list(questions)
    for setting in settings:
        for q in listed:
            yield run_question(store, baseline, q, setting=setting, targets=found[q.id], limit=n)


def choose_settings(collection: str, *, everything: bool) -> tuple[Setting, ...]:
    """The two settings of a set on one collection, or the one of a set over everything."""
    if everything:
        return (Setting("everything", None),)
    return Setting(f"only {collection}", collection), Setting("everything", None, OPENINGS)


def _warn_unlocated(store: Store, found: dict[str, tuple[Target, ...]]) -> None:
    for name, targets in found.items():
        for target in targets:
            if not target_intervals(store.catalog, target):
                print(f'{name}: the evidence is not in the canonical text: "{target.quote}"')


def _show(name: str, share: float) -> None:
    if sys.stderr.isatty():
        print(f"\r{share:4.0%} {name[:60]:<60}", end="", file=sys.stderr, flush=True)


def tabulate(runs: Sequence[QuestionRun]) -> tuple[Cell, ...]:
    """Every figure: by setting, then by language, then over both languages."""
    cells: list[Cell] = []
    for setting in dict.fromkeys(run.setting.name for run in runs):
        inside = [run for run in runs if run.setting.name == setting]
        languages = list(dict.fromkeys(run.question.language for run in inside))
        for language in [*languages, "all"]:
            group = [run for run in inside if language in (run.question.language, "all")]
            cells += _search_cells(setting, language, group)
            cells += _ask_cells(setting, language, group)
    return tuple(cells)


def _search_cells(setting: str, language: str, group: Sequence[QuestionRun]) -> list[Cell]:
    answerable = [run for run in group if run.question.answerable]
    return [
        Cell(
            setting,
            language,
            f"search: page hit@{cutoff}",
            samklang=hits_at(cutoff, (run.rank for run in answerable)),
            baseline=hits_at(cutoff, (run.baseline_rank for run in answerable)),
        )
        for cutoff in CUTOFFS
    ]


def _ask_cells(setting: str, language: str, group: Sequence[QuestionRun]) -> list[Cell]:
    measured = measure_answers(run.check for run in group)
    named = {
        "ask: right page cited": measured.right_page,
        "ask: first claim on a right page": measured.first_right,
        "ask: evidence itself quoted": measured.overlaps,
        "ask: citations verified": measured.verified,
        "ask: false answers": measured.false_answers,
        "ask: false refusals": measured.false_refusals,
    }
    return [Cell(setting, language, name, samklang=share) for name, share in named.items()]


def print_table(cells: Sequence[Cell]) -> None:
    """The table, and a line for each cell in which the baseline was not beaten."""
    print(f"\n{'setting':<16}{'language':<10}{'measure':<34}{'Samklang':<16}baseline")
    before = ("", "")
    for cell in cells:
        here = (cell.setting, cell.language)
        shown = here if here != before else ("", "")
        baseline = "" if cell.baseline is None else str(cell.baseline)
        row = f"{shown[0]:<16}{shown[1]:<10}{cell.measure:<34}{cell.samklang!s:<16}{baseline}"
        print(row.rstrip())
        before = here
    behind = [cell for cell in cells if not cell.beaten]
    for cell in behind:
        print(f"NOT BEATEN: {cell.setting}, {cell.language}, {cell.measure}: ", end="")
        print(f"{cell.samklang} against {cell.baseline}")
    if not behind:
        print("The baseline is beaten in every cell where it is not perfect.")


def describe_run(run: QuestionRun) -> str:
    """One line on one question: ranks, the answer's pages, and what was wrong."""
    marks = {
        "refused": run.check.abstained,
        "answered though unanswerable": not run.question.answerable and not run.check.abstained,
        "wrong page": run.question.answerable and not run.check.right_page,
        "evidence not quoted": run.question.answerable and not run.check.overlaps,
    }
    cited = [c.page for claim in run.answer.claims for c in claim.citations]
    ranks = f"rank {run.rank or '-'} / {run.baseline_rank or '-'}" if run.targets else "no rank"
    right = sorted({str(target.page) for target in run.targets})
    notes = ", ".join(name for name, holds in marks.items() if holds) or "ok"
    return (
        f"{run.question.id} {run.question.language} [{run.setting.name}] {ranks}; "
        f"right {'/'.join(right) or '-'}, cited {cited}; {notes}: {run.asked}"
    )


if __name__ == "__main__":
    sys.exit(main())
