"""Offsets of a whole data folder: does every slice of the canonical text give its words?

    python -m eval.offsets [--data-dir DIR] [--citations ANSWERS.jsonl …]

Checks every passage and sentence of every active version, every word box, and with
``--citations`` every quote of the answers named. Exit status 1 when anything fails.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.catalog import Catalog, open_catalog
from corpus.errors import NotFoundError
from corpus.records import BODY_KINDS, Block, BlockKind, Boxes, Document, Page, Passage
from corpus.settings import load_settings
from eval.quotes import Quoted, read_answers

CITABLE = BODY_KINDS | {BlockKind.FOOTNOTE}
_SHOWN = 25
# boxes are as tall as the type's line and may stand a little over the page's edge
_OVERHANG = 20.0


@dataclass(slots=True)
class Tally:
    """What was checked (kind -> number) and what failed, in words."""

    checked: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    def check(self, kind: str, where: str, faults: Iterable[str]) -> None:
        """Count one thing checked and keep its faults."""
        self.checked[kind] += 1
        self.failures += [f"{kind} {where}: {fault}" for fault in faults]


def main(argv: Sequence[str] | None = None) -> int:
    """Check a data folder and print the counts."""
    parser = argparse.ArgumentParser(prog="python -m eval.offsets")
    parser.add_argument("--data-dir", type=Path, default=None)
    parser.add_argument("--citations", type=Path, nargs="*", default=[])
    options = parser.parse_args(argv)
    data = options.data_dir or load_settings().data_dir
    if not (data / "catalog.sqlite").is_file():
        print(f"eval.offsets: {data} holds no catalog; name one with --data-dir", file=sys.stderr)
        return 1
    catalog = open_catalog(data)
    try:
        tally = check_catalog(catalog)
        quotes = {quoted for path in options.citations for quoted in read_answers(path)}
        for quoted in sorted(quotes, key=lambda q: (q.document_id, q.start)):
            tally.check(
                "quote", f"{quoted.document_id} {quoted.start}", quote_faults(catalog, quoted)
            )
    finally:
        catalog.close()
    print_tally(tally)
    return 1 if tally.failures else 0


def check_catalog(catalog: Catalog) -> Tally:
    """Every active version of a catalog, checked."""
    tally = Tally()
    for document in catalog.documents():
        _check_version(catalog, document, tally)
    return tally


def _check_version(catalog: Catalog, document: Document, tally: Tally) -> None:
    place = (document.id, document.version)
    text, blocks = catalog.text(*place), catalog.blocks(*place)
    pages = {page.number: page for page in catalog.pages(*place)}
    citable = citable_mask(text, blocks)
    where = f"{document.filename} ({document.id}.{document.version})"
    tally.check("version", where, block_faults(text, blocks))
    ids = [i for i in catalog.passage_ids([document.collection]) if i.startswith(f"{document.id}.")]
    for identity, passage in catalog.passages(ids).items():
        named = f"{document.filename} {identity}"
        tally.check("passage", named, passage_faults(identity, passage, text, citable))
        for number, faults in enumerate(sentence_faults(passage)):
            tally.check("sentence", f"{named}#{number}", faults)
    if len(ids) != document.passages:
        tally.failures.append(f"version {where}: {len(ids)} of {document.passages} passages")
    covered = np.zeros(len(text), bool)
    for page in pages.values():
        boxes = catalog.boxes(*place, page.number)
        if boxes is not None:
            tally.check(
                "page with boxes", f"{where} page {page.number}", box_faults(boxes, text, page)
            )
            tally.checked["word box"] += len(boxes.spans)
            _cover(covered, boxes)
    if pages:
        wanted = citable & _printed(text)
        tally.checked["citable character of a paged file"] += int(wanted.sum())
        tally.checked["  of these under a box"] += int((wanted & covered).sum())


def _cover(covered: npt.NDArray[np.bool_], boxes: Boxes) -> None:
    for start, end in boxes.spans:
        covered[start:end] = True


def _printed(text: str) -> npt.NDArray[np.bool_]:
    return np.fromiter((not char.isspace() for char in text), bool, len(text))


def citable_mask(text: str, blocks: Iterable[Block]) -> npt.NDArray[np.bool_]:
    """For each code point, whether it lies in body or footnotes."""
    mask = np.zeros(len(text), bool)
    for block in blocks:
        if block.kind in CITABLE:
            mask[block.start : block.end] = True
    return mask


def block_faults(text: str, blocks: Sequence[Block]) -> Iterator[str]:
    """Blocks out of order or bounds, empty ones, and words in no block."""
    inside = np.zeros(len(text), bool)
    last = 0
    for block in blocks:
        if not last <= block.start < block.end <= len(text):
            yield f"block {block.start}-{block.end} after {last}, text of {len(text)}"
        inside[block.start : block.end] = True
        last = block.end
    if stray := int((_printed(text) & ~inside).sum()):
        yield f"{stray} printed characters in no block"


def passage_faults(
    identity: str, passage: Passage, text: str, citable: npt.NDArray[np.bool_]
) -> Iterator[str]:
    """What is wrong with a passage and its place."""
    if identity != passage.id:
        yield f"its interval says {passage.id}"
    words = text[passage.start : passage.end]
    if words != passage.text:
        yield f'the text says "{words[:60]}", the passage "{passage.text[:60]}"'
    if not words or words != words.strip():
        yield "empty, or with white space at an end"
    inside = citable[passage.start : passage.end]
    if bool((~inside & _printed(words)).any()):
        yield "reaches outside body and footnotes"
    if passage.page is not None and (passage.page_end or passage.page) - passage.page not in (0, 1):
        yield f"spans pages {passage.page} to {passage.page_end}"


def sentence_faults(passage: Passage) -> Iterator[list[str]]:
    """The faults of each sentence of a passage, in order."""
    last = passage.start
    for span in passage.sentences:
        faults = []
        if not last <= span.start < span.end <= passage.end:
            faults.append(f"{span.start}-{span.end} in {passage.start}-{passage.end} after {last}")
        words = passage.slice(span)
        if not words or words != words.strip():
            faults.append(f'empty, or with white space at an end: "{words[:60]}"')
        last = span.end
        yield faults


def box_faults(boxes: Boxes, text: str, page: Page) -> Iterator[str]:
    """Spans that are no word of the text, and boxes that are none or off the page."""
    for (start, end), rect in zip(boxes.spans.tolist(), boxes.rects.tolist(), strict=True):
        word = text[start:end] if 0 <= start < end <= len(text) else ""
        if not word or any(char.isspace() for char in word):
            yield f'span {start}-{end} is "{word[:40]}"'
        x0, y0, x1, y1 = rect
        if not (x0 < x1 and y0 < y1):
            yield f'"{word[:40]}" has a box without area: {rect}'
        elif (
            min(x0, y0) < -_OVERHANG or x1 > page.width + _OVERHANG or y1 > page.height + _OVERHANG
        ):
            yield f'"{word[:40]}" has a box off the page: {rect}'


def quote_faults(catalog: Catalog, quoted: Quoted) -> Iterator[str]:
    """A verified citation whose interval does not give its quote."""
    if quoted.verdict != "verified":
        return
    try:
        text = catalog.text(quoted.document_id, quoted.version)
    except NotFoundError as error:
        yield str(error)
        return
    if text[quoted.start : quoted.end] != quoted.quote:
        yield f'the text says "{text[quoted.start : quoted.end][:60]}", not "{quoted.quote[:60]}"'


def print_tally(tally: Tally) -> None:
    """Counts by kind, then the first failures."""
    for kind, count in tally.checked.items():
        print(f"{count:>10,}  {kind}")
    print(f"{len(tally.failures):>10,}  failures")
    for failure in tally.failures[:_SHOWN]:
        print(f"FAILED {failure}")
    if len(tally.failures) > _SHOWN:
        print(f"… and {len(tally.failures) - _SHOWN:,} more")


if __name__ == "__main__":
    sys.exit(main())
