"""What an assessment costs: an initiative of ten pages taken in, and assessed without a model."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from corpus.assessment import Kind
from corpus.framework import load_framework
from corpus.settings import Settings
from corpus.store import open_store
from eval.initiatives.check import FOLDER, read_expected
from ingest.intake import ingest_files
from ingest.walk import Source
from pipeline.assess import draft_assessment
from pipeline.assess.teach import load_teaching

_WORDS_A_PAGE = 350
_PAGES = 10


@dataclass(frozen=True, slots=True)
class AssessingBench:
    """Seconds: the framework taught once, the file taken in, and its assessment."""

    taught: float
    taken_in: float
    assessed: float
    sentences: int


def measure_assessing(settings: Settings, scratch: Path) -> AssessingBench:
    """Assess ten pages made of the shipped sample initiatives, against the library."""
    path = scratch / "ten-pages.md"
    path.write_text(_ten_pages(), encoding="utf-8")
    with open_store(settings) as store:
        start = time.perf_counter()
        load_teaching(load_framework(), store.embedder, scratch)  # nothing is remembered there
        taught = time.perf_counter() - start
        start = time.perf_counter()
        [outcome] = ingest_files(store, [Source(path, path.name, "initiatives")])
        taken_in = time.perf_counter() - start
        document = store.catalog.document(outcome.document_id or "")
        start = time.perf_counter()
        draft = draft_assessment(store, document, kind=Kind.INITIATIVE)
        assessed = time.perf_counter() - start
    return AssessingBench(taught, taken_in, assessed, int(draft.trace["sentences"]))


def _ten_pages() -> str:
    """Whole sample initiatives in a row until there are words for ten pages."""
    text = ""
    for entry in read_expected(FOLDER):
        if len(text.split()) < _WORDS_A_PAGE * _PAGES:
            text += (FOLDER / entry.file).read_text(encoding="utf-8") + "\n\n"
    return text
