import zipfile
from pathlib import Path

import pytest

from corpus.errors import (
    DamagedDocumentError,
    DocumentError,
    EmptyDocumentError,
    UnknownFormatError,
)
from ingest.sniff import DOCX, HTML, MARKDOWN, PDF, TEXT, decode_text, sniff

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def sniffed(folder: Path, data: bytes, limit: int = 10_000_000) -> str:
    path = folder / "misleading.pdf"
    path.write_bytes(data)
    return sniff(path, max_bytes=limit)


def archive(folder: Path, *members: tuple[str, str]) -> bytes:
    path = folder / "made.zip"
    with zipfile.ZipFile(path, "w") as made:
        for name, text in members:
            made.writestr(name, text)
    return path.read_bytes()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"%PDF-1.7\n", PDF),
        (b"x" * 900 + b"%PDF-1.4\n", PDF),
        (b"<!DOCTYPE html>\n<title>x</title>", HTML),
        (b"  <!-- saved -->\n<html><body>x", HTML),
        (b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x"><html>', HTML),
        (b"# Rubrik\n\nText", MARKDOWN),
        (b"Text\n\n| a | b |\n|---|---|\n| 1 | 2 |\n", MARKDOWN),
        (b"---\ntitle: x\n---\nText", MARKDOWN),
        (b"See [here](https://example.org).", MARKDOWN),
        (b"- one\n- two\n", MARKDOWN),
        (b"Just a text. #tag and 5 * 3 - 2.\n", TEXT),
        ("Räksmörgås".encode(), TEXT),
        (b"\xef\xbb\xbf" + "Å".encode(), TEXT),
        ("Åre".encode("utf-16"), TEXT),
        ("Malmö är bäst".encode("cp1252"), TEXT),
        (b"BM is a short beginning for a text.", TEXT),
    ],
)
def test_the_bytes_tell_the_format(tmp_path: Path, data: bytes, expected: str) -> None:
    assert sniffed(tmp_path, data) == expected


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "PNG"),
        (OLE + b"\0" * 600, "before 2007"),
        (b"\x1f\x8b\x08\0\0", "gzip"),
        (b"{\\rtf1 hello}", "RTF"),
        (b"\0\1\2\3" * 50, "binary"),
        (b"\1\2\3\4" * 50, "binary"),
        (b"From: a@b.se\nTo: c@d.se\nSubject: x\nDate: y\n\nHej", "e-mail"),
        (b"<?xml version='1.0'?><rss/>", "XML"),
    ],
)
def test_what_is_not_read_is_named(tmp_path: Path, data: bytes, name: str) -> None:
    with pytest.raises(UnknownFormatError, match=name) as caught:
        sniffed(tmp_path, data)
    assert "Markdown" in str(caught.value)


@pytest.mark.parametrize(
    ("members", "name"),
    [
        ([("ppt/presentation.xml", "x")], "PowerPoint"),
        ([("xl/workbook.xml", "x")], "Excel"),
        ([("mimetype", "application/vnd.oasis.opendocument.text")], "OpenDocument file .text."),
        ([("META-INF/container.xml", "x")], "EPUB"),
        ([("a.txt", "x")], "ZIP"),
    ],
)
def test_archives_are_named_by_their_members(
    tmp_path: Path, members: list[tuple[str, str]], name: str
) -> None:
    with pytest.raises(UnknownFormatError, match=name):
        sniffed(tmp_path, archive(tmp_path, *members))


def test_a_word_file_is_known_by_its_main_part(tmp_path: Path) -> None:
    assert sniffed(tmp_path, archive(tmp_path, ("word/document.xml", "<x/>"))) == DOCX


def test_an_encrypted_office_file_is_left_to_the_reader(tmp_path: Path) -> None:
    data = OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    assert sniffed(tmp_path, data) == DOCX


def test_a_cut_archive_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(DamagedDocumentError, match="directory"):
        sniffed(tmp_path, archive(tmp_path, ("word/document.xml", "x" * 900))[:200])


def test_an_empty_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(EmptyDocumentError):
        sniffed(tmp_path, b"")


def test_a_file_too_large_names_both_sizes(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"1,200 bytes, at most 1,000"):
        sniffed(tmp_path, b"x" * 1200, limit=1000)


def test_text_of_any_encoding_and_line_end_is_decoded() -> None:
    assert decode_text("å\r\nä\rö".encode("cp1252")) == "å\nä\nö"
    assert decode_text("\ufeffåäö".encode("utf-16-le")) == "åäö"
