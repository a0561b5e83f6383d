"""Answers that come, through each provider and in each form; and what happens when no one waits."""

import asyncio
import json
import time

import pytest

from corpus.errors import LanguageModelError
from corpus.settings import Settings
from pipeline.llm import ChatModel, Delta, Ended, Fault, Form, Message, Waiting
from pipeline.llm.line import LONGEST
from tests.faulty import collect

PROMPT = [Message("system", "Du svarar kort."), Message("user", "Vad gäller i hamnen?")]
SCHEMA = {
    "type": "object",
    "properties": {"claims": {"type": "array", "items": {"type": "string"}}},
    "required": ["claims"],
    "additionalProperties": False,
}
SAID = '{"claims": ["Hamnen får elkraft från land – 48 miljoner.", "Övrigt"]}'
PROVIDERS = ("openai", "mistralai", "ollama")


async def answer(model, form=Form.TEXT):
    schema = None if form is Form.TEXT else SCHEMA
    return await asyncio.wait_for(collect(model.stream(PROMPT, schema=schema, form=form)), 10)


def said(events):
    return "".join(event.text for event in events if isinstance(event, Delta))


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("provider", PROVIDERS)
async def test_every_provider_gives_every_form_as_the_same_text(provider, form, chat, faulty):
    faulty.say(SAID)
    events = await answer(chat(provider=provider), form)
    assert json.loads(said(events)) == json.loads(SAID)
    assert isinstance(events[-1], Ended)
    assert (events[-1].usage.tokens_in, events[-1].usage.tokens_out) == (11, 7)
    received = faulty.requests[0]
    assert received.form == form
    assert [one["content"] for one in received.messages] == [one.text for one in PROMPT]
    assert [one["role"] for one in received.messages] == ["system", "user"]
    assert "claims" in json.dumps(received.body) or form is Form.TEXT


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("provider", PROVIDERS)
async def test_output_comes_piece_by_piece(provider, form, chat, faulty):
    faulty.say(SAID)
    faulty.pace = 0.03
    times = []
    schema = None if form is Form.TEXT else SCHEMA
    async for event in chat(provider=provider).stream(PROMPT, schema=schema, form=form):
        if isinstance(event, Delta):
            times.append(time.monotonic())
    if (provider, form) == ("ollama", Form.TOOL):
        assert len(times) == 1  # its protocol has tool calls in one piece
    else:
        assert len(times) > 10
        assert times[-1] - times[0] > 0.3


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("provider", PROVIDERS)
async def test_an_endpoint_that_does_not_stream_gives_the_same_text(provider, form, chat, faulty):
    from pipeline.llm.probe import Found

    faulty.say(SAID)
    model = chat(provider=provider)
    model._found = (Found(tuple(Form), streaming=False), None)
    events = await answer(model, form)
    assert json.loads(said(events)) == json.loads(SAID)
    assert len(events) == 2 or provider == "ollama"  # its class streams within
    assert events[-1].finish == "stop"


async def test_the_answer_is_held_short_in_the_words_the_server_knows(chat, faulty):
    for provider in PROVIDERS:
        await answer(chat(provider=provider, llm_answer_tokens=321))
    openai, mistral, ollama = (one.body for one in faulty.requests)
    assert openai["max_tokens"] == mistral["max_tokens"] == ollama["options"]["num_predict"] == 321
    assert openai["temperature"] == mistral["temperature"] == ollama["options"]["temperature"] == 0


async def test_ollama_makes_room_for_what_is_set(chat, faulty):
    await answer(chat(provider="ollama", llm_context=6000))
    assert faulty.requests[0].body["options"]["num_ctx"] == 6000


# --- nobody waits any more -----------------------------------------------------------------------


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_closing_the_stream_hangs_up_at_once(provider, chat, faulty, ledger):
    events = chat("endless", provider=provider, llm_answer_seconds=60).stream(
        PROMPT, schema=None, form=Form.TEXT
    )
    for _ in range(5):
        assert isinstance(await anext(events), Delta)
    await events.aclose()
    assert await asyncio.to_thread(faulty.requests[0].hung_up.wait, 1)
    (row,) = ledger.rows
    assert row["tokens_out"] >= 5  # five times "och ", three characters a token


