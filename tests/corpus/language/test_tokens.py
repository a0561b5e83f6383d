from hypothesis import given
from hypothesis import strategies as st

from corpus.language.tokens import has_words, words

# what makes and parts words: hyphens, grouped digits, line breaks, odd joiners
PIECES = st.sampled_from(
    ["omställ", "-", "\n", " ", "10 000", "1,5", "EU", ":s", "\u200b", "ﬁ", "."]
)


@given(st.lists(PIECES, max_size=12).map("".join), st.integers(0, 6))
def test_a_text_has_as_many_words_as_it_is_split_into(text, fewest):
    assert has_words(text, fewest) == (len(words(text)) >= fewest)
