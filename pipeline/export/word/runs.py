"""Spans as the runs of a Word paragraph."""

from __future__ import annotations

import re

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import RGBColor
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run

from pipeline.memo import Line, Span

_TAGS = {"sv": "sv-SE", "en": "en-GB"}
HUSH = RGBColor(0x55, 0x55, 0x55)
"""The colour of what is said in a low voice; 7:1 against white."""


def tag_of(language: str) -> str:
    """The language tag Word checks spelling by; empty where the language is not known."""
    if language in _TAGS:
        return _TAGS[language]
    return language if re.fullmatch(r"[a-z]{2,3}", language) and language != "und" else ""


def add_span(paragraph: WordParagraph, span: Span, language: str) -> Run:
    """Its text as a run; the footnote is the caller's affair."""
    run = paragraph.add_run(span.text)
    if span.strong:
        run.bold = True
    if span.quiet:
        run.font.color.rgb = HUSH
    set_language(run, span.language or language)
    return run


def add_line(paragraph: WordParagraph, line: Line, language: str) -> None:
    """Spans without footnotes, as those of a footnote are."""
    for span in line:
        add_span(paragraph, span, language)


def set_language(run: Run, language: str) -> None:
    """Name the language of a run, for spelling and for reading aloud."""
    if tag := tag_of(language):
        element = OxmlElement("w:lang")
        element.set(qn("w:val"), tag)
        # the last of what we set on a run, as the schema's order has it
        run._r.get_or_add_rPr().append(element)
