"""Whole answers over a real socket, with a scripted model: what it says goes through the gate."""

import asyncio
import json
import re
import time
from dataclasses import replace

import pytest

from corpus.errors import LanguageModelError
from corpus.records import Verdict
from pipeline.llm import ChatModel
from pipeline.writing import Finished, Passed, Progress, write_answer

QUESTION = "Hur mycket fördelar nämnden till trafiken?"
TRUE = "Nämnden fördelar 48 miljoner kronor till trafiken under 2027."
FENCED = re.compile(r"<<<(p\w+)>>>[^\n]*\n(.*?)\n<<</\1>>>", re.DOTALL)


def claim(text, *quotes):
    return {"text": text, "citations": [{"key": k, "quote": q, "gloss": None} for k, q in quotes]}


def say(*claims):
    return json.dumps({"claims": list(claims)}, ensure_ascii=False)


def key_of(word, messages):
    """The key of the passage that says a word; that of none where no passage does (a probe)."""
    found = FENCED.findall("\n".join(one["content"] for one in messages))
    return next((key for key, text in found if word in text), "p0x0")


class Desk:
    """A store with a scripted model, and what came of the last question."""

    def __init__(self, open_shelf, shelf, faulty):
        self.open_shelf, self.shelf, self.faulty = open_shelf, shelf, faulty
        self.shown = []

    def ask(self, question=QUESTION, *, model="scripted", outside=False, settings=None, **given):
        chosen = {**self.faulty.settings(model), **(settings or {})}
        chosen = {k: v for k, v in chosen.items() if k not in ("data_dir", "model_dir")}
        with self.open_shelf(self.shelf, **chosen) as store:
            chat = ChatModel(store.settings, store.catalog)
            if outside:
                chat.endpoint = replace(chat.endpoint, outside=True, host="model.example")
            return asyncio.run(self._ask(store, chat, question, given))

    async def _ask(self, store, chat, question, given):
        self.shown, self.sent = [], []
        async for event in write_answer(store, chat, question, **given):
            self.shown.append(event)
            if isinstance(event, Passed) and self.faulty.requests:
                self.sent.append(self.faulty.requests[-1].sent)
            if isinstance(event, Finished):
                self.texts = {p: store.catalog.last_prompt(p, "sv") for p in ("answer", "repair")}
                return event.answer
        raise AssertionError("no answer came")

    @property
    def passed(self):
        return [one.claim for one in self.shown if isinstance(one, Passed)]

    @property
    def stages(self):
        return [one.stage for one in self.shown if isinstance(one, Progress)]


@pytest.fixture
def desk(open_shelf, shelf, faulty):
    return Desk(open_shelf, shelf, faulty)


def test_a_claim_with_a_true_quote_is_supported_and_names_who_wrote_it(desk, faulty):
    faulty.answer_with(lambda m: say(claim(TRUE, (key_of("miljoner", m), TRUE))))
    answer = desk.ask()
    assert answer.mode == "generative"
    [only] = answer.claims
    assert only.supported
    assert only.text == TRUE
    assert only.citations[0].verdict is Verdict.VERIFIED
    assert [note.code for note in answer.notes] == ["written_here"]
    assert answer.trace["llm"]["host"].startswith("127.0.0.1")
    assert answer.trace["llm"]["claims"]["verified"] == 1
    assert desk.stages == ["searching", "writing"]


def test_claims_are_shown_while_the_model_still_writes(desk, faulty):
    other = "Hamnen får elkraft från land."
    faulty.pace = 0.02

    def answer(messages):
        key = key_of("miljoner", messages)
        return say(claim(TRUE, (key, TRUE)), claim(other, (key, other)))

    faulty.answer_with(answer)
    desk.ask(settings={"llm_answer_seconds": 60})
    assert [one.text for one in desk.passed] == [TRUE, other]
    assert desk.sent[0] < 0.8 * faulty.requests[0].sent


def test_the_prompt_s_text_is_kept_by_its_sha256(desk, faulty):
    faulty.say(say())
    answer = desk.ask()
    version, text = desk.texts["answer"]
    assert answer.trace["llm"]["prompts"]["answer"]["version"] == version
    assert "{{passages}}" in text


# what a model may get wrong, and the fault each must be refused for
WRONG = {
    "fabricated key": lambda k: claim(TRUE, ("p0x0", TRUE)),
    "one digit altered": lambda k: claim(TRUE.replace("48", "49"), (k, TRUE.replace("48", "49"))),
    "number not in the quote": lambda k: claim(TRUE.replace("48", "49"), (k, TRUE)),
    "stitched quote": lambda k: claim(
        "Nämnden fördelar kronor till trafiken från land.",
        (k, "Nämnden fördelar 48 miljoner kronor till trafiken från land."),
    ),
    "no quote": lambda k: claim(TRUE),
    "another language": lambda k: claim(
        "The committee allocates 48 million kronor to traffic in 2027.", (k, TRUE)
    ),
    "a picture from outside": lambda k: claim(
        f"{TRUE} ![x](https://evil.example/?q=48)", (k, TRUE)
    ),
}
FAULTS = {
    "fabricated key": "unknown_key",
    "one digit altered": "not_found",
    "number not in the quote": "number",
    "stitched quote": "not_found",
    "no quote": "no_quote",
    "another language": "language",
    "a picture from outside": "link",
}


