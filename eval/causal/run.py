"""Staging the cases of a check one after another, and counting what came of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.records import Answer
from eval.causal.cases import Heard, unheard
from eval.causal.contradictions import write_contradiction
from eval.causal.edits import change_number, plain_sentence, remove_block
from eval.causal.records import Case, Check, Finding, Outcome
from eval.causal.shelf import Shelf
from eval.causal.verdicts import judge_contradiction, judge_number, judge_removal
from eval.measures.share import share_of
from eval.measures.summary import ALL, Cell
from eval.split import shipped_rule
from pipeline.answer import answer_question

SET = "causal checks"
OLD_GONE = "old number gone"
ELSEWHERE = "later-notes"
_NOTE = "contradiction"


def run_check(
    shelf: Shelf, check: Check, cases: Sequence[Case], *, on_progress: Heard = unheard
) -> Iterator[Finding]:
    """Make each change, ask again, judge; afterwards the library is as it was.

    A case whose words do not stand exactly once in the Markdown cannot be staged, and gives
    nothing.
    """
    steps = {
        Check.NUMBER: _with_number,
        Check.REMOVED: _with_removal,
        Check.CONTRADICTED: _with_contradiction,
    }
    try:
        for number, case in enumerate(cases, start=1):
            finding = steps[check](shelf, case)
            if finding is not None:
                yield finding
            on_progress(f"{check}: {case.question_id}", number / len(cases))
    finally:
        shelf.restore()


def _with_number(shelf: Shelf, case: Case) -> Finding | None:
    edit = change_number(shelf.source_text(case.key), case.quote, case.quote_language)
    if edit is None:
        return None
    collection = shelf.library[case.key].collection
    document = shelf.stage(case.key, edit.text, collection=collection)
    answer = _ask(shelf, case)
    outcome = judge_number(answer, shelf, document, before=edit.before, after=edit.after)
    return _finding(Check.NUMBER, case, outcome, edit.after, answer)


def _with_removal(shelf: Shelf, case: Case) -> Finding | None:
    edit = remove_block(shelf.source_text(case.key), case.quote)
    if edit is None:
        return None
    shelf.stage(case.key, edit.text, collection=shelf.library[case.key].collection)
    answer = _ask(shelf, case)
    outcome = judge_removal(answer, shelf)
    return _finding(Check.REMOVED, case, outcome, f"without: {edit.before}", answer)


def _with_contradiction(shelf: Shelf, case: Case) -> Finding | None:
    sentence = plain_sentence(shelf.source_text(case.key), case.quote)
    if sentence is None:
        return None
    note = write_contradiction(sentence, case.quote_language, name=case.name)
    collection = _collection(shelf, case)
    document = shelf.stage(_NOTE, note.text, collection=collection)
    answer = _ask(shelf, case)
    outcome = judge_contradiction(
        answer, shelf, old=(case.document_id, case.quote), new=(document, note.sentence)
    )
    told = f"{note.kind}, in {collection}: {note.text.strip()}"
    return _finding(Check.CONTRADICTED, case, outcome, told, answer)


def _collection(shelf: Shelf, case: Case) -> str:
    """Every other contradiction stands in a collection of its own, if that is searched."""
    own = shelf.library[case.key].collection
    apart = not case.collections and shipped_rule().draw(f"apart:{case.name}") < 0.5
    return ELSEWHERE if apart else own


def _ask(shelf: Shelf, case: Case) -> Answer:
    return answer_question(shelf.store, case.asked, collections=list(case.collections) or None)


def _finding(check: Check, case: Case, outcome: Outcome, change: str, answer: Answer) -> Finding:
    return Finding(check, case, outcome, change, tuple(claim.text for claim in answer.claims))


def cells_of(findings: Sequence[Finding]) -> tuple[Cell, ...]:
    """The share of each check that holds, over all and by the language of the cited sentence.

    An answer that leaves the changed sentence out neither shows its number nor abstains, and does
    not hold; that it at least shows the old one no more is counted by itself.
    """
    numbers = [one for one in findings if one.check is Check.NUMBER]
    cells = [
        cell
        for check in Check
        for cell in _cells(check, [(one, one.holds) for one in findings if one.check is check])
    ]
    gone = [(one, one.outcome is not Outcome.STALE) for one in numbers]
    return (*cells, *_cells(OLD_GONE, gone))


def _cells(measure: str, judged: Sequence[tuple[Finding, bool]]) -> Iterator[Cell]:
    languages = sorted({one.case.quote_language for one, _ in judged})
    for group in (ALL, *languages) if judged else ():
        share = share_of(holds for one, holds in judged if group in (ALL, one.case.quote_language))
        low, high = share.interval()
        yield Cell(SET, "all", group, measure, share.value, share.count, share.total, low, high)
