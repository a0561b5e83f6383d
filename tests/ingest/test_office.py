import zipfile
from collections.abc import Iterable
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from corpus.errors import DamagedDocumentError, PasswordError, UnknownFormatError
from corpus.records import BlockKind, Reading
from ingest.office import read_docx

K = BlockKind
W = nsdecls("w")


def shown(reading: Reading) -> list[tuple[BlockKind, int, str]]:
    return [(b.kind, b.level, reading.text[b.start : b.end]) for b in reading.blocks]


def body_of(folder: Path, *paragraphs: str) -> Reading:
    """The reading of a document whose body is the given WordprocessingML."""
    document = docx.Document()
    for source in paragraphs:
        document.element.body.insert(-1, parse_xml(source))
    path = folder / "made.docx"
    document.save(str(path))
    return read_docx(path)


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def rewritten(source: Path, target: Path, parts: dict[str, str], drop: Iterable[str] = ()) -> None:
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w") as after:
        for name in before.namelist():
            if name not in parts and name not in drop:
                after.writestr(name, before.read(name))
        for name, text in parts.items():
            after.writestr(name, text)


def test_headings_lists_and_tables_are_told_apart(tmp_path: Path) -> None:
    document = docx.Document()
    document.core_properties.title = "Planen"
    document.core_properties.language = "sv"
    document.add_heading("Plan", 0)
    document.add_heading("Mål", 2)
    document.add_paragraph("Vi ska nå målet.")
    document.add_paragraph("ett", style="List Bullet")
    document.add_paragraph("två", style="List Number")
    document.add_paragraph("tre", style="List Number")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Stad", "Mål\när 2030"
    document.sections[0].header.paragraphs[0].text = "Sidhuvud"
    document.sections[0].footer.paragraphs[0].text = "Sidfot"
    path = tmp_path / "plan.docx"
    document.save(str(path))
    reading = read_docx(path)
    assert shown(reading)[:-2] == [
        (K.HEADING, 1, "Plan"),
        (K.HEADING, 2, "Mål"),
        (K.PARAGRAPH, 0, "Vi ska nå målet."),
        (K.LIST_ITEM, 1, "• ett"),
        (K.LIST_ITEM, 1, "1. två"),
        (K.LIST_ITEM, 1, "2. tre"),
        (K.TABLE, 0, "Stad | Mål är 2030"),
    ]
    assert {text for _, _, text in shown(reading)[-2:]} == {"Sidhuvud", "Sidfot"}
    assert (reading.properties.title, reading.properties.language) == ("Planen", "sv")
    assert reading.pages == ()


def test_localised_styles_and_outline_levels_make_headings(tmp_path: Path) -> None:
    document = docx.Document()
    document.styles.add_style("Rubrik 2", 1)
    document.add_paragraph("Bakgrund", style="Rubrik 2")
    outline = f'<w:p {W}><w:pPr><w:outlineLvl w:val="3"/></w:pPr>{run("Djupt")}</w:p>'
    document.element.body.insert(-1, parse_xml(outline))
    path = tmp_path / "sv.docx"
    document.save(str(path))
    assert shown(read_docx(path)) == [(K.HEADING, 2, "Bakgrund"), (K.HEADING, 4, "Djupt")]


def test_insertions_are_text_and_deletions_are_not(tmp_path: Path) -> None:
    reading = body_of(
        tmp_path,
        f'<w:p {W}>{run("Vi ")}<w:ins w:id="1" w:author="a">{run("ska")}</w:ins>'
        f'<w:del w:id="2" w:author="a"><w:r><w:delText>inte</w:delText></w:r></w:del>'
        f"{run(' gå.')}</w:p>",
    )
    assert reading.text == "Vi ska gå."


def test_hidden_runs_are_hidden_blocks(tmp_path: Path) -> None:
    shown_again = '<w:vanish w:val="0"/>'
    reading = body_of(
        tmp_path,
        f"<w:p {W}>{run('Syns.')}{run('Dolt.', '<w:vanish/>')}{run(' Syns.', shown_again)}</w:p>",
    )
    assert shown(reading) == [(K.PARAGRAPH, 0, "Syns. Syns."), (K.HIDDEN, 0, "Dolt.")]


