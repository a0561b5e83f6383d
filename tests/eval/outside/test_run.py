from pathlib import Path

import pytest

from corpus.errors import UsageError
from corpus.settings import Settings
from eval.outside import pud, squad
from eval.outside.run import run_outside
from eval.run import read_run


def unheard(what: str, share: float) -> None:
    del what, share


def test_a_set_leaves_a_run_like_any_other(
    questions_folder: Path, work: Path, settings: Settings, tmp_path: Path
) -> None:
    outside = squad.read_squad(questions_folder / squad.FILE)
    report = tmp_path / "run"
    run = run_outside(
        outside, None, work=work, settings=settings, report=report, on_progress=unheard
    )
    records, info = read_run(report)
    assert records == run.records
    assert (info.documents, dict(info.sets), info.split) == (2, {"squad2-sv": 6}, "test")
    figures = {cell.measure: cell for cell in run.cells if cell.group == "all"}
    assert figures["hit@1"].total == 4
    assert figures["false answers"].total == 2
    assert figures["facts"].total == 4
    assert figures["AUROC"].total == 6
    assert figures["quotes verbatim"].value == 1
    assert "Risk-coverage curve" in run.table
    assert (report / "table.txt").read_text(encoding="utf-8") == run.table
    page = (report / "report.html").read_text(encoding="utf-8")
    assert "Färjan till ön" in page
    assert "Berit Hauge" in page


def test_the_right_sentence_is_found_and_cited(
    questions_folder: Path, work: Path, settings: Settings
) -> None:
    outside = squad.read_squad(questions_folder / squad.FILE)
    run = run_outside(outside, None, work=work, settings=settings, on_progress=unheard)
    hit = next(one for one in run.cells if (one.group, one.measure) == ("all", "hit@1"))
    assert hit.count == 4


def test_of_sentences_only_the_search_is_measured(
    questions_folder: Path, work: Path, settings: Settings, tmp_path: Path
) -> None:
    outside = pud.read_pud(questions_folder / pud.FILE)
    run = run_outside(
        outside, 4, work=work, settings=settings, report=tmp_path / "run", on_progress=unheard
    )
    assert len(run.records) == 4
    assert {cell.group for cell in run.cells if "-" in cell.group} == {"sv-en", "en-sv"}
    measures = {cell.measure for cell in run.cells}
    assert {"hit@1", "nDCG@10"} < measures
    assert not measures & {"false refusals", "answered", "AURC", "ask p50 s"}
    assert (tmp_path / "run" / "qrels.trec").stat().st_size > 0
    assert not (tmp_path / "run" / "report.html").exists()


def test_a_report_that_cannot_be_written_is_found_out_first(
    questions_folder: Path, settings: Settings, tmp_path: Path
) -> None:
    outside = pud.read_pud(questions_folder / pud.FILE)
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(UsageError, match="cannot be the folder of a run"):
        run_outside(
            outside,
            None,
            work=tmp_path,
            settings=settings,
            report=tmp_path / "taken",
            on_progress=unheard,
        )
    assert [one.name for one in tmp_path.iterdir()] == ["taken"]
