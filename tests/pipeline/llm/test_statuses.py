from datetime import UTC, datetime

import httpx
import pytest

from pipeline.llm import Fault
from pipeline.llm.model import LONGEST_PAUSE, TRIES, pause_before
from pipeline.llm.statuses import read_retry_after, refusal_of

NOW = datetime(2026, 11, 25, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("", None),
        ("7", 7.0),
        (" 7 ", 7.0),
        ("Wed, 25 Nov 2026 12:00:30 GMT", 30.0),
        ("Wed, 25 Nov 2026 11:00:00 GMT", 0.0),
        ("Wed, 25 Nov 2026 12:00:30", 30.0),
        ("soon", None),
        ("-3", None),
        ("²", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value, seconds):
    assert read_retry_after(value, NOW) == seconds


@pytest.mark.parametrize(
    "body",
    [
        '{"error":{"code":"context_length_exceeded","message":"This model\'s maximum context"}}',
        '{"error":{"type":"exceed_context_size_error"}}',
        '{"message":"This model\'s maximum context length is 4096 tokens."}',
        '{"message":"Prompt contains 9000 tokens, too large for model with 8192 maximum context"}',
    ],
)
def test_a_prompt_past_the_context_is_told_apart_from_other_refusals(body):
    refusal = refusal_of(httpx.Response(400), body.encode(), "m")
    assert refusal.fault == Fault.CONTEXT_EXCEEDED
    other = refusal_of(httpx.Response(400), b'{"error":"unknown field"}', "m")
    assert other.fault == Fault.REFUSED_REQUEST


def test_used_up_credit_is_not_waited_for():
    body = b'{"error":{"code":"insufficient_quota"}}'
    assert not refusal_of(httpx.Response(429), body, "m").again
    assert refusal_of(httpx.Response(429), b"{}", "m").again


def test_a_redirect_without_a_place_is_still_refused():
    assert refusal_of(httpx.Response(302), b"", "m").fault == Fault.REFUSED_REDIRECT


class Road:
    def __init__(self, *, again=True, retry_after=None):
        self.again = again
        self.retry_after = retry_after


def test_pauses_grow_and_differ():
    second = {pause_before(2, Road()) for _ in range(50)}
    third = {pause_before(3, Road()) for _ in range(50)}
    assert all(0.25 <= one <= 0.5 for one in second)
    assert all(0.5 <= one <= 1.0 for one in third)
    assert len(second) > 10


def test_no_pause_leads_to_a_try_that_is_no_use():
    assert pause_before(TRIES + 1, Road()) is None
    assert pause_before(2, Road(again=False)) is None
    assert pause_before(2, Road(retry_after=LONGEST_PAUSE + 1)) is None
    assert pause_before(2, Road(retry_after=LONGEST_PAUSE)) == LONGEST_PAUSE
