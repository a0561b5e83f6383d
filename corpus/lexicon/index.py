"""One folder, one writer, many readers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING

from corpus.errors import UsageError
from corpus.lexicon.folder import (
    COLLECTION,
    ID,
    LANGUAGE,
    VERSION,
    document,
    mismatch,
    open_index,
    open_writer,
    version_term,
)
from corpus.lexicon.plan import Clause, Want, plan_query
from corpus.lexicon.terms import STEM, LexiconRow, index_rows, stem_term

if TYPE_CHECKING:
    import tantivy


@dataclass(frozen=True, slots=True)
class LexicalHit:
    """A passage that says some of the words; ``score`` is BM25, above 0, higher is better."""

    passage_id: str
    score: float
    language: str


def open_lexicon(folder: Path, *, writable: bool) -> Lexicon:
    """The full-text index in a folder, which is made when it is not there.

    Raises:
        DataFolderInUseError: another writer has the folder open.
        IndexMismatchError: the folder holds an index of another recipe, or a damaged one.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return Lexicon(folder, writable=writable)


class Lexicon:
    """Which passages say which words. Changes are seen, and survive, from ``commit`` on.

    A change raises ``IndexMismatchError`` when its files cannot be written; what was not committed
    is then gone, and later changes begin anew.

    Threads may share one object: reading needs no lock, and writing takes its own.
    """

    def __init__(self, folder: Path, *, writable: bool) -> None:
        self.folder = folder
        self._index = open_index(folder)
        self._lock = Lock()
        self._writer = open_writer(self._index, folder) if writable else None
        self._faulty = False
        self._schema = self._index.schema
        self._searcher = self._index.searcher()

    def __enter__(self) -> Lexicon:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the writer's lock back; what was not committed is gone."""
        with self._lock:
            writer, self._writer = self._writer, None
            if writer is not None:
                # each says so when its files are gone: then there is nothing to go back to
                with suppress(ValueError, OSError):
                    writer.rollback()
                with suppress(ValueError, OSError):
                    writer.wait_merging_threads()

    def add(self, rows: Iterable[LexiconRow]) -> int:
        """Index passages, replacing those whose id is there already; returns how many.

        The rows of one document must stand together, best all of them in one call: its words
        help to take its compounds apart.
        """
        found = list(index_rows(rows))
        with self._writing() as writer:
            for row, terms in found:
                writer.delete_documents_by_term(ID, row.passage_id)
                writer.add_document(document(row, terms))
        return len(found)

    def remove_version(self, document_id: str, version: int) -> None:
        """Take out the passages of one version; none is no error."""
        with self._writing() as writer:
            writer.delete_documents_by_term(VERSION, version_term(document_id, version))

    def commit(self) -> None:
        """Make every change since the last commit last, and visible to this object's searches."""
        with self._writing() as writer:
            writer.commit()
            self._index.reload()
            self._searcher = self._index.searcher()

    def count(self, collection: str | None = None) -> int:
        """How many passages are indexed, in one collection or in all."""
        return self._count(self._within(collection))

    def count_version(self, document_id: str, version: int) -> int:
        """How many passages of one version are indexed."""
        import tantivy

        term = version_term(document_id, version)
        mine = tantivy.Query.term_query(self._schema, VERSION, term, index_option="basic")
        return self._count(mine)

    def passage_ids(self, collection: str | None = None) -> set[str]:
        """The ids of the indexed passages, of one collection or of all."""
        searcher = self._searcher
        if not searcher.num_docs:
            return set()
        found = searcher.search(self._within(collection), limit=searcher.num_docs, count=False)
        return {str(searcher.doc(address).get_first(ID)) for _, address in found.hits}

    def document_frequency(self, word: str, language: str) -> int:
        """How many passages of a language hold a form of a word, removed ones not yet swept."""
        return int(self._searcher.doc_freq(STEM, stem_term(word.lower(), language)))

    def search(
        self,
        query: str | Sequence[str],
        *,
        language: str,
        collections: Sequence[str],
        limit: int,
        passage_language: str | None = None,
    ) -> list[LexicalHit]:
        """The passages of the collections that say most of the query, best first.

        ``query`` is a question in ``language`` (words in quotation marks are also looked for as
        a phrase), or a sequence of words already chosen. Terms of the glossary also find
        passages in the other language, but score low against passages that share every word of
        the question: ``passage_language`` keeps to one language, so that each gets a ranking of
        its own. Equal scores are ordered by id.

        Raises:
            UsageError: ``limit`` is below 1.
        """
        if limit < 1:
            raise UsageError(f"wanted at least one hit, was asked for {limit}; raise the limit")
        wants = plan_query(query, language, self._attested, passage_language=passage_language)
        wanted = self._any(self._said(want) for want in wants)
        if wanted is None or not collections:
            return []
        within = self._inside(wanted, COLLECTION, collections)
        if passage_language is not None:
            within = self._inside(within, LANGUAGE, [passage_language])
        return self._hits(within, limit)

    def missing_terms(
        self, query: str | Sequence[str], *, language: str, collections: Sequence[str]
    ) -> list[str]:
        """The words of the query that no passage of the collections says in any form.

        A word whose translation is found is not missing.
        """
        said: dict[str, bool] = {}
        wants = plan_query(query, language, self._attested)
        for want in wants:
            found = bool(collections) and self._is_said(want, collections)
            for word in want.word.split():
                said[word] = said.get(word, False) or found
        return [word for word, found in said.items() if not found]

    def _is_said(self, want: Want, collections: Sequence[str]) -> bool:
        query = self._said(want)
        if query is None:
            return False
        return bool(self._hits(self._inside(query, COLLECTION, collections), 1))

    def _hits(self, query: tantivy.Query, limit: int) -> list[LexicalHit]:
        searcher = self._searcher
        found = searcher.search(query, limit=limit, count=False)
        hits = [_hit(searcher.doc(address), float(score)) for score, address in found.hits]
        return sorted(hits, key=lambda hit: (-hit.score, hit.passage_id))

    def _said(self, want: Want) -> tantivy.Query | None:
        """A query for any of the ways to say one word, or None when the index holds none."""
        return self._any(
            [
                self._clause(clause)
                for clause in want.clauses
                if all(self._attested(clause.field, term) for term in clause.terms)
            ]
        )

    def _count(self, query: tantivy.Query) -> int:
        found = self._searcher.search(query, limit=1, count=True)
        return int(found.count or 0)  # type: ignore[attr-defined]  # missing in its stubs alone

    def _clause(self, clause: Clause) -> tantivy.Query:
        import tantivy

        # the engine panics on a phrase of one word
        if len(clause.terms) == 1:
            query = tantivy.Query.term_query(
                self._schema, clause.field, clause.terms[0], index_option="freq"
            )
        else:
            query = tantivy.Query.phrase_query(self._schema, clause.field, list(clause.terms))
        return tantivy.Query.boost_query(query, clause.weight)

    def _any(self, queries: Iterable[tantivy.Query | None]) -> tantivy.Query | None:
        import tantivy

        some = [(tantivy.Occur.Should, query) for query in queries if query is not None]
        return tantivy.Query.boolean_query(some) if some else None

    def _inside(self, query: tantivy.Query, field: str, values: Sequence[str]) -> tantivy.Query:
        """The query, among passages with one of the values; it adds nothing to the score."""
        import tantivy

        # ids and language codes are ASCII; the engine raises on what is no valid text at all
        possible = [value for value in values if value.isascii()]
        allowed = tantivy.Query.term_set_query(self._schema, field, possible)
        filtering = tantivy.Query.const_score_query(allowed, 0.0)
        must = tantivy.Occur.Must
        return tantivy.Query.boolean_query([(must, query), (must, filtering)])

    def _within(self, collection: str | None) -> tantivy.Query:
        import tantivy

        if collection is None:
            return tantivy.Query.all_query()
        return tantivy.Query.term_query(self._schema, COLLECTION, collection, index_option="basic")

    def _attested(self, field: str, term: str) -> bool:
        return bool(self._searcher.doc_freq(field, term))

    @contextmanager
    def _writing(self) -> Iterator[tantivy.IndexWriter]:
        """The writer, locked; its faults (a full disk, files gone) as our error."""
        with self._lock:
            writer = self._open_for_writing()
            try:
                if self._faulty:
                    # after a fault the engine takes rows, commits without a word, and loses them
                    writer.rollback()
                    self._faulty = False
                yield writer
            except (ValueError, OSError) as error:
                self._faulty = True
                raise mismatch(self.folder, str(error)) from error

    def _open_for_writing(self) -> tantivy.IndexWriter:
        if self._writer is None:
            raise UsageError(
                f'the full-text index "{self.folder}" is open for reading; '
                "open it with writable=True to change it"
            )
        return self._writer


def _hit(stored: tantivy.Document, score: float) -> LexicalHit:
    return LexicalHit(str(stored.get_first(ID)), score, str(stored.get_first(LANGUAGE)))
