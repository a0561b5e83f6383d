"""Answers: at most five claims, each the documents' own words, or an honest abstention."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from corpus.errors import NotFoundError
from corpus.records import Answer, Citation, Claim, Hit
from corpus.store import Store
from pipeline.answer.answerable import Judgement, judge
from pipeline.answer.choose import MOST_CLAIMS, PASSAGES, Chosen, choose_claims, score_sentences
from pipeline.answer.compare import ask_about, read_parties
from pipeline.answer.lists import Item, items_of, opens_list
from pipeline.answer.orders import fit_document, fit_passage, orders_in, orders_of
from pipeline.answer.terms import question_terms, read_said
from pipeline.quote import check_quote, state_claim
from pipeline.retrieve import Retrieval, Scored, retrieve

__all__ = ["Draft", "Weighed", "answer_question", "draft_answer", "nearby_hits", "weigh_question"]

# How many passages near the question are shown with an abstention.
_NEARBY = 3


@dataclass(frozen=True, slots=True)
class Draft:
    """The documents' own answer, with all that was found to make it.

    ``about`` holds the ranking of each party of a comparison; without parties, the question's under
    the empty name.
    """

    answer: Answer
    retrieval: Retrieval
    about: Mapping[str, tuple[Scored, ...]]


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
    return draft_answer(store, question, collections=collections, language=language).answer


def draft_answer(
    store: Store,
    question: str,
    *,
    collections: Sequence[str] | None = None,
    language: str | None = None,
) -> Draft:
    """The same, with the passages it was chosen from, for whoever words an answer from them.

    Raises:
        ModelChangedError: the corpus carries another model's vectors.
        UsageError: a collection is named that is not there.
    """
    retrieval = retrieve(store, question, collections=collections)
    parties = read_parties(question)
    about = {"": retrieval.ranking}
    if parties:
        answer, about = _compare(store, retrieval, parties, collections)
    else:
        answer = _answer(store, retrieval)
    return Draft(replace(answer, language=language or retrieval.language), retrieval, about)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A question with what would be said to it, and whether it should be."""

    judgement: Judgement
    claims: tuple[Claim, ...]


def weigh_question(
    store: Store, question: str, *, collections: Sequence[str] | None = None
) -> Weighed | None:
    """What an answer would say even where it would be withheld, for calibrating when to.

    None for a comparison, which says what is found of each party.

    Raises:
        ModelChangedError: the corpus carries another model's vectors.
        UsageError: a collection is named that is not there.
    """
    if read_parties(question):
        return None
    retrieval = retrieve(store, question, collections=collections)
    judgement, scored = _judge(store, retrieval)
    return Weighed(judgement, _claims(store, retrieval, scored, most=MOST_CLAIMS))


def _judge(store: Store, retrieval: Retrieval) -> tuple[Judgement, list[Chosen]]:
    """Whether to answer, and every sentence that could."""
    terms = question_terms(store, retrieval.query.text, retrieval.language)
    scored = score_sentences(retrieval, terms, retrieval.ranking)
    scored = [one for one in scored if not _addresses_reader(store, one)]
    return judge(store, retrieval, terms, scored), scored


def _addresses_reader(store: Store, one: Chosen) -> bool:
    """Whether a sentence, or its lead-in, is an order to the reader, which is no evidence."""
    spans = [span for span in (one.span, one.lead) if span]
    return any(found.overlaps(span) for found in orders_in(store, one.scored) for span in spans)


def _claims(
    store: Store, retrieval: Retrieval, scored: Sequence[Chosen], *, most: int
) -> tuple[Claim, ...]:
    rest = retrieval.ranking[PASSAGES:]
    chosen = choose_claims(scored, retrieval.constants.claims, most=most, rest=rest)
    fit = [(one, _items(store, one)) for one in chosen if not _addresses_reader(store, one)]
    # an item of a list that is read out is not said a second time
    listed = {(passage.id, span) for _, items in fit for passage, span in items}
    alone = [
        (one, items)
        for one, items in fit
        if (one.scored.candidate.passage.id, one.span) not in listed
    ]
    return tuple(claim for one, items in alone if (claim := _claim(store, one, items)))


def _items(store: Store, one: Chosen) -> tuple[Item, ...]:
    """The list that a sentence announces, without items that are orders to the reader."""
    if not opens_list(one.text):
        return ()
    passage = one.scored.candidate.passage
    place = (passage.document_id, passage.version)
    passages = store.catalog.passages_of(*place)
    following = [other for other in passages if other.start >= passage.end]
    items = items_of(passage, passage.sentences.index(one.span), following)
    vectors = store.catalog.vectors([of.id for of, _ in items])
    return tuple(
        (of, span)
        for of, span in items
        # none where the document was removed since it was found
        if of.id in vectors
        and not any(o.overlaps(span) for o in orders_of(store, of, vectors[of.id].vectors))
    )


