"""The suite can fail: a gate, retriever, splitter and calibrator broken on purpose are caught.

Each is broken in the real functions, over the real library, and each test says which check finds
it. What is compared with is the unbroken system in the same run, so that a baseline that is yet to
be recorded again changes nothing here.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import pipeline.answer
import pipeline.retrieve
import pipeline.retrieve.fuse
from corpus.records import Citation, Claim, Document, Interval, Passage, Verdict
from corpus.store import Store
from eval.calibrate import Observation, fit_answerable
from eval.catalogue import load_set
from eval.measures.selective import is_wrong
from eval.offsets import check_catalog
from eval.records import QuestionRecord
from eval.regression import (
    GUARDED,
    Baseline,
    ask_sample,
    check_against_baseline,
    measure_questions,
)
from eval.regression.baseline import Parts
from eval.regression.check import GATE, VERBATIM, VERDICT, check_citations
from eval.regression.noise import measure_changes
from ingest.split import split_document
from pipeline.constants import AnswerableWeights, RiskLevel, load_constants
from pipeline.quote import check_quote
from pipeline.retrieve import Scored

Check = Callable[[], set[str]]


def _check_part(
    library: Store, baseline: Baseline, records: Sequence[QuestionRecord]
) -> Callable[[], set[str]]:
    """Put these questions to the system as it is then; the checks that find a fault."""
    unbroken = replace(baseline, questions=measure_questions(records))

    def run() -> set[str]:
        found = ask_sample(library, unbroken.questions)
        return {fault.check for fault in check_against_baseline(library, found, unbroken)}

    return run


@pytest.fixture
def check_few(
    library: Store, baseline: Baseline, records: tuple[QuestionRecord, ...]
) -> Callable[[], set[str]]:
    """A few questions that are answered, for what shows in every answer."""
    return _check_part(library, baseline, [one for one in records if one.citations][::4])


@pytest.fixture
def check_half(
    library: Store, baseline: Baseline, records: tuple[QuestionRecord, ...]
) -> Callable[[], set[str]]:
    """Every second question that has an answer, for what shows in the figures."""
    return _check_part(library, baseline, [one for one in records if one.answerable][::2])


def test_the_unbroken_system_passes(check_few: Check, check_half: Check) -> None:
    assert check_few() == check_half() == set()


# --- the gate -----------------------------------------------------------------------------------


def _break_gate(monkeypatch: pytest.MonkeyPatch, name: str, broken: Callable[..., Any]) -> None:
    """In the gate's module, and where the pipeline has it from there."""
    monkeypatch.setattr(f"pipeline.quote.{name}", broken)
    monkeypatch.setattr(f"pipeline.answer.{name}", broken)


def _believe(quote: str, passage: Passage, document: Document, **how: Any) -> Citation:
    """Any words are verified, wherever they are said to stand."""
    found = check_quote(quote, passage, document, **how)
    return replace(found, quote=quote, verdict=Verdict.VERIFIED, reason=None)


def _garble(quote: str, passage: Passage, document: Document, **how: Any) -> Citation:
    """Verified, with two words in each other's place, as a language model may copy them."""
    first, *rest, last = quote.split()
    return _believe(" ".join([last, *rest, first]), passage, document, **how)


