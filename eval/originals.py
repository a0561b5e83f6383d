"""The text of an original as a plain reader has it, with nothing of ``ingest`` in between."""

from __future__ import annotations

import html
import re
import unicodedata
import zipfile
from pathlib import Path

PDF = "application/pdf"
_WORD_PARTS = re.compile(r"word/(document|footnotes|endnotes)\.xml")


def read_pages(path: Path, media_type: str) -> tuple[str, ...]:
    """The text of each page by pypdf; formats without pages are one text.

    Markdown and plain text are left as they are, HTML and Word lose their tags. ``media_type``
    is the catalog's, since originals are stored without their names.
    """
    if media_type == PDF:
        return _read_pdf(path)
    if media_type.endswith("wordprocessingml.document"):
        return (_read_word(path),)
    text = _decode(path.read_bytes())
    return (strip_tags(text),) if "html" in media_type else (text,)


def strip_tags(text: str) -> str:
    """HTML or XML without comments, scripts, styles and tags; entities are resolved.

    A tag begins with a letter: "< 5 %" is text, however far the next ">" stands.
    """
    text = re.sub(r"(?s)<!--.*?-->|<(script|style)\b.*?</\1\s*>", " ", text)
    return html.unescape(re.sub(r"</?[A-Za-z!?][^<>]*>", "", text))


def strip_markdown(text: str) -> str:
    """Markdown without what a rendered page does not show: link targets, images' and tags."""
    text = re.sub(r"\]\((?:[^()\s]|\([^()]*\))*(?:\s+\"[^\"]*\")?\)", "]", text)
    text = re.sub(r"(?m)^\s*\[[^\]]+\]:\s+\S+.*$", "", text)
    text = re.sub(r"<(https?://[^<>\s]+)>", r"\1", text)
    return strip_tags(text)


def reduce_text(text: str) -> str:
    """Letters and digits alone, without case: NFKC (ligatures, widths), then case folding."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in plain if char.isalnum())


def find_letters(words: str, text: str) -> list[tuple[int, int]]:
    """Half-open intervals of the text that have the letters and digits of the words."""
    reduced = [(letter, at) for at, char in enumerate(text) for letter in reduce_text(char)]
    wanted, letters = reduce_text(words), "".join(letter for letter, _ in reduced)
    found, at = [], letters.find(wanted) if wanted else -1
    while at >= 0:
        found.append((reduced[at][1], reduced[at + len(wanted) - 1][1] + 1))
        at = letters.find(wanted, at + 1)
    return found


def _read_pdf(path: Path) -> tuple[str, ...]:
    import pypdf

    with pypdf.PdfReader(path) as reader:
        if reader.is_encrypted:
            reader.decrypt("")
        return tuple(page.extract_text() for page in reader.pages)


def _read_word(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        parts = [n for n in archive.namelist() if _WORD_PARTS.fullmatch(n)]
        texts = [archive.read(name).decode("utf-8") for name in sorted(parts)]
    paragraphs = [re.sub(r"</w:p>|<w:br\b[^>]*>|<w:tab\b[^>]*>", " ", text) for text in texts]
    return strip_tags("\n".join(paragraphs))


def _decode(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
