"""What the gate does not catch: the share of planted meaning errors that pass it.

    python -m eval.planted RUN/records.jsonl

From the supported claims of a run it makes claims with one error each (``eval.mistakes``), puts
each with its unchanged quote through the gate as a model's claim would be, and counts those that
are still *supported*. Two kinds leave the gate nothing to find, because claim and quote agree: a
quote shortened before its reservation, with the claim shortened alike, and a true claim given as
the answer to another question. The claims themselves, unchanged, must all pass; otherwise
a gate that refuses everything would look perfect.

Source: of this project's design; the errors' source is named in ``eval.mistakes``.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import UsageError
from corpus.language.names import names
from corpus.records import Citation, Claim, Document, Interval, Passage
from eval.measures.citations import VERIFIED
from eval.measures.share import share_of
from eval.measures.summary import ALL, Cell
from eval.mistakes import Kind, make_error
from eval.records import CitedPlace, ClaimRecord, QuestionRecord, read_records
from pipeline.quote import check_quote, state_claim

UNCHANGED = "unchanged"
OTHER_QUESTION = "under another question"
SET, SETTING = "planted errors", "gate"
_LANGUAGES = ("sv", "en")

Gate = Callable[[str, str, tuple[Citation, ...]], Claim]


@dataclass(frozen=True, slots=True)
class Planted:
    """A claim with one planted error and the quotes it comes with; ``kind`` says which error."""

    kind: str
    text: str
    quotes: tuple[str, ...]
    source: ClaimRecord
    question: str


def main(argv: Sequence[str] | None = None) -> int:
    """Print by kind how many planted errors passed."""
    parser = argparse.ArgumentParser(prog="python -m eval.planted")
    parser.add_argument("records", type=Path, help="records.jsonl of a run")
    options = parser.parse_args(argv)
    try:
        cells = measure_planted(read_records(options.records))
    except UsageError as error:
        print(f"eval.planted: {error}", file=sys.stderr)
        return 1
    print(f"{'planted error':<42}{'claims':<8}{'passed':<14}95 % interval")
    for cell in cells:
        shown = f"{cell.count}/{cell.total}"
        print(f"{cell.measure:<42}{cell.group:<8}{shown:<14}{cell.low:.3f}-{cell.high:.3f}")
    return 0


def measure_planted(
    records: Sequence[QuestionRecord], *, gate: Gate = state_claim
) -> tuple[Cell, ...]:
    """For every kind of error, over all claims and by language, the share that passes ``gate``.

    The first kind is ``unchanged``, of which all must pass; of the others less is better.
    """
    judged = [(one, passes(one, gate)) for one in plant_errors(records)]
    cells = []
    for kind in (UNCHANGED, *Kind, OTHER_QUESTION):
        of_kind = [(one.source.language, passed) for one, passed in judged if one.kind == kind]
        for group in (ALL, *sorted({language for language, _ in of_kind})):
            share = share_of(passed for language, passed in of_kind if group in (ALL, language))
            bounds = share.interval()
            cells.append(
                Cell(SET, SETTING, group, str(kind), share.value, share.count, share.total, *bounds)
            )
    return tuple(cells)


def passes(planted: Planted, gate: Gate = state_claim) -> bool:
    """Whether a planted claim is still supported after its quotes were looked up."""
    cited = [c for c in planted.source.citations if c.verdict == VERIFIED]
    quotes = zip(planted.quotes, cited, strict=True)
    citations = tuple(_look_up(quote, place) for quote, place in quotes)
    return gate(planted.text, planted.source.language, citations).supported


def plant_errors(records: Iterable[QuestionRecord]) -> Iterator[Planted]:
    """Every error every distinct supported claim of the records offers."""
    asked = list(records)
    claims = _supported(asked)
    corpus = {language: _names(claims, language) for language in _LANGUAGES}
    for claim, question in claims:
        quotes = tuple(c.quote for c in claim.citations if c.verdict == VERIFIED)
        yield Planted(UNCHANGED, claim.text, quotes, claim, question)
        for kind in Kind:
            edited = make_error(kind, claim.text, claim.language, corpus.get(claim.language, ()))
            if edited is not None and kind is not Kind.SHORTENED:
                yield Planted(kind, edited, quotes, claim, question)
            elif edited is not None and len(quotes) == 1:
                yield Planted(kind, edited, (edited,), claim, question)
        other = next((one.question for one in asked if one.question != question), None)
        if other is not None:
            yield Planted(OTHER_QUESTION, claim.text, quotes, claim, other)


def _names(claims: Iterable[tuple[ClaimRecord, str]], language: str) -> tuple[str, ...]:
    """The names the claims of a language say, the most frequent first."""
    said = [names(claim.text) for claim, _ in claims if claim.language == language]
    count = Counter(name for one in said for name in set(one) if name.isalpha())
    return tuple(sorted(count, key=lambda name: (-count[name], name)))


def _supported(records: Iterable[QuestionRecord]) -> list[tuple[ClaimRecord, str]]:
    """The distinct supported claims with a verified quote, and a question each answers."""
    found: dict[str, tuple[ClaimRecord, str]] = {}
    for record in records:
        for claim in record.claims:
            carried = any(c.verdict == VERIFIED for c in claim.citations)
            if claim.status == "supported" and carried:
                found.setdefault(claim.text, (claim, record.question))
    return list(found.values())


def _look_up(quote: str, place: CitedPlace) -> Citation:
    """The quote's citation as the gate makes it; the words first cited stand for the passage."""
    whole = Interval(place.start, place.start + len(place.quote))
    passage = Passage(
        document_id=place.document_id,
        version=place.version,
        start=whole.start,
        end=whole.end,
        heading_path=(),
        language="und",
        text=place.quote,
        sentences=(whole,),
        paragraph=1,
    )
    document = Document(
        id=place.document_id,
        version=place.version,
        title=place.filename,
        collection="planted",
        filename=place.filename,
        media_type="text/plain",
        sha256="",
    )
    return check_quote(quote, passage, document)


if __name__ == "__main__":
    sys.exit(main())
