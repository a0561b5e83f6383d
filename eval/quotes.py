"""Independent proof of quotes: is every quote on the page it is cited from?

    python -m eval.quotes ANSWERS.jsonl [--data-dir DIR] [--verbose]

Reads the citations of ``samklang ask --json`` or a run's ``records.jsonl``, finds each original in
the data folder with plain SQL, lets pypdf read the cited page, reduces page and quote to letters
and digits, and looks the quote up. Nothing of the code that read, split, found or checked is used.

A quote cited from two pages may have other things between its halves (a page number, footnotes),
so its beginning is looked for on the first page and the rest on the second.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from eval.measures.share import Share
from eval.originals import read_pages, reduce_text, strip_markdown

# a piece of a quote shorter than this says nothing about where it was found
_PIECE = 12


class Found(StrEnum):
    """Where a quote was found."""

    WHOLE = "whole, on the cited page"
    TWO_PARTS = "in two parts, over the cited page break"
    OTHER_PAGE = "on another page"
    PIECES = "in pieces, on the cited page"
    NOT_FOUND = "not found"


@dataclass(frozen=True, slots=True)
class Quoted:
    """A citation as it was written down. Pages are 1-based; None for formats without pages."""

    document_id: str
    version: int
    page: int | None
    page_end: int | None
    quote: str
    verdict: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Proof:
    """What became of one quote; ``explanation`` is empty where it was found."""

    quoted: Quoted
    found: Found
    explanation: str = ""

    @property
    def holds(self) -> bool:
        """Whether the words stand where the citation says."""
        return self.found in (Found.WHOLE, Found.TWO_PARTS)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the share of quotes found and every miss; 1 when one was missed."""
    parser = argparse.ArgumentParser(prog="python -m eval.quotes")
    parser.add_argument("answers", type=Path, nargs="+", help="JSON or JSONL files of answers")
    home = os.environ.get("SAMKLANG_DATA_DIR", ".samklang")
    parser.add_argument("--data-dir", type=Path, default=Path(home))
    parser.add_argument("--verbose", action="store_true", help="the quotes that were found too")
    options = parser.parse_args(argv)
    quotes = {quoted for path in options.answers for quoted in read_answers(path)}
    unpaged: Counter[str] = Counter()
    proofs = []
    for quoted in sorted(quotes, key=lambda q: (q.document_id, q.page or 0, q.quote)):
        pages, name = read_original(options.data_dir, quoted.document_id, quoted.version)
        unpaged[name] += quoted.page is None
        proofs.append(prove_quote(quoted, pages))
        if options.verbose or not proofs[-1].holds:
            print(describe_proof(proofs[-1], name))
    print_summary(proofs, without_pages=sum(unpaged.values()))
    return 0 if all(proof.holds for proof in proofs) else 1


def read_answers(path: Path) -> Iterator[Quoted]:
    """Every citation of the JSON objects in a file, one after another or one a line."""
    decoder, text, at = json.JSONDecoder(), path.read_text(encoding="utf-8"), 0
    while (at := _after_space(text, at)) < len(text):
        answer, at = decoder.raw_decode(text, at)
        for claim in answer.get("claims", ()):
            yield from (_quoted(row) for row in claim["citations"])


def _after_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _quoted(row: dict[str, Any]) -> Quoted:
    return Quoted(
        document_id=row["document_id"],
        version=row["version"],
        page=row["page"],
        page_end=row.get("page_end") or row["page"],
        quote=row["quote"],
        verdict=row["verdict"],
        start=row["start"],
        end=row["end"],
    )


