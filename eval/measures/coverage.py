"""Is every claim carried, and every quote where it is said to be?

- Claim coverage: claims with at least one verified citation, over claims.
- Verified: verified citations over citations.
- Misattributed: citations whose words stand in another passage than the one cited, over
  citations.

Over whatever was answered, false answers among it. The verdicts are the pipeline's own;
``eval.measures.verbatim`` checks them by other means.

Source: coverage is the citation recall of Liu, Zhang and Liang, "Evaluating verifiability in
generative search engines", Findings of EMNLP 2023, section 2, with the verdict of code in the
place of a person's judgement; misattribution is of this project's design.
"""

from __future__ import annotations

from eval.measures.citations import VERIFIED
from eval.measures.share import Share, share_of
from eval.records import QuestionRecord

MISATTRIBUTED = "misattributed"


def claim_coverage(record: QuestionRecord) -> Share:
    """The claims that a verified citation carries."""
    return share_of(any(c.verdict == VERIFIED for c in one.citations) for one in record.claims)


def verified_citations(record: QuestionRecord) -> Share:
    """The citations that were verified."""
    return share_of(one.verdict == VERIFIED for one in record.citations)


def misattributed_citations(record: QuestionRecord) -> Share:
    """The citations that name the wrong passage; fewer is better."""
    return share_of(one.verdict == MISATTRIBUTED for one in record.citations)
