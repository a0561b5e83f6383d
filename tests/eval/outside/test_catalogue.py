from pathlib import Path

import pytest

from corpus.errors import UsageError
from eval.outside.catalogue import ADAPTERS, choose_adapters


def test_sets_are_chosen_by_name_and_by_what_is_there(tmp_path: Path) -> None:
    names = [adapter.name for adapter in ADAPTERS]
    assert names == ["swequad", "swefaq", "squad2-sv", "pud"]
    (tmp_path / ADAPTERS[3].file).touch()
    there, missing = choose_adapters((), tmp_path)
    assert [one.name for one in there] == ["pud"]
    assert [one.name for one in missing] == names[:3]
    assert choose_adapters(["pud", "pud"], tmp_path) == (there, ())


def test_an_unknown_set_is_refused_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(
        UsageError, match=r'no outside set "squad".*swequad, swefaq, squad2-sv, pud'
    ):
        choose_adapters(["squad"], tmp_path)


def test_every_adapter_reads_its_file(questions_folder: Path) -> None:
    read = [adapter.read(questions_folder / adapter.file) for adapter in ADAPTERS]
    assert [one.name for one in read] == [adapter.name for adapter in ADAPTERS]
    assert [len(one.questions) for one in read] == [3, 3, 6, 6]