@cache
def read_original(data: Path, document_id: str, version: int) -> tuple[tuple[str, ...], str]:
    """The reduced text of each page of the original of a version, and its file name.

    Raises:
        SystemExit: the data folder does not hold that version.
    """
    with sqlite3.connect(f"file:{data / 'catalog.sqlite'}?mode=ro", uri=True) as db:
        row = db.execute(
            "SELECT sha256, media_type, filename FROM versions"
            " WHERE document_id = ? AND version = ?",
            (document_id, version),
        ).fetchone()
    if row is None:
        raise SystemExit(f'{data} has no version {version} of "{document_id}"; give its --data-dir')
    sha256, media_type, filename = row
    pages = read_pages(data / "originals" / sha256[:2] / sha256, media_type)
    if "markdown" in media_type:
        pages = tuple(strip_markdown(page) for page in pages)
    return tuple(reduce_text(page) for page in pages), filename


def prove_quote(quoted: Quoted, pages: Sequence[str]) -> Proof:
    """Look a quote up in the reduced ``pages`` of its original."""
    words = reduce_text(quoted.quote)
    if not words:
        return Proof(quoted, Found.NOT_FOUND, "the quote has no letter or digit")
    cited = pages if quoted.page is None else pages[quoted.page - 1 : quoted.page_end]
    if any(words in page for page in cited):
        return Proof(quoted, Found.WHOLE)
    if len(cited) == 2 and _split_over(words, cited[0], cited[1]):
        return Proof(quoted, Found.TWO_PARTS)
    elsewhere = [number for number, page in enumerate(pages, start=1) if words in page]
    if elsewhere:
        return Proof(quoted, Found.OTHER_PAGE, f"it stands on page {elsewhere}")
    return _explain(quoted, words, "".join(cited))


def _split_over(words: str, first: str, second: str) -> bool:
    """Whether a beginning of the words is on the first page and all the rest on the second."""
    return any(words[:cut] in first and words[cut:] in second for cut in range(1, len(words)))


def _explain(quoted: Quoted, words: str, text: str) -> Proof:
    pieces, at = cut_pieces(words, text)
    prefix = len(pieces[0]) if pieces else 0
    after = text.find(words[:prefix]) + prefix
    seen = (
        f"the first {prefix} of {len(words)} letters are there; then the quote has "
        f'"{words[prefix : prefix + 30]}" and pypdf reads "{text[after : after + 30]}"'
    )
    if at == len(words) and all(len(piece) >= _PIECE for piece in pieces):
        return Proof(quoted, Found.PIECES, f"{len(pieces)} pieces; {seen}")
    return Proof(quoted, Found.NOT_FOUND, seen)


def cut_pieces(words: str, text: str) -> tuple[list[str], int]:
    """The longest beginning of the words that is in the text, then of the rest, and so on.

    Returns the pieces and how many letters they cover; it ends at a letter that is nowhere.
    """
    pieces, at = [], 0
    while at < len(words):
        end = at
        while end < len(words) and words[at : end + 1] in text:
            end += 1
        if end == at:
            break
        pieces.append(words[at:end])
        at = end
    return pieces, at


def describe_proof(proof: Proof, name: str) -> str:
    """A line or two on one quote."""
    pages = sorted({p for p in (proof.quoted.page, proof.quoted.page_end) if p is not None})
    place = f"page {'-'.join(map(str, pages))}" if pages else "no pages"
    lines = (
        f'{proof.found.upper()}: {name}, {place} [{proof.quoted.verdict}]: "{proof.quoted.quote}"'
    )
    return f"{lines}\n    {proof.explanation}" if proof.explanation else lines


def print_summary(proofs: Sequence[Proof], *, without_pages: int) -> None:
    """Counts by where the quotes were found, and the share that holds."""
    for found, count in Counter(proof.found for proof in proofs).most_common():
        print(f"{count:>6}  {found}")
    verified = [proof for proof in proofs if proof.quoted.verdict == "verified"]
    held = Share(sum(proof.holds for proof in proofs), len(proofs))
    print(f"distinct quotes found where cited: {held} ({without_pages} in files without pages)")
    print(f"of the verified ones: {Share(sum(p.holds for p in verified), len(verified))}")


if __name__ == "__main__":
    sys.exit(main())
