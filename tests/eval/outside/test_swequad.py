from pathlib import Path

from eval.outside.swequad import FILE, read_swequad


def test_pages_are_documents_and_correct_choices_are_answers(questions_folder: Path) -> None:
    found = read_swequad(questions_folder / FILE)
    assert list(found.documents) == ["page-000", "page-001"]
    assert [one.id for one in found.questions] == ["mc001", "mc002", "mc003"]
    first, second, third = found.questions
    # the span that was marked twice is one answer, and the wrong choices are none
    assert [found.words(span) for span in first.answers] == [
        "sju centimeter",
        "sju centimeter snö",
    ]
    assert [found.words(span) for span in second.answers] == ["Den som äger en fastighet"]
    assert third.answers[0].key == "page-001"


def test_a_page_is_called_by_its_first_line_with_words(questions_folder: Path) -> None:
    found = read_swequad(questions_folder / FILE)
    titles = [document.title for document in found.documents.values()]
    assert titles == ["Vinterväghållning", "Kulturskolan"]
