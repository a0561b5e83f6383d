"""How our own Word document looks: one accent colour, generous margins, quotes set in."""

from __future__ import annotations

import re
from typing import cast

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph as WordParagraph

from pipeline.export.word.body import CELL, FIELD, HEAD, MARK, STYLES
from pipeline.export.word.notes import REFERENCE, TEXT
from pipeline.export.word.runs import HUSH, add_span, tag_of
from pipeline.memo import Look, Memo, Paper, Span

ACCENT = RGBColor(0x12, 0x46, 0x3F)
_BLACK = RGBColor(0, 0, 0)
_FONT = "Calibri"
# style -> size in points, before and after in points, bold, colour
_SET = {
    "Normal": (11, 0, 8, False, _BLACK),
    "Title": (22, 6, 6, True, ACCENT),
    "Subtitle": (14, 0, 16, False, _BLACK),
    "Heading 1": (17, 22, 8, True, ACCENT),
    "Heading 2": (13, 20, 7, True, ACCENT),
    "Heading 3": (12, 18, 6, True, _BLACK),
    "Quote": (11, 4, 8, False, _BLACK),
    "List Bullet": (11, 0, 5, False, _BLACK),
    STYLES[Look.LABEL]: (10, 10, 4, True, ACCENT),
    STYLES[Look.QUIET]: (9.5, 0, 6, False, HUSH),
    STYLES[Look.VERDICT]: (19, 2, 8, True, _BLACK),
    STYLES[Look.NOTICE]: (11, 10, 12, False, _BLACK),
    MARK: (11, 0, 6, True, ACCENT),
    FIELD: (9.5, 0, 3, False, _BLACK),
    HEAD: (11, 0, 8, False, _BLACK),
    CELL: (10, 3, 3, False, _BLACK),
    "footnote text": (9, 0, 2, False, _BLACK),
}
_STUCK = ("Heading 1", "Heading 2", "Heading 3", STYLES[Look.LABEL])


def style_document(document: Document, language: str) -> None:
    """Give the document's styles our looks and the memo's language."""
    for name, (size, before, after, bold, colour) in _SET.items():
        style = _style(document, name)
        _clear(style)
        font, spacing = style.font, style.paragraph_format
        font.name, font.size, font.bold, font.italic = _FONT, Pt(size), bold, False
        font.color.rgb = colour
        spacing.space_before, spacing.space_after = Pt(before), Pt(after)
        spacing.line_spacing = 1.0 if name in (CELL, "footnote text") else 1.12
        spacing.keep_with_next = True if name in _STUCK else None
    _shape(document)
    _add_reference(document)
    _soften_grid(document)
    # 15 is Word of today; python-docx's own document opens in the mode of an older one
    for element in document.settings.element.iter(qn("w:compatSetting")):
        if element.get(qn("w:name")) == "compatibilityMode":
            element.set(qn("w:val"), "15")
    for element in document.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), tag_of(language))


def _style(document: Document, name: str) -> ParagraphStyle:
    styles = document.styles
    if name in styles:
        return cast(ParagraphStyle, styles[name])
    style = cast(ParagraphStyle, styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH))
    style.base_style = styles["Normal"]
    if name == "footnote text":
        style.element.set(qn("w:styleId"), TEXT)
    return style


def _clear(style: ParagraphStyle) -> None:
    """Take out the theme's fonts, colours, borders and lists, which win over what is set."""
    element = style.element
    for tag in ("w:rPr", "w:pPr"):
        found = element.find(qn(tag))
        if found is None:
            continue
        kept = {"w:outlineLvl", "w:keepLines"} | (
            {"w:numPr"} if style.name == "List Bullet" else set()
        )
        for child in list(found):
            if child.tag not in {qn(one) for one in kept}:
                found.remove(child)


def _shape(document: Document) -> None:
    """Indents, rules and tab stops."""
    styles = document.styles
    quote = styles["Quote"].paragraph_format
    quote.left_indent = Cm(0.55)
    _border(styles["Quote"], "left", colour="8FB3AB", size=16, space=9)
    bullets = styles["List Bullet"].paragraph_format
    bullets.left_indent, bullets.first_line_indent = Cm(0.6), Cm(-0.6)
    notice = styles[STYLES[Look.NOTICE]]
    notice.paragraph_format.left_indent = Cm(0.3)
    _border(notice, "left", colour=str(ACCENT), size=20, space=7)
    shade = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="E8F1EE"/>')
    notice.element.get_or_add_pPr().insert_element_before(shade, "w:tabs", "w:spacing", "w:ind")
    field = styles[FIELD].paragraph_format
    field.left_indent, field.first_line_indent = Cm(4), Cm(-4)
    field.tab_stops.add_tab_stop(Cm(4))
    _border(styles[HEAD], "bottom", colour="BEBEBE", size=4, space=2)
    styles[MARK].font.all_caps = True


def _border(style: ParagraphStyle, side: str, *, colour: str, size: int, space: int) -> None:
    """A rule beside a paragraph; ``size`` in eighths of a point, ``space`` in points."""
    rule = parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:{side} w:val="single" w:sz="{size}" w:space="{space}" '
        f'w:color="{colour}"/></w:pBdr>'
    )
    style.element.get_or_add_pPr().insert_element_before(
        rule, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:outlineLvl"
    )


def _add_reference(document: Document) -> None:
    style = document.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
    style.element.set(qn("w:styleId"), REFERENCE)
    style.font.superscript = True


def _soften_grid(document: Document) -> None:
    """Table Grid with thin rules between rows and none between columns."""
    borders = document.styles["Table Grid"].element.find(f".//{qn('w:tblBorders')}")
    for rule in borders:
        across = rule.tag in (qn("w:insideH"), qn("w:bottom"), qn("w:top"))
        rule.set(qn("w:val"), "single" if across else "nil")
        rule.set(qn("w:color"), "BEBEBE")


def style_pages(document: Document, memo: Memo | Paper) -> None:
    """A4, with a running head from the second page on and the number of the page below."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.6)
    section.top_margin, section.bottom_margin = Cm(2.6), Cm(2.4)
    section.different_first_page_header_footer = True
    width = Cm(21 - 2 * 2.6)
    head = section.header.paragraphs[0]
    _tabbed(head, width)
    add_span(head, Span(memo.running, quiet=True), memo.language)
    head.add_run("\t")
    add_span(head, Span(memo.mark, strong=True), memo.language)
    for footer in (section.footer, section.first_page_footer):
        paragraph = footer.paragraphs[0]
        _tabbed(paragraph, width)
        paragraph.add_run("\t")
        _number_pages(paragraph, memo)


def _tabbed(paragraph: WordParagraph, width: int) -> None:
    style = cast(ParagraphStyle, paragraph.style)
    style.font.size = Pt(9)
    stops = paragraph.paragraph_format.tab_stops
    for own in list(style.paragraph_format.tab_stops):
        stops.add_tab_stop(own.position, WD_TAB_ALIGNMENT.CLEAR)
    stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)


def _number_pages(paragraph: WordParagraph, memo: Memo | Paper) -> None:
    for at, part in enumerate(re.split(r"\{(page|pages)\}", memo.pager)):
        if at % 2 == 0:
            add_span(paragraph, Span(part, quiet=True), memo.language)
            continue
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE" if part == "page" else "NUMPAGES")
        paragraph._p.append(field)
        run = add_span(paragraph, Span("1", quiet=True), memo.language)
        field.append(run._r)
