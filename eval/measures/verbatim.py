"""Are the quotes in the originals, word for word? Asked of an independent reader.

The measure is the share of *distinct* quotes (document, version, pages, words) that
``eval.quotes`` finds where they are cited: another PDF reader, plain SQL, letters and digits
alone, and nothing of the code that read, split, found or verified. So an error of that code that
agrees with itself (a page counted wrong, a word read wrong) still shows here.

Source: of this project's design; the point is that of Rashkin et al., "Measuring attribution in
natural language generation models", Computational Linguistics 49 (2023), section 3: what is
attributed must be checkable in the source alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from eval.measures.share import Share, share_of
from eval.quotes import Quoted, prove_quote, read_original
from eval.records import CitedPlace, QuestionRecord

QuoteKey = tuple[str, int, int | None, int | None, str]
Proofs = Mapping[QuoteKey, bool]


def prove_quotes(records: Iterable[QuestionRecord], data: Path) -> Proofs:
    """For every distinct quote of a run whether the original holds it; ``data`` is the data folder.

    Raises:
        SystemExit: the folder does not hold a document that is cited.
    """
    cited = {_key(one): one for record in records for one in record.citations}
    return {key: _holds(one, data) for key, one in cited.items()}


def verbatim_quotes(records: Sequence[QuestionRecord], proofs: Proofs) -> Share:
    """The distinct quotes of the records that hold; one that was never looked up does not."""
    keys = {_key(one) for record in records for one in record.citations}
    return share_of(proofs.get(key, False) for key in keys)


def _holds(cited: CitedPlace, data: Path) -> bool:
    pages, _ = read_original(data, cited.document_id, cited.version)
    quoted = Quoted(
        document_id=cited.document_id,
        version=cited.version,
        page=cited.page,
        page_end=cited.page_end or cited.page,
        quote=cited.quote,
        verdict=cited.verdict,
        start=cited.start,
        end=cited.end,
    )
    return prove_quote(quoted, pages).holds


def _key(one: CitedPlace) -> QuoteKey:
    return one.document_id, one.version, one.page, one.page_end, one.quote
