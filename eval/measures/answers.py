"""What answering is worth: false answers, false refusals, risk, and right answers.

- False answers: unanswerable questions that were answered, over the unanswerable ones.
- False refusals: answerable questions that were refused, over the answerable ones.
- Answered: questions that were answered, over all.
- Risk: answers without any right citation, over answers. An answer to an unanswerable question
  has none. A citation is right when it is verified and touches a page of the evidence (in
  documents without pages: its words), since a citation is opened at its page and the evidence is
  read there. ``SAMKLANG_ANSWER_RISK`` is a bound on this. The stricter risk, in which a citation
  must share words with the evidence itself, is given beside it.
- Right page, right words, first claim right: answerable questions with a right citation in
  either sense, or in their first claim, over the answerable ones; a refusal has none.

Source: risk and coverage as in El-Yaniv and Wiener, "On the foundations of noise-free selective
classification", JMLR 11 (2010), section 2; the two rates are of this project's issue on evaluation.
"""

from __future__ import annotations

from eval.measures.citations import on_page, on_words
from eval.measures.share import Share
from eval.records import QuestionRecord


def right_page(record: QuestionRecord) -> bool:
    """Whether some citation touches a page of the evidence."""
    return any(on_page(one, record.gold) for one in record.citations)


def right_words(record: QuestionRecord) -> bool:
    """Whether some citation shares words with the evidence."""
    return any(on_words(one, record.gold) for one in record.citations)


def first_claim_right(record: QuestionRecord) -> bool:
    """Whether the first claim has a citation that touches a page of the evidence."""
    return any(on_page(c, record.gold) for one in record.claims[:1] for c in one.citations)


def false_answers(record: QuestionRecord) -> Share:
    """1 when an unanswerable question was answered."""
    return _of(not record.answerable, not record.abstained)


def false_refusals(record: QuestionRecord) -> Share:
    """1 when an answerable question was refused."""
    return _of(record.answerable, record.abstained)


def answered(record: QuestionRecord) -> Share:
    """1 when the question was answered."""
    return _of(True, not record.abstained)


def risk(record: QuestionRecord) -> Share:
    """1 when an answer cites no page of the evidence."""
    return _of(not record.abstained, not right_page(record))


def risk_of_words(record: QuestionRecord) -> Share:
    """1 when an answer cites no words of the evidence."""
    return _of(not record.abstained, not right_words(record))


def page_cited(record: QuestionRecord) -> Share:
    """1 when a page of the evidence is cited."""
    return _of(record.answerable, right_page(record))


def words_cited(record: QuestionRecord) -> Share:
    """1 when words of the evidence are cited."""
    return _of(record.answerable, right_words(record))


def first_right(record: QuestionRecord) -> Share:
    """1 when the first claim cites a page of the evidence."""
    return _of(record.answerable, first_claim_right(record))


def _of(counted: bool, true: bool) -> Share:
    return Share(int(true), 1) if counted else Share(0, 0)
