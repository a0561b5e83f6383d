import argparse
import sys

import pytest

from corpus.errors import SamklangError
from corpus.store import Store
from eval.bench import PARTS, _part_names
from eval.bench_ingest import IngestBench, embedded_texts, timed, write_documents
from eval.bench_retrieval import RetrievalBench
from eval.bench_start import time_command


def test_ratios_are_ours_over_the_least() -> None:
    assert IngestBench(3, 100, 12.0, 10.0).ratio == pytest.approx(1.2)
    assert RetrievalBench(100, 3, 0.03, 0.05, 0.02).ratio == pytest.approx(1.5)


def test_what_was_embedded_is_every_distinct_passage_and_sentence(store: Store) -> None:
    texts = embedded_texts(store)
    assert "Protokollet skrivs på svenska." in texts
    counts = store.catalog.counts().values()
    assert 0 < len(texts) <= sum(passages + sentences for passages, sentences in counts)


def test_tiny_documents_all_differ(tmp_path) -> None:
    write_documents(tmp_path / "notes", 30)
    texts = {path.read_text() for path in (tmp_path / "notes").iterdir()}
    assert len(texts) == 30


def test_a_command_that_fails_is_not_a_measurement() -> None:
    with pytest.raises(SamklangError, match="left with 3: gone"):
        time_command(
            [sys.executable, "-c", "import sys; sys.exit(print('gone', file=sys.stderr) or 3)"], {}
        )
    assert time_command([sys.executable, "-c", "pass"], {}) > 0


def test_an_action_is_timed_and_its_result_kept() -> None:
    seconds, result = timed(lambda: 42)
    assert seconds >= 0
    assert result == 42


def test_parts_are_chosen_by_name() -> None:
    assert _part_names("start,ingest") == ["start", "ingest"]
    budgets = ["embedding", "ingest", "start", "unchanged", "retrieval", "gate", "writing"]
    budgets += ["assessing", "pages"]
    assert list(PARTS) == budgets
    with pytest.raises(argparse.ArgumentTypeError, match="no part"):
        _part_names("strat")
