"""An assessment reasoned by a real, very weak model: nothing unverified ever supports."""

import asyncio
import json
import shutil
from dataclasses import replace

import pytest

from corpus.assessment import Kind, Stance
from corpus.framework import load_framework
from corpus.records import Verdict
from pipeline.assess import draft_assessment
from pipeline.assess.events import Finished
from pipeline.assess.written import write_assessment
from pipeline.llm import ChatModel
from tests.smollm import MODEL

pytestmark = pytest.mark.llm
# one criterion takes two cores a minute
FEW = ("D1",)


async def whole(store, chat, draft, framework):
    async for event in write_assessment(store, chat, draft, framework=framework):
        if isinstance(event, Finished):
            return event.assessment
    raise AssertionError("no assessment came")


def test_nothing_supports_without_verified_quotes_on_both_sides(
    smollm, library, open_shelf, tmp_path
):
    framework = load_framework()
    chosen = {
        "llm": f"openai:{MODEL}",
        "llm_base_url": smollm,
        "llm_context": 1700,
        "llm_answer_tokens": 150,
        "llm_first_token_seconds": 300,
        "llm_answer_seconds": 300,
    }
    folder = shutil.copytree(library, tmp_path / "data")
    # what was found out of an endpoint is remembered there, and believed for a day
    found = {"forms": ["json_schema"], "streaming": True, "context": 4096, "at": 4102444800.0}
    (folder / "llm-abilities.json").write_text(json.dumps({f"openai:{MODEL} {smollm}": found}))
    with open_shelf(folder, **chosen) as store:
        [document] = [d for d in store.catalog.documents() if d.title == "Harbour Heat Exchange"]
        draft = draft_assessment(store, document, kind=Kind.INITIATIVE, language="en")
        findings = tuple(one for one in draft.findings if one.criterion in FEW)
        chat = ChatModel(store.settings, store.catalog)
        written = asyncio.run(whole(store, chat, replace(draft, findings=findings), framework))
        assert written.trace["llm"]["form"] is not None, "the model was never asked"
        for finding in written.findings:
            if finding.verdict is not Stance.SUPPORTS:
                continue
            for side in (finding.initiative_evidence, finding.strategy_evidence):
                assert side
                for one in side:
                    text = store.catalog.text(one.document.id, one.document.version)
                    assert one.verdict is Verdict.VERIFIED
                    assert text[one.start : one.end] == one.quote
        for claim in (one for finding in written.findings for one in finding.claims):
            assert claim.supported or claim.reason
