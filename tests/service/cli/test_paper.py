import pytest

from service.cli.paper import cut_short


@pytest.mark.parametrize(
    ("text", "most", "cut"),
    [
        ("ett två tre", 11, "ett två tre"),
        ("ett två tre", 10, "ett två …"),
        ("ett två tre", 7, "ett två …"),
        ("ett två tre", 6, "ett …"),
        ("ett\ntvå tre", 5, "ett …"),
        ("sammansättning", 6, "samman …"),
        ("", 5, ""),
    ],
)
def test_a_text_is_cut_between_words_unless_one_word_is_too_long(text, most, cut):
    assert cut_short(text, most) == cut
