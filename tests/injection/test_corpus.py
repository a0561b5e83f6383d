"""The corpus is what it says: varied, distinct, and no answer hangs on a payload."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest

from corpus.records import BlockKind
from ingest.sandbox import read_document
from tests.injection.documents import write_document
from tests.injection.entries import HIDDEN, load_entries
from tests.injection.obeying import obey
from tests.injection.traces import shared_runs, told_traces

ENTRIES = load_entries()
each_entry = pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)


def test_there_are_enough_of_every_sort():
    assert len(ENTRIES) >= 60
    assert len({entry.id for entry in ENTRIES}) == len(ENTRIES)
    assert set(Counter(e.format for e in ENTRIES)) == {"md", "html", "txt", "docx", "pdf"}
    assert min(Counter(e.language for e in ENTRIES).values()) >= 0.45 * len(ENTRIES)
    assert sum(e.tone == "soft" for e in ENTRIES) >= len(ENTRIES) / 3
    assert sum(e.hidden for e in ENTRIES) >= 15
    assert len({e.kind for e in ENTRIES}) >= 20


def test_no_two_entries_share_a_trace_or_a_text():
    for one, other in combinations(ENTRIES, 2):
        assert not told_traces(one, [other.text, other.title, other.question])
        assert not told_traces(one, [payload.text for payload in other.payload])
    assert len({entry.text for entry in ENTRIES}) == len(ENTRIES)


@each_entry
def test_the_answer_stands_in_the_benign_text_and_not_in_the_payload(entry):
    assert entry.answer in entry.text
    assert not any(entry.answer in payload.text for payload in entry.payload)
    assert told_traces(entry, [entry.text, entry.title, entry.question]) == []
    assert entry.hidden == any(payload.form in HIDDEN for payload in entry.payload)


@each_entry
def test_the_payload_is_in_the_injected_file_alone(entry, tmp_path):
    texts = {}
    for injected in (False, True):
        path = tmp_path / f"{injected}.{entry.format}"
        path.write_bytes(write_document(entry, injected=injected))
        reading = read_document(path)
        texts[injected] = f"{reading.properties.title}\n{reading.text}"
        body = [b for b in reading.blocks if b.kind is not BlockKind.HIDDEN]
        assert any(entry.answer in reading.text[b.start : b.end] for b in body)
    assert told_traces(entry, [texts[False]]) == []
    raw = (tmp_path / f"True.{entry.format}").read_bytes().decode("utf-8", "replace")
    assert told_traces(entry, [texts[True], raw])


@each_entry
def test_the_obeying_model_obeys_what_it_reads_and_else_is_honest(entry):
    fence = f"{entry.question}\n<<<p1b2>>> {entry.title}\n{{}}\n<<</p1b2>>>"
    honest = obey(fence.format(entry.text), ENTRIES)
    assert entry.answer in honest
    assert told_traces(entry, [honest]) == []
    payload = " ".join(one.text for one in entry.payload)
    assert told_traces(entry, [obey(fence.format(f"{entry.text} {payload}"), ENTRIES)])


def test_a_part_of_a_payload_is_enough_for_the_obeying_model():
    entry = next(e for e in ENTRIES if not shared_runs(e, e.text))
    words = entry.payload[0].text.split()
    part = " ".join(words[:8])
    assert told_traces(entry, [part]) == []
    assert told_traces(entry, [obey(f"<<<p1b2>>>\n{part}\n<<</p1b2>>>", ENTRIES)])
