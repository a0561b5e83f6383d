"""What the gate refuses wrongly and what it passes wrongly, on claims written by hand.

    python -m eval.gate [--show]

``sets/gate.jsonl`` holds quotes of the shipped library, each with claims it carries, as a model
may word them, and claims with one error (digit, unit, month, name, denial, limit, direction …), in
Swedish and English, over Swedish and English quotes. Every claim goes through ``check_claim`` with
its quote; each quote also comes under a wrong key and stitched to the next one.

Source: of this project's issue on answers by a language model; the kinds of error are those of
``eval.mistakes`` and what reviewers of cited answers look for.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.language import detect_language
from corpus.records import Document, Passage
from corpus.text import locate
from eval.measures.share import Share, share_of
from ingest.sandbox import read_document
from ingest.split import split_document
from pipeline.quote import Quoted, Source, Stated, check_claim

PAIRS = Path(__file__).with_name("sets") / "gate.jsonl"
LIBRARY = Path(__file__).parent.parent / "corpus" / "library"
CONTEXT = 12
"""Passages in the context of each claim: the quote's own and its neighbours in the library."""
STITCHED, WRONG_KEY = "stitched quote", "wrong key"


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim with its quote; ``error`` names the planted error, None where the claim holds."""

    document: str
    quote: str
    claim: str
    language: str
    error: str | None
    stated: Stated
    context: Mapping[str, Source]

    @property
    def languages(self) -> str:
        """Of claim and quote, as in ``sv-en``."""
        return f"{self.language}-{next(iter(self.context.values())).passage.language}"


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair with what the gate said of it."""

    pair: Pair
    supported: bool
    fault: str | None
    reason: str | None

    @property
    def right(self) -> bool:
        """Whether a true claim was supported, or a false one refused."""
        return self.supported == (self.pair.error is None)

    def __str__(self) -> str:
        said = self.reason or "supported"
        return f"{self.pair.error or 'true'}: {self.pair.claim} | {self.pair.quote} | {said}"


def main(argv: Sequence[str] | None = None) -> int:
    """Print both shares, by languages and by kind of error."""
    parser = argparse.ArgumentParser(prog="python -m eval.gate")
    parser.add_argument("--show", action="store_true", help="every pair the gate is wrong about")
    options = parser.parse_args(argv)
    judged = judge_pairs(read_pairs())
    for name, share in tell_shares(judged):
        low, high = share.interval()
        print(f"{name:<52}{share.count}/{share.total:<8}{low:.3f}-{high:.3f}")
    if options.show:
        print(*(one for one in judged if not one.right), sep="\n")
    return 0


def tell_shares(judged: Sequence[Judged]) -> Iterator[tuple[str, Share]]:
    """True claims refused and false ones passed; of each, less is better."""
    true = [one for one in judged if one.pair.error is None]
    false = [one for one in judged if one.pair.error is not None]
    yield "true claims refused", share_of(not one.right for one in true)
    for languages in sorted({one.pair.languages for one in true}):
        chosen = [one for one in true if one.pair.languages == languages]
        yield f"  {languages}", share_of(not one.right for one in chosen)
    yield "false claims passed", share_of(not one.right for one in false)
    for error in sorted({str(one.pair.error) for one in false}):
        chosen = [one for one in false if one.pair.error == error]
        yield f"  {error}", share_of(not one.right for one in chosen)


def judge_pairs(pairs: Sequence[Pair]) -> tuple[Judged, ...]:
    """Every pair through the gate."""
    found = []
    for pair in pairs:
        claim = check_claim(pair.stated, pair.context, language=pair.language)
        found.append(Judged(pair, claim.supported, claim.fault, claim.reason))
    return tuple(found)


def read_pairs(path: Path = PAIRS) -> tuple[Pair, ...]:
    """Every claim of the set, true and false, and its quotes stitched and under a wrong key.

    Raises:
        ValueError: a quote is not in the library's document.
    """
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    following = [*rows[1:], rows[0]]
    return tuple(
        pair for row, after in zip(rows, following, strict=True) for pair in _pairs(row, after)
    )


def _pairs(row: Mapping[str, object], after: Mapping[str, object]) -> Iterator[Pair]:
    document, quote = str(row["document"]), str(row["quote"])
    context = read_context(document, quote)
    key, other = list(context)[:2]
    true = [(None, *one) for one in row["true"]]  # type: ignore[attr-defined]
    false = [tuple(one) for one in row["false"]]  # type: ignore[attr-defined]
    for error, language, claim in (*true, *false):
        stated = Stated(claim, (Quoted(key, quote),))
        yield Pair(document, quote, claim, language, error, stated, context)
    _, language, claim = true[0]
    for error, said in (
        (STITCHED, Quoted(key, f"{quote} […] {after['quote']}")),
        (WRONG_KEY, Quoted(other, quote)),
    ):
        yield Pair(document, quote, claim, language, error, Stated(claim, (said,)), context)


def read_context(document: str, quote: str) -> Mapping[str, Source]:
    """The passage a quote stands in and the next ones of the library, under keys.

    Raises:
        ValueError: the quote is not in the document.
    """
    sources = read_library()
    at = next(
        (
            number
            for number, one in enumerate(sources)
            if one.document.filename == document and locate(quote, one.passage.text)
        ),
        None,
    )
    if at is None:
        raise ValueError(f'wanted "{quote}" in {document}, and it is not there; correct the set')
    chosen = [sources[(at + step) % len(sources)] for step in range(CONTEXT)]
    return {f"p{number:03x}": one for number, one in enumerate(chosen, start=1)}


@cache
def read_library(folder: Path = LIBRARY) -> tuple[Source, ...]:
    """Every passage of the library's Markdown, read and split as documents are."""
    paths = sorted(folder.rglob("*.md"))
    return tuple(
        source for path in paths for source in _sources(path, path.relative_to(folder).as_posix())
    )


def _sources(path: Path, name: str) -> Iterator[Source]:
    reading = read_document(path)
    language = detect_language(reading.text)
    document = Document(
        id=f"d{len(name):012}",
        version=1,
        title=name,
        collection="library",
        filename=name,
        media_type=reading.media_type,
        sha256="",
        language=language,
    )
    for passage in _split(reading, language, document.id):
        yield Source(passage, document, reading.pages)


def _split(reading: object, language: str, document_id: str) -> tuple[Passage, ...]:
    return split_document(
        reading,  # type: ignore[arg-type]
        document_id=document_id,
        version=1,
        language=language,
        detect=lambda text: detect_language(text, prior=language),
    )


if __name__ == "__main__":
    sys.exit(main())
