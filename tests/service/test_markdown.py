from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from service.markdown import escape

# what an editor or a mail program may understand beyond CommonMark
READER = MarkdownIt("commonmark").enable(["strikethrough", "table"])
MARKS = st.text(alphabet="ab1 .)(-+=*_~`[]!<>#|\\&:/@$\n\t;'\"wå", max_size=40)


class _Seen(HTMLParser):
    """The words and the marks a reader of Markdown makes of a text."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.words, self.marks = "", []

    def handle_data(self, data):
        self.words += data

    def handle_starttag(self, tag, attributes):
        self.marks.append(tag)


def _read(markdown):
    seen = _Seen()
    seen.feed(READER.render(markdown))
    return seen.words.strip(), seen.marks


@given(st.one_of(MARKS, st.text(max_size=40)))
@example("![x](https://evil.example/?q=1)")
@example("<img src=x onerror=alert(1)>")
@example("1. a\n- b\n# c #\n---\n| a |\n|---|")
@example("a&amp;b &lt;")
@example("~~x~~ ``y`` \\")
def test_a_reader_sees_the_words_and_no_mark_of_theirs(text):
    """Guarantee: no text of a document or a model becomes a picture, a link or a heading."""
    shown = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    for frame, marks in (
        ("x {}", ["p"]),
        ("{}", ["p"] if shown else []),
        ("# 1. {}", ["h1"]),
        ("- {}", ["ul", "li"]),
        ("~~x{}y~~", ["p", "s"]),
        ("*x{}y*", ["p", "em"]),
        ("> “{}”", ["blockquote", "p"]),
    ):
        words, seen = _read(frame.format(escape(text)))
        assert seen == marks, frame
        plain = frame.strip("~*#>-").strip() if frame != "{}" else frame
        assert words == plain.format(shown).strip()


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("https://evil.example/a", "https\\://evil.example/a"),
        ("www.evil.example", "www\\.evil.example"),
        ("a@b.example", "a\\@b.example"),
        ("Mål 3.2: 1 234,5 % - klart (ja)!", "Mål 3.2: 1 234,5 % - klart (ja)!"),
    ],
)
def test_bare_addresses_are_broken_and_ordinary_text_is_left_alone(text, escaped):
    assert escape(text) == escaped


def test_everything_stands_on_one_line_without_control_characters():
    assert escape("a\x1b[31m\n\nb\u202ec\t d") == "a \\[31m b c d"
