import asyncio

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from service.app import create_app
from service.metrics import CountedMeter, Metrics, timed


def figures(text):
    """(name, labels) -> value."""
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def total(text, name, **labels):
    return sum(
        value
        for (found, given), value in figures(text).items()
        if found == name and labels.items() <= dict(given).items()
    )


@pytest.fixture
def fresh(store):
    """A service with figures of its own."""
    app = create_app(store.settings, store)
    with TestClient(app, base_url="http://localhost", client=("127.0.0.1", 2)) as client:
        yield client


def test_requests_answers_and_what_is_held_are_counted(fresh, store):
    answers = [
        fresh.post("/api/ask", json={"question": question}).json()
        for question in (
            "What must be secured before a new initiative may be carried out?",
            "How many goals did the team score on Tuesday?",
        )
    ]
    fresh.get("/api/search", params={"q": "climate"})
    fresh.get("/api/documents/dunknown")
    scraped = fresh.get("/metrics")
    assert scraped.headers["content-type"].startswith("text/plain")
    text = scraped.text
    asked = {"method": "POST", "route": "/api/ask", "status": "200"}
    assert total(text, "samklang_requests_total", **asked) == 2
    missing = {"route": "/api/documents/{document_id}", "status": "404"}
    assert total(text, "samklang_requests_total", **missing) == 1
    assert total(text, "samklang_request_seconds_count", route="/api/search") == 1
    assert total(text, "samklang_stage_seconds_count", work="ask", stage="searching") == 2
    assert total(text, "samklang_stage_seconds_count", work="search") == 1
    claims = [claim for answer in answers for claim in answer["claims"]]
    assert claims
    for status in ("supported", "unsupported"):
        wanted = sum(claim["status"] == status for claim in claims)
        assert total(text, "samklang_claims_total", status=status) == wanted
    verified = sum(one["verdict"] == "verified" for c in claims for one in c["citations"])
    assert total(text, "samklang_citations_total", verdict="verified") == verified > 0
    abstained = sum(answer["abstained"] for answer in answers)
    assert total(text, "samklang_answers_total", abstained="true") == abstained
    assert total(text, "samklang_answers_working") == 0
    assert total(text, "samklang_answers_waiting") == 0
    held = store.catalog.documents()
    assert total(text, "samklang_documents") == len(held)
    assert total(text, "samklang_passages") == sum(one.passages for one in held)


def test_no_path_and_no_word_of_a_question_becomes_a_label(fresh):
    for path in ("/hemligt", "/api/conversations/hemligt", "/api/search?q=hemligt"):
        fresh.get(path)
    assert "hemligt" not in fresh.get("/metrics").text


def test_two_services_do_not_share_figures(store, fresh):
    fresh.get("/healthz")
    other = TestClient(
        create_app(store.settings, store), base_url="http://localhost", client=("127.0.0.1", 3)
    )
    assert total(other.get("/metrics").text, "samklang_requests_total") == 0


def test_tokens_are_counted_and_kept(store):
    metrics = Metrics()
    meter = CountedMeter(store.catalog, metrics)
    meter.add_usage("1999-12-31", "small", tokens_in=30, tokens_out=7, cost=0.0)
    assert meter.usage_on("1999-12-31") == (37, 0.0)
    text = metrics.text(()).decode()
    assert total(text, "samklang_model_tokens_total", model="small", direction="in") == 30
    assert total(text, "samklang_model_tokens_total", model="small", direction="out") == 7


def test_stages_are_timed_in_their_order_and_nothing_is_lost():
    async def events():
        for one in ("reading", "-", "writing", "-", "keeping"):
            yield one

    heard = []

    async def run():
        watched = timed(
            events(), lambda e: None if e == "-" else e, lambda stage, s: heard.append((stage, s))
        )
        return [one async for one in watched]

    assert asyncio.run(run()) == ["reading", "-", "writing", "-", "keeping"]
    assert [stage for stage, _ in heard] == ["reading", "writing", "keeping"]
    assert all(seconds >= 0 for _, seconds in heard)
