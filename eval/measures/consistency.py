"""Do claims say what their quotes say? Five comparisons that code can make.

Each is a share of claims. Only claims that have what is compared count, so that a claim without
numbers does not make the numbers look good.

- Numbers, dates, names: claims with one or more, of which all stand in a verified quote of the
  claim. Numbers and dates in any Swedish or English writing (``corpus.language.numbers``);
  a name in any inflection, or in the other language's word for it where the glossary has one.
- Polarity: claims that deny exactly when their quotes deny, and narrow (``endast``, ``only``)
  exactly when they narrow.
- Claim language: claims whose stated language is the one their quotes are in.
- Answer language: claims in the question's language. An extractive answer quotes in the
  evidence's language, so this is low on ``sv-en`` and should be high on ``sv-sv``.

They are necessary, not sufficient: a claim may pass all of them and still say something else. What
passes is measured by ``eval.planted``.

Source: of this project's design (what the gate compares). Numbers and names as a test of
faithfulness: Nan et al., "Entity-level factual consistency of abstractive text summarization",
EACL 2021, section 2 (their precision against the source, per claim here).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from corpus.language import detect_language, split_words, stem, translations
from corpus.language.names import names
from corpus.language.numbers import dates, numbers, without_dates
from corpus.language.polarity import polarity
from eval.measures.citations import VERIFIED
from eval.measures.share import Share, share_of
from eval.records import ClaimRecord, QuestionRecord

_LANGUAGES = ("sv", "en")


def numbers_agree(record: QuestionRecord) -> Share:
    """The claims with numbers whose every number stands in a quote."""
    return _agreeing(record, numbers_hold)


def dates_agree(record: QuestionRecord) -> Share:
    """The claims with dates whose every date stands in a quote."""
    return _agreeing(record, dates_hold)


def names_agree(record: QuestionRecord) -> Share:
    """The claims with names whose every name stands in a quote."""
    return _agreeing(record, names_hold)


def polarity_agrees(record: QuestionRecord) -> Share:
    """The claims that deny and narrow as their quotes do."""
    return share_of(polarity(one.text) == polarity(quotes_of(one)) for one in record.claims)


def claim_language(record: QuestionRecord) -> Share:
    """The claims whose language is that of their quotes."""
    return share_of(
        detect_language(quotes, prior=one.language) == one.language
        for one in record.claims
        if (quotes := quotes_of(one))
    )


def answer_language(record: QuestionRecord) -> Share:
    """The claims in the language of the question."""
    return share_of(one.language == record.language for one in record.claims)


def quotes_of(claim: ClaimRecord) -> str:
    """The verified quotes of a claim, one a line."""
    return "\n".join(one.quote for one in claim.citations if one.verdict == VERIFIED)


def numbers_hold(claim: str, quotes: str) -> bool | None:
    """Whether every number of a claim stands in the quotes; None when it has none."""
    said = numbers(without_dates(claim))
    there = (*numbers(without_dates(quotes)), *numbers(quotes))
    return all(any(one & other for other in there) for one in said) if said else None


def dates_hold(claim: str, quotes: str) -> bool | None:
    """Whether every date of a claim stands in the quotes, which may say it in more detail."""
    said, there = dates(claim), dates(quotes)
    return all(any(one.within(other) for other in there) for one in said) if said else None


def names_hold(claim: str, quotes: str) -> bool | None:
    """Whether every name of a claim stands in the quotes, inflected or translated."""
    said = names(claim)
    if not said:
        return None
    there = _stems(word for parts in split_words(quotes) for word in parts)
    return all(_forms(name) & there for name in said)


def _forms(name: str) -> frozenset[str]:
    lower = name.lower()
    others = [
        word
        for source, target in (_LANGUAGES, _LANGUAGES[::-1])
        for term in translations([lower], source, target)
        for word in term.split()
    ]
    return _stems([lower, *others])


def _stems(words: Iterable[str]) -> frozenset[str]:
    lower = [word.lower() for word in words]
    return frozenset([*lower, *(stem(word, language) for word in lower for language in _LANGUAGES)])


def _agreeing(record: QuestionRecord, holds: Callable[[str, str], bool | None]) -> Share:
    verdicts = (holds(one.text, quotes_of(one)) for one in record.claims)
    return share_of(verdict for verdict in verdicts if verdict is not None)
