import sys
from pathlib import Path

import numpy as np
import pytest
from peerbench.compare import lead_over_best
from peerbench.corpora import fold_name, read_corpora
from peerbench.documents import list_folders
from peerbench.memory import CommandFailedError, run_watched
from peerbench.model import cut_batches
from peerbench.outcome import count_pages, percentile
from peerbench.vectors import KeptVectors

PROJECT = Path(__file__).parents[3]


def test_the_lead_is_over_the_best_peer_and_its_interval_holds_it():
    peers = {"weak": [0.0] * 40, "strong": [0.5, 0.7] * 20}
    lead = lead_over_best([0.8, 0.8] * 20, peers)
    assert lead.peer == "strong"
    assert lead.difference == pytest.approx(0.2)
    assert lead.low < lead.difference < lead.high


def test_percentiles_are_values_that_were_measured():
    assert percentile([3.0, 1.0, 2.0, 10.0], 0.5) == 2.0
    assert percentile([3.0, 1.0, 2.0, 10.0], 0.95) == 10.0


def test_formats_without_pages_count_by_their_characters():
    assert [count_pages(7, 1), count_pages(None, 10), count_pages(None, 25_000)] == [7, 1, 10]


def test_batches_hold_every_text_once_and_stay_small():
    lengths = [500, 3, 4, 600, 100, 100, 100, 100, 100]
    batches = cut_batches(lengths)
    assert sorted(i for batch in batches for i in batch) == list(range(len(lengths)))
    sizes = [len(batch) * max(lengths[i] for i in batch) for batch in batches if len(batch) > 1]
    assert sizes
    assert max(sizes) <= 512


def test_kept_vectors_are_found_by_their_text_alone(tmp_path: Path):
    kept = KeptVectors(tmp_path, "model")
    vector = np.arange(3, dtype=np.float32)
    kept.keep(["passage: ett"], [vector])
    known, unknown = KeptVectors(tmp_path, "model").read(["passage: ett", "passage: två"])
    assert known is not None
    assert known.tolist() == [0, 1, 2]
    assert unknown is None


def test_a_file_name_is_the_same_however_its_letters_are_stored():
    assert fold_name("Utsla\u0308pp.pdf") == fold_name("Utsläpp.pdf")


def test_two_files_of_one_name_are_refused(tmp_path: Path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "plan.md").write_text("x")
    with pytest.raises(ValueError, match=r"plan\.md"):
        list_folders(tmp_path, {"one": "a", "two": "b"})


def test_a_corpus_that_is_not_there_is_left_out_and_said(tmp_path: Path, capsys):
    found = read_corpora(
        PROJECT / "eval" / "peers" / "corpora.toml", project=PROJECT, documents=tmp_path
    )
    assert list(found) == ["library"]
    assert all(source.path.is_file() for source in found["library"].sources)
    assert "left out" in capsys.readouterr().out


def test_what_a_command_prints_comes_back_and_a_bad_status_is_told():
    printed, _ = run_watched([sys.executable, "-c", "print(6 * 7)"], {})
    assert printed == "42\n"
    with pytest.raises(CommandFailedError, match="status 5"):
        run_watched([sys.executable, "-c", "raise SystemExit(5)"], {})


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")
def test_memory_counts_what_a_child_holds():
    child = "import time; held = bytearray(80_000_000); time.sleep(0.5)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    _, peak = run_watched([sys.executable, "-c", parent], {})
    assert 80_000_000 < peak < 300_000_000
