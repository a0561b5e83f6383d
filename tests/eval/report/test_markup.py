from __future__ import annotations

from eval.report.markup import Markup, foreign, join, safe, table, tag


def test_text_is_escaped_and_markup_is_not() -> None:
    assert tag("p", {"title": 'a"<b'}, "1 < 2 & 3", tag("br", {})) == (
        '<p title="a&quot;&lt;b">1 &lt; 2 &amp; 3<br></p>'
    )
    assert safe(Markup("<b>")) == "<b>"
    assert join(["<", Markup("<i>")], between="&") == "&lt;&amp;<i>"


def test_what_html_forbids_is_replaced() -> None:
    assert safe("a\x00b\x85c\ud800\ufffe\td\n") == "a�b�c��\td\n"


def test_numbers_keep_two_decimals_at_most() -> None:
    assert tag("rect", {"x": 1.23456, "y": 2.0, "width": 100.0}) == (
        '<rect x="1.23" y="2" width="100"></rect>'
    )


def test_words_of_an_unknown_language_are_not_marked() -> None:
    assert foreign("x", "und") == "<bdi>x</bdi>"
    assert foreign("x", "sv") == '<bdi lang="sv">x</bdi>'


def test_the_first_column_heads_its_rows() -> None:
    assert '<tr><th scope="row">a</th><td>b</td></tr>' in table("c", ("x", "y"), [("a", "b")])
