"""Swedish compounds, taken apart by a vocabulary."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from corpus.language.stems import LONGEST_WORD

SHORTEST_PART = 3
_LINKS = "seoua"


Known = Callable[[str], bool]


def split_compound(word: str, known: Known, *, known_last: Known | None = None) -> tuple[str, ...]:
    """The two or three known words a compound is made of; ``()`` when there are none.

    ``word`` is in lower case. The fewest parts win, then the split whose shortest part is the
    longest; a linking letter (``omställning|s|förmåga``) is dropped and a lost final vowel
    (``skol|plan`` from ``skola``) put back. The last part keeps its inflection; where ``known``
    does not take inflected forms, ``known_last`` does (default: ``known``).
    """
    if len(word) > LONGEST_WORD:
        return ()
    ends = known_last or known
    cuts = list(_cuts(word, known))
    halves = _best((first, rest) for first, rest in cuts if ends(rest))
    if halves:
        return halves
    return _best(
        (first, *tail)
        for first, rest in cuts
        if (tail := _best((middle, last) for middle, last in _cuts(rest, known) if ends(last)))
    )


def _best(splits: Iterator[tuple[str, ...]]) -> tuple[str, ...]:
    return max(splits, key=lambda parts: (min(map(len, parts)), len(parts[-1])), default=())


def _cuts(word: str, known: Known) -> Iterator[tuple[str, str]]:
    """Each known first part with the rest of the word."""
    for border in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        first = _base(word[:border], known)
        if first:
            yield first, word[border:]


def _base(part: str, known: Known) -> str:
    """The word behind a first part, without its link or with its lost vowel; "" if unknown."""
    if known(part):
        return part
    forms = [part + "a", part + "e"]
    if part[-1] in _LINKS and len(part) > SHORTEST_PART:
        forms = [part[:-1], part[:-1] + "a", part[:-1] + "e"]
    return next((form for form in forms if known(form)), "")
