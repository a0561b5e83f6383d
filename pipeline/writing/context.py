"""What a language model gets to see: passages under opaque keys, fenced as data.

Left out before anything is sent: passages of collections whose text may not leave this machine
(when the endpoint is elsewhere), sentences addressed to the reader instead of speaking of the
matter, and the source's own citation marks, which models copy as if they were ours. A quote copied
from what was shown is led back to the document's own words, marks included.
"""

from __future__ import annotations

import re
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus.errors import NotFoundError
from corpus.records import Interval
from corpus.store import Store
from corpus.text import locate
from pipeline.answer.orders import fit_document, fit_passage, orders_in
from pipeline.quote import Quoted, Source, Stated
from pipeline.retrieve import Scored

# "[12]", "[3, 4]", "[^2]" and raised figures, with the space before them; links keep their words
_MARKS = re.compile(
    r"[ \u00a0]?\[\^?\d{1,3}(?:\s*[,–-]\s*\d{1,3})*\]"
    r"|[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]+(?![\w\u00b2\u00b3])"
    r"|<?(?:https?://|www\.)[^\s<>)\]]+>?"
)
# CO₂ and m² are no citation marks: only a figure behind a word of letters or a full stop is
_RAISED = re.compile(r"(?:[a-zåäö]{3,}|[.!?,;:”\"])$")
# Nobody needs more; the best dozen hold the answer where there is one
MOST_PASSAGES = 12
# Letters for one token, low for Swedish in most tokenizers, so that the context never overflows
CHARACTERS_PER_TOKEN = 3


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage as the model sees it.

    ``text`` is the passage less what was cut; ``kept`` are the intervals of the passage's own text
    (offsets from its start) that it consists of, in order.
    """

    source: Source
    text: str
    kept: tuple[Interval, ...]

    def original(self, quote: str) -> str | None:
        """The passage's own words for a quote of what was shown; None when it is not there."""
        found = locate(quote, self.text)
        if not found:
            return None
        first, last = self._place(found[0].start), self._place(found[0].end - 1)
        return self.source.passage.text[first : last + 1]

    def _place(self, offset: int) -> int:
        """Where a code point of what was shown stands in the passage."""
        for piece in self.kept:
            length = piece.end - piece.start
            if offset < length:
                return piece.start + offset
            offset -= length
        raise IndexError(offset)


@dataclass(frozen=True, slots=True)
class Context:
    """The passages of one prompt by key, and what was left out of it.

    ``withheld`` counts passages by the collection they may not leave; ``instructions`` counts the
    sentences addressed to the reader.
    """

    shown: Mapping[str, Shown]
    withheld: Mapping[str, int]
    instructions: int

    @property
    def sources(self) -> dict[str, Source]:
        """The passages by key, for the gate."""
        return {key: one.source for key, one in self.shown.items()}

    def fenced(self) -> str:
        """The passages as they stand in the prompt."""
        return "\n\n".join(
            fence(key, one, one.source.document.title) for key, one in self.shown.items()
        )

    def example_keys(self) -> tuple[str, str]:
        """A key that is there and one that is not."""
        return next(iter(self.shown)), new_key(self.shown)

    def restore(self, stated: Stated) -> Stated:
        """The claim with each quote led back to the document's own words."""
        return Stated(stated.text, tuple(self._restore(one) for one in stated.quoted))

    def _restore(self, quoted: Quoted) -> Quoted:
        one = self.shown.get(quoted.key)
        if one is None or locate(quoted.quote, one.source.passage.text):
            return quoted
        words = one.original(quoted.quote)
        return quoted if words is None else Quoted(quoted.key, words, quoted.gloss)


def build_context(
    store: Store, ranking: Iterable[Scored], *, outside: bool, characters: int
) -> Context:
    """The best passages that fit into so many characters and that the model may see.

    ``outside`` says that the text would leave this machine.
    """
    allowed = {c.id for c in store.catalog.collections() if c.external_model == "allowed"}
    shown: dict[str, Shown] = {}
    withheld: Counter[str] = Counter()
    cut = 0
    for one in ranking:
        if len(shown) == MOST_PASSAGES:
            break
        collection = one.candidate.document.collection
        if outside and collection not in allowed:
            withheld[collection] += 1
            continue
        passage, left_out = _show(store, one)
        cut += left_out
        if passage is None or len(passage.text) > characters:
            continue
        characters -= len(passage.text)
        shown[new_key(shown)] = passage
    return Context(shown, dict(withheld), cut)


def new_key(taken: Iterable[str]) -> str:
    """A key no document can know of, and that is like no number or word of its own."""
    known = set(taken)
    while True:
        key = f"p{secrets.randbelow(10)}{secrets.choice('bcdfghjkmqvwxz')}{secrets.randbelow(10)}"
        if key not in known:
            return key


def _show(store: Store, one: Scored) -> tuple[Shown | None, int]:
    """The passage without what the model must not see, and how many instructions it held."""
    passage = fit_passage(one.candidate.passage)
    document = fit_document(one.candidate.document)
    found = orders_in(store, one)
    try:
        pages = tuple(store.catalog.pages(document.id, document.version))
    except NotFoundError:  # removed since it was found
        return None, len(found)
    return show_source(Source(passage, document, pages, found)), len(found)


def show_source(source: Source) -> Shown | None:
    """A source without its orders and citation marks; None when nothing is left of it."""
    passage = source.passage
    found = source.orders or ()
    orders = [Interval(i.start - passage.start, i.end - passage.start) for i in found]
    kept = _without(passage.text, [*orders, *_marks(passage.text)])
    text = "".join(passage.text[piece.start : piece.end] for piece in kept)
    return Shown(source, text, kept) if re.search(r"\w", text) else None


def _marks(text: str) -> list[Interval]:
    found = []
    for match in _MARKS.finditer(text):
        raised = match[0][0] in "\u00b9\u00b2\u00b3\u2070\u2074\u2075\u2076\u2077\u2078\u2079"
        if not raised or _RAISED.search(text[: match.start()][-12:]):
            found.append(Interval(match.start(), match.end()))
    return found


def _without(text: str, cuts: Sequence[Interval]) -> tuple[Interval, ...]:
    """The intervals of a text outside the cuts."""
    kept, at = [], 0
    for cut in sorted(cuts):
        if cut.start > at:
            kept.append(Interval(at, cut.start))
        at = max(at, cut.end)
    if at < len(text):
        kept.append(Interval(at, len(text)))
    return tuple(kept)


def fence(key: str, one: Shown, label: str) -> str:
    """The passage between two lines that bear its key; nothing in it can look like them."""
    text = re.sub(r"<<<+|>>>+", "…", one.text)
    return f"<<<{key}>>> {_one_line(label)}\n{text.strip()}\n<<</{key}>>>"


def _one_line(text: str) -> str:
    return " ".join(re.sub(r"[<>\[\]`|]", " ", text).split())[:120]
