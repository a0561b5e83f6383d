import asyncio

import pytest
from starlette.testclient import TestClient

from service.app import create_app
from service.limits import Allowance, Buckets, BusyError, Limits, Places

ASK = {"question": "What must be secured?"}


class Clock:
    """Seconds that pass when they are told to."""

    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


def test_a_bucket_holds_a_minute_and_fills_evenly():
    clock = Clock()
    buckets = Buckets(6, clock)
    assert [buckets.take("a") for _ in range(6)] == [0.0] * 6
    assert buckets.take("a") == pytest.approx(10)
    clock.now += 4
    assert buckets.take("a") == pytest.approx(6)
    clock.now += 6
    assert buckets.take("a") == 0.0
    assert buckets.take("a") == pytest.approx(10)


def test_one_client_does_not_spend_anothers_requests():
    buckets = Buckets(1, Clock())
    assert buckets.take("a") == 0.0
    assert buckets.take("a") > 0
    assert buckets.take("b") == 0.0


def test_a_bucket_never_holds_more_than_a_minute():
    clock = Clock()
    buckets = Buckets(2, clock)
    buckets.take("a")
    clock.now += 3600
    assert [buckets.take("a") > 0 for _ in range(3)] == [False, False, True]


def test_no_limit():
    buckets = Buckets(0, Clock())
    assert all(buckets.take("a") == 0.0 for _ in range(1000))


def test_clients_long_gone_are_forgotten_and_those_at_their_limit_are_not():
    clock = Clock()
    buckets = Buckets(1, clock)
    for number in range(10_000):
        buckets.take(f"old {number}")
    clock.now += 61
    buckets.take("new")
    assert buckets.take("new") > 0
    assert len(buckets._left) < 10


def test_places_are_given_in_order_and_the_queue_has_an_end():
    async def run():
        places = Places(1, queue=2)
        order = []
        may_end = asyncio.Event()

        async def work(name):
            async with places.taken():
                order.append(name)
                await may_end.wait()

        tasks = [asyncio.create_task(work(name)) for name in "abc"]
        await asyncio.sleep(0)
        assert (places.working, places.waiting) == (1, 2)
        with pytest.raises(BusyError):
            async with places.taken():
                pass
        # who gives up makes room in the queue
        tasks[1].cancel()
        await asyncio.gather(tasks[1], return_exceptions=True)
        assert places.waiting == 1
        may_end.set()
        await asyncio.gather(tasks[0], tasks[2])
        assert order == ["a", "c"]
        assert (places.working, places.waiting) == (0, 0)

    asyncio.run(run())


def test_a_full_queue_is_answered_503_with_a_time_to_come_back():
    async def run():
        entered, may_end = asyncio.Event(), asyncio.Event()

        async def inner(scope, receive, send):
            entered.set()
            await may_end.wait()

        allowance = Allowance(Buckets(0), Buckets(0), Places(1, queue=0))
        limits = Limits(inner, allowance=allowance)
        scope = {"type": "http", "method": "POST", "path": "/api/ask", "client": ("::1", 1)}
        sent = []

        async def send(message):
            sent.append(message)

        first = asyncio.create_task(limits(scope, None, send))
        await entered.wait()
        await limits(scope, None, send)
        may_end.set()
        await first
        return sent

    start, body = asyncio.run(run())
    assert start["status"] == 503
    headers = dict(start["headers"])
    assert headers[b"content-type"] == b"application/problem+json"
    assert int(headers[b"retry-after"]) >= 1
    assert b"SAMKLANG_ANSWERS_WAITING" in body["body"]


@pytest.fixture
def limited(store):
    """A service for people who ask little."""
    settings = store.settings.model_copy(update={"answers_per_minute": 1, "requests_per_minute": 2})
    app = create_app(settings, store)
    with TestClient(app, base_url="http://localhost", client=("127.0.0.1", 2)) as client:
        yield client


def test_who_asks_too_often_is_told_when_to_come_back(limited):
    assert limited.post("/api/ask", json=ASK).status_code == 200
    refused = limited.post("/api/ask", json=ASK)
    assert refused.status_code == 429
    assert refused.headers["content-type"] == "application/problem+json"
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    told = refused.json()
    assert told["status"] == 429
    assert "SAMKLANG_ANSWERS_PER_MINUTE" in told["detail"]
    assert told["request_id"] == refused.headers["x-request-id"]
    assert refused.headers["x-content-type-options"] == "nosniff"


def test_answers_and_other_requests_are_counted_apart_and_probes_not_at_all(limited):
    assert [limited.get("/api/collections").status_code for _ in range(3)] == [200, 200, 429]
    assert limited.post("/api/ask", json=ASK).status_code == 200
    assert {limited.get("/healthz").status_code for _ in range(5)} == {200}
    assert 'status="429"' in limited.get("/metrics").text
