"""Where a quote stands, in words, and the footnote that says so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.records import Citation, Document, Passage, Verdict
from pipeline.memo.records import Block, Line, Look, Paragraph, Quote, Span
from pipeline.memo.words import Words
from pipeline.quote.clean import HIDDEN

# 3, 3.2 or 3.2.1 before the words of a heading; a year is no section
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2})*)\.?\s")


def describe_place(citation: Citation, said: Words) -> str:
    """The place in words: ``s. 5 (PDF-sida 7)`` or ``Avsnitt 3.2, stycke 4``.

    The viewer's page is named only where the printed label differs from it. Empty when the
    record knows no place.
    """
    text = _place(citation, said)
    return text if citation.page is not None else text[:1].upper() + text[1:]


def describe_passage(passage: Passage, said: Words) -> str:
    """The same for a passage."""
    text = _place(passage, said)
    return text if passage.page is not None else text[:1].upper() + text[1:]


def describe_source(citation: Citation, said: Words) -> str:
    """Title, version where there were several, and place."""
    facts = (describe_document(citation.document, said), _place(citation, said))
    return ", ".join(fact for fact in facts if fact)


def describe_document(document: Document, said: Words) -> str:
    """The title, with the version where there were several, and the file where titles are equal."""
    title = document.title
    if document.version != 1:
        title = said["versioned"].format(title=title, number=document.version)
    file = said.files.get(document.id)
    return f"{title} ({file})" if file else title


def quoted(citation: Citation, said: Words) -> Line:
    """The quote between quotation marks, with its footnote; masked words stay masked."""
    footnote = _footnote(citation, said)
    if citation.quote == HIDDEN:
        return (Span(HIDDEN, note=footnote),)
    sure = citation.verdict in (Verdict.VERIFIED, Verdict.SOURCE_DELETED)
    flag = () if sure else (Span(said["unchecked_flag"], quiet=True),)
    own = citation.document.language
    return (
        Span(said["quote_open"]),
        Span(citation.quote, language="" if own in (said.language, "und") else own),
        Span(said["quote_close"], note=footnote),
        *flag,
    )


def quotes(citations: Sequence[Citation], said: Words) -> list[Block]:
    """Each quote as a block, a machine's translation under it marked as such."""
    blocks: list[Block] = []
    for citation in citations:
        blocks.append(Quote(quoted(citation, said)))
        if citation.gloss and citation.quote != HIDDEN:
            text = said["gloss"].format(text=citation.gloss)
            blocks.append(Paragraph((Span(text),), Look.QUIET))
    return blocks


def _footnote(citation: Citation, said: Words) -> Line:
    """Document, place, status and whether the quote was checked."""
    verdict = "masked" if citation.quote == HIDDEN else citation.verdict.value
    status = said["status"].format(status=said[f"status.{citation.document.status}"])
    source = describe_source(citation, said)
    return (Span(f"{source}. {status} {said[f'verdict.{verdict}']}"),)


def _place(citation: Citation | Passage, said: Words) -> str:
    if citation.page is not None:
        return _page(citation, citation.page, said)
    parts = []
    if citation.heading_path:
        parts.append(_section(citation.heading_path[-1], said))
    if citation.paragraph is not None:
        parts.append(said["paragraph"].format(number=citation.paragraph))
    return ", ".join(parts)


def _page(citation: Citation | Passage, first: int, said: Words) -> str:
    last = citation.page_end or first
    seen = str(first) if last == first else f"{first}–{last}"
    if citation.page_label is None or citation.page_label == str(first):
        return said["page"].format(number=seen)
    printed = said["page"].format(number=citation.page_label)
    return f"{printed} ({said['viewer_page'].format(number=seen)})"


def _section(heading: str, said: Words) -> str:
    """A numbered heading by its number, any other by its words."""
    if numbered := _NUMBERED.match(heading.strip()):
        return said["section"].format(number=numbered[1])
    return said["heading"].format(title=heading.strip())
