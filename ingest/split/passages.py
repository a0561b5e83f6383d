"""Packing the units of a section, in order, into passages."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from corpus.records import BODY_KINDS, BlockKind, Page, Passage, Reading
from ingest.split.sentences import LONGEST_SENTENCE
from ingest.split.units import (
    HARD_MAXIMUM,
    TARGET,
    PageFinder,
    Unit,
    parts_of,
    quotable,
    units_of,
)

# A passage or remainder below this many characters is joined to its neighbour in the section.
_SHORT = 200
# A footnote ("Ibid., p. 4.") or a remainder below this says too little to be found alone.
_TINY = 40

Group = tuple[Unit, ...]
Pack = list[Unit]


@dataclass(slots=True)
class _Section:
    """The headings directly before a body, and that body; ``path`` is in force for it."""

    path: tuple[str, ...] = ()
    headings: Pack = field(default_factory=list)
    body: Pack = field(default_factory=list)


def split_document(
    reading: Reading,
    *,
    document_id: str,
    version: int,
    language: str,
    detect: Callable[[str], str],
) -> tuple[Passage, ...]:
    """The passages of a reading, in text order, body before footnotes.

    Together they hold every non-space character of body and footnotes exactly once. A heading
    opens the first passage of its section and is never one of its sentences; one with no text of
    its own goes to the next section, or stays alone (kind ``HEADING``) where none is near enough.

    Args:
        reading: its blocks are in text order and do not overlap.
        document_id: goes into the passages as it is.
        version: likewise.
        language: ISO 639-1 code of the document; chooses the sentence rules.
        detect: gives the language code of a passage's text.
    """
    text, finder = reading.text, PageFinder(reading.pages)
    body = units_of(reading, BODY_KINDS, language=language, finder=finder)
    notes = units_of(reading, {BlockKind.FOOTNOTE}, language=language, finder=finder)
    found = [
        (pack, section.path)
        for section in _sections(text, body)
        for pack in _pack(section, text, finder)
    ]
    found += [(pack, ()) for pack in _pack_notes(notes, text, finder)]
    return tuple(
        replace(
            _passage(text, pack, finder),
            document_id=document_id,
            version=version,
            heading_path=path,
            language=detect(text[pack[0].start : pack[-1].end]),
        )
        for pack, path in found
    )


def _passage(text: str, pack: Pack, finder: PageFinder) -> Passage:
    """The passage a pack makes, before it knows its document, headings and language."""
    start, end = pack[0].start, pack[-1].end
    first, last = _pages_of(pack, finder)
    return Passage(
        document_id="",
        version=0,
        start=start,
        end=end,
        heading_path=(),
        language="und",
        text=text[start:end],
        sentences=tuple(found for unit in pack for found in quotable(text, unit)),
        paragraph=pack[0].number,
        page=first.number if first else None,
        page_end=last.number if last else None,
        page_label=first.label if first else None,
        kind=_kind_of(pack),
    )


def _kind_of(pack: Pack) -> BlockKind:
    """The kind of the first unit that is no heading."""
    return next((unit.kind for unit in pack if not _is_heading(unit)), BlockKind.HEADING)


def _pages_of(pack: Pack, finder: PageFinder) -> tuple[Page | None, Page | None]:
    if pack[0].kind is not BlockKind.FOOTNOTE:
        return finder.page(pack[0].start), finder.page(pack[-1].end - 1)
    pages = [unit.page for unit in (pack[0], pack[-1])]
    first, last = (finder.numbered.get(page) if page else None for page in pages)
    return first, last


def _sections(text: str, units: Iterable[Unit]) -> Iterator[_Section]:
    section = _Section()
    stack: list[tuple[int, str]] = []
    for unit in units:
        if not _is_heading(unit):
            section.body.append(unit)
            continue
        if section.body:
            yield section
            section = _Section()
        stack = [entry for entry in stack if entry[0] < unit.level]
        stack.append((unit.level, " ".join(text[unit.start : unit.end].split())))
        section.headings.append(unit)
        section.path = tuple(title for _, title in stack)
    yield section


def _is_heading(unit: Unit) -> bool:
    return unit.kind is BlockKind.HEADING


def _groups(text: str, body: Iterable[Unit]) -> list[Group]:
    """Units that should stay together: a list with its lead-in, the rows of a table."""
    groups: list[Pack] = []
    for unit in body:
        if groups and _stays_with(text, groups[-1][-1], unit):
            groups[-1].append(unit)
        else:
            groups.append([unit])
    return [tuple(group) for group in groups]


def _stays_with(text: str, before: Unit, unit: Unit) -> bool:
    if unit.kind is BlockKind.LIST_ITEM:
        leads_in = before.kind is BlockKind.PARAGRAPH and text[before.end - 1] == ":"
        return leads_in or before.kind is BlockKind.LIST_ITEM
    return unit.kind is BlockKind.TABLE and before.kind is BlockKind.TABLE


def _pack(section: _Section, text: str, finder: PageFinder) -> Iterator[Pack]:
    """The section's units in packs, filled greedily; what fits nowhere is taken apart."""
    queue: deque[Group] = deque([(heading,) for heading in section.headings])
    queue.extend(_groups(text, section.body))
    done: list[Pack] = [[]]
    while queue:
        group, pack = queue.popleft(), done[-1]
        if _fits(pack, group, text, finder):
            pack.extend(group)
        elif pack and not (_only_headings(pack) and _near(pack, group, text, finder)):
            done.append([])
            queue.appendleft(group)
        elif smaller := _smaller(group):
            queue.extendleft(reversed(smaller))
        elif _opens(pack, group, finder):
            pack.extend(group)
        else:
            done.append([*group])
    yield from _join_tail([pack for pack in done if pack], text, finder)


