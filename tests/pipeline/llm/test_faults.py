"""Every fault an endpoint can play has one name, is told soon, and nothing of it is an answer."""

import asyncio
import time

import pytest

from corpus.errors import LanguageModelError
from pipeline.llm import Ended, Fault, Form, Message
from tests.faulty import FAULTS, collect

KEY = "sk-mycket-hemlig-nyckel"
PROMPT = [Message("system", "Svara kort."), Message("user", "Vad säger dokumentet om hamnen?")]
STREAMED = {
    "status-400": Fault.REFUSED_REQUEST,
    "status-401": Fault.UNAUTHORISED,
    "status-403": Fault.UNAUTHORISED,
    "status-404": Fault.NO_SUCH_MODEL,
    "status-418": Fault.REFUSED_REQUEST,
    "status-429": Fault.RATE_LIMITED,
    "status-429-after-1": Fault.RATE_LIMITED,
    "status-429-after-3600": Fault.RATE_LIMITED,
    "status-500": Fault.SERVER_ERROR,
    "status-501": Fault.SERVER_ERROR,
    "status-503": Fault.SERVER_ERROR,
    "status-204": Fault.NOT_A_MODEL,
    "status-302": Fault.REFUSED_REDIRECT,
    "too-long": Fault.CONTEXT_EXCEEDED,
    "secretive": Fault.UNAUTHORISED,
    "long-error": Fault.SERVER_ERROR,
    "redirect": Fault.REFUSED_REDIRECT,
    "html": Fault.NOT_A_MODEL,
    "malformed": Fault.MALFORMED,
    "not-json": Fault.MALFORMED,
    "wrong-shape": Fault.EMPTY,
    "empty-choices": Fault.EMPTY,
    "nothing": Fault.EMPTY,
    "long-line": Fault.TOO_LARGE,
    "endless": Fault.TIMED_OUT,
    "half": Fault.CUT_OFF,
    "broken": Fault.CUT_OFF,
    "unmarked": Fault.CUT_OFF,
    "drip": Fault.TIMED_OUT,
    "stalls": Fault.TIMED_OUT,
    "silent": Fault.TIMED_OUT,
    "deaf": Fault.TIMED_OUT,
    "heartbeats": Fault.TIMED_OUT,
    "blanks": Fault.TIMED_OUT,
    "bad-utf8": Fault.MALFORMED,
    "whole": Fault.NOT_STREAMED,
    "compressed": Fault.MALFORMED,
}
# what these play is no fault of the transport: the whole text arrives, or the mark says "length"
WHOLE = {"once-503", "only-done", "lingering", "length", "split-utf8", "uncounted"}
FORMS = {"ignores-schema", "own-json", "tools-only", "refuses-schema"}
# seconds; the longest patience set for these tests is 4
BOUND = 8.0


async def fail(model, form=Form.TEXT, schema=None):
    """The error, and all that came before it."""
    seen = []

    async def listen():
        async for event in model.stream(PROMPT, schema=schema, form=form):
            seen.append(event)

    with pytest.raises(LanguageModelError) as caught:
        await asyncio.wait_for(listen(), BOUND)
    return caught.value, seen


def test_every_fault_the_endpoint_plays_has_an_expected_outcome():
    families = {name.split("-")[0] for name in STREAMED if name.startswith("status")} | {"once"}
    named = {name for name in FAULTS if name.split("-")[0] not in families}
    assert named == (set(STREAMED) | WHOLE | FORMS) - {
        n for n in (*STREAMED, *WHOLE) if n.split("-")[0] in families
    }


@pytest.mark.parametrize("name", STREAMED)
async def test_a_streamed_fault_has_its_name_and_never_ends_as_an_answer(name, chat, faulty):
    faulty.say("En rad ur hamnens plan, lång nog för att brytas av på mitten. " * 2)
    error, seen = await fail(chat(name, llm_api_key=KEY, llm_answer_seconds=2.0))
    assert error.fault == STREAMED[name]
    assert not any(isinstance(event, Ended) for event in seen)
    assert faulty.requests[0].hung_up.wait(1) or faulty.requests[0].sent


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("status-404", Fault.NO_SUCH_MODEL),
        ("html", Fault.NOT_A_MODEL),
        ("malformed", Fault.MALFORMED),
        ("wrong-shape", Fault.MALFORMED),
        ("empty-choices", Fault.EMPTY),
        ("nothing", Fault.EMPTY),
        ("long-line", Fault.TOO_LARGE),
        ("deaf", Fault.TIMED_OUT),
        ("compressed", Fault.MALFORMED),
    ],
)
async def test_a_fault_without_streaming_has_its_name(name, fault, chat, unstreamed):
    error, seen = await fail(unstreamed(chat(name)))
    assert (error.fault, seen) == (fault, [])


