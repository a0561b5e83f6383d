from dataclasses import fields

import pytest

from corpus.records import Status, Verdict
from service.words import Place, Words, describe_place, words


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_status_and_verdict_has_words(language):
    said = words(language)
    assert set(said.statuses) == set(Status)
    assert set(said.verdicts) == set(Verdict)


def test_the_languages_have_the_same_gaps():
    for field in fields(Words):
        swedish, english = (getattr(words(code), field.name) for code in ("sv", "en"))
        if isinstance(swedish, str):
            gaps = [sorted(p for p in text.split() if "{" in p) for text in (swedish, english)]
            assert len(gaps[0]) == len(gaps[1]), field.name


@pytest.mark.parametrize(
    ("place", "swedish", "english"),
    [
        (Place(5, 5, "5", (), 3), "s. 5", "p. 5"),
        (Place(7, 7, "5", (), 3), "s. 5 (PDF-sida 7)", "p. 5 (PDF page 7)"),
        (Place(7, 8, "7", (), 3), "s. 7–8", "p. 7–8"),
        (Place(7, 8, "v", (), 3), "s. v (PDF-sida 7–8)", "p. v (PDF page 7–8)"),
        (
            Place(None, None, None, ("3 Mål", "3.2 Principer"), 4),
            "Avsnitt 3.2, stycke 4",
            "Section 3.2, paragraph 4",
        ),
        (
            Place(None, None, None, ("Principer",), 4),
            "Avsnittet ”Principer”, stycke 4",
            "Section “Principer”, paragraph 4",
        ),
        (
            Place(None, None, None, ("2025 års mål",), 2),
            "Avsnittet ”2025 års mål”, stycke 2",
            "Section “2025 års mål”, paragraph 2",
        ),
        (Place(None, None, None, (), 4), "Stycke 4", "Paragraph 4"),
    ],
)
def test_places_are_said_as_people_say_them(place, swedish, english):
    assert describe_place(place, words("sv")) == swedish
    assert describe_place(place, words("en")) == english
