from pathlib import Path

from eval.outside.squad import FILE, read_squad


def test_an_article_is_one_document_of_all_its_paragraphs(questions_folder: Path) -> None:
    found = read_squad(questions_folder / FILE)
    assert [one.title for one in found.documents.values()] == ["Färjan till ön", "Bävern"]
    assert found.documents["article-000"].text.count("\n\n") == 1


def test_answers_keep_their_place_in_later_paragraphs(questions_folder: Path) -> None:
    found = read_squad(questions_folder / FILE)
    by_id = {one.id: one for one in found.questions}
    assert list(by_id) == ["a1", "u1", "a2", "a3", "u2", "a4"]
    (first,), (later,) = by_id["a1"].answers, by_id["a3"].answers
    text = found.documents["article-000"].text
    assert text[first.start - 8 : first.end] == "byggdes 1998"
    assert text[later.start - 3 : later.end] == "År 1998"
    assert [found.words(one) for one in by_id["a2"].answers] == ["Berit Hauge", "Berit"]


def test_what_cannot_be_answered_has_no_answers(questions_folder: Path) -> None:
    found = read_squad(questions_folder / FILE)
    assert [one.id for one in found.questions if not one.answers] == ["u1", "u2"]
