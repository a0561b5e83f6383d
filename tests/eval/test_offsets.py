import dataclasses
from pathlib import Path

import numpy as np
import pytest

from corpus.records import Block, BlockKind, Boxes, Interval, Page, Passage
from corpus.store import Store
from eval.offsets import (
    block_faults,
    box_faults,
    check_catalog,
    citable_mask,
    main,
    passage_faults,
    quote_faults,
    sentence_faults,
)
from eval.quotes import Quoted, read_answers

TEXT = "Ett mål. Två mål.\n\nSidfot 1"
BLOCKS = (Block(BlockKind.PARAGRAPH, 1, 0, 17), Block(BlockKind.FURNITURE, 1, 19, 27))
PAGE = Page(1, "1", 0, 17, 200.0, 300.0)
SOUND = Passage(
    document_id="d",
    version=1,
    start=0,
    end=17,
    heading_path=(),
    language="sv",
    text="Ett mål. Två mål.",
    sentences=(Interval(0, 8), Interval(9, 17)),
    paragraph=1,
    page=1,
    page_end=1,
)


def faults(passage: Passage, identity: str | None = None) -> list[str]:
    mask = citable_mask(TEXT, BLOCKS)
    return list(passage_faults(identity or passage.id, passage, TEXT, mask))


def test_a_sound_passage_has_no_faults() -> None:
    assert faults(SOUND) == []
    assert list(sentence_faults(SOUND)) == [[], []]
    assert list(block_faults(TEXT, BLOCKS)) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"text": "Ett mål. Två mal."}, "not what the text says"),
        ({"end": 18, "text": TEXT[:18]}, "white space"),
        ({"end": 27, "text": TEXT}, "outside body"),
        ({"page_end": 3}, "two pages: 1 to 3"),
    ],
)
def test_a_wrong_passage_is_told(change: dict[str, object], fault: str) -> None:
    told = faults(dataclasses.replace(SOUND, **change))
    assert len(told) == 1
    assert fault in told[0]


def test_a_wrong_id_is_told() -> None:
    assert faults(SOUND, "d.1.0-16") == ["has another id than its interval: d.1.0-17"]


@pytest.mark.parametrize(
    "spans",
    [(Interval(0, 9),), (Interval(9, 18),), (Interval(5, 5),), (Interval(0, 9), Interval(8, 17))],
)
def test_wrong_sentences_are_told(spans: tuple[Interval, ...]) -> None:
    assert any(list(sentence_faults(dataclasses.replace(SOUND, sentences=spans))))


def test_words_in_no_block_are_counted() -> None:
    assert list(block_faults(TEXT, BLOCKS[:1])) == ["has printed characters in no block: 7"]
    assert "after 17" in next(block_faults(TEXT, (BLOCKS[0], Block(BlockKind.CAPTION, 1, 9, 27))))


@pytest.mark.parametrize(
    ("span", "rect", "fault"),
    [
        ((0, 3), (10, 10, 30, 20), None),
        ((0, 5), (10, 10, 30, 20), '"Ett m"'),
        ((20, 40), (10, 10, 30, 20), '20-40 ""'),
        ((0, 3), (10, 20, 30, 20), "without area"),
        ((0, 3), (10, 10, 330, 20), "off the page"),
        ((19, 25), (10, 10, 330, 20), None),
    ],
)
def test_boxes_hold_one_word_on_the_page(span, rect, fault) -> None:
    boxes = Boxes(1, np.array([span], np.int32), np.array([rect], np.float32))
    told = list(box_faults(boxes, TEXT, PAGE, citable_mask(TEXT, BLOCKS)))
    assert len(told) == (fault is not None)
    assert fault is None or fault in told[0]


def test_every_offset_of_real_documents_holds(store: Store) -> None:
    tally = check_catalog(store.catalog)
    assert not tally.failures
    assert tally.checked["version"] == 2
    assert tally.checked["sentence"] > tally.checked["passage"] > 10
    assert tally.checked["word box"] > 1000


def test_the_run_checks_quotes_and_fails_on_a_wrong_one(
    store: Store, answers_of_all: Path, capsys
) -> None:
    given = ["--data-dir", str(store.folder), "--citations", str(answers_of_all)]
    assert main(given) == 0
    assert "0  failures" in capsys.readouterr().out
    quoted = next(iter(read_answers(answers_of_all)))
    shifted = dataclasses.replace(quoted, start=quoted.start + 1, end=quoted.end + 1)
    assert list(quote_faults(store.catalog, quoted)) == []
    assert len(list(quote_faults(store.catalog, shifted))) == 1
    gone = Quoted("dnowhere", 1, 1, 1, "x", "verified", 0, 1)
    assert len(list(quote_faults(store.catalog, gone))) == 1


def test_a_folder_without_a_catalog_is_refused(tmp_path: Path, capsys) -> None:
    assert main(["--data-dir", str(tmp_path)]) == 1
    assert "no catalog" in capsys.readouterr().err
