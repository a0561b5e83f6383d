"""Is the answer itself in the answer? The facts that were asked for, found by code.

A question names the facts a right answer states, each as the forms it may take (``48``,
``fyrtioåtta``, ``forty-eight``). Recall is the facts of which some form stands in the text of the
claims, over all facts; a refusal states none. Words are compared folded, without case, and whole:
``stad`` does not stand in ``stadga``. Numbers are compared as values, so ``1 500`` is found in
``1,500``; and as whole numbers, so ``5`` is not found in ``15`` or ``1,5``. ``%``, ``procent`` and
``per cent`` are one word.

Source: short-answer recall, as ALCE measures it on ASQA (Gao, Yen, Yu and Chen, EMNLP 2023,
section 3: "exact match recall"; after Stelmakh et al., EMNLP 2022, section 4.1).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from corpus.language.numbers import NUMBER, Readings, readings
from corpus.text import fold
from eval.measures.share import Share, share_of
from eval.records import QuestionRecord

_WORD = re.compile(r"[^\W_]+|%")
_PER_CENT = re.compile(r"\bprocent\b|\bper\s?cent\b", re.IGNORECASE)


def fact_recall(record: QuestionRecord) -> Share:
    """The facts of a question that its answer states."""
    said = _tokens("\n".join(one.text for one in record.claims))
    return share_of(any(_stands(_tokens(f), said) for f in forms) for forms in record.facts)


def states_fact(text: str, forms: Sequence[str]) -> bool:
    """Whether a text states a fact in one of its forms."""
    said = _tokens(text)
    return any(_stands(_tokens(form), said) for form in forms)


Token = str | Readings


def _tokens(text: str) -> list[Token]:
    """Words without case, and numbers as the values they can have, in order."""
    plain = _PER_CENT.sub("%", fold(unicodedata.normalize("NFC", text)).text)
    found: list[Token] = []
    at = 0
    for match in NUMBER.finditer(plain):
        found += _words(plain[at : match.start()])
        found.append(readings(match[1]))
        at = match.end()
    return found + _words(plain[at:])


def _words(text: str) -> list[Token]:
    return [word.casefold() for word in _WORD.findall(text)]


def _stands(form: Sequence[Token], said: Sequence[Token]) -> bool:
    size = len(form)
    return size > 0 and any(
        all(_same(a, b) for a, b in zip(form, said[at : at + size], strict=True))
        for at in range(len(said) - size + 1)
    )


def _same(form: Token, said: Token) -> bool:
    if isinstance(form, str) or isinstance(said, str):
        return form == said
    return bool(form & said)
