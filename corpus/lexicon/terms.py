"""What a passage is indexed under: words, stems, headings and the parts of compounds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from corpus.language import glossary_words, split_compound, split_words, stem
from corpus.language.heads import HEADS

SURFACE, STEM, HEADING, PARTS = "surfaces", "stems", "heading", "parts"
# The engine refuses terms of 64 KB; nothing people type or print is longer than this.
LONGEST_TERM = 80
SHORTEST_COMPOUND = 8
SHORTEST_SEEN = 4


@dataclass(frozen=True, slots=True)
class LexiconRow:
    """One passage as the full-text index takes it; ``heading`` is its heading path, joined."""

    passage_id: str
    document_id: str
    version: int
    collection: str
    language: str
    text: str
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one passage, by field; surfaces and stems stand in the order of the text."""

    surfaces: tuple[str, ...]
    stems: tuple[str, ...]
    heading: tuple[str, ...]
    parts: tuple[str, ...]


def surface_term(word: str) -> str:
    """A word as it stands, in lower case; decimal points are commas, as in Swedish."""
    word = word[:LONGEST_TERM]
    return word.replace(".", ",") if word[:1].isdigit() else word


def stem_term(word: str, language: str) -> str:
    """The stem under its language, so that equal stems of two languages stay apart."""
    return f"{language}:{surface_term(stem(word, language))}"


def index_rows(rows: Iterable[LexiconRow]) -> Iterable[tuple[LexiconRow, Terms]]:
    """The rows with their terms.

    The parts of Swedish compounds are looked for in the glossary, among common heads and among the
    words of the same document; a document's rows must stand together to be told its words.
    """
    batch: list[LexiconRow] = []
    for row in rows:
        if batch and (row.document_id, row.version) != (batch[0].document_id, batch[0].version):
            yield from _index_document(batch)
            batch = []
        batch.append(row)
    yield from _index_document(batch)


def _index_document(rows: list[LexiconRow]) -> Iterable[tuple[LexiconRow, Terms]]:
    split = [(split_words(row.text), split_words(row.heading)) for row in rows]
    seen = {
        parts[0].lower()
        for row, (text, _) in zip(rows, split, strict=True)
        if row.language == "sv"
        for parts in text
        if len(parts) == 1 and len(parts[0]) >= SHORTEST_SEEN
    }
    stems = {stem(word, "sv") for word in seen}
    vocabulary = seen | stems
    compounds = CompoundParts(vocabulary.__contains__, stems.__contains__)
    for row, (text, heading) in zip(rows, split, strict=True):
        yield row, _terms(row.language, text, heading, compounds)


def _terms(
    language: str,
    text: list[tuple[str, ...]],
    heading: list[tuple[str, ...]],
    compounds: CompoundParts,
) -> Terms:
    said = [word_terms(parts, language) for parts in text]
    return Terms(
        surfaces=tuple([surface for surface, _ in said]),
        stems=tuple([stemmed for _, stemmed in said]),
        heading=tuple(word_terms(parts, language)[1] for parts in heading),
        parts=tuple(
            stem_term(part, language)
            for hyphenated in (*text, *heading)
            for part in compounds.of(hyphenated, language)
        ),
    )


# Most words of a text have been met before: this is what makes indexing fast.
@lru_cache(maxsize=200_000)
def word_terms(parts: tuple[str, ...], language: str) -> tuple[str, str]:
    """The surface term and the stem term of a word given as its parts between hyphens."""
    word = "".join(parts).lower()
    return surface_term(word), stem_term(word, language)


@cache
def common_parts() -> frozenset[str]:
    """Words and stems that may be part of a compound in any document."""
    return glossary_words("sv") | HEADS | frozenset(stem(head, "sv") for head in HEADS)


class CompoundParts:
    """The parts of words, each word taken apart once.

    A part is a term of the glossary, a common head, or a word the caller knows: the first parts
    as they stand (stemming every beginning of every word would cost more than all the rest of
    indexing), the last by its stem.
    """

    def __init__(self, is_word: Callable[[str], bool], is_stem: Callable[[str], bool]) -> None:
        self._is_word = is_word
        self._is_stem = is_stem
        self._terms = common_parts()
        self._found: dict[tuple[str, ...], tuple[str, ...]] = {}

    def of(self, hyphenated: tuple[str, ...], language: str) -> tuple[str, ...]:
        """The parts of a word given as its parts between hyphens; ``()`` for a simple word."""
        if len(hyphenated) == 1 and (language != "sv" or len(hyphenated[0]) < SHORTEST_COMPOUND):
            return ()
        key = (language, *hyphenated)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._split(hyphenated, language)
        return found

    def _split(self, hyphenated: tuple[str, ...], language: str) -> tuple[str, ...]:
        given = [part.lower() for part in hyphenated]
        parts = list(given) if len(given) > 1 else []
        if language == "sv":
            parts += [part for word in given for part in self._split_word(word)]
        return tuple(parts)

    def _split_word(self, word: str) -> tuple[str, ...]:
        if len(word) < SHORTEST_COMPOUND or not word.isalpha():
            return ()
        return split_compound(word, self._begins, known_last=self._ends)

    def _begins(self, part: str) -> bool:
        return part in self._terms or (len(part) >= SHORTEST_SEEN and self._is_word(part))

    def _ends(self, part: str) -> bool:
        base = stem(part, "sv")
        return base in self._terms or (len(part) >= SHORTEST_SEEN and self._is_stem(base))
