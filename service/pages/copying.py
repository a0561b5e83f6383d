"""An answer as text to paste: each sentence with its sources in the form staff cite in."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.records import Answer, Claim, Verdict
from service.pages.filters import reference
from service.pages.speech import Language
from service.words import words


def copied(answer: Answer, language: Language) -> str:
    """The supported claims of an answer, a paragraph each; empty when there is none.

    A sentence that does not hold is not given to be pasted.
    """
    return "\n\n".join(_paragraphs(answer, language))


def _paragraphs(answer: Answer, language: Language) -> Iterator[str]:
    for claim in answer.claims:
        cited = [c for c in claim.citations if c.verdict is not Verdict.NOT_FOUND]
        if claim.supported and cited:
            sources = "; ".join(dict.fromkeys(reference(language, one) for one in cited))
            yield f"{_said(claim, language)} ({sources})"


def _said(claim: Claim, language: Language) -> str:
    """The claim; in quotation marks where it is the documents' own words."""
    if not claim.verbatim:
        return claim.text
    said = words(language)
    return f"{said.quote_open}{claim.text}{said.quote_close}"
