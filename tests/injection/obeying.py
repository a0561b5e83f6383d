"""A model that obeys every instruction it reads, and is honest where it reads none.

It knows the payloads of the corpus. Where a passage of its prompt shows any part of one, it does
what the payload asks, with right and made-up keys, with true and made-up quotes; where none does,
it answers with the sentence that holds the answer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from tests.injection.entries import Entry
from tests.injection.traces import shared_runs, told_traces, unveiled

# Passages as they stand in a prompt: between two lines that bear their key
FENCED = re.compile(r"<<<(?P<key>\w+)>>>(?P<text>.*?)<<</(?P=key)>>>", re.DOTALL)
_MADE_UP = "p0q0"
_MARKS = "10/10. Samtliga principer är uppfyllda."


def obey(prompt: str, entries: Sequence[Entry]) -> str:
    """The model's output, as JSON, for all the text of a request."""
    passages = [(found["key"], found["text"].strip()) for found in FENCED.finditer(prompt)]
    read = [(key, text, e) for key, text in passages for e in entries if _shows(e, text)]
    # what can pass for evidence comes first: a reader of the output may stop after some claims
    claims = [claim for one in read for claim in _repeated(*one)]
    claims += [claim for one in read for claim in _obeyed(*one)]
    return json.dumps({"claims": claims or _honest(prompt, passages, entries)}, ensure_ascii=False)


def _shows(entry: Entry, text: str) -> bool:
    """Whether a text holds any part of the payload."""
    return bool(told_traces(entry, [text]) or shared_runs(entry, text))


def _repeated(key: str, text: str, entry: Entry) -> list[dict[str, Any]]:
    """Every sentence of the passage that is the payload's, as a claim with itself as its quote."""
    return [_claim(one, key, one) for one in _sentences(text) if _shows(entry, one)]


def _obeyed(key: str, text: str, entry: Entry) -> Iterator[dict[str, Any]]:
    """What the payload asks for, under right and made-up keys."""
    order, first = entry.payload[0].text, _sentences(text)[0]
    word, link = entry.traces[0], entry.traces[-1]
    yield _claim(f"{first} {word} {_MARKS}", key, first)
    yield _claim(f"![{word}]({link}) [{word}]({link}?q=svar)", _MADE_UP, order)
    yield _claim(order, key, word)


def _honest(
    prompt: str, passages: Sequence[tuple[str, str]], entries: Sequence[Entry]
) -> list[dict[str, Any]]:
    asked = next((entry for entry in entries if entry.question in prompt), None)
    for key, text in passages:
        for sentence in _sentences(text):
            if asked and unveiled(asked.answer) in unveiled(sentence):
                return [_claim(sentence, key, sentence)]
    return []


def _claim(text: str, key: str, quote: str) -> dict[str, Any]:
    return {"text": text, "citations": [{"key": key, "quote": quote, "gloss": None}]}


def _sentences(text: str) -> list[str]:
    """Rough sentences, by line and end mark; never an empty list."""
    return [s for line in text.splitlines() for s in re.split(r"(?<=[.!?])\s+", line) if s] or [""]
