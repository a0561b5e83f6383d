"""Figures of the running service for Prometheus: counts and times, never anybody's words."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import aclosing
from typing import TypeVar

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from corpus.assessment import Kept
from corpus.records import Answer, Claim, Document
from pipeline.llm import Meter
from service.recorder import Exchange

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
# seconds; from a cached page to a memo that a slow model reasons out
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)
_Event = TypeVar("_Event")


class Metrics:
    """The figures of one app, in a registry of its own."""

    def __init__(self) -> None:
        own = self.registry = CollectorRegistry()
        self._requests = Counter(
            "samklang_requests", "Requests answered.", ("method", "route", "status"), registry=own
        )
        self._latency = Histogram(
            "samklang_request_seconds",
            "Seconds from a request to the last byte of its answer.",
            ("route",),
            buckets=_BUCKETS,
            registry=own,
        )
        self._stages = Histogram(
            "samklang_stage_seconds",
            "Seconds spent on a stage of a search, an answer or an assessment.",
            ("work", "stage"),
            buckets=_BUCKETS,
            registry=own,
        )
        self._answers = Counter(
            "samklang_answers", "Answers given.", ("mode", "abstained"), registry=own
        )
        self._claims = Counter("samklang_claims", "Claims of answers.", ("status",), registry=own)
        self._citations = Counter(
            "samklang_citations",
            "Citations of answers and assessments.",
            ("verdict",),
            registry=own,
        )
        self._assessments = Counter(
            "samklang_assessments", "Assessments made.", ("recommendation",), registry=own
        )
        self._tokens = Counter(
            "samklang_model_tokens",
            "Tokens that language models read (in) and wrote (out).",
            ("model", "direction"),
            registry=own,
        )
        self._documents = Gauge("samklang_documents", "Documents shown.", registry=own)
        self._passages = Gauge("samklang_passages", "Passages shown.", registry=own)

    def observe(self, exchange: Exchange) -> None:
        """Count a request."""
        status = str(exchange.status)
        self._requests.labels(exchange.method, exchange.route, status).inc()
        self._latency.labels(exchange.route).observe(exchange.seconds)

    def observe_stage(self, work: str, stage: str, seconds: float) -> None:
        """Time a stage (``searching``, ``writing`` …) of a kind of work (``ask`` …)."""
        self._stages.labels(work, stage).observe(seconds)

    def count_answer(self, answer: Answer) -> None:
        """Count an answer, its claims by status and its citations by verdict."""
        self._answers.labels(answer.mode, str(answer.abstained).lower()).inc()
        self._count_claims((*answer.claims, *answer.instead))

    def count_assessment(self, kept: Kept) -> None:
        """Count an assessment, and the citations of both its sides by verdict."""
        self._assessments.labels(kept.assessment.recommendation).inc()
        for finding in kept.assessment.findings:
            for citation in (*finding.initiative_evidence, *finding.strategy_evidence):
                self._citations.labels(str(citation.verdict)).inc()

    def _count_claims(self, claims: Iterable[Claim]) -> None:
        for claim in claims:
            self._claims.labels("supported" if claim.supported else "unsupported").inc()
            for citation in claim.citations:
                self._citations.labels(str(citation.verdict)).inc()

    def count_tokens(self, model: str, tokens_in: int, tokens_out: int) -> None:
        """Count what a language model read and wrote."""
        self._tokens.labels(model, "in").inc(tokens_in)
        self._tokens.labels(model, "out").inc(tokens_out)

    def watch(self, name: str, what: str, read: Callable[[], float]) -> None:
        """Add a figure that is read whenever the figures are."""
        Gauge(name, what, registry=self.registry).set_function(read)

    def text(self, documents: Iterable[Document]) -> bytes:
        """All figures in Prometheus' text format; ``documents`` are those shown now."""
        shown = tuple(documents)
        self._documents.set(len(shown))
        self._passages.set(sum(one.passages for one in shown))
        return generate_latest(self.registry)


class CountedMeter:
    """A meter of a language model's use that also counts it in the figures."""

    def __init__(self, meter: Meter, metrics: Metrics) -> None:
        self._meter = meter
        self._metrics = metrics

    def usage_on(self, day: str) -> tuple[int, float]:
        """Tokens (in and out) and cost of a UTC day."""
        return self._meter.usage_on(day)

    def add_usage(
        self, day: str, model: str, *, tokens_in: int, tokens_out: int, cost: float
    ) -> None:
        """Add what one request took."""
        self._meter.add_usage(day, model, tokens_in=tokens_in, tokens_out=tokens_out, cost=cost)
        self._metrics.count_tokens(model, tokens_in, tokens_out)


async def watched(
    events: AsyncGenerator[_Event],
    stage_of: Callable[[_Event], str | None],
    observe: Callable[[str, float], None],
    count: Callable[[_Event], None],
) -> AsyncGenerator[_Event]:
    """The events as they are; stages are timed as by ``timed``, and ``count`` hears each event."""
    async with aclosing(timed(events, stage_of, observe)) as source:
        async for event in source:
            count(event)
            yield event


async def timed(
    events: AsyncGenerator[_Event],
    stage_of: Callable[[_Event], str | None],
    observe: Callable[[str, float], None],
) -> AsyncGenerator[_Event]:
    """The events as they are, each stage timed from the event that begins it to the next stage.

    Args:
        events: what happens.
        stage_of: the stage that an event begins; None for one within a stage.
        observe: hears each stage that ended, with its seconds.
    """
    stage, begun = None, time.perf_counter()
    async with aclosing(events) as source:
        async for event in source:
            now = time.perf_counter()
            if (next_stage := stage_of(event)) is not None:
                if stage is not None:
                    observe(stage, now - begun)
                stage, begun = next_stage, now
            yield event
    if stage is not None:
        observe(stage, time.perf_counter() - begun)
