"""What an endpoint can do is tried, remembered, and never a reason not to start."""

import json
import time

import pytest

from corpus.settings import Settings
from pipeline.llm import Abilities, ChatModel, Fault, Form, Message
from pipeline.llm import memory as memory_module
from pipeline.llm import model as model_module

PROMPT = [Message("user", "Vad gäller i hamnen?")]
ALL = (Form.JSON_SCHEMA, Form.TOOL, Form.TEXT)


@pytest.mark.parametrize("provider", ["openai", "mistralai", "ollama"])
async def test_an_endpoint_that_can_do_everything_is_found_to(provider, chat):
    assert await chat(provider=provider).abilities() == Abilities(ALL, True, 4096, probed=True)


@pytest.mark.parametrize(
    ("name", "forms", "streaming"),
    [
        ("ignores-schema", (Form.TEXT,), True),
        ("refuses-schema", (Form.TEXT,), True),
        ("own-json", (Form.TEXT,), True),
        ("tools-only", (Form.TOOL, Form.TEXT), True),
        ("whole", ALL, False),
    ],
)
async def test_a_schema_that_is_taken_and_ignored_is_not_offered(name, forms, streaming, chat):
    assert await chat(name).abilities() == Abilities(forms, streaming, 4096, probed=True)


async def test_an_endpoint_that_does_not_stream_is_then_asked_for_whole_answers(chat, faulty):
    faulty.say("Ett helt svar.")
    model = chat("whole")
    await model.abilities()
    events = [e async for e in model.stream(PROMPT, schema=None, form=Form.TEXT)]
    assert [event.text for event in events[:-1]] == ["Ett helt svar."]
    assert not faulty.requests[-1].body.get("stream")


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("status-401", Fault.UNAUTHORISED),
        ("status-404", Fault.NO_SUCH_MODEL),
        ("html", Fault.NOT_A_MODEL),
        ("silent", Fault.TIMED_OUT),
        ("half", Fault.CUT_OFF),
    ],
)
async def test_a_failing_probe_leaves_plain_text_and_says_why(name, fault, chat, tmp_path):
    model = chat(name)
    assert await model.abilities() == Abilities((Form.TEXT,), True, 4096, probed=False)
    assert model.trouble.fault == fault
    assert not (tmp_path / "data" / memory_module.NAME).exists()


async def test_an_endpoint_that_failed_is_not_tried_again_at_once(chat, faulty, monkeypatch):
    model = chat("html")
    await model.abilities()
    await model.abilities()
    assert len(faulty.probes) == 1
    monkeypatch.setattr(model, "_probe_again", 0.0)
    await model.abilities()
    assert len(faulty.probes) == 2


async def test_what_was_found_is_remembered_for_the_next_process(chat, faulty, monkeypatch):
    found = await chat().abilities()
    assert len(faulty.probes) == 3
    assert await chat().abilities() == found
    assert len(faulty.probes) == 3
    later = time.time() + 86_401
    monkeypatch.setattr(memory_module.time, "time", lambda: later)
    await chat().abilities()
    assert len(faulty.probes) == 6


async def test_another_model_or_address_is_tried_for_itself(chat, faulty):
    await chat().abilities()
    assert (await chat("ignores-schema").abilities()).forms == (Form.TEXT,)
    other = faulty.base_url.replace("127.0.0.1", "localhost")
    await chat(llm_base_url=other).abilities()
    assert len(faulty.probes) == 9


@pytest.mark.parametrize("text", ["", "null", "[]", "{nonsense", '{"openai:scripted": 1}'])
async def test_a_damaged_memory_is_as_good_as_none(text, chat, tmp_path, faulty):
    model = chat()
    (tmp_path / "data" / memory_module.NAME).write_text(text)
    assert (await model.abilities()).probed
    kept = json.loads((tmp_path / "data" / memory_module.NAME).read_text())
    assert kept[f"openai:scripted {faulty.base_url}"]["forms"] == list(ALL)


async def test_an_entry_of_another_version_is_not_believed(chat, tmp_path, faulty):
    model = chat()
    entry = {"forms": ["telepathy"], "streaming": True, "context": 1, "at": time.time()}
    key = f"openai:scripted {faulty.base_url}"
    (tmp_path / "data" / memory_module.NAME).write_text(json.dumps({key: entry}))
    assert (await model.abilities()).forms == ALL


async def test_a_data_folder_that_is_not_there_yet_is_no_hindrance(faulty, ledger, tmp_path):
    model = ChatModel(Settings(data_dir=tmp_path / "later", **faulty.settings()), ledger)
    assert (await model.abilities()).probed


async def test_no_key_is_in_what_is_remembered(chat, tmp_path):
    await chat(llm_api_key="sk-hemlig").abilities()
    assert "sk-hemlig" not in (tmp_path / "data" / memory_module.NAME).read_text()


# --- context -------------------------------------------------------------------------------------


async def test_the_context_the_server_tells_of_is_used(chat, faulty):
    faulty.context = 12_345
    assert (await chat().abilities()).context == 12_345


async def test_the_context_that_is_set_wins(chat, faulty):
    faulty.context = 12_345
    assert (await chat(llm_context=2000).abilities()).context == 2000


async def test_without_a_word_about_it_the_context_is_the_smallest_in_use(chat, faulty):
    faulty.context = None
    assert (await chat().abilities()).context == model_module.SMALLEST_CONTEXT == 4096


async def test_ollama_reads_no_more_than_it_is_told_to_make_room_for(chat, faulty):
    faulty.context = 131_072
    assert (await chat(provider="ollama").abilities()).context == 8192


async def test_llama_cpp_tells_what_one_request_may_take(chat, faulty):
    """Its listing tells what the model could read; the server was started with less."""
    faulty.about["/v1/models"] = {"data": [{"id": "scripted", "meta": {"n_ctx_train": 8192}}]}
    assert (await chat().abilities()).context == 8192
    faulty.about["/props"] = {"default_generation_settings": {"n_ctx": 2048}}
    other = faulty.base_url.replace("127.0.0.1", "localhost")  # nothing is remembered of it
    assert (await chat(llm_base_url=other).abilities()).context == 2048


@pytest.mark.parametrize(
    "listing",
    [{"data": None}, {"data": [None, 3]}, {"data": {"id": 1}}, {}, {"data": [{"id": "scripted"}]}],
)
async def test_a_listing_of_another_shape_is_passed_over(listing, chat, faulty):
    faulty.about["/v1/models"] = listing
    abilities = await chat().abilities()
    assert (abilities.context, abilities.probed) == (4096, True)


@pytest.mark.parametrize("told", [True, -1, 12, "4096", 0.5])
async def test_a_context_that_cannot_be_is_not_believed(told, chat, faulty):
    faulty.about["/v1/models"] = {"data": [{"id": "scripted", "max_model_len": told}]}
    assert (await chat().abilities()).context == 4096
