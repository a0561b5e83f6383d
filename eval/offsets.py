"""Offsets of a whole data folder: does every slice of the canonical text give its words?

    python -m eval.offsets [--data-dir DIR] [--citations ANSWERS.jsonl …]

Checks every passage and sentence of every active version, every word box, and with
``--citations`` every quote of the answers named. Exit status 1 when anything fails.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
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
_SHOWN = 6
# boxes are as tall as the type's line and may stand a little over the page's edge
_OVERHANG = 20.0


@dataclass(slots=True)
class Tally:
    """What was checked (kind -> number), and by fault the places that have it."""

    checked: Counter[str] = field(default_factory=Counter)
    failures: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def check(self, kind: str, where: str, faults: Iterable[str]) -> None:
        """Count one thing checked and keep its faults, each ``fault: detail``."""
        self.checked[kind] += 1
        for fault in faults:
            name, _, detail = fault.partition(": ")
            self.failures[f"{kind} {name}"].append(f"{where}: {detail}")


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
        missing = f"lacks passages: {len(ids)} of {document.passages}"
        tally.check("version", where, [missing])
    _check_boxes(catalog, document, text, citable=citable, tally=tally)


def _check_boxes(
    catalog: Catalog,
    document: Document,
    text: str,
    *,
    citable: npt.NDArray[np.bool_],
    tally: Tally,
) -> None:
    covered = np.zeros(len(text), bool)
    pages = catalog.pages(document.id, document.version)
    for page in pages:
        boxes = catalog.boxes(document.id, document.version, page.number)
        if boxes is not None:
            where = f"{document.filename} page {page.number}"
            tally.check("page with boxes", where, box_faults(boxes, text, page, citable))
            tally.checked["word box"] += len(boxes.spans)
            _cover(covered, boxes)
    if pages:
        bare = citable & _printed(text) & ~covered & ~_joints(text)
        tally.checked["citable character of a paged file"] += int((citable & _printed(text)).sum())
        if bare.any():
            first = int(bare.argmax())
            fault = (
                f'has citable characters under no box: {bare.sum()}, "{text[first : first + 30]}"'
            )
            tally.check("version", document.filename, [fault])


def _cover(covered: npt.NDArray[np.bool_], boxes: Boxes) -> None:
    for start, end in boxes.spans:
        covered[start:end] = True


def _joints(text: str) -> npt.NDArray[np.bool_]:
    """The bars that join the cells of a table row, which no page shows."""
    mask = np.zeros(len(text), bool)
    at = text.find(" | ")
    while at >= 0:
        mask[at + 1] = True
        at = text.find(" | ", at + 1)
    return mask


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
            yield f"has a block out of place: {block.start}-{block.end} after {last} of {len(text)}"
        inside[block.start : block.end] = True
        last = block.end
    if stray := int((_printed(text) & ~inside).sum()):
        yield f"has printed characters in no block: {stray}"


def passage_faults(
    identity: str, passage: Passage, text: str, citable: npt.NDArray[np.bool_]
) -> Iterator[str]:
    """What is wrong with a passage and its place."""
    if identity != passage.id:
        yield f"has another id than its interval: {passage.id}"
    words = text[passage.start : passage.end]
    if words != passage.text:
        yield f'is not what the text says: "{passage.text[:60]}", not "{words[:60]}"'
    if not words or words != words.strip():
        yield f'is empty or has white space at an end: "{words[:40]}"'
    inside = citable[passage.start : passage.end]
    if bool((~inside & _printed(words)).any()):
        yield f'reaches outside body and footnotes: "{words[:40]}"'
    if passage.page is not None and (passage.page_end or passage.page) - passage.page not in (0, 1):
        yield f"spans more than two pages: {passage.page} to {passage.page_end}"


def sentence_faults(passage: Passage) -> Iterator[list[str]]:
    """The faults of each sentence of a passage, in order."""
    last = passage.start
    for span in passage.sentences:
        faults = []
        if not last <= span.start < span.end <= passage.end:
            faults.append(f"is out of place: {span.start}-{span.end} after {last}")
        words = passage.slice(span)
        if not words or words != words.strip():
            faults.append(f'is empty or has white space at an end: "{words[:40]}"')
        last = span.end
        yield faults


def box_faults(
    boxes: Boxes, text: str, page: Page, citable: npt.NDArray[np.bool_]
) -> Iterator[str]:
    """Spans that are no word of the text, boxes without area, and cited words off the page."""
    for (start, end), rect in zip(boxes.spans.tolist(), boxes.rects.tolist(), strict=True):
        word = text[start:end] if 0 <= start < end <= len(text) else ""
        if not word or any(char.isspace() for char in word):
            yield f'has a box of no one word: {start}-{end} "{word[:40]}"'
        x0, y0, x1, y1 = rect
        if not (x0 < x1 and y0 < y1):
            yield f'has a box without area: "{word[:40]}" {rect}'
        elif citable[start] and (
            min(x0, y0) < -_OVERHANG or x1 > page.width + _OVERHANG or y1 > page.height + _OVERHANG
        ):
            yield f'has a citable word off the page: "{word[:40]}" {rect}'


def quote_faults(catalog: Catalog, quoted: Quoted) -> Iterator[str]:
    """A verified citation whose interval does not give its quote."""
    if quoted.verdict != "verified":
        return
    try:
        text = catalog.text(quoted.document_id, quoted.version)
    except NotFoundError as error:
        yield f"has lost its document: {error}"
        return
    words = text[quoted.start : quoted.end]
    if words != quoted.quote:
        yield f'is not what the text says: "{quoted.quote[:60]}", not "{words[:60]}"'


def print_tally(tally: Tally) -> None:
    """Counts by kind, then every fault with its number and first places."""
    for kind, count in tally.checked.items():
        print(f"{count:>10,}  {kind}")
    print(f"{sum(map(len, tally.failures.values())):>10,}  failures")
    for fault, places in tally.failures.items():
        print(f"FAILED {len(places):,} times: {fault}")
        for place in places[:_SHOWN]:
            print(f"    {place}")


if __name__ == "__main__":
    sys.exit(main())