@pytest.fixture
def unstreamed():
    """Let a model know that its endpoint does not stream."""
    from pipeline.llm.probe import Found

    def told(model):
        model._found = (Found((Form.TEXT,), streaming=False), None)
        return model

    return told


async def test_a_refused_connection_is_unreachable_and_tried_three_times(chat, faulty, ledger):
    start = time.monotonic()
    error, _ = await fail(chat(llm_base_url=faulty.refused_url))
    assert (error.fault, error.retryable, error.spent) == (Fault.UNREACHABLE, True, 0)
    assert "server running" in str(error)
    # pauses of 0.25-0.5 and 0.5-1 seconds lie between the three
    assert 0.7 < time.monotonic() - start < 3
    assert ledger.rows == []


async def test_no_message_repeats_a_body_or_the_key(chat):
    for name in ("secretive", "html", "status-500", "malformed"):
        error, _ = await fail(chat(name, llm_api_key=KEY))
        chain = f"{error!r} {error} {vars(error)}"
        assert KEY not in chain
        assert "Incorrect" not in chain
        assert "<" not in str(error)
        assert len(str(error)) < 400


async def test_a_redirect_is_named_by_host_only_and_not_followed(chat, faulty):
    error, _ = await fail(chat("redirect"))
    assert "elsewhere.example" in str(error)
    assert "k=1" not in str(error)
    assert len(faulty.requests) == 1


async def test_a_line_of_ten_megabytes_is_given_up_early(chat, faulty):
    await fail(chat("long-line"))
    assert faulty.requests[0].hung_up.wait(2)
    # what the sockets between hold comes on top of the megabyte we let through
    assert faulty.requests[0].sent < 8_000_000


async def test_what_comes_before_the_break_is_told_piece_by_piece(chat, faulty):
    faulty.say("0123456789" * 4)
    _, seen = await fail(chat("half"))
    assert "".join(event.text for event in seen) == "0123456789" * 2


async def test_the_time_for_a_whole_answer_counts_though_words_keep_coming(chat, faulty):
    start = time.monotonic()
    error, seen = await fail(chat("endless", llm_answer_seconds=1.5))
    assert "SAMKLANG_LLM_ANSWER_SECONDS" in str(error)
    assert 1.3 < time.monotonic() - start < 3
    assert len(seen) > 10
    assert faulty.requests[0].hung_up.wait(1)


@pytest.mark.parametrize("name", ["heartbeats", "blanks"])
async def test_signs_of_life_are_no_words(name, chat):
    start = time.monotonic()
    error, _ = await fail(chat(name, llm_first_token_seconds=0.5))
    assert "SAMKLANG_LLM_FIRST_TOKEN_SECONDS" in str(error)
    assert time.monotonic() - start < 2


async def test_a_tool_that_is_not_called_is_no_answer(chat):
    schema = {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}
    error, _ = await fail(chat("ignores-schema"), Form.TOOL, schema)
    assert error.fault == Fault.EMPTY


async def test_prose_instead_of_a_tool_call_is_not_heard_out(chat, faulty):
    faulty.say("prosa " * 2000)
    schema = {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}
    faulty.pace = 0.002
    error, _ = await fail(chat("ignores-schema"), Form.TOOL, schema)
    assert "prose" in str(error)
    assert faulty.requests[0].hung_up.wait(1)


@pytest.mark.parametrize("name", sorted(WHOLE))
async def test_what_is_odd_but_whole_is_an_answer(name, chat, faulty):
    text = "Räksmörgås på höjden, 1 234,5 ton – å ja! 🌱"
    faulty.say(text)
    model = chat(name)
    async with asyncio.timeout(BOUND):
        events = await collect(model.stream(PROMPT, schema=None, form=Form.TEXT))
    said = "".join(event.text for event in events[:-1])
    assert said == (text[: len(text) // 2] if name == "length" else text)
    assert events[-1].finish == ("length" if name == "length" else "stop")
