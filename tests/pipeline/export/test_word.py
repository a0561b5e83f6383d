"""The Word document opened again, as Word's own kind of headings, tables and footnotes."""

import io
import re
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from corpus.errors import UsageError
from pipeline.export import export_docx, memo_context
from pipeline.export.word.notes import Notes, attach_notes
from pipeline.memo import Span
from tests import assessed


def opened(data: bytes):
    return docx.Document(io.BytesIO(data))


def saved(document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def text_of(document) -> str:
    return "\n".join(
        "".join(node.text or "" for node in paragraph.iter(qn("w:t")))
        for paragraph in document.element.body.iter(qn("w:p"))
    )


def test_headings_title_and_lists_have_words_own_styles(memos):
    document = opened(export_docx(memos["sv"]))
    by_style = {}
    for paragraph in document.paragraphs:
        by_style.setdefault(paragraph.style.name, []).append(paragraph.text)
    assert by_style["Title"] == [memos["sv"].title]
    assert "Sammanfattning" in by_style["Heading 1"]
    assert "Inriktningar" in by_style["Heading 2"]
    assert "D1 Internationella kunskapsnätverk och allianser" in by_style["Heading 3"]
    assert by_style["Memo Mark"] == ["UTKAST"]
    assert len(by_style["List Bullet"]) > 10


def test_the_heads_of_a_table_are_repeated_and_no_row_is_split(memos):
    document = opened(export_docx(memos["sv"]))
    tables = [one for one in document.tables if one.style.name == "Table Grid"]
    assert [cell.text for cell in tables[0].rows[0].cells] == [
        "Kriterium",
        "Bedömning",
        "Starkaste citatet",
    ]
    for table in tables:
        first, *rest = (row._tr.trPr for row in table.rows)
        assert first.find(qn("w:tblHeader")) is not None
        assert all(one.find(qn("w:tblHeader")) is None for one in rest)
        assert all(one.find(qn("w:cantSplit")) is not None for one in (first, *rest))


def test_every_reference_has_its_footnote(memos, member):
    data = export_docx(memos["sv"])
    notes = parse_xml(member(data, "word/footnotes.xml").encode())
    texts = {
        note.get(qn("w:id")): "".join(t.text or "" for t in note.iter(qn("w:t")))
        for note in notes
        if note.get(qn("w:type")) is None
    }
    referred = [
        one.get(qn("w:id")) for one in opened(data).element.body.iter(qn("w:footnoteReference"))
    ]
    assert referred == list(texts)
    assert len(referred) == len(set(referred)) > 20
    assert any(
        "version 2, s. 3 (PDF-sida 5). Status: beslutad. Citat kontrollerat." in text
        for text in texts.values()
    )
    assert "footnotes+xml" in member(data, "[Content_Types].xml")


def test_quotes_are_tagged_with_their_own_language(memos):
    body = opened(export_docx(memos["en"])).element.body
    tags = {
        "".join(t.text or "" for t in run.iter(qn("w:t"))): run.find(f".//{qn('w:lang')}")
        for run in body.iter(qn("w:r"))
    }
    assert tags[assessed.SAID["D1"]].get(qn("w:val")) == "sv-SE"
    assert tags["Summary"].get(qn("w:val")) == "en-GB"


def test_properties_tell_what_made_it_and_name_no_author(memos, member):
    data = export_docx(memos["sv"])
    core = opened(data).core_properties
    assert core.title == f"PM: {assessed.INITIATIVE.title}"
    assert (core.author, core.last_modified_by) == ("", "")
    assert "AI-generated" in core.keywords
    assert "Samklang" in core.comments
    custom = member(data, "docProps/custom.xml")
    assert 'name="AI-generated"' in custom
    assert assessed.STRATEGY.sha256 in custom


@pytest.mark.parametrize("name", ["sv", "en", "call", "hostile"])
def test_the_same_memo_gives_the_same_bytes(memos, name, monkeypatch):
    first = export_docx(memos[name])
    monkeypatch.setattr("time.time", lambda: 4e9)
    assert export_docx(memos[name]) == first


def test_hostile_text_stays_text_in_every_member(memos):
    data = export_docx(memos["hostile"])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                assert b"<script" not in archive.read(name), name
                parse_xml(archive.read(name))
    told = text_of(opened(data))
    for words in ("{{ 7 * 7 }} {% raw %} <script>alert(1)</script> ]]>", "[31m omvänt"):
        assert words in told


def test_ten_thousand_characters_are_kept(long_memo):
    assert " ".join(assessed.LONG.split()) in text_of(opened(export_docx(long_memo)))


def template(*paragraphs: str, notes: bool = False) -> bytes:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if notes:
        own = Notes(document, "sv")
        own.refer(document.paragraphs[0], (Span("Husets egen not {{ rule }}"),))
        attach_notes(document, own)
    return saved(document)


def test_a_template_of_ones_own_is_filled_in(memos, member):
    data = export_docx(
        memos["sv"],
        template(
            "Nämnden {{ title }} [{{ mark }}] {{ fields.diary_number }} {{ nothing_known }}",
            "{{ recommendation }}: {{ rule }}",
            "{% for row in summary %}{{ row.criterion }}={{ row.verdict }};{% endfor %}",
            "{{p parts.criteria }}",
            "{{p parts.no_such_part }}",
            "Slut",
            notes=True,
        ),
    )
    document = opened(data)
    told = text_of(document)
    assert f"Nämnden {memos['sv'].title} [UTKAST] VC-2026-0147" in told
    assert "Gå vidare med villkor: Villkor återstår att uppfylla" in told
    assert "D1=Stödjer;" in told
    styles = {paragraph.text: paragraph.style.name for paragraph in document.paragraphs}
    assert styles["D1 Internationella kunskapsnätverk och allianser"] == "Heading 3"
    assert list(styles)[-1] == "Slut"
    notes = parse_xml(member(data, "word/footnotes.xml").encode())
    ids = [int(note.get(qn("w:id"))) for note in notes]
    assert ids == list(range(-1, len(ids) - 1))
    first = "".join(t.text or "" for t in notes[2].iter(qn("w:t")))
    assert first.strip() == "Husets egen not Villkor återstår att uppfylla"
    referred = [
        int(r.get(qn("w:id"))) for r in document.element.body.iter(qn("w:footnoteReference"))
    ]
    assert referred == ids[2:]


def test_what_a_document_says_is_never_run_in_a_template(memos, member):
    data = export_docx(memos["hostile"], template("{{ subject }}", "{{p body }}", notes=True))
    told = text_of(opened(data))
    assert "{{ 7 * 7 }}" in told
    assert " 49 " not in told
    assert "{{ 7 * 7 }}" in member(data, "word/footnotes.xml")


@pytest.mark.parametrize(
    "tag", ["{{ title", "{% for %}", "{{ ''.__class__.__mro__[1].__subclasses__() }}"]
)
def test_a_tag_that_cannot_be_filled_is_named(memos, tag):
    with pytest.raises(UsageError, match="Word template"):
        export_docx(memos["sv"], template(tag))


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_word_document_is_refused(memos, data):
    with pytest.raises(UsageError, match="wanted a Word template"):
        export_docx(memos["sv"], data)


def test_a_template_gives_the_same_bytes_again(memos):
    own = template("{{ title }}", "{{p body }}")
    assert export_docx(memos["sv"], own) == export_docx(memos["sv"], own)


def test_the_context_documents_every_key(memos):
    for key in memo_context(memos["sv"]):
        assert re.search(rf"``{key}``", memo_context.__doc__), key
