"""Real footnotes, which python-docx has no calls for: their part, and the references to it.

Source: ECMA-376-1, section 17.11 (footnotes) and section 11.3.7 (the part).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.text.paragraph import CT_P
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph as WordParagraph

from pipeline.export.word.runs import add_line
from pipeline.memo import Line

TEXT, REFERENCE = "FootnoteText", "FootnoteReference"
"""Ids of the styles of a footnote and of the number that refers to it."""
_NAME = PackURI("/word/footnotes.xml")
_EMPTY = f"""<w:footnotes {nsdecls("w")}>
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p>
</w:footnote></w:footnotes>"""
_AFTER = ("w:endnotePr", "w:compat", "w:docVars", "w:rsids", "m:mathPr", "w:themeFontLang")


class Notes:
    """The footnotes of a document in the order they are referred to, with their numbers.

    The first has the number ``first``, behind those a template brings.
    """

    def __init__(self, document: Document, language: str) -> None:
        self.language = language
        self.first = 1 + max((int(one.get(qn("w:id"), "0")) for one in _read(document)), default=0)
        self.lines: list[Line] = []

    def refer(self, paragraph: WordParagraph, line: Line) -> None:
        """Put the reference to a new footnote at the end of a paragraph."""
        number = self.first + len(self.lines)
        self.lines.append(line)
        mark = _element("w:footnoteReference")
        mark.set(qn("w:id"), str(number))
        _add_mark(paragraph, mark)


def attach_notes(document: Document, notes: Notes) -> None:
    """Write the footnotes into the document's package, behind those it has."""
    if not notes.lines:
        return
    root = _read(document)
    for number, line in enumerate(notes.lines, start=notes.first):
        root.append(_note(number, line, notes.language, document))
    blob = serialize_part_xml(root)
    part = _part(document)
    if part is not None:
        part._blob = blob
        return
    package = document.part.package
    assert package is not None
    made = Part(_NAME, CONTENT_TYPE.WML_FOOTNOTES, blob, package)
    document.part.relate_to(made, RELATIONSHIP_TYPE.FOOTNOTES)
    _name_separators(document)


def _part(document: Document) -> Part | None:
    related: Sequence[Part] = [
        one.target_part
        for one in document.part.rels.values()
        if one.reltype == RELATIONSHIP_TYPE.FOOTNOTES
    ]
    return next(iter(related), None)


def _read(document: Document) -> BaseOxmlElement:
    part = _part(document)
    return parse_xml(part.blob if part is not None else _EMPTY)


def _note(number: int, line: Line, language: str, document: Document) -> BaseOxmlElement:
    note = _element("w:footnote")
    note.set(qn("w:id"), str(number))
    element = cast(CT_P, _element("w:p"))
    note.append(element)
    element.get_or_add_pPr().style = TEXT
    paragraph = WordParagraph(element, document.part)
    _add_mark(paragraph, _element("w:footnoteRef"))
    paragraph.add_run(" ")
    add_line(paragraph, line, language)
    return note


def _element(tag: str) -> BaseOxmlElement:
    return cast(BaseOxmlElement, OxmlElement(tag))


def _add_mark(paragraph: WordParagraph, mark: BaseOxmlElement) -> None:
    run = paragraph.add_run()
    run._r.get_or_add_rPr().style = REFERENCE
    run._r.append(mark)


def _name_separators(document: Document) -> None:
    """Tell the settings which footnotes are the rules above the others."""
    settings = document.settings.element
    named = parse_xml(
        f'<w:footnotePr {nsdecls("w")}><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
    )
    behind = next((one for tag in _AFTER for one in settings.findall(qn(tag))), None)
    if behind is None:
        settings.append(named)
    else:
        behind.addprevious(named)