@pytest.mark.parametrize("name", WRONG)
def test_what_does_not_hold_is_struck_with_its_reason_beside_what_does(desk, faulty, name):
    other = "Hamnen får elkraft från land."

    def answer(messages):
        key = key_of("miljoner", messages)
        return say(WRONG[name](key), claim(other, (key, other)))

    faulty.answer_with(answer)
    found = desk.ask()
    assert found.mode == "generative"
    wrong, right = found.claims
    assert right.supported
    assert not wrong.supported
    assert wrong.fault == FAULTS[name]
    assert wrong.reason
    assert "evil.example" not in repr(found)
    assert desk.passed[0].text == other


def test_a_right_quote_under_the_wrong_key_is_misattributed(desk, faulty):
    def answer(messages):
        return say(claim(TRUE, (key_of("Träden", messages), TRUE)))

    faulty.answer_with(answer)
    found = desk.ask()
    refused = next(one for one in found.claims if one.fault)
    assert refused.fault == "misattributed"
    assert refused.citations[0].verdict is Verdict.MISATTRIBUTED


def test_a_dropped_negation_is_refused(desk, faulty, open_shelf, shelf, tmp_path, take_in):
    path = tmp_path / "in" / "bridge.md"
    path.parent.mkdir()
    quote = "Bron till hamnen får inte användas av tung trafik under våren."
    path.write_text(f"# Bron\n\n{quote}\n", encoding="utf-8")
    with open_shelf(shelf) as store:
        take_in(store, path.parent)

    def answer(messages):
        key = key_of("Bron", messages)
        return say(claim(quote.replace("inte ", ""), (key, quote)))

    faulty.answer_with(answer)
    found = desk.ask("Får tung trafik använda bron till hamnen under våren?")
    refused = next(one for one in found.claims if one.fault)
    assert refused.fault == "negation"
    assert not any(one.supported for one in found.claims if one.fault)


def test_the_model_is_told_once_what_is_wrong_and_what_it_mends_takes_the_place(desk, faulty):
    def answer(messages):
        key = key_of("miljoner", messages)
        told = "45" in "\n".join(one["content"] for one in messages)
        return say(claim(TRUE if told else TRUE.replace("48", "45"), (key, TRUE)))

    faulty.answer_with(answer)
    found = desk.ask()
    assert [one.text for one in found.claims] == [TRUE]
    assert found.claims[0].supported
    assert found.trace["llm"]["repaired"]
    assert desk.stages[-1] == "repairing"
    assert "Talet 45" in faulty.requests[-1].prompt
    assert len(faulty.requests) == 2


def test_an_answer_without_a_supported_claim_is_not_shown_as_one(desk, faulty):
    faulty.say(
        say(claim("Nämnden fördelar 99 miljoner.", ("p0x0", "99 miljoner kronor till alla")))
    )
    found = desk.ask()
    assert found.mode == "extractive"
    assert found.claims[0].supported
    assert not found.claims[-1].supported
    assert "no_support" in [note.code for note in found.notes]


def test_a_model_that_finds_nothing_is_believed(desk, faulty):
    faulty.say(say())
    found = desk.ask()
    assert found.abstained
    assert found.claims == ()
    assert found.nearby
    assert "model_silent" in [note.code for note in found.notes]


# the endpoint's faults: nothing was shown, so the documents' own words are, and the reader is told
@pytest.mark.parametrize(
    ("plays", "fault"),
    [
        ("status-401", "unauthorised"), ("status-404", "no_such_model"),
        ("status-429", "rate_limited"), ("status-429-after-7", "rate_limited"),
        ("status-500", "server_error"), ("html", "not_a_model"), ("malformed", "malformed"),
        ("empty-choices", "empty"), ("long-line", "too_large"), ("silent", "timed_out"),
        ("redirect", "refused_redirect"), ("ignores-schema", "malformed"),
    ],
)  # fmt: skip
def test_an_endpoint_that_fails_leaves_the_documents_own_words_and_the_reason(
    desk, faulty, plays, fault
):
    faulty.say("Nämnden fördelar 99 miljoner kronor.")
    found = desk.ask(model=plays)
    assert found.mode == "extractive"
    assert found.trace["llm"]["fallback"] == fault
    assert found.claims
    assert all(one.supported for one in found.claims)
    assert [note.code for note in found.notes] == ["fallback"]


