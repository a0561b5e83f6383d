from __future__ import annotations

from dataclasses import replace

from lxml import html

from eval.measures.summary import Cell, summarise
from eval.records import QuestionRecord
from eval.report.head import show_facts, show_lead, show_run, warn_of_tuning
from eval.run import RunInfo


def _text(markup: str) -> str:
    return " ".join(html.fromstring(f"<div>{markup}</div>").text_content().split())


def test_the_summary_says_what_the_cells_say(records: tuple[QuestionRecord, ...]) -> None:
    own = [record for record in records if record.setting == "everything"]
    said = _text(show_lead(own, summarise(own)))
    assert (
        "The right page came first for 3 of 6 questions that the documents answer (50 %), "
        "and was among the first five for 4 (67 %)." in said
    )
    assert (
        "Of 2 questions that the documents do not answer, 1 was answered anyway (50 %); of 6 other "
        "questions that they do answer, 2 were refused (33 %)." in said
    )
    assert "Of 5 answers given, 3 cite no right page (risk 60 %)." in said
    assert "1 of 6 citations could not be verified." in said
    assert "Half of the answers took at most 50 ms, and 95 of 100 at most 200 ms." in said


def test_the_summary_follows_the_cells_and_not_the_records(
    records: tuple[QuestionRecord, ...], cells: tuple[Cell, ...]
) -> None:
    own = [record for record in records if record.setting == "named"]
    moved = [replace(c, count=0) if c.measure == "false answers" else c for c in cells]
    assert "Of 1 question that the documents do not answer, 1 was" in _text(show_lead(own, cells))
    assert "Of 1 question that the documents do not answer, none was" in _text(
        show_lead(own, moved)
    )


def test_a_figure_that_is_missing_makes_no_sentence(records: tuple[QuestionRecord, ...]) -> None:
    assert _text(show_lead(records, ())) == "In short library, everything library, named".replace(
        "short library", "shortlibrary"
    ).replace("everything library", "everythinglibrary")


def test_questions_that_constants_were_chosen_on_are_told_of(
    records: tuple[QuestionRecord, ...],
) -> None:
    assert _text(warn_of_tuning(records)).startswith("1 of the 14 questions are of the tuning")
    assert not warn_of_tuning([r for r in records if r.split == "test"])
    tuned = [r for r in records if r.split == "tuning"]
    assert _text(warn_of_tuning(tuned)).startswith("All questions are")


def test_the_head_tells_what_was_run(info: RunInfo, records: tuple[QuestionRecord, ...]) -> None:
    said = _text(show_facts(info, records))
    for part in (
        "4 March 2026, 05:06 UTC",
        "model e5-small-0123",
        "library: 8 questions (everything and named) over 24 documents with 1,303 passages",
        "split: all; 14 questions put in all",
        "Constants: swept one at a time",
        "Not run: strategy, because its documents are not there.",
    ):
        assert part in said


def test_the_run_is_told_with_every_constant(info: RunInfo) -> None:
    said = html.fromstring(f"<div>{show_run(info)}</div>")
    rows = {row.xpath("string(th)"): row.xpath("string(td)") for row in said.xpath("//tbody/tr")}
    assert rows["Corpus hash"] == "c0ffee"
    assert (rows["shift"], rows["claims.margin"]) == ("1.5", "0.035")
