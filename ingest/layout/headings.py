"""Which blocks are headings, and how deep each one lies."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping

from corpus.records import BlockKind
from ingest.layout.paragraphs import Measures
from ingest.layout.shapes import Draft

Style = tuple[float, bool]
Outline = Mapping[int, Mapping[str, int]]

_LONGEST = 250
_LARGER = 1.1
_LONGEST_CAPTION = 2500
_CAPTION = re.compile(
    r"(figur|figure|fig|tabell|table|diagram|bild|ruta|box|chart|källa|source)\b\.?\s*"
    r"((?:[A-Z]{1,4}\d*\.)*[\dIVX]+[.\d\-–]*[a-z]?)?\s*[:.\-–|]?",
    re.IGNORECASE,
)


def squeeze(text: str) -> str:
    """Letters and digits alone, lower case: how an outline entry and its heading agree."""
    return re.sub(r"[\W_]+", "", text).lower()


def mark_headings(drafts: list[Draft], measures: Measures, outline: Outline) -> None:
    """Turn paragraphs into headings by outline, type size or weight, and set their levels.

    ``outline`` maps a page to its squeezed entries and their depths from 1. Levels go from the
    largest style inwards, 1..6; a style that the outline names takes the outline's depth.
    """
    found: defaultdict[Style, Counter[int]] = defaultdict(Counter)
    headings: list[Draft] = []
    for draft in drafts:
        if draft.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
            continue
        depth = outline.get(draft.page, {}).get(squeeze(draft.text), 0)
        if _is_caption(draft, measures) and not depth:
            draft.kind = BlockKind.CAPTION
        elif depth or _looks_like_one(draft, measures):
            draft.kind, draft.level, draft.marker = BlockKind.HEADING, depth, ""
            headings.append(draft)
            found[_style(draft)][depth] += 1
    levels = _levels(found)
    for draft in headings:
        draft.level = min(draft.level or levels[_style(draft)], 6)


def _style(draft: Draft) -> Style:
    line = max(draft.lines, key=lambda line: line.letters)
    return round(line.size * 2) / 2, line.bold


def _looks_like_one(draft: Draft, measures: Measures) -> bool:
    text = draft.text
    if len(text) > _LONGEST or len(draft.lines) > 5 or not re.search(r"[^\W\d_]{2}", text):
        return False
    size, bold = _style(draft)
    sentence = text.rstrip('”" ').endswith((".", ",", ";"))
    if size >= _LARGER * measures.size:
        return not (sentence and len(text) > 80) and draft.marker in ("", *_numbers(draft))
    heavy = bold and not measures.bold and size >= 0.85 * measures.size
    return heavy and len(text) <= 150 and not sentence and draft.marker in ("", *_numbers(draft))


def _numbers(draft: Draft) -> tuple[str, ...]:
    return (draft.marker,) if draft.marker[:1].isalnum() else ()


def _is_caption(draft: Draft, measures: Measures) -> bool:
    text = draft.text
    found = _CAPTION.match(text)
    if not found or len(text) > _LONGEST_CAPTION:
        return False
    numbered = bool(found[2]) and text[found.end() - 1 : found.end()] in tuple(":.-–| ")
    small = _style(draft)[0] <= 0.95 * measures.size
    lead = small or draft.lines[0].words[0].bold or len(draft.lines) <= 3
    return (numbered and lead) or (small and ":" in text[:12])


def _levels(found: Mapping[Style, Counter[int]]) -> dict[Style, int]:
    """The level of each heading style: the outline's where it has one, else by rank."""
    levels: dict[Style, int] = {}
    deepest = 0
    for style in sorted(found, key=lambda style: (-style[0], not style[1])):
        known = Counter({depth: count for depth, count in found[style].items() if depth})
        deepest = known.most_common(1)[0][0] if known else min(deepest + 1, 6)
        levels[style] = deepest
    return levels
