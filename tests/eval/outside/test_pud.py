from pathlib import Path

from eval.outside.pud import FILE, read_pud


def test_every_sentence_asks_for_its_translation(questions_folder: Path) -> None:
    found = read_pud(questions_folder / FILE)
    assert len(found.documents) == len(found.questions) == 6
    told = {
        one.id: (one.language, one.text, found.words(one.answers[0])) for one in found.questions
    }
    library = ("Biblioteket har öppet på söndagar.", "The library is open on Sundays.")
    assert told["n0-sv"] == ("sv", *library)
    assert told["n0-en"] == ("en", *reversed(library))
    assert all(one.itself == one.id for one in found.questions)


def test_titles_say_nothing_of_the_sentence(questions_folder: Path) -> None:
    found = read_pud(questions_folder / FILE)
    assert all(one.title == key for key, one in found.documents.items())
