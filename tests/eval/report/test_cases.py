from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from lxml import html

from eval.records import QuestionRecord
from eval.report.cases import Texts, show_case
from eval.report.worst import find_cases


def _shown(record: QuestionRecord, texts: Texts | None = None) -> html.HtmlElement:
    (case,) = find_cases([record])
    return html.fromstring(show_case(1, case, texts or Texts()))


def test_a_refusal_shows_the_evidence_and_where_it_was_found(
    make: Callable[..., QuestionRecord],
) -> None:
    shown = _shown(make("a", 6, (1, 6)), Texts({"d1": "Planen"}, {"d1.1.600-650": "Ord som stod."}))
    said = shown.text_content()
    assert "Refused, though the documents answer" in said
    assert shown.xpath("string(//blockquote[@class='gold'])") == "facit 6"
    assert "Planen, p.\xa06" in said
    assert "the right page is number 2 of the pages found" in said
    marked = [row.xpath("boolean(.//*[@class='right'])") for row in shown.xpath("//tbody/tr")]
    assert marked == [False, True]
    assert "Ord som stod." in said


def test_a_false_answer_shows_its_claims_and_citations(
    make: Callable[..., QuestionRecord],
) -> None:
    said = _shown(make("a", None, (2,), (2,), skipped=("Umeå",))).text_content()
    assert "A refusal: the documents do not answer this question." in said
    assert "Ord på sida 2." in said
    assert "plan.pdf, p.\xa02" in said
    assert "Nothing was found on: Umeå." in said
    assert "right page" not in said


def test_parts_of_the_evidence_are_told_apart(make: Callable[..., QuestionRecord]) -> None:
    record = make("a", 6, (1,))
    both = replace(record, gold=(*record.gold, replace(record.gold[0], quote="andra", part=2)))
    said = _shown(both).text_content()
    assert "Part 1 of 2" in said
    assert "Part 2 of 2" in said


def test_a_verdict_that_is_not_verified_is_named(make: Callable[..., QuestionRecord]) -> None:
    said = _shown(make("a", 8, (8,), (8,), verdict="not_found")).text_content()
    assert "A citation could not be verified" in said
    assert "– not found" in said
    assert "also: answered, citing no right page" in said


def test_words_are_marked_with_their_language(make: Callable[..., QuestionRecord]) -> None:
    shown = _shown(make("a", 6, (1,), language="en"))
    assert shown.xpath("string(//p[@class='asked']/bdi/@lang)") == "en"
    assert shown.xpath("string(//blockquote/bdi/@lang)") == "sv"


def test_a_long_passage_is_cut_between_words() -> None:
    cut = Texts(passages={"p": "ord " * 100}).excerpt("p")
    assert cut.endswith("ord …")
    assert len(cut) < 170
