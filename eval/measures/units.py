"""What is ranked and judged: pages, and passages where a format has no pages.

A page ranks by its best passage, so a list of passages becomes the list of the distinct pages it
touches. A passage over a page break stands on both pages, the one it starts on first, and each
takes a rank of its own: touching two pages is never cheaper than two passages.

In documents without pages a passage is its own unit, and evidence is one unit however many
passages carry it: the first of them that was found takes its rank.

Source: the measures over these units are trec_eval's; that a page ranks by its best passage is
MaxP of Dai and Callan, "Deeper text understanding for IR with contextual neural language
modeling", SIGIR 2019, section 3.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from eval.records import GoldPlace, HitPlace, QuestionRecord

Unit = tuple[str, int]
"""A document id and a 1-based page; or minus the offset where a passage or evidence starts."""


def ranked_units(record: QuestionRecord) -> tuple[Unit, ...]:
    """The units of a question's hits, best first, each once."""
    found = (unit for hit in record.hits for unit in _hit_units(hit, record.gold))
    return tuple(dict.fromkeys(found))


def gold_units(record: QuestionRecord) -> frozenset[Unit]:
    """The relevant units: every page (or place without pages) of every gold place.

    Alternatives count alike, so a strategy in two languages has a relevant page in each.
    """
    return frozenset(unit for gold in record.gold for unit in _gold_units(gold))


def pages_of(page: int, page_end: int | None) -> range:
    """The pages from the first to the last, which is the first where there is no other."""
    return range(page, (page_end or page) + 1)


def _gold_units(gold: GoldPlace) -> Iterable[Unit]:
    if gold.page is None:
        return [(gold.document_id, -gold.start)]
    return [(gold.document_id, page) for page in pages_of(gold.page, gold.page_end)]


def _hit_units(hit: HitPlace, gold: Sequence[GoldPlace]) -> Iterable[Unit]:
    if hit.page is not None:
        return [(hit.document_id, page) for page in pages_of(hit.page, hit.page_end)]
    carried = [(g.document_id, -g.start) for g in gold if _carries(hit, g)]
    return carried or [(hit.document_id, -hit.start)]


def _carries(hit: HitPlace, gold: GoldPlace) -> bool:
    same = (hit.document_id, hit.version) == (gold.document_id, gold.version)
    return same and gold.page is None and hit.start < gold.end and gold.start < hit.end