@pytest.mark.parametrize("name", ["endless", "silent", "deaf"])
async def test_cancelling_the_reader_hangs_up_at_once(name, chat, faulty, ledger):
    model = chat(name, llm_first_token_seconds=60, llm_answer_seconds=60)
    reader = asyncio.create_task(collect(model.stream(PROMPT, schema=None, form=Form.TEXT)))
    assert await asyncio.to_thread(faulty.arrived.wait, 5)
    await asyncio.sleep(0.1)
    reader.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reader
    assert await asyncio.to_thread(faulty.requests[0].hung_up.wait, 1)
    assert [row["tokens_in"] > 0 for row in ledger.rows] == [True]
    # and the place is free again
    assert (await answer(model_like(model)))[-1].finish == "stop"


def model_like(model):
    """The same line, another name."""
    from dataclasses import replace

    scripted = replace(model.endpoint, model="scripted")
    model._road = replace(model._road, endpoint=scripted)
    model.endpoint = scripted
    return model


async def test_breaking_off_the_loop_hangs_up(chat, faulty):
    async for _ in chat("endless", llm_answer_seconds=60).stream(
        PROMPT, schema=None, form=Form.TEXT
    ):
        break
    assert await asyncio.to_thread(faulty.requests[0].hung_up.wait, 2)


# --- the queue -----------------------------------------------------------------------------------


async def test_who_waits_sees_the_place_in_the_queue_and_is_served_in_turn(chat, faulty):
    faulty.pace = 0.05
    model = chat(llm_concurrency=1)
    order = []

    async def ask(number):
        seen = []
        async for event in model.stream(PROMPT, schema=None, form=Form.TEXT):
            if isinstance(event, Waiting):
                seen.append(event.position)
            elif isinstance(event, Ended):
                order.append(number)
        return seen

    tasks = []
    for number in range(4):
        tasks.append(asyncio.create_task(ask(number)))
        await asyncio.sleep(0.01)
    assert await asyncio.gather(*tasks) == [[], [1], [2, 1], [3, 2, 1]]
    assert order == [0, 1, 2, 3]
    assert len(faulty.requests) == 4


async def test_no_more_requests_run_at_once_than_are_allowed(chat, faulty):
    faulty.pace = 0.05
    model = chat(llm_concurrency=2)
    tasks = [asyncio.create_task(answer(model)) for _ in range(5)]
    most = 0
    while not all(task.done() for task in tasks):
        under_way = sum(not one.over.is_set() for one in faulty.requests)
        most = max(most, under_way)
        await asyncio.sleep(0.01)
    assert most == 2
    assert len(faulty.requests) == 5


async def test_who_stops_waiting_leaves_the_queue_and_the_others_move_up(chat, faulty):
    faulty.pace = 0.1
    model = chat(llm_concurrency=1)
    first = asyncio.create_task(answer(model))
    await asyncio.sleep(0.05)
    second = asyncio.create_task(answer(model))
    await asyncio.sleep(0.05)
    third = model.stream(PROMPT, schema=None, form=Form.TEXT)
    assert await anext(third) == Waiting(2)
    second.cancel()
    assert await anext(third) == Waiting(1)
    assert isinstance(await anext(third), Delta)
    await third.aclose()
    await first
    assert len(faulty.requests) == 2


async def test_a_queue_past_all_patience_is_refused(chat, faulty):
    model = chat("endless", llm_concurrency=1, llm_answer_seconds=60)
    waiting = [
        asyncio.create_task(collect(model.stream(PROMPT, schema=None, form=Form.TEXT)))
        for _ in range(LONGEST + 1)
    ]
    await asyncio.sleep(0.2)
    with pytest.raises(LanguageModelError) as caught:
        await answer(model)
    assert (caught.value.fault, caught.value.retryable) == (Fault.BUSY, True)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)


# --- other tries ---------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [429, 500, 502, 503, 504])
async def test_a_passing_failure_before_the_first_byte_is_tried_again(code, chat, faulty, ledger):
    faulty.say("Andra gången gick det.")
    events = await answer(chat(f"once-{code}"))
    assert said(events) == "Andra gången gick det."
    assert len(faulty.requests) == 2
    assert len(ledger.rows) == 1


@pytest.mark.parametrize("code", [400, 401, 404, 501])
async def test_a_lasting_failure_is_not_tried_again(code, chat, faulty):
    with pytest.raises(LanguageModelError) as caught:
        await answer(chat(f"once-{code}"))
    assert not caught.value.retryable or code == 501
    assert len(faulty.requests) == 1


