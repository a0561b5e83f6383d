"""What a question names that the passages found do not: names, numbers, a kind of answer.

A question on Nairobi is not answered by passages that never say Nairobi, however near they lie.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.language import translations
from corpus.store import Store
from pipeline.answer.choose import Chosen
from pipeline.answer.terms import wanted_kind
from pipeline.retrieve import Retrieval

# Capitalised, or an acronym; the first word of a sentence only counts as an acronym
_NAME = re.compile(r"(?<![\w’'-])(?:[A-ZÅÄÖ][\w’'-]*[a-zåäöéü]|[A-ZÅÄÖ]{2,}\w*)(?![’'-]?\w)")
_NUMBER = re.compile(r"\d+")
_OPENS = re.compile(r"(?:^|[.?!:]\s*)\W*$")
_OTHER = {"sv": "en", "en": "sv"}
# A name that more than one passage in this many says tells nothing of what is asked
_COMMON = 8
_NEAR, _WIDE = 3, 10
# Letters of a name that must agree; its endings may differ ("Stockholms", "Aarhus'")
_STEM = 4


def read_unsaid(store: Store, retrieval: Retrieval, scored: Sequence[Chosen]) -> dict[str, float]:
    """How much of what the question names is missing.

    ``names``: telling names in the question (at most 3). ``names_near`` and ``names_wide``: of
    those, how many neither the first 3 nor the first 10 passages say, in text, heading or title
    (at most 2). ``numbers_unsaid``: 1 when the first passages lack a number of the question.
    ``asks_kind``: 1 when a number, year, amount or name is asked for; ``kind_first`` and
    ``kind_unsaid``: 1 when the best sentence, or each of the best three, has none.
    """
    question = retrieval.query.text
    names = _telling_names(store, question, retrieval.language)
    near, wide = (_texts(retrieval, count) for count in (_NEAR, _WIDE))
    kind = wanted_kind(question)
    lacking = [kind is not None and not kind.search(one.text) for one in scored[:_NEAR]]
    return {
        "names": float(min(len(names), 3)),
        "names_near": float(min(_missing(names, near, retrieval.language), 2)),
        "names_wide": float(min(_missing(names, wide, retrieval.language), 2)),
        "numbers_unsaid": float(any(n not in near for n in _NUMBER.findall(question))),
        "asks_kind": float(kind is not None),
        "kind_first": float(lacking[:1] == [True]),
        "kind_unsaid": float(bool(lacking) and all(lacking)),
    }


def read_names(question: str) -> tuple[str, ...]:
    """The names in a question, in order."""
    return tuple(
        dict.fromkeys(
            match[0]
            for match in _NAME.finditer(question)
            if match[0].isupper() or not _OPENS.search(question[: match.start()])
        )
    )


def _telling_names(store: Store, question: str, language: str) -> tuple[str, ...]:
    most = store.lexicon.count() / _COMMON
    return tuple(
        name
        for name in read_names(question)
        if store.lexicon.document_frequency(name.casefold(), language) <= most
    )


def _texts(retrieval: Retrieval, count: int) -> str:
    found = (one.candidate for one in retrieval.ranking[:count])
    return "\n".join(
        f"{c.passage.text} {' '.join(c.passage.heading_path)} {c.document.title}" for c in found
    ).casefold()


def _missing(names: Sequence[str], text: str, language: str) -> int:
    return sum(not _says(name.casefold(), text, language) for name in names)


def _says(name: str, text: str, language: str) -> bool:
    """Whether a folded text says a name, an ending more or less, or its translation."""
    stem = name[: max(_STEM, len(name.rstrip("s")) - 1)]
    if re.search(rf"(?<!\w){re.escape(stem)}", text):
        return True
    pairs = ((language, _OTHER.get(language, "en")), (_OTHER.get(language, "en"), language))
    return any(other.casefold() in text for pair in pairs for other in translations([name], *pair))
