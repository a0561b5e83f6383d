"""What a file is, by its bytes and never by its name."""

from __future__ import annotations

import mmap
import re
import unicodedata
import zipfile
from pathlib import Path

from corpus.errors import (
    DamagedDocumentError,
    DocumentError,
    EmptyDocumentError,
    UnknownFormatError,
)

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MARKDOWN = "text/markdown"
HTML = "text/html"
TEXT = "text/plain"
_ACCEPTED = "PDF, Word (.docx), Markdown, HTML and plain text"

# The PDF header may stand anywhere in the first 1,024 bytes (ISO 32000-1, Annex H.3.4.1, note 12).
_PDF_WINDOW = 1_024
# How much of a text is looked at to tell HTML, Markdown and plain text apart, in characters.
_WINDOW = 200_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
# First bytes of what people hand in by mistake, and what we call it.
_KNOWN: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"BM", "a BMP image"),
    (b"{\\rtf", "an RTF document"),
    (b"%!PS", "a PostScript file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a Linux program"),
    (b"RIFF", "a sound, video or WebP file"),
    (b"ID3", "an MP3 sound file"),
)
# Some member of the archive -> media type, or what it is when we do not read it.
_MEMBERS: tuple[tuple[str, str], ...] = (
    ("ppt/presentation.xml", "a PowerPoint presentation (.pptx), which is not read yet"),
    ("xl/workbook.xml", "an Excel workbook (.xlsx), which is not read yet"),
    ("xl/workbook.bin", "a binary Excel workbook (.xlsb)"),
    ("META-INF/container.xml", "an EPUB book"),
)
_ODF = "application/vnd.oasis.opendocument."
_MAIL = re.compile(
    r"^(From|To|Subject|Date|MIME-Version|Received|Return-Path|Message-ID|Content-Type):", re.M
)
_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|meta|title|div|p|table|h[1-6]|main|article|section)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(r"\s*<(?:\?xml|svg|!DOCTYPE)\b", re.IGNORECASE)
# One of these makes a text Markdown; of the weaker signs it takes two.
_STRONG = re.compile(
    r"^(?:#{1,6} \S|```|\[\^\w+\]:|\|?[ :]*-{3,}[ :]*\|)"
    r"|!?\[[^\]\n]+\]\([^)\n]+\)|\A---\n.*?\n---\n",
    re.MULTILINE | re.DOTALL,
)
_WEAK = re.compile(r"\*\*\S[^*\n]*\*\*|^(?:=+|-{3,})$|^[*+-] \S|^> \S", re.MULTILINE)


def sniff(path: Path, *, max_bytes: int) -> str:
    """The media type of a file of a format that is read.

    Args:
        path: the file; its name plays no part.
        max_bytes: largest size that is looked at.

    Raises:
        EmptyDocumentError: no bytes.
        UnknownFormatError: nothing we read; the message names what it looks like.
        DamagedDocumentError: an archive whose directory is missing or broken.
        DocumentError: larger than ``max_bytes``.
    """
    size = path.stat().st_size
    if size == 0:
        raise EmptyDocumentError("the file has no bytes (0); hand in the whole file")
    if size > max_bytes:
        raise DocumentError(
            f"the file has {size:,} bytes, at most {max_bytes:,} are read; "
            "split it or raise the limit"
        )
    with path.open("rb") as handle:
        head = handle.read(_PDF_WINDOW)
    if b"%PDF-" in head:
        return PDF
    if head.startswith(_ZIP):
        return _sniff_archive(path)
    if head.startswith(_OLE):
        return _sniff_compound(path)
    for magic, name in _KNOWN:
        if head.startswith(magic) and not (len(magic) < 4 and _is_text(path)):
            raise _unknown(name)
    if head[4:8] == b"ftyp":
        raise _unknown("a video or HEIC image")
    return _sniff_text(decode_text(path.read_bytes())[:_WINDOW])


def decode_text(data: bytes) -> str:
    """The characters of a text file: by its byte order mark, else UTF-8, else Windows-1252.

    In NFC, with one line feed at the end of each line.

    Raises:
        UnknownFormatError: the bytes are no text.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", errors="replace")
    elif b"\x00" in data:
        raise _unknown("binary data")
    else:
        text = _decode_bytes(data)
    controls = sum(text.count(chr(code)) for code in range(32) if chr(code) not in "\t\n\r\f\x0b")
    if controls > len(text) // 200:
        raise _unknown("binary data")
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def _decode_bytes(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _is_text(path: Path) -> bool:
    try:
        decode_text(path.read_bytes())
    except UnknownFormatError:
        return False
    return True


def _sniff_archive(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            kind = archive.read("mimetype")[:80].decode("latin-1") if "mimetype" in names else ""
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, ValueError) as error:
        raise DamagedDocumentError(
            "the file opens like a Word document or other ZIP archive, but its directory is broken "
            f"({error}); save or download it again"
        ) from error
    if any(name.startswith("word/document") for name in names):
        return DOCX
    if kind.startswith(_ODF):
        raise _unknown(f"an OpenDocument file ({kind.removeprefix(_ODF)}), which is not read yet")
    for member, name in _MEMBERS:
        if member in names:
            raise _unknown(name)
    raise _unknown("a ZIP archive")


def _sniff_compound(path: Path) -> str:
    """An encrypted Office file is passed on as DOCX, whose reader asks for the password."""
    with path.open("rb") as handle, mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if data.find(_ENCRYPTED) >= 0:
            return DOCX
    raise _unknown("an Office file of the time before 2007 (.doc, .xls, .ppt, .msg)")


def _sniff_text(text: str) -> str:
    if len(set(_MAIL.findall(text[:4_000]))) >= 3 and _MAIL.match(text.lstrip()):
        raise _unknown("an e-mail message (.eml), which is not read yet")
    if _PAGE.match(text):
        return HTML
    if _XML.match(text):
        raise _unknown("an XML file")
    if _STRONG.search(text) or len(_WEAK.findall(text)) >= 2:
        return MARKDOWN
    return TEXT


def _unknown(name: str) -> UnknownFormatError:
    return UnknownFormatError(f"the file looks like {name}; what is read: {_ACCEPTED}")