@pytest.mark.parametrize("name", ["half", "broken", "malformed", "nothing", "silent"])
async def test_after_the_endpoint_has_begun_there_is_no_second_try(name, chat, faulty):
    with pytest.raises(LanguageModelError):
        await answer(chat(name))
    assert len(faulty.requests) == 1


@pytest.mark.parametrize(("asked", "least", "most"), [("1", 1.0, 2.5), ("0", 0.2, 1.5)])
async def test_retry_after_is_heeded(asked, least, most, chat, faulty):
    start = time.monotonic()
    await answer(chat(f"once-429-after-{asked}"))
    assert least <= time.monotonic() - start < most


async def test_an_endpoint_that_asks_for_an_hour_is_not_waited_for(chat, faulty):
    start = time.monotonic()
    with pytest.raises(LanguageModelError, match="3600 s") as caught:
        await answer(chat("status-429-after-3600"))
    assert caught.value.retryable
    assert time.monotonic() - start < 1.5
    assert len(faulty.requests) == 1


# --- counting ------------------------------------------------------------------------------------


async def test_usage_is_counted_by_the_endpoint_and_priced(chat, faulty, ledger):
    events = await answer(chat(llm_price_in=2.0, llm_price_out=10.0))
    usage = events[-1].usage
    assert not usage.estimated
    assert faulty.requests[0].body["stream_options"] == {"include_usage": True}
    assert usage.cost == pytest.approx((11 * 2 + 7 * 10) / 1e6)
    (row,) = ledger.rows
    assert (row["tokens_in"], row["tokens_out"], row["model"]) == (11, 7, "scripted")
    assert row["cost"] == pytest.approx(usage.cost)


async def test_usage_an_endpoint_does_not_tell_is_estimated_and_says_so(chat, faulty, ledger):
    faulty.say("x" * 90)
    events = await answer(chat("uncounted"))
    assert events[-1].usage.estimated
    assert ledger.rows[0]["tokens_out"] == 30
    assert ledger.rows[0]["tokens_in"] == sum(-(-len(one.text) // 3) for one in PROMPT)


async def test_a_failed_request_is_counted_as_far_as_it_went(chat, faulty, ledger):
    faulty.say("x" * 120)
    with pytest.raises(LanguageModelError) as caught:
        await answer(chat("half"))
    (row,) = ledger.rows
    assert row["tokens_out"] == 20
    assert caught.value.spent == row["tokens_in"] + row["tokens_out"]


async def test_a_refused_request_costs_nothing(chat, ledger):
    with pytest.raises(LanguageModelError) as caught:
        await answer(chat("status-401"))
    assert (caught.value.spent, ledger.rows) == (0, [])


@pytest.mark.parametrize(
    ("ceiling", "name"),
    [
        ({"llm_daily_tokens": 1000}, "SAMKLANG_LLM_DAILY_TOKENS"),
        ({"llm_daily_cost": 2.5, "llm_price_in": 1.0}, "SAMKLANG_LLM_DAILY_COST"),
    ],
)
async def test_the_ceiling_of_the_day_refuses_before_the_endpoint_is_asked(
    ceiling, name, chat, faulty, ledger
):
    ledger.before = (999, 2.49)
    assert (await answer(chat(**ceiling)))[-1].finish == "stop"
    ledger.before = (1000, 2.5)
    with pytest.raises(LanguageModelError, match=name) as caught:
        await answer(chat(**ceiling))
    assert caught.value.fault == Fault.OVER_BUDGET
    assert len(faulty.requests) == 1


async def test_without_a_ceiling_any_number_of_tokens_passes(chat, ledger):
    ledger.before = (10**12, 10.0**9)
    assert (await answer(chat(llm_daily_tokens=0)))[-1].finish == "stop"


async def test_no_tokenizer_is_ever_fetched(chat, monkeypatch):
    import tiktoken

    def fetched(*_):
        raise AssertionError("tiktoken would download an encoding")

    for name in ("get_encoding", "encoding_for_model"):
        monkeypatch.setattr(tiktoken, name, fetched)
    for form in Form:
        assert (await answer(chat("gpt-4o"), form))[-1].finish == "stop"


def test_a_model_can_be_used_by_one_loop_after_another(faulty, ledger, tmp_path):
    model = ChatModel(Settings(data_dir=tmp_path, **faulty.settings()), ledger)
    for _ in range(2):
        assert asyncio.run(answer(model))[-1].finish == "stop"
