from pathlib import Path

from eval.outside.swefaq import FILE, read_swefaq


def test_each_different_answer_is_a_document_of_its_category(questions_folder: Path) -> None:
    found = read_swefaq(questions_folder / FILE)
    shelves = [(one.collection, one.text) for one in found.documents.values()]
    assert shelves == [
        ("swefaq-1", "Simhallen öppnar klockan sex."),
        ("swefaq-1", "Bastun är trasig."),
        ("swefaq-2", "Lovet börjar i juni."),
        ("swefaq-2", "Skolmaten är gratis för alla elever."),
    ]
    assert found.whole_documents


def test_a_question_goes_to_its_category_and_its_own_answer(questions_folder: Path) -> None:
    found = read_swefaq(questions_folder / FILE)
    told = [(one.collection, *map(found.words, one.answers)) for one in found.questions]
    assert told == [
        ("swefaq-1", "Simhallen öppnar klockan sex."),
        ("swefaq-1", "Bastun är trasig."),
        ("swefaq-2", "Skolmaten är gratis för alla elever."),
    ]


def test_no_title_is_a_question(questions_folder: Path) -> None:
    found = read_swefaq(questions_folder / FILE)
    titles = {document.title for document in found.documents.values()}
    assert titles == {"Frågor om ämne 1", "Frågor om ämne 2"}