def _fits(pack: Pack, group: Group, text: str, finder: PageFinder) -> bool:
    start = (pack or group)[0].start
    if finder.distance(start, group[-1].end) > 1 or not _touches(pack, group, text):
        return False
    if pack and not _only_headings(pack) and finder.index(start) != finder.index(group[0].start):
        return False  # a passage is found and opened at one page
    if pack and pack[-1].end - start >= _SHORT and not _only_headings(pack):
        return group[-1].end - start <= TARGET
    return group[-1].end - start <= HARD_MAXIMUM


def _touches(pack: Pack, group: Group, text: str) -> bool:
    """Whether nothing but white space lies between the two."""
    return not pack or text[pack[-1].end : group[0].start].isspace()


def _near(pack: Pack, group: Group, text: str, finder: PageFinder) -> bool:
    """Whether headings can still open the text that follows, or a part of it."""
    if _is_heading(group[0]) or not _touches(pack, group, text):
        return False
    return finder.distance(pack[0].start, group[0].start + 1) <= 1


def _opens(headings: Pack, group: Group, finder: PageFinder) -> bool:
    """Whether headings may stand in one passage with a sentence longer than a passage."""
    start, end = (headings or group)[0].start, group[-1].end
    return end - start <= LONGEST_SENTENCE and finder.distance(start, end) <= 1


def _only_headings(pack: Pack) -> bool:
    return all(map(_is_heading, pack))


def _smaller(group: Group) -> list[Group]:
    """The group taken apart one step; nothing when it is a single sentence already."""
    if len(group) == 1:
        parts = parts_of(group[0])
        return [(part,) for part in parts] if len(parts) > 1 else []
    head = 2 if len(group) > 2 and group[0].kind is not group[1].kind else 1
    return [group[:head], *((unit,) for unit in group[head:])]


def _join_tail(packs: list[Pack], text: str, finder: PageFinder) -> list[Pack]:
    """The packs; a short last one becomes part of the one before it where it may."""
    if len(packs) < 2:
        return packs
    *rest, before, last = packs
    joins = (
        last[-1].end - last[0].start < _SHORT
        and last[-1].end - before[0].start <= HARD_MAXIMUM
        and finder.distance(before[0].start, last[-1].end) <= 1
        and (finder.index(before[0].start) == finder.index(last[0].start) or _is_tiny(last))
        and _touches(before, tuple(last), text)
    )
    return [*rest, before + last] if joins else packs


def _is_tiny(pack: Pack) -> bool:
    """Whether a pack says too little to be found alone."""
    return pack[-1].end - pack[0].start < _TINY


def _pack_notes(notes: Iterable[Unit], text: str, finder: PageFinder) -> Iterator[Pack]:
    """One pack for each footnote; tiny ones in a row on one page share one."""
    packs: list[Pack] = []
    for note in notes:
        last = packs[-1] if packs else []
        tiny = note.end - note.start < _TINY and last and last[0].page == note.page
        if tiny and last[-1].end - last[0].start < _TINY and _touches(last, (note,), text):
            last.append(note)
        else:
            packs += _pack(_Section(body=[note]), text, finder)
    yield from packs
