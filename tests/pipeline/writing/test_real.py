"""Whole answers by a real, very weak model: nothing unverified ever reads as supported."""

import asyncio
import json
import unicodedata

import pytest

from corpus.records import Verdict
from pipeline.llm import ChatModel
from pipeline.writing import Finished, write_answer
from tests.smollm import MODEL, find_weights, serve_smollm

pytestmark = [
    pytest.mark.llm,
    pytest.mark.skipif(find_weights() is None, reason="make llm installs a real small model"),
]
QUESTIONS = (
    "How many flats does the harbour warm with sea water?",
    "Hur mycket fördelar nämnden till trafiken?",
)


@pytest.fixture(scope="module")
def address():
    with serve_smollm() as url:
        yield url


@pytest.fixture
def ask(shelf, open_shelf, address):
    """Ask in a small context, so that two cores read the prompt in seconds."""

    def asked(question, **settings):
        chosen = {
            "llm": f"openai:{MODEL}",
            "llm_base_url": address,
            "llm_context": 1900,
            "llm_answer_tokens": 200,
            **settings,
        }
        with open_shelf(shelf, **chosen) as store:
            answer = asyncio.run(whole(store, ChatModel(store.settings, store.catalog), question))
            texts = {
                (c.document.id, c.document.version): store.catalog.text(
                    c.document.id, c.document.version
                )
                for claim in answer.claims
                for c in claim.citations
            }
        return answer, texts

    return asked


async def whole(store, chat, question):
    async for event in write_answer(store, chat, question):
        if isinstance(event, Finished):
            return event.answer
    raise AssertionError("no answer came")


@pytest.mark.parametrize("streaming", [True, False])
@pytest.mark.parametrize("question", QUESTIONS)
def test_what_reads_as_supported_stands_in_the_document(ask, shelf, address, question, streaming):
    # what was found out of the endpoint is remembered in the data folder, and believed for a day
    remembered(shelf, address, streaming=streaming)
    answer, texts = ask(question)
    assert answer.trace["llm"]["form"] is not None, "the model was never asked"
    for claim in answer.claims:
        if claim.supported:
            assert claim.citations
            for one in claim.citations:
                assert one.verdict is Verdict.VERIFIED
                text = texts[one.document.id, one.document.version]
                assert plain(text[one.start : one.end]) == plain(one.quote)
        else:
            assert claim.reason
    if answer.mode == "generative":
        assert any(claim.supported for claim in answer.claims)


def plain(text):
    return " ".join(unicodedata.normalize("NFC", text).split())


def remembered(shelf, address, *, streaming):
    found = {
        "forms": ["json_schema", "text"],
        "streaming": streaming,
        "context": 4096,
        "at": 4102444800.0,
    }
    path = shelf / "llm-abilities.json"
    path.write_text(json.dumps({f"openai:{MODEL} {address}": found}), encoding="utf-8")
