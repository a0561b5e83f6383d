"""Putting the questions of a set to Samklang and to the baseline, and what came back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from corpus.catalog import Catalog
from corpus.records import Answer, Citation, Interval, Passage, Verdict
from corpus.store import Store
from eval.baseline import Baseline
from eval.measures import AnswerCheck, Place, distinct_places, rank_of
from eval.originals import find_letters
from eval.questions import Question, Target, right_places
from pipeline.answer import answer_question
from pipeline.retrieve import retrieve


@dataclass(frozen=True, slots=True)
class Setting:
    """How the questions are put: to one collection or to all, and with which opening words."""

    name: str
    collection: str | None
    openings: Mapping[str, str] = field(default_factory=dict)

    def word(self, question: Question) -> str:
        """The question as it is asked, by Samklang and baseline alike."""
        return self.openings.get(question.language, "") + question.question

    @property
    def collections(self) -> list[str] | None:
        """The filter, as ``retrieve`` and ``answer_question`` take it."""
        return [self.collection] if self.collection else None


@dataclass(frozen=True, slots=True, eq=False)
class QuestionRun:
    """One question in one setting. Ranks are those of the right page, None where not found."""

    question: Question
    setting: Setting
    asked: str
    targets: tuple[Target, ...]
    places: tuple[Place, ...]
    rank: int | None
    baseline_rank: int | None
    answer: Answer
    check: AnswerCheck


def run_question(
    store: Store,
    baseline: Baseline,
    question: Question,
    *,
    setting: Setting,
    targets: tuple[Target, ...],
    limit: int,
) -> QuestionRun:
    """Search and ask one question, and search the baseline for it; ``limit`` passages each."""
    asked = setting.word(question)
    collections = list(question.collections) or setting.collections
    hits = retrieve(store, asked, collections=collections, limit=limit).hits
    places = distinct_places(touched_places(hit.passage) for hit in hits)
    only = {d.id for d in store.catalog.documents(collections)} if collections else None
    vector = store.embedder.embed_queries([asked])
    plain = distinct_places(baseline.search(vector, only=only, limit=limit))
    right = right_places(targets)
    answer = answer_question(store, asked, collections=collections)
    return QuestionRun(
        question=question,
        setting=setting,
        asked=asked,
        targets=targets,
        places=places,
        rank=rank_of(places, right),
        baseline_rank=rank_of(plain, right),
        answer=answer,
        check=check_answer(store.catalog, question, answer, targets=targets),
    )


def touched_places(passage: Passage) -> tuple[Place, ...]:
    """The pages a passage touches, the one it starts on first."""
    pages = dict.fromkeys((passage.page, passage.page_end or passage.page))
    return tuple((passage.document_id, page) for page in pages)


def check_answer(
    catalog: Catalog, question: Question, answer: Answer, *, targets: Sequence[Target]
) -> AnswerCheck:
    """What the answer to a question is worth, by its citations."""
    listed = [c for claim in answer.claims for c in claim.citations]
    first = [c for claim in answer.claims[:1] for c in claim.citations]
    right = right_places(targets)
    shown = not answer.abstained
    return AnswerCheck(
        answerable=question.answerable,
        abstained=answer.abstained,
        right_page=shown and any(cited_places(c) & right for c in listed),
        first_right=shown and any(cited_places(c) & right for c in first),
        overlaps=shown and any(_overlaps(catalog, c, targets) for c in listed),
        citations=len(listed),
        verified=sum(c.verdict is Verdict.VERIFIED for c in listed),
    )


def cited_places(citation: Citation) -> frozenset[Place]:
    """The page of a quote, and the next one where the quote runs over."""
    pages = {citation.page, citation.page_end or citation.page}
    return frozenset((citation.document.id, page) for page in pages)


def target_intervals(catalog: Catalog, target: Target) -> tuple[Interval, ...]:
    """Where the evidence stands in the canonical text; empty where it was not found.

    By letters and digits alone: evidence may end inside a word, which ``corpus.text.locate``,
    made for quotes that are shown, does not allow.
    """
    text = catalog.text(target.document_id, target.version)
    return tuple(Interval(*place) for place in find_letters(target.quote, text))


def _overlaps(catalog: Catalog, citation: Citation, targets: Sequence[Target]) -> bool:
    quoted = Interval(citation.start, citation.end)
    return any(
        quoted.overlaps(interval)
        for target in targets
        if (target.document_id, target.version) == (citation.document.id, citation.document.version)
        for interval in target_intervals(catalog, target)
    )


def run_row(run: QuestionRun) -> dict[str, Any]:
    """A run as a JSON object: the answer in the shape of ``samklang ask --json``, and its marks."""
    return {
        "id": run.question.id,
        "setting": run.setting.name,
        "answerable": run.question.answerable,
        "rank": run.rank,
        "baseline_rank": run.baseline_rank,
        "places": run.places[:10],
        "evidence": [{"document_id": t.document_id, "page": t.page} for t in run.targets],
        "question": run.asked,
        "language": run.answer.language,
        "mode": run.answer.mode,
        "abstained": run.answer.abstained,
        "claims": [
            {
                "text": claim.text,
                "language": claim.language,
                "status": "supported" if claim.supported else "unsupported",
                "citations": [_citation_row(c) for c in claim.citations],
            }
            for claim in run.answer.claims
        ],
        "trace": dict(run.answer.trace),
    }


def _citation_row(citation: Citation) -> dict[str, Any]:
    return {
        "document_id": citation.document.id,
        "version": citation.document.version,
        "filename": citation.document.filename,
        "page": citation.page,
        "page_end": citation.page_end,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "verdict": citation.verdict.value,
    }
