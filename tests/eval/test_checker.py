import json
from pathlib import Path

import pytest

from corpus.store import Store
from eval.catalogue import load_set
from eval.checker import check_set, main, shares_stem
from eval.questions import Question
from eval.records import GoldPlace

ROW = {
    "id": "a",
    "language": "sv",
    "question": "Vilken veckodag ses gruppen?",
    "answerable": True,
    "kind": "date",
    "evidence": [{"document": "moten", "page": None, "quote": "träffas varje tisdag"}],
}
NOTHING = {
    "id": "b",
    "language": "en",
    "question": "How high is it?",
    "answerable": False,
    "kind": "underspecified",
}


def write(folder: Path, *rows: dict) -> str:
    path = folder / "mine.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return str(path)


def test_a_sound_set_has_no_faults_and_its_counts_are_printed(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([write(tmp_path, ROW, NOTHING), "--data-dir", str(store.folder)]) == 0
    told = capsys.readouterr().out
    assert "mine: 2 questions" in told
    assert "answerable: date 1\n" in told
    assert "unanswerable: underspecified 1\n" in told
    assert "pairs: en- 1, sv-sv 1" in told
    assert "unanswerable 1/2 .500; in English 1/2 .500" in told
    assert "share no content-word stem with their gold quotes: 1/1 1.000" in told


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([ROW | {"evidence": [ROW["evidence"][0] | {"quote": "varje onsdag"}]}], "stands 0 times"),
        ([ROW | {"evidence": [ROW["evidence"][0] | {"page": 1}]}], "has no pages"),
        ([ROW, ROW | {"id": "c", "question": "vilken veckodag ses gruppen?"}], "asked 2 times"),
    ],
)
def test_a_fault_is_told_and_fails(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str], rows: list, fault: str
) -> None:
    assert main([write(tmp_path, *rows), "--data-dir", str(store.folder)]) == 1
    told = capsys.readouterr().out
    assert "FAULT: " in told
    assert fault in told


def test_the_promises_of_a_shipped_set_are_checked(store: Store, tmp_path: Path) -> None:
    shared = ROW | {"question": "Vad händer på tisdag?"}
    one = load_set(
        write(tmp_path, shared, ROW | {"id": "c"}, ROW | {"id": "d", "question": "När?"})
    )
    assert check_set(store.catalog, one, shipped=False).faults == ()
    told = check_set(store.catalog, one, shipped=True)
    assert told.unshared.count == 2
    assert len(told.faults) == 2
    assert "unanswerable" in told.faults[0]
    assert "English" in told.faults[1]


def test_gold_whose_documents_are_missing_is_said_to_be_unchecked(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["documents", "--data-dir", str(store.folder)])
    assert "the gold was not looked up" in capsys.readouterr().out


def test_an_empty_folder_and_an_unknown_set_fail(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data-dir", str(tmp_path)]) == 1
    assert main(["nosuch", "--data-dir", str(store.folder)]) == 1
    assert "there is no question set" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("asked", "quote", "shares"),
    [
        ("Vilka städer är med?", "48 svenska städerna", True),
        ("Vilka kommuner är med?", "48 svenska städer", False),
        ("Vad är det med kommuner?", "det är i städer", False),
    ],
)
def test_a_stem_is_shared_in_any_of_its_forms(asked: str, quote: str, shares: bool) -> None:
    gold = GoldPlace("d", 1, 0, 1, quote, "sv")
    assert shares_stem(Question("a", "sv", asked, False), [gold]) is shares
