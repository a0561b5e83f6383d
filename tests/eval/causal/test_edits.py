import pytest

from eval.causal.edits import change_number, plain_sentence, remove_block

TEXT = """# Hamnen

Hamnen värmer **300** lägenheter.[^pump] En pump till byggs 2027.

[^pump]: Pumpen kostar 4 miljoner.

| Stad | Antal |
|---|---|
| Umeå | 12 |

Staden växer. Staden växer.
"""


def test_one_number_is_changed_and_nothing_else() -> None:
    edit = change_number(TEXT, "Hamnen värmer 300 lägenheter.pump", "sv")
    assert edit is not None
    assert edit.text == TEXT.replace("300", "400")
    assert ("300" in edit.before, "400" in edit.after) == (True, True)


@pytest.mark.parametrize(
    ("quote", "old", "new"),
    [("En pump till byggs 2027.", "2027", "2032"), ("• Umeå | 12", "| 12", "| 22")],
)
def test_a_year_where_there_is_no_other_number_and_a_row_of_a_table(quote, old, new) -> None:
    edit = change_number(TEXT, quote, "sv")
    assert edit is not None
    assert edit.text == TEXT.replace(old, new)


@pytest.mark.parametrize("quote", ["Staden växer.", "Står inte här 12.", ""])
def test_what_does_not_stand_exactly_once_cannot_be_changed(quote: str) -> None:
    assert change_number(TEXT, quote, "sv") is None
    assert remove_block(TEXT, quote) is None
    assert plain_sentence(TEXT, quote) is None


def test_the_whole_block_is_removed() -> None:
    paragraph = remove_block(TEXT, "En pump till byggs 2027.")
    table = remove_block(TEXT, "Umeå | 12")
    last = remove_block(TEXT, "Staden växer. Staden växer.")
    assert paragraph is not None
    assert table is not None
    assert last is not None
    assert "Hamnen värmer" not in paragraph.text
    assert "[^pump]: Pumpen" in paragraph.text
    assert "|" not in table.text
    assert last.text.endswith("| Umeå | 12 |\n\n")
    assert all(edit.text.startswith("# Hamnen\n\n") for edit in (paragraph, table, last))


def test_a_sentence_loses_its_marks_and_keeps_its_stop() -> None:
    sentence = plain_sentence(TEXT, "Hamnen värmer 300 lägenheter.pump")
    assert sentence == "Hamnen värmer 300 lägenheter."
    assert plain_sentence(TEXT, "En pump till byggs 2027.") == "En pump till byggs 2027."