def test_a_gate_that_verifies_words_that_are_not_there(
    check_few: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    _break_gate(monkeypatch, "check_quote", _believe)
    assert check_few() == {GATE}


def test_a_gate_that_finds_anything_anywhere(
    check_few: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "pipeline.quote.verify.locate",
        lambda quote, text: (Interval(0, min(len(quote), len(text))),),
    )
    assert {GATE, VERDICT} <= check_few()


def test_a_gate_that_lets_garbled_words_through(
    check_few: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    _break_gate(monkeypatch, "check_quote", _garble)
    assert VERBATIM in check_few()


def test_a_gate_that_supports_any_claim(check_few: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    def support(text: str, language: str, cited: tuple[Citation, ...], **party: Any) -> Claim:
        return Claim(text, language, cited, True, None, **party)

    _break_gate(monkeypatch, "state_claim", support)
    assert check_few() == {GATE}


def test_a_gate_that_finds_nothing(check_few: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.quote.verify.locate", lambda quote, text: ())
    assert VERDICT in check_few()


# --- the retriever ------------------------------------------------------------------------------


def test_a_retriever_that_ranks_the_worst_first(
    check_half: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    score = pipeline.retrieve.fuse._score

    def negated(*found: Any) -> Scored:
        true = score(*found)
        return replace(true, score=-true.score)

    monkeypatch.setattr("pipeline.retrieve.fuse._score", negated)
    assert {"hit@1", "hit@5", "nDCG@10"} <= check_half()


def test_a_retriever_that_scores_noise(check_half: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    def noise(candidate: Any, query: Any, **how: Any) -> tuple[float, tuple[float, ...]]:
        del how
        drawn = random.Random(candidate.passage.id + query.text)
        return drawn.random(), tuple(drawn.random() for _ in candidate.passage.sentences)

    monkeypatch.setattr("pipeline.retrieve.fuse.similarities", noise)
    assert {"hit@1", "hit@5", "nDCG@10"} <= check_half()


def test_a_retriever_that_searches_the_wrong_collection(
    check_half: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        pipeline.retrieve, "_searched", lambda store, _: store.catalog.documents(["initiatives"])
    )
    assert {"hit@1", "hit@5", "nDCG@10"} <= check_half()


# --- the splitter -------------------------------------------------------------------------------

TAKEN = "eu-climate-city-contract"
Broken = Callable[[Passage, str], Passage]


def _shift(passage: Passage, text: str) -> Passage:
    """The place, but not the words, moved on by three code points."""
    del text
    return replace(passage, start=passage.start + 3, end=passage.end + 3)


def _shift_all(passage: Passage, text: str) -> Passage:
    """Place, words and sentences moved on by three code points, so that they agree."""
    start, end = passage.start + 3, min(passage.end + 3, len(text))
    spans = tuple(Interval(s.start + 3, min(s.end + 3, end)) for s in passage.sentences)
    return replace(passage, start=start, end=end, text=text[start:end], sentences=spans)


def _cut_words(passage: Passage, text: str) -> Passage:
    """Sentences that end two letters early."""
    del text
    spans = tuple(Interval(s.start, max(s.start + 1, s.end - 3)) for s in passage.sentences)
    return replace(passage, sentences=spans)


def _next_page(passage: Passage, text: str) -> Passage:
    """Pages counted from two."""
    del text
    first, last = passage.page, passage.page_end
    return replace(passage, page=first and first + 1, page_end=last and last + 1)


@pytest.fixture
def split_with(
    open_quick, take_library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Broken], Any]:
    """Take a document in with a broken splitter, and ask of it; what each check says."""

    def run(broken: Broken) -> tuple[set[str], set[str]]:
        def split(reading: Any, **how: Any) -> tuple[Passage, ...]:
            return tuple(broken(p, reading.text) for p in split_document(reading, **how))

        monkeypatch.setattr("ingest.intake.split_document", split)
        with open_quick(folder) as store:
            take_library(store, [TAKEN])
            offsets = set(check_catalog(store.catalog).failures)
            found = ask_sample(store, _asked_of(TAKEN))
            assert any(record.citations for record in found)
            return offsets, {fault.check for fault in check_citations(store, found)}

    return run


def _asked_of(document: str) -> list[str]:
    """The first questions whose evidence stands in this document alone."""
    questions = load_set("library").questions
    inside = [q.id for q in questions if {e.document for e in q.evidence} == {document}]
    return inside[:6]


def test_the_unbroken_splitter_passes(split_with) -> None:
    assert split_with(lambda passage, text: passage) == (set(), set())


def test_a_splitter_whose_places_are_shifted(split_with) -> None:
    offsets, _ = split_with(_shift)
    assert "passage is not what the text says" in offsets


def test_a_splitter_whose_words_are_shifted_alike(split_with) -> None:
    offsets, citations = split_with(_shift_all)
    assert "passage reaches outside body and footnotes" in offsets
    assert VERDICT in citations


def test_a_splitter_that_cuts_words(split_with) -> None:
    _, citations = split_with(_cut_words)
    assert citations == {VERDICT}


def test_a_splitter_that_miscounts_pages(split_with) -> None:
    assert split_with(_next_page) == (set(), {VERBATIM})


# --- the calibrator -----------------------------------------------------------------------------


Answer = Callable[[AnswerableWeights], Parts]


@pytest.fixture(scope="module")
def seen(records: tuple[QuestionRecord, ...]) -> tuple[Observation, ...]:
    """The sample as the calibrator sees it; of what was refused, the first hit counts."""
    return tuple(
        Observation(
            id=one.id,
            setting="library/everything",
            kind=one.kind,
            pair=f"{one.language}-{one.hits[0].language}",
            answerable=one.answerable,
            right=not is_wrong(one),
            features=one.features,
        )
        for one in records
        if one.features
    )


@pytest.fixture(scope="module")
def sound(seen: tuple[Observation, ...]) -> AnswerableWeights:
    """Weights fitted on the sample itself, so that the shipped ones do not matter here."""
    return fit_answerable(seen, run="sound").weights


@pytest.fixture(scope="module")
def answer_with(library: Store, records: tuple[QuestionRecord, ...]) -> Answer:
    """Ask what nothing answers, and some of the rest, with other weights of answerability."""
    unanswerable = [one.id for one in records if not one.answerable]
    asked = unanswerable + [one.id for one in records if one.answerable][::4]
    constants = load_constants(library.model_key)

    def run(weights: AnswerableWeights) -> Parts:
        other = replace(constants, answerable=weights)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(pipeline.retrieve, "load_constants", lambda *_: other)
            return measure_questions(ask_sample(library, asked))

    return run


@pytest.fixture(scope="module")
def calibrated(answer_with: Answer, sound: AnswerableWeights) -> Parts:
    """What the soundly calibrated system gives."""
    return answer_with(sound)


def _fallen(before: Parts, now: Parts) -> set[str]:
    return {one.measure for one in measure_changes(GUARDED, before, now) if one.real}


def test_a_calibrator_whose_threshold_is_nothing(
    answer_with: Answer, calibrated: Parts, sound: AnswerableWeights
) -> None:
    everything = replace(sound, levels=(RiskLevel(0.0, 0.0, 0.0, 0.0),))
    assert _fallen(calibrated, answer_with(everything)) == {"false answers"}


def test_a_calibrator_whose_signs_are_flipped(
    answer_with: Answer, calibrated: Parts, sound: AnswerableWeights
) -> None:
    flipped = replace(
        sound,
        bias=-sound.bias,
        of={name: -weight for name, weight in sound.of.items()},
        pairs={name: -weight for name, weight in sound.pairs.items()},
    )
    assert "false refusals" in _fallen(calibrated, answer_with(flipped))


def test_a_calibrator_that_was_given_shuffled_labels(
    answer_with: Answer, calibrated: Parts, seen: tuple[Observation, ...]
) -> None:
    labels = [one.answerable for one in seen]
    random.Random(0).shuffle(labels)
    mixed = [replace(one, answerable=label) for one, label in zip(seen, labels, strict=True)]
    shuffled = fit_answerable(mixed, run="shuffled")
    assert "false answers" in _fallen(calibrated, answer_with(shuffled.weights))