def test_text_boxes_are_read_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent><w:p>{run('I rutan.')}</w:p></w:txbxContent>"
    namespaces = (
        f'{W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    reading = body_of(
        tmp_path,
        f"<w:p {namespaces}>{run('Utanför.')}<w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><wps:txbx>{box}</wps:txbx></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>",
    )
    assert [text for _, _, text in shown(reading)] == ["Utanför.", "I rutan."]


def test_tables_inside_cells_are_not_read_twice(tmp_path: Path) -> None:
    inner = f"<w:tbl><w:tr><w:tc><w:p>{run('inre')}</w:p></w:tc></w:tr></w:tbl><w:p/>"
    reading = body_of(
        tmp_path,
        f"<w:tbl {W}><w:tr><w:tc><w:p>{run('yttre')}</w:p></w:tc>"
        f"<w:tc>{inner}</w:tc></w:tr></w:tbl>",
    )
    assert shown(reading) == [(K.TABLE, 0, "yttre | inre")]


def test_footnotes_follow_the_body_with_their_number(tmp_path: Path) -> None:
    plain = tmp_path / "plain.docx"
    document = docx.Document()
    mark = '<w:r><w:footnoteReference w:id="7"/></w:r>'
    document.element.body.insert(
        -1, parse_xml(f"<w:p {W}>{run('Mening.')}{mark}{run(' Nästa.')}</w:p>")
    )
    document.save(str(plain))
    with zipfile.ZipFile(plain) as archive:
        relations = archive.read("word/_rels/document.xml.rels").decode()
        types = archive.read("[Content_Types].xml").decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    content = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    noted = tmp_path / "noted.docx"
    parts = {
        "word/_rels/document.xml.rels": relations.replace(
            "</Relationships>",
            f'<Relationship Id="rId99" Type="{kind}" Target="footnotes.xml"/></Relationships>',
        ),
        "[Content_Types].xml": types.replace(
            "</Types>",
            f'<Override PartName="/word/footnotes.xml" ContentType="{content}"/></Types>',
        ),
        "word/footnotes.xml": f'<w:footnotes {W}><w:footnote w:id="-1"><w:p>{run("streck")}</w:p>'
        f'</w:footnote><w:footnote w:id="7"><w:p>{run(" Källan.")}</w:p></w:footnote>'
        "</w:footnotes>",
    }
    rewritten(plain, noted, parts)
    assert shown(read_docx(noted)) == [
        (K.PARAGRAPH, 0, "Mening.1 Nästa."),
        (K.FOOTNOTE, 0, "1 Källan."),
    ]


def test_an_encrypted_file_asks_for_an_open_one(tmp_path: Path) -> None:
    path = tmp_path / "secret.docx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512)
    with pytest.raises(PasswordError, match="without a password"):
        read_docx(path)


@pytest.mark.parametrize("fault", ["cut", "no main part", "broken XML"])
def test_a_damaged_file_says_so(tmp_path: Path, fault: str) -> None:
    good, bad = tmp_path / "good.docx", tmp_path / "bad.docx"
    docx.Document().save(str(good))
    if fault == "cut":
        bad.write_bytes(good.read_bytes()[:-400])
    elif fault == "no main part":
        rewritten(good, bad, {}, drop=["word/document.xml"])
    else:
        rewritten(good, bad, {"word/document.xml": "<w:document"})
    with pytest.raises(DamagedDocumentError, match="save it anew"):
        read_docx(bad)


def test_a_bomb_is_refused_before_it_unpacks(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w") as member,
    ):
        for _ in range(201):
            member.write(b" " * 2**20)
    with pytest.raises(DamagedDocumentError, match="unpack"):
        read_docx(path)


def test_a_template_is_no_word_document(tmp_path: Path) -> None:
    good, odd = tmp_path / "good.docx", tmp_path / "odd.docx"
    docx.Document().save(str(good))
    with zipfile.ZipFile(good) as archive:
        types = archive.read("[Content_Types].xml").decode()
    changed = types.replace("document.main+xml", "template.main+xml")
    rewritten(good, odd, {"[Content_Types].xml": changed})
    with pytest.raises(UnknownFormatError, match="template"):
        read_docx(odd)
