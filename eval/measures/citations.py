"""Do the citations point at the evidence? Precision and recall by overlapping intervals.

- Precision: cited intervals that overlap a gold interval, over all cited intervals.
- Recall: parts of the evidence that a cited interval overlaps, over all parts. The places of one
  part are alternatives (the same clause in two languages), of which one is enough.

Both are of the questions the documents answer; a refusal cites nothing and loses recall only. A
citation that is not verified is cited and never right.

Source: the names are those of ALCE (Gao, Yen, Yu and Chen, "Enabling large language models to
generate text with citations", EMNLP 2023, section 3), the measure is another. ALCE asks
a language-inference model whether the cited passages together entail the sentence (recall) and
whether each of them is needed for it (precision), without knowing the right passage. Here the
right place is known and no model is asked: a citation of other words that answer just as well
counts as wrong, and one that overlaps the evidence counts as right whatever the claim says.
"""

from __future__ import annotations

from collections.abc import Sequence

from eval.measures.share import Share
from eval.measures.units import pages_of
from eval.records import CitedPlace, GoldPlace, QuestionRecord

VERIFIED = "verified"


def citation_precision(record: QuestionRecord) -> Share:
    """The citations that share words with the evidence; 0 of 0 without evidence."""
    if not record.gold:
        return Share(0, 0)
    cited = record.citations
    return Share(sum(on_words(one, record.gold) for one in cited), len(cited))


def citation_recall(record: QuestionRecord) -> Share:
    """The parts of the evidence that are cited."""
    parts = {gold.part: [g for g in record.gold if g.part == gold.part] for gold in record.gold}
    cited = record.citations
    found = (any(on_words(one, part) for one in cited) for part in parts.values())
    return Share(sum(found), len(parts))


def on_words(cited: CitedPlace, gold: Sequence[GoldPlace]) -> bool:
    """Whether a verified citation shares at least one code point with a gold interval."""
    return cited.verdict == VERIFIED and any(_overlap(cited, one) for one in gold)


def on_page(cited: CitedPlace, gold: Sequence[GoldPlace]) -> bool:
    """Whether a verified citation touches a page of the evidence; its words, without pages."""
    return cited.verdict == VERIFIED and any(_same_page(cited, one) for one in gold)


def _overlap(cited: CitedPlace, gold: GoldPlace) -> bool:
    same = (cited.document_id, cited.version) == (gold.document_id, gold.version)
    return same and cited.start < gold.end and gold.start < cited.end


def _same_page(cited: CitedPlace, gold: GoldPlace) -> bool:
    if cited.page is None or gold.page is None:
        return _overlap(cited, gold)
    pages = set(pages_of(cited.page, cited.page_end))
    return cited.document_id == gold.document_id and not pages.isdisjoint(
        pages_of(gold.page, gold.page_end)
    )
