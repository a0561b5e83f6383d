"""The cases, by rule: the sentences cited by the answers to the library's questions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from corpus.language.numbers import numbers
from corpus.records import Answer, Citation
from corpus.store import Store, document_id
from eval.causal.records import Case, Check
from eval.questions import Question
from eval.split import shipped_rule
from ingest.walk import Source
from pipeline.answer import answer_question

# a second sentence: where the mark of a footnote follows a stop, the splitter sees none
_SECOND = re.compile(r"[.!?][”)\w]*\s+[A-ZÅÄÖ]")

Heard = Callable[[str, float], None]


def unheard(what: str, share: float) -> None:
    """Hear of progress and do nothing."""
    del what, share


def collect_cases(
    store: Store,
    questions: Sequence[Question],
    sources: Iterable[Source],
    *,
    on_progress: Heard = unheard,
) -> tuple[Case, ...]:
    """Every sentence a supported claim cites, once: under the question that ranks it highest."""
    keys = {document_id(source.collection, source.key): source.key for source in sources}
    best: dict[tuple[str, str], Case] = {}
    for number, question in enumerate(questions, start=1):
        chosen = list(question.collections) if question.collections else None
        answer = answer_question(store, question.text, collections=chosen)
        for case in _cases_of(question, answer, keys):
            place = (case.key, case.quote)
            if place not in best or case.rank < best[place].rank:
                best[place] = case
        on_progress(question.id, number / len(questions))
    return tuple(best.values())


def _cases_of(question: Question, answer: Answer, keys: Mapping[str, str]) -> Iterator[Case]:
    for rank, claim in enumerate(answer.claims, start=1):
        if claim.supported:
            for cited in claim.citations:
                alone = len(claim.citations) == 1
                yield _case(question, cited, keys, rank=rank, language=claim.language, alone=alone)


def _case(
    question: Question,
    cited: Citation,
    keys: Mapping[str, str],
    *,
    rank: int,
    language: str,
    alone: bool,
) -> Case:
    return Case(
        question_id=question.id,
        language=question.language,
        asked=question.text,
        collections=question.collections or (),
        rank=rank,
        document_id=cited.document.id,
        key=keys[cited.document.id],
        quote=cited.quote,
        quote_language=language,
        alone=alone,
    )


def sample_cases(check: Check, cases: Iterable[Case], limit: int | None) -> list[Case]:
    """The cases a check is for, or ``limit`` of them by the committed seed, ordered by document.

    A number needs a quote with one; a contradiction needs a whole sentence, outside of lists and
    tables; any passage can be removed.
    """
    fitting = [case for case in cases if _fits(check, case)]
    if limit is not None:
        fitting.sort(key=lambda case: shipped_rule().draw(f"causal:{check}:{case.name}"))
        fitting = fitting[:limit]
    # edits of one document after another: each takes the place of the one before
    return sorted(fitting, key=lambda case: (case.key, case.quote, case.question_id))


def _fits(check: Check, case: Case) -> bool:
    if check is Check.NUMBER:
        return bool(numbers(case.quote))
    if check is Check.CONTRADICTED:
        words = case.quote.split()
        whole = case.quote[:1].isupper() and len(words) >= 5 and not case.quote.endswith(":")
        return case.alone and whole and "|" not in words and not _SECOND.search(case.quote)
    return True
