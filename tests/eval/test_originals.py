import zipfile
from pathlib import Path

from eval.originals import find_letters, read_pages, reduce_text, strip_markdown, strip_tags


def test_letters_and_digits_remain() -> None:
    assert (
        reduce_text("Om\u00adställ-\nning, ﬁnansiering 2025–2027!")
        == "omställningfinansiering20252027"
    )


def test_words_are_found_through_breaks_and_inside_words() -> None:
    text = "A. Klimat-\nneutrala städer; klimatneutrala städerna"
    places = find_letters("klimatneutrala städer", text)
    assert [text[a:b] for a, b in places] == ["Klimat-\nneutrala städer", "klimatneutrala städer"]
    assert find_letters("?!", text) == []


def test_expanding_letters_keep_their_places() -> None:
    text = "x ﬁnansiering y"
    assert [text[a:b] for a, b in find_letters("finansiering", text)] == ["ﬁnansiering"]


def test_markdown_loses_what_a_reader_does_not_see() -> None:
    text = '**Staden** har [ett mål](https://x.se/a_(b) "t") <br/>för 2030.\n\n[1]: https://y.se\n'
    assert reduce_text(strip_markdown(text)) == reduce_text("Staden har ett mål för 2030.")


def test_html_loses_tags_scripts_and_entities(tmp_path: Path) -> None:
    page = tmp_path / "a"
    page.write_text("<p>Gr&ouml;n <b>om</b>ställning</p><script>var x=1</script><!-- no -->")
    (text,) = read_pages(page, "text/html")
    assert reduce_text(text) == "grönomställning"


def test_word_files_are_read_without_their_reader(tmp_path: Path) -> None:
    path = tmp_path / "b"
    with zipfile.ZipFile(path, "w") as archive:
        body = "<w:p><w:t>Stä</w:t><w:t>der &amp; fonder</w:t></w:p><w:p><w:t>Nästa</w:t></w:p>"
        archive.writestr("word/document.xml", body)
        archive.writestr("word/styles.xml", "<w:t>aldrig</w:t>")
    (text,) = read_pages(
        path, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    )
    assert text.split() == ["Städer", "&", "fonder", "Nästa"]


def test_less_than_is_no_tag():
    assert strip_tags("andelen är < 5 %.\n\nKvar. a > b") == "andelen är < 5 %.\n\nKvar. a > b"
