"""A small data folder of real documents: a shipped PDF and a Markdown file, taken in once."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.settings import Settings
from corpus.store import Store, open_store
from ingest.intake import ingest_files
from ingest.outcome import Outcome
from ingest.walk import LIBRARY, Source

MARKDOWN = """# Möten

Styrgruppen träffas varje tisdag i Umeå. Den [leds](https://example.org/a) av **Ada Berg**.

- Protokollet skrivs på svenska.
"""


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    models = Path(os.environ.get("SAMKLANG_MODEL_DIR", Path.cwd() / ".models"))
    # every risk is accepted, so that what is cited does not hang on where answering stops
    return Settings(data_dir=tmp_path_factory.mktemp("data"), model_dir=models, answer_risk=1.0)


@pytest.fixture(scope="session")
def store(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    note = tmp_path_factory.mktemp("notes") / "moten.md"
    note.write_text(MARKDOWN, encoding="utf-8")
    pdf = LIBRARY / "strategy" / "internationaliseringsstrategin.pdf"
    sources = [Source(pdf, "digest", "strategy"), Source(note, "moten", "notes")]
    with open_store(settings) as opened:
        outcomes = [outcome.outcome for outcome in ingest_files(opened, sources)]
        assert set(outcomes) <= {Outcome.IN, Outcome.IN_WITH_WARNINGS}
        yield opened


@pytest.fixture(scope="session")
def answers_of_all(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An answers file that cites every sentence of the data folder on the page it starts on."""
    rows = []
    for document in store.catalog.documents():
        text = store.catalog.text(document.id, document.version)
        for passage in store.catalog.passages_of(document.id, document.version):
            for span in passage.sentences:
                citation = {
                    "document_id": document.id,
                    "version": document.version,
                    "page": passage.page,
                    "page_end": passage.page_end,
                    "quote": text[span.start : span.end],
                    "start": span.start,
                    "end": span.end,
                    "verdict": "verified",
                }
                rows.append({"claims": [{"citations": [citation]}]})
    path = tmp_path_factory.mktemp("answers") / "all.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path
