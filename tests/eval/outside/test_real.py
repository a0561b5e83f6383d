"""The sets themselves, where they lie beside the project."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from corpus.settings import Settings
from eval.gold import find_words
from eval.outside import pud, squad, swefaq, swequad
from eval.outside.catalogue import ADAPTERS, FOLDER
from eval.outside.records import OutsideSet
from eval.outside.run import run_outside
from ingest.sandbox import read_document

SQUAD_PARAGRAPHS = 1_204


def need(file: str) -> Path:
    path = FOLDER / file
    if not path.is_file():
        pytest.skip(f"the outside set is not beside the project: {file}")
    return path


def test_they_are_looked_for_beside_the_project() -> None:
    project = Path(__file__).parents[3]
    assert project.parent / "shared" / "questions" == FOLDER


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "documents", "questions", "unanswerable"),
    [
        ("swequad", 64, 126, 0),
        ("swefaq", 110, 110, 0),
        ("squad2-sv", 35, 11_156, 5_945),
        ("pud", 1_000, 1_000, 0),
    ],
)
def test_they_are_as_large_as_their_makers_say(
    name: str, documents: int, questions: int, unanswerable: int
) -> None:
    adapter = next(one for one in ADAPTERS if one.name == name)
    outside = adapter.read(need(adapter.file))
    asked = [one for one in outside.questions if not one.answers]
    assert (len(outside.documents), len(outside.questions)) == (documents, questions)
    assert len(asked) == unanswerable


@pytest.mark.shared
def test_no_paragraph_of_an_article_is_lost() -> None:
    outside = squad.read_squad(need(squad.FILE))
    breaks = Counter(one.text.count("\n\n") + 1 for one in outside.documents.values())
    assert sum(count * articles for count, articles in breaks.items()) == SQUAD_PARAGRAPHS


@pytest.mark.shared
@pytest.mark.parametrize("module", [swequad, swefaq, pud], ids=lambda module: module.NAME)
def test_every_answer_stands_as_often_in_the_text_that_is_read(module, tmp_path: Path) -> None:
    adapter = next(one for one in ADAPTERS if one.name == module.NAME)
    outside: OutsideSet = adapter.read(need(adapter.file))
    spans = {span for one in outside.questions[:120] for span in one.answers}
    for span in spans:
        document, words = outside.documents[span.key], outside.words(span)
        path = tmp_path / f"{span.key}.txt"
        path.write_text(document.text, encoding="utf-8", newline="")
        read = read_document(path).text
        assert len(find_words(words, read)) == len(find_words(words, document.text)) > 0


@pytest.mark.shared
@pytest.mark.eval
def test_swedish_questions_find_their_answers(settings: Settings, tmp_path: Path) -> None:
    outside = swefaq.read_swefaq(need(swefaq.FILE))
    heard: list[str] = []
    run = run_outside(
        outside,
        20,
        work=tmp_path,
        settings=settings,
        on_progress=lambda what, share: heard.append(what),
    )
    figures = {cell.measure: cell for cell in run.cells if cell.group == "all"}
    # by chance it would be a third: a category has eleven answers on average
    assert figures["hit@5"].value >= 0.6
    assert figures["quotes verbatim"].value == figures["citations verified"].value == 1
    assert set(heard) == {"swefaq: documents", "swefaq: questions"}
