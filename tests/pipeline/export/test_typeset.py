"""The PDF opened again: tagged, titled, in its language, and with the quotes in it."""

import io
import re
from contextlib import closing

import pypdf
import pypdfium2
import pytest

from pipeline.export import export_pdf
from pipeline.export.typeset import write_source
from tests import assessed


def opened(data: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(data))


def text_of(reader: pypdf.PdfReader) -> str:
    """The text without white space, which a line's end may put anywhere."""
    return re.sub(r"[\s\u200b\u00ad-]", "", "".join(page.extract_text() for page in reader.pages))


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b\u00ad-]", "", text)


@pytest.mark.parametrize(
    ("name", "language"), [("sv", "sv-SE"), ("en", "en-GB"), ("call", "en-GB")]
)
def test_it_is_tagged_and_says_its_title_and_language(memos, name, language):
    reader = opened(export_pdf(memos[name]))
    catalog = reader.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"].lower() == language.lower()
    assert "/StructTreeRoot" in catalog
    assert reader.metadata.title == memos[name].properties.title
    assert reader.metadata.author is None
    assert "AI-generated" in reader.metadata["/Keywords"]
    assert "pdfuaid:part" in catalog["/Metadata"].get_data().decode()


def test_quotes_footnotes_and_verdicts_are_in_it(memos):
    told = text_of(opened(export_pdf(memos["sv"])))
    for words in (*assessed.SAID.values(), *assessed.CLAUSES.values(), "Citat kontrollerat."):
        assert squeezed(words) in told
    assert "UTKAST" in told
    assert "DRAFT" not in text_of(opened(export_pdf(memos["en"])))


def test_the_summary_stands_on_one_page(memos):
    for name in ("sv", "en", "call"):
        pages = [page.extract_text() for page in opened(export_pdf(memos[name])).pages]
        heads = memos[name].parts[2].blocks[1].heads
        (page,) = [one for one in pages if all(head in one for head in heads)]
        assert all(re.search(rf"\b{row.criterion}\b", page) for row in memos[name].summary)


def test_the_same_memo_gives_the_same_bytes(memos):
    assert export_pdf(memos["sv"]) == export_pdf(memos["sv"])


def test_hostile_text_is_printed_and_never_run(memos):
    told = text_of(opened(export_pdf(memos["hostile"])))
    for words in ('#import "@preview/x:1.0.0" #panic("ran")', "{{ 7 * 7 }}", "<script>", "]]>"):
        assert squeezed(words) in told


def test_outside_of_string_literals_the_source_has_no_word_of_a_document(memos):
    source = write_source(memos["hostile"])
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', '""', source)
    for words in ("@preview", "panic", "<script", "ond.example", "7 * 7"):
        assert words not in bare


def test_ten_thousand_characters_are_kept_within_the_page(long_memo):
    data = export_pdf(long_memo)
    assert "x" * 2000 in text_of(opened(data))
    with closing(pypdfium2.PdfDocument(data)) as document:
        for page in (document[0], document[3]):
            text = page.get_textpage()
            rights = [text.get_charbox(at)[2] for at in range(text.count_chars())]
            assert max(rights) < page.get_width() - 2 * 28
