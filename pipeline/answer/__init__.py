"""Answers: at most five claims, each the documents' own words, or an honest abstention."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.records import Answer, Claim
from corpus.store import Store
from pipeline.answer.answerable import judge
from pipeline.answer.choose import Chosen, choose_claims, score_sentences
from pipeline.answer.compare import read_parties
from pipeline.answer.terms import question_terms, read_said
from pipeline.quote import check_quote, state_claim
from pipeline.retrieve import Retrieval, retrieve

__all__ = ["answer_question"]

# How many passages near the question are shown with an abstention.
_NEARBY = 3


def answer_question(
    store: Store,
    question: str,
    *,
    collections: Sequence[str] | None = None,
    language: str | None = None,
) -> Answer:
    """The documents' own words on a question, each with its verified quote.

    ``language`` (``sv`` or ``en``) is the language to answer in; quotes stay in theirs. Without it,
    the question's. A comparison is answered party by party and draws no conclusion; a party on
    which nothing was found is named in ``skipped``.

    Raises:
        ModelChangedError: the corpus carries another model's vectors.
        UsageError: a collection is named that is not there.
    """
    retrieval = retrieve(store, question, collections=collections)
    parties = read_parties(question)
    if parties:
        answer = _compare(store, retrieval, parties, collections)
    else:
        answer = _answer(store, retrieval)
    return replace(answer, language=language or retrieval.language)


def _answer(
    store: Store, retrieval: Retrieval, *, most: int = 5, party: str | None = None
) -> Answer:
    """The best sentences, if the documents answer; on a party of a comparison, what they say."""
    terms = question_terms(store, retrieval.query.text, retrieval.language)
    scored = score_sentences(retrieval, terms, retrieval.ranking)
    judgement = judge(store, retrieval, terms, scored)
    chosen = (
        choose_claims(scored, retrieval.constants.claims, most=most)
        if judgement.answerable or party
        else []
    )
    claims = tuple(_claim(store, one) for one in chosen)
    return Answer(
        question=retrieval.question,
        language=retrieval.language,
        mode="extractive",
        abstained=not claims,
        claims=claims,
        nearby=() if claims else retrieval.hits[:_NEARBY],
        trace={
            "searched_for": retrieval.query.text,
            "steered": list(retrieval.steered),
            "model": store.model_key,
            "constants": retrieval.constants.run,
            "calibrated": retrieval.constants.calibrated,
            "answerability": judgement.probability,
            "threshold": judgement.threshold,
            "features": dict(judgement.features),
        },
    )


def _compare(
    store: Store,
    retrieval: Retrieval,
    parties: Sequence[str],
    collections: Sequence[str] | None,
) -> Answer:
    """Claims grouped by party; each party is retrieved for by itself."""
    whole = _answer(store, retrieval)
    claims: list[Claim] = []
    skipped: list[str] = []
    for party in parties:
        own = retrieve(store, f"{party}: {retrieval.question}", collections=collections)
        about = [
            one
            for one in own.ranking
            if _mentions(party, one.candidate.passage.text, one.candidate.document.title)
        ]
        found = _answer(store, replace(own, ranking=tuple(about)), most=2, party=party)
        if found.abstained:
            skipped.append(party)
        claims += [replace(claim, party=party) for claim in found.claims]
    return replace(
        whole,
        claims=tuple(claims),
        skipped=tuple(skipped),
        abstained=not claims,
        nearby=() if claims else retrieval.hits[:_NEARBY],
    )


def _mentions(party: str, text: str, title: str) -> bool:
    names = read_said(party, "und").stems
    return names <= read_said(f"{title} {text}", "und").stems


def _claim(store: Store, one: Chosen) -> Claim:
    """The sentence as a claim, through the gate; an item of a list brings its lead-in along."""
    passage, document = one.scored.candidate.passage, one.scored.candidate.document
    pages = store.catalog.pages(document.id, document.version)
    spans = [one.lead, one.span] if one.lead else [one.span]
    quotes = [passage.slice(span) for span in spans]
    citations = tuple(check_quote(q, passage, document, pages=pages) for q in quotes)
    return state_claim(" ".join(quotes), passage.language, citations)
