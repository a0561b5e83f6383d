"""Questions of an outside set as the project's own: with the places of their answers."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.catalog import Catalog
from corpus.errors import UsageError
from corpus.store import document_id
from eval.catalogue import Setting
from eval.gold import find_words
from eval.outside.records import OutsideQuestion, OutsideSet, Span
from eval.questions import Evidence, Question
from eval.records import GoldPlace
from eval.run import PlacedQuestion

_SETTING = Setting(name="everything")


def place_outside(
    catalog: Catalog, outside: OutsideSet, questions: Iterable[OutsideQuestion]
) -> tuple[PlacedQuestion, ...]:
    """The questions, each with the places of its answers in the data folder.

    All are of the split ``test``: no constant is chosen on other people's sets.

    Raises:
        UsageError: an answer does not stand in its document as the set says.
    """
    return tuple(
        PlacedQuestion(
            of_set=outside.name,
            setting=_SETTING,
            question=as_question(outside, one),
            gold=tuple(place_span(catalog, outside, span) for span in one.answers),
            split="test",
        )
        for one in questions
    )


def as_question(outside: OutsideSet, one: OutsideQuestion) -> Question:
    """The question in the project's own form; answers of one question are alternatives."""
    words = tuple(dict.fromkeys(outside.words(span) for span in one.answers))
    return Question(
        id=one.id,
        language=one.language,
        question=one.text,
        answerable=bool(one.answers),
        evidence=tuple(Evidence(outside.words(span), document=span.key) for span in one.answers),
        collections=(one.collection,) if one.collection else None,
        facts=(words,) if words and outside.facts else (),
    )


def place_span(catalog: Catalog, outside: OutsideSet, span: Span) -> GoldPlace:
    """Where a span of the set's text stands in the canonical text of the document.

    The same words may stand there often ("1066"): it is the same of them, counted in both texts,
    in which the letters and digits are the same.

    Raises:
        UsageError: the set's text does not have the words there, or the document has them
            another number of times.
    """
    given, words = outside.documents[span.key], outside.words(span)
    document = catalog.document(document_id(given.collection, span.key))
    before = find_words(words, given.text)
    after = find_words(words, catalog.text(document.id, document.version))
    inside = [n for n, (start, end) in enumerate(before) if span.start <= start < end <= span.end]
    if not inside or len(before) != len(after):
        raise UsageError(
            f'{outside.name}: "{words[:60]}" stands {len(before)} times in the set\'s own '
            f'"{span.key}" and {len(after)} times in the document made of it'
        )
    start, end = after[inside[0]]
    return GoldPlace(
        document_id=document.id,
        version=document.version,
        start=start,
        end=end,
        quote=words,
        language=document.language,
    )
