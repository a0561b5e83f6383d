"""A Word file, from its archive to a reading."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import DamagedDocumentError, PasswordError, UnknownFormatError
from corpus.records import BlockKind, Properties, Reading
from ingest.markup.compose import Piece, compose
from ingest.sniff import DOCX

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.opc.part import Part as PackagePart
    from lxml.etree import _Element

    from ingest.office.content import Part

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A member that unpacks to more than this is a bomb: the largest honest one, a page of XML with
# pictures apart, is a few megabytes.
_LARGEST_MEMBER = 200 * 2**20


def read_docx(path: Path) -> Reading:
    """A Word document as canonical text, without pages.

    Inserted text that awaits approval is in, deleted text is not. Headers and footers are
    furniture, hidden text is ``HIDDEN``; foot- and endnotes are footnote blocks that open with
    the number their mark has in the text.

    Raises:
        PasswordError: the file is encrypted.
        DamagedDocumentError: the archive or its XML is broken, or it unpacks to too much.
        UnknownFormatError: a Word file of a kind that is not read (template, macros).
    """
    _check_archive(path)
    document = _opened(path)
    return compose(list(_pieces(document)), media_type=DOCX, properties=_properties(document))


def _check_archive(path: Path) -> None:
    with path.open("rb") as handle:
        if handle.read(len(_OLE)) == _OLE:
            raise PasswordError(
                "the Office file is encrypted and Samklang cannot open such files; "
                "save it without a password and hand it in again"
            )
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError) as error:
        raise _damaged(error) from error
    for member in members:
        if member.file_size > _LARGEST_MEMBER:
            raise DamagedDocumentError(
                f"{member.filename} in the Word file would unpack to {member.file_size:,} bytes, "
                f"at most {_LARGEST_MEMBER:,} are allowed; save the document anew"
            )


def _opened(path: Path) -> WordDocument:
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from lxml import etree

    try:
        return docx.Document(str(path))
    except (PackageNotFoundError, zipfile.BadZipFile, etree.XMLSyntaxError) as error:
        raise _damaged(error) from error
    except (KeyError, OSError, EOFError, AttributeError) as error:
        raise _damaged(error) from error
    except ValueError as error:
        raise UnknownFormatError(
            "the file is a Word template or holds macros; save it as an ordinary .docx"
        ) from error


def _damaged(error: Exception) -> DamagedDocumentError:
    return DamagedDocumentError(
        f"the Word file is broken ({type(error).__name__}: {error}); "
        "open it in Word and save it anew"
    )


def _pieces(document: WordDocument) -> Iterator[Piece]:
    from docx.oxml.ns import qn

    from ingest.office.content import Part
    from ingest.office.numbering import Numbering, Styles

    package = document.part
    styles = Styles(_root(package, "styles"))
    part = Part(styles, Numbering(_root(package, "numbering")))
    yield from part.pieces(document.element.body)
    for kind in ("footnote", "endnote"):
        notes = _root(package, f"{kind}s")
        for note in notes if notes is not None else ():
            number = part.notes.get((qn(f"w:{kind}Reference"), str(note.get(qn("w:id")))))
            if number is not None:
                yield from _note(part, note, number)
    yield from _furniture(package, part)


def _note(part: Part, note: _Element, number: int) -> Iterator[Piece]:
    inner = list(part.pieces(note))
    words = " ".join(piece.text for piece in inner if piece.kind is not BlockKind.HIDDEN)
    if words:
        yield Piece(BlockKind.FOOTNOTE, f"{number} {words}")
    yield from (piece for piece in inner if piece.kind is BlockKind.HIDDEN)


def _furniture(package: PackagePart, part: Part) -> Iterator[Piece]:
    """Each different line of the headers and footers, once."""
    seen: set[str] = set()
    for relation in package.rels.values():
        if relation.is_external or not relation.reltype.endswith(("/header", "/footer")):
            continue
        for piece in part.pieces(_parsed(relation.target_part)):
            if piece.text not in seen:
                seen.add(piece.text)
                hidden = piece.kind is BlockKind.HIDDEN
                yield piece if hidden else Piece(BlockKind.FURNITURE, piece.text)


def _root(package: PackagePart, name: str) -> _Element | None:
    """The root of a part the document points at by the last word of a relation; else None."""
    for relation in package.rels.values():
        if not relation.is_external and relation.reltype.endswith(f"/{name}"):
            return _parsed(relation.target_part)
    return None


def _parsed(part: PackagePart) -> _Element:
    from docx.oxml.parser import parse_xml
    from lxml import etree

    try:
        return parse_xml(part.blob)
    except etree.XMLSyntaxError as error:
        raise _damaged(error) from error


def _properties(document: WordDocument) -> Properties:
    core = document.core_properties
    published = core.modified or core.created
    return Properties(
        title=core.title.strip() or None,
        publisher=core.author.strip() or None,
        published=published.date().isoformat() if published else None,
        language=core.language.strip() or None,
    )
