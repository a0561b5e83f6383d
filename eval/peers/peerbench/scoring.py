"""Page hit@k and nDCG@10, the same for every system.

A page ranks by its best passage; a passage over a page break stands on both pages, the one it
starts on first. In documents without pages each passage takes a rank of its own and is right when
its text holds the letters and digits of the quote; a quote counts once, by the first passage
that holds it.

nDCG@10: sum of 1/log2(rank + 1) over the right places among the first ten, over what the best
order would give (Järvelin and Kekäläinen 2002, with trec_eval's discount). Evidence in several
places, or in both languages, has a right place in each.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from peerbench.contract import Found
from peerbench.questions import Gold, Question

Place = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Scores:
    """What one ranking is worth; ``rank`` of the first right place is 1-based, None if missed."""

    rank: int | None
    ndcg10: float

    def hit(self, cutoff: int) -> bool:
        """Whether a right place is among the first."""
        return self.rank is not None and self.rank <= cutoff


def score(question: Question, found: Iterable[Found]) -> Scores:
    """The scores of the passages that were found for a question, best first."""
    right = {_gold_place(number, gold) for number, gold in enumerate(question.gold)}
    ranked = rank_places(question, found)
    hits = [place in right for place in ranked]
    rank = next((number for number, hit in enumerate(hits, 1) if hit), None)
    return Scores(rank, _gain(hits[:10]) / _gain([True] * min(10, len(right))))


def rank_places(question: Question, found: Iterable[Found]) -> tuple[Place, ...]:
    """The distinct places of passages, in order of first appearance."""
    places: list[Place] = []
    for number, passage in enumerate(found):
        places += _places(number, passage, question.gold)
    return tuple(dict.fromkeys(places))


def pair_of(question: Question, languages: Mapping[str, str]) -> str:
    """Question language-evidence language; evidence in the question's own language comes first."""
    held = sorted({languages[gold.document] for gold in question.gold})
    own = question.language
    return f"{own}-{own if own in held else held[0]}"


def _gold_place(number: int, gold: Gold) -> Place:
    if gold.page is not None:
        return gold.document, "page", gold.page
    return gold.document, "quote", number


def _places(number: int, passage: Found, gold: Sequence[Gold]) -> list[Place]:
    if passage.pages:
        return [(passage.document, "page", page) for page in passage.pages]
    held = [i for i, item in enumerate(gold) if _holds(passage, item)]
    carried = [(passage.document, "quote", i) for i in held]
    return carried or [(passage.document, "passage", number)]


def _holds(passage: Found, gold: Gold) -> bool:
    same = gold.page is None and gold.document == passage.document
    return same and reduce_text(gold.quote) in reduce_text(passage.text)


@lru_cache(maxsize=65_536)
def reduce_text(text: str) -> str:
    """Letters and digits alone, without case, link targets and tags: what Markdown may hide."""
    shown = re.sub(r"\]\([^()\s]*(?:\s+\"[^\"]*\")?\)|</?[A-Za-z][^<>]*>", " ", text)
    plain = unicodedata.normalize("NFKC", shown).casefold()
    return "".join(char for char in plain if char.isalnum())


def _gain(hits: Collection[bool]) -> float:
    return sum(1 / math.log2(rank + 1) for rank, hit in enumerate(hits, 1) if hit)
