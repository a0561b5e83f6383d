import pytest

from eval.causal.contradictions import write_contradiction
from pipeline.answer.disagree import disagree


@pytest.mark.parametrize(
    ("sentence", "language", "kind", "turned"),
    [
        ("Fonden gav 48 miljoner.", "sv", "number changed", "Fonden gav 58 miljoner."),
        ("Målet nås 2030.", "sv", "year changed", "Målet nås 2035."),
        ("No funder was found.", "en", "negation removed", "Funder was found."),
        ("Staden ska få bidrag.", "sv", "negation added", "Staden ska inte få bidrag."),
        (
            "Pengar får bara sökas av städer.",
            "sv",
            "denied as a whole",
            "Det är inte riktigt att ”Pengar får bara sökas av städer”.",
        ),
        (
            "Nämnden möttes.",
            "sv",
            "denied as a whole",
            "Det är inte riktigt att ”Nämnden möttes”.",
        ),
    ],
)
def test_the_sentence_is_turned_round(sentence, language, kind, turned) -> None:
    note = write_contradiction(sentence, language, name="a")
    assert (note.kind, note.sentence) == (kind, turned)
    assert turned in note.text
    assert sentence not in note.text
    assert disagree((sentence, language), (turned, language))


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_name_chooses_among_three_templates_always_alike(language: str) -> None:
    def write(name: int) -> str:
        return write_contradiction("C 7.", language, name=str(name)).text

    assert len({write(name) for name in range(40)}) == 3
    assert [write(name) for name in range(9)] == [write(name) for name in range(9)]