def _answer(
    store: Store, retrieval: Retrieval, *, most: int = MOST_CLAIMS, whenever_found: bool = False
) -> Answer:
    """The best sentences, if the documents answer, or ``whenever_found`` any."""
    judgement, scored = _judge(store, retrieval)
    shown = judgement.answerable or (whenever_found and bool(scored))
    claims = _claims(store, retrieval, scored, most=most) if shown else ()
    judged = {
        "answerability": judgement.probability,
        "threshold": judgement.threshold,
        "expected_risk": judgement.level.risk if judgement.level else None,
        "pair": judgement.pair,
        "features": dict(judgement.features),
    }
    return Answer(
        question=retrieval.question,
        language=retrieval.language,
        mode="extractive",
        abstained=not claims,
        claims=claims,
        nearby=() if claims else nearby_hits(store, retrieval),
        trace=_trace(store, retrieval) | judged,
    )


def nearby_hits(store: Store, retrieval: Retrieval) -> tuple[Hit, ...]:
    """The first hits that hold no order to the reader."""
    scored = {one.candidate.passage.id: one for one in retrieval.ranking}
    known = ((hit, scored.get(hit.passage.id)) for hit in retrieval.hits)
    fit = (hit for hit, one in known if one is not None and not orders_in(store, one))
    return tuple(
        replace(hit, passage=fit_passage(hit.passage), document=fit_document(hit.document))
        for hit in islice(fit, _NEARBY)
    )


def _trace(store: Store, retrieval: Retrieval) -> dict[str, Any]:
    """What an answer was made with."""
    return {
        "searched_for": retrieval.query.text,
        "steered": list(retrieval.steered),
        "model": store.model_key,
        "constants": retrieval.constants.run,
        "calibrated": retrieval.constants.calibrated,
        "stopping": retrieval.constants.answerable.run,
    }


def _compare(
    store: Store,
    retrieval: Retrieval,
    parties: tuple[str, ...],
    collections: Sequence[str] | None,
) -> tuple[Answer, dict[str, tuple[Scored, ...]]]:
    """Claims grouped by party, and each party's ranking; each is retrieved for by itself."""
    about: dict[str, tuple[Scored, ...]] = {}
    claims: dict[tuple[Citation, ...], Claim] = {}
    missing: list[str] = []
    for party in parties:
        asked = ask_about(party, retrieval.question, parties)
        own = retrieve(store, asked, collections=collections)
        ranking = tuple(one for one in own.ranking if _mentions(party, one))
        # calibration saw no comparisons, and what is left of the question about one party reads
        # like nonsense: a party is spoken of where any passage names it
        most, own = MOST_CLAIMS // len(parties), replace(own, ranking=ranking)
        found = _answer(store, own, most=most, whenever_found=True)
        about[party] = ranking
        if found.abstained:
            missing.append(party)
        for claim in found.claims:
            claims.setdefault(claim.citations, replace(claim, party=party))
    trace = {**_trace(store, retrieval), "parties": list(parties)}
    answer = Answer(
        question=retrieval.question,
        language=retrieval.language,
        mode="extractive",
        abstained=not claims,
        claims=tuple(claims.values()),
        nearby=() if claims else nearby_hits(store, retrieval),
        skipped=tuple(missing),
        trace=trace,
    )
    return answer, about


def _mentions(party: str, one: Scored) -> bool:
    """Whether a passage or its document's title says every word of a party's name."""
    passage, title = one.candidate.passage, one.candidate.document.title
    return read_said(party, "und").stems <= read_said(f"{title} {passage.text}", "und").stems


def _claim(store: Store, one: Chosen, items: Sequence[Item]) -> Claim | None:
    """The sentence as a claim, through the gate.

    An item of a list brings its lead-in along, and a lead-in the ``items`` of its list.

    None when the document was removed since it was found.
    """
    passage = one.scored.candidate.passage
    document = fit_document(one.scored.candidate.document)
    try:
        pages = store.catalog.pages(document.id, document.version)
    except NotFoundError:
        return None
    own = [(passage, span) for span in (one.lead, one.span) if span]
    said = [(fit_passage(of), of.slice(span), span) for of, span in (*own, *items)]
    citations = tuple(
        check_quote(quote, of, document, at=span, pages=pages) for of, quote, span in said
    )
    return state_claim(" ".join(quote for _, quote, _ in said), passage.language, citations)