def test_an_endpoint_that_is_not_there_leaves_the_documents_own_words(desk, faulty):
    found = desk.ask(settings={"llm_base_url": faulty.refused_url})
    assert found.mode == "extractive"
    assert found.trace["llm"]["fallback"] == "unreachable"


@pytest.mark.parametrize("plays", ["half", "broken", "unmarked"])
def test_a_stream_that_breaks_off_is_an_error_and_no_answer(desk, faulty, plays):
    faulty.answer_with(lambda m: say(claim(TRUE, (key_of("miljoner", m), TRUE))))
    with pytest.raises(LanguageModelError) as raised:
        desk.ask(model=plays)
    assert raised.value.fault == "cut_off"
    assert not any(isinstance(one, Finished) for one in desk.shown)


@pytest.mark.parametrize("plays", ["endless", "stalls"])
def test_a_stream_that_never_ends_ends_in_bounded_time(desk, faulty, plays):
    faulty.answer_with(lambda m: say(claim(TRUE, (key_of("miljoner", m), TRUE))))
    found = desk.ask(model=plays)
    assert found.trace["llm"]["fallback"] in ("timed_out", "too_large")
    assert found.mode == "extractive"


@pytest.mark.parametrize("plays", ["split-utf8", "drip", "only-done", "whole", "tools-only"])
def test_an_odd_but_honest_stream_is_read_whole(desk, faulty, plays):
    faulty.answer_with(lambda m: say(claim(TRUE, (key_of("miljoner", m), TRUE))))
    found = desk.ask(model=plays, settings={"llm_answer_seconds": 120})
    assert found.mode == "generative"
    assert found.claims[0].text == TRUE


def test_what_may_not_leave_the_machine_is_in_no_prompt(desk, faulty):
    found = desk.ask(outside=True)
    assert faulty.requests == []
    assert found.mode == "extractive"
    assert found.claims
    [note] = found.notes
    assert note.code == "withheld"
    assert note.values["host"] == "model.example"


def test_only_an_allowed_collection_reaches_an_endpoint_elsewhere(desk, faulty, open_shelf, shelf):
    with open_shelf(shelf) as store:
        store.catalog.set_external_model("harbours", "allowed")
    faulty.say(say())
    found = desk.ask("Vad gör hamnen med havsvatten?", outside=True)
    prompts = "\n".join(one.prompt for one in faulty.requests)
    assert "pump" in prompts
    assert "miljoner" not in prompts
    assert "withheld" in [note.code for note in found.notes]


def test_a_follow_up_is_reworded_from_the_questions_alone_and_shown(desk, faulty):
    def answer(messages):
        prompt = "\n".join(one["content"] for one in messages)
        if "<<<" not in prompt.replace("<<<key>>>", ""):
            return json.dumps({"question": "Hur många lägenheter värmer hamnen?"})
        return say()

    faulty.answer_with(answer)
    found = desk.ask("Och hamnen?", earlier=["Hur många lägenheter värmer skogen?"])
    assert desk.stages[:3] == ["rewriting", "rewritten", "searching"]
    assert found.trace["standalone"] == "Hur många lägenheter värmer hamnen?"
    assert found.question == "Och hamnen?"
    assert found.notes[0].code == "rewritten"


def test_a_reworded_question_that_adds_a_name_is_not_used(desk, faulty):
    faulty.say(json.dumps({"question": "Vad gör Malmö med hamnen?"}), say())
    found = desk.ask("Och hamnen?", earlier=["Vad gör kommunen med skogen?"])
    assert "Malmö" not in found.trace["standalone"]
    assert found.trace["standalone"].endswith("Och hamnen?")


def test_a_question_that_stands_alone_is_not_reworded(desk, faulty):
    faulty.say(say())
    found = desk.ask(earlier=["Vad gör hamnen?"])
    assert "standalone" not in found.trace
    assert len(faulty.requests) == 1


def test_closing_the_answer_hangs_up_on_the_endpoint(desk, faulty):
    faulty.say("{" + " " * 4000)
    faulty.pace = 0.05

    def begun():
        while not (faulty.requests and faulty.requests[0].sent):
            time.sleep(0.01)

    async def leave(store, chat):
        events = write_answer(store, chat, QUESTION)
        async for event in events:
            if isinstance(event, Progress) and event.stage == "writing":
                break
        pending = asyncio.ensure_future(anext(events))
        await asyncio.to_thread(begun)
        pending.cancel()
        await asyncio.wait({pending})
        await events.aclose()
        return await asyncio.to_thread(faulty.requests[0].hung_up.wait, 3)

    with desk.open_shelf(desk.shelf, **faulty.settings("scripted")) as store:
        chat = ChatModel(store.settings, store.catalog)
        assert asyncio.run(leave(store, chat))
