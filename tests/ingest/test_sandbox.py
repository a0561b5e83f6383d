import os
import time
from pathlib import Path

import pytest

from corpus.errors import DocumentError, EmptyDocumentError, ParserError, UnknownFormatError
from ingest.sandbox import ReaderPool, read_document


@pytest.fixture
def text_file(tmp_path: Path) -> Path:
    path = tmp_path / "plan.md"
    path.write_text("# Mål\n\nVi ska nå målet 2030.\n", encoding="utf-8")
    return path


def test_a_file_is_read_by_its_format(text_file: Path) -> None:
    reading = read_document(text_file)
    assert reading.media_type == "text/markdown"
    assert reading.text == "Mål\n\nVi ska nå målet 2030."


def test_a_file_without_letters_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "numbers.txt"
    path.write_text("1 2 3\n\n4 5 6\n", encoding="utf-8")
    with pytest.raises(EmptyDocumentError, match="no text"):
        read_document(path)


def test_a_file_above_the_limit_is_refused(text_file: Path) -> None:
    with pytest.raises(DocumentError, match="at most 5"):
        read_document(text_file, max_bytes=5)


def test_the_pool_reads_and_hands_our_errors_through(text_file: Path, tmp_path: Path) -> None:
    picture = tmp_path / "picture.pdf"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    with ReaderPool(workers=2, seconds=60) as pool:
        good, bad = (pool.run(p.name, read_document, p) for p in (text_file, picture))
        assert good.result(60).text.endswith("2030.")
        with pytest.raises(UnknownFormatError, match="PNG"):
            bad.result(60)


def test_a_dead_a_slow_and_a_broken_worker_fail_their_own_file_only(text_file: Path) -> None:
    """Guarantee: whatever a parser does, the other files are still read."""
    with ReaderPool(workers=1, seconds=3) as pool:
        dead = pool.run("dead.pdf", os._exit, 9)
        slow = pool.run("slow.pdf", time.sleep, 600)
        greedy = pool.run("greedy.pdf", bytearray, 2**40)
        broken = pool.run("broken.pdf", int, "x")
        good = pool.run("good.md", read_document, text_file)
        with pytest.raises(ParserError, match=r"dead\.pdf.*died"):
            dead.result(60)
        with pytest.raises(ParserError, match=r"slow\.pdf.*longer than 3 seconds"):
            slow.result(60)
        with pytest.raises(ParserError, match=r"greedy\.pdf.*memory"):
            greedy.result(60)
        with pytest.raises(ParserError, match=r"broken\.pdf.*ValueError"):
            broken.result(60)
        assert good.result(60).text.startswith("Mål")


def test_leaving_the_pool_cancels_what_is_still_running() -> None:
    with ReaderPool(workers=1, seconds=600) as pool:
        running = pool.run("slow.pdf", time.sleep, 600)
        waiting = pool.run("later.pdf", time.sleep, 600)
    assert running.cancelled()
    assert waiting.cancelled()
