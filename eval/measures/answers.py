"""What answers are worth: right pages cited, verified citations, false answers and refusals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from eval.measures.share import Share, share_of


@dataclass(frozen=True, slots=True)
class AnswerCheck:
    """What was found out about the answer to one question.

    ``right_page``: a citation touches a page of the evidence. ``overlaps``: a citation shares
    words with an evidence quote. ``first_right``: a citation of the first claim does the former.
    """

    answerable: bool
    abstained: bool
    right_page: bool = False
    overlaps: bool = False
    first_right: bool = False
    citations: int = 0
    verified: int = 0


@dataclass(frozen=True, slots=True)
class AnswerMeasures:
    """The measures of a run. An abstention on an answerable question cites no right page."""

    right_page: Share
    first_right: Share
    overlaps: Share
    verified: Share
    false_answers: Share
    false_refusals: Share


def measure_answers(checks: Iterable[AnswerCheck]) -> AnswerMeasures:
    """The measures over the answers to a set of questions.

    ``false_answers`` are of the unanswerable questions; ``verified`` is of all citations given,
    those of false answers too; the others are of the answerable questions.
    """
    run = list(checks)
    answerable = [check for check in run if check.answerable]
    return AnswerMeasures(
        right_page=share_of(check.right_page for check in answerable),
        first_right=share_of(check.first_right for check in answerable),
        overlaps=share_of(check.overlaps for check in answerable),
        verified=Share(sum(c.verified for c in run), sum(c.citations for c in run)),
        false_answers=share_of(not c.abstained for c in run if not c.answerable),
        false_refusals=share_of(check.abstained for check in answerable),
    )
