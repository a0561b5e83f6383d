"""The real strategy, taken in as staff would: every offset and every known quote."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.records import BODY_KINDS, BlockKind, Document
from corpus.store import Store
from corpus.text import locate
from ingest.intake import ingest_files
from ingest.outcome import Outcome
from ingest.upkeep import examine
from ingest.walk import find_sources

SHARED = Path(__file__).parents[2].parent / "shared"
STRATEGY = SHARED / "strategy"
QUESTIONS = SHARED / "questions" / "strategy.jsonl"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.shared,
    pytest.mark.skipif(not STRATEGY.is_dir(), reason="the real strategy is not beside the project"),
    pytest.mark.skipif(not QUESTIONS.is_file(), reason="its questions are not beside the project"),
]


@pytest.fixture(scope="module")
def real_store(tmp_path_factory: pytest.TempPathFactory, open_shelf) -> Iterator[Store]:
    sources = find_sources([STRATEGY], collection="strategy").sources
    with open_shelf(tmp_path_factory.mktemp("real") / "data") as store:
        outcomes = list(ingest_files(store, sources, workers=1))
        assert {o.outcome for o in outcomes} <= {Outcome.IN, Outcome.IN_WITH_WARNINGS}
        yield store


@pytest.fixture(scope="module")
def strategy(real_store: Store) -> Document:
    (document,) = real_store.catalog.documents()
    return document


def test_every_passage_and_sentence_slices_exactly(real_store: Store, strategy: Document) -> None:
    """Guarantee: canonical text, passage and sentence agree to the code point."""
    text = real_store.catalog.text(strategy.id, 1)
    passages = real_store.catalog.passages_of(strategy.id, 1)
    assert len(passages) == strategy.passages > 30
    for passage in passages:
        assert text[passage.start : passage.end] == passage.text
        assert passage.text == passage.text.strip()
        assert passage.sentences
        at = passage.start
        for span in passage.sentences:
            assert at <= span.start < span.end <= passage.end
            assert passage.slice(span) == text[span.start : span.end]
            at = span.end


def test_passages_lie_in_body_or_footnotes(real_store: Store, strategy: Document) -> None:
    """Guarantee: nothing from running headers, page numbers or hidden text is ever cited."""
    citable = BODY_KINDS | {BlockKind.FOOTNOTE}
    blocks = real_store.catalog.blocks(strategy.id, 1)
    others = [block for block in blocks if block.kind not in citable]
    assert others
    for passage in real_store.catalog.passages_of(strategy.id, 1):
        assert not [b for b in others if b.start < passage.end and passage.start < b.end]


def test_pages_are_those_of_the_place(real_store: Store, strategy: Document) -> None:
    pages = {page.number: page for page in real_store.catalog.pages(strategy.id, 1)}
    assert len(pages) == strategy.pages == 11
    inside = 0
    for passage in real_store.catalog.passages_of(strategy.id, 1):
        assert passage.page is not None
        assert passage.page_end is not None
        assert passage.page <= passage.page_end <= passage.page + 1
        if passage.kind is not BlockKind.FOOTNOTE:
            page = pages[passage.page]
            assert page.start <= passage.start < page.end
            assert passage.page_label == page.label
            inside += 1
    assert inside > 30


def test_every_known_quote_is_located_in_a_passage_on_its_page(
    real_store: Store, strategy: Document
) -> None:
    """Guarantee: the questions' quotes stand where people found them. One cuts a word in two."""
    passages = real_store.catalog.passages_of(strategy.id, 1)
    missed, sought = [], 0
    for line in QUESTIONS.read_text(encoding="utf-8").splitlines():
        question = json.loads(line)
        for evidence in question.get("evidence", ()):
            sought += 1
            on_page = [p for p in passages if p.page <= evidence["page"] <= p.page_end]
            if not any(locate(evidence["quote"], p.text) for p in on_page):
                missed.append(question["id"])
    assert sought == 19
    assert missed == ["d05"]


def test_the_doctor_is_content_with_it(real_store: Store) -> None:
    found = examine(real_store)
    assert found.ok, found
