"""Two passages to quote from, and a claim put through the gate in one line."""

import re
from itertools import pairwise

import pytest

from corpus.records import Document, Interval, Page, Passage
from pipeline.quote import Quoted, Source, Stated, check_claim

SWEDISH = (
    "Nya initiativ kräver säkrad finansiering. Stödet är upp till 1,5 procent av 48 städers budget."
    " Det är ett åtagande, inte ett bidrag. Köpenhamn och Nordiska ministerrådet deltar sedan"
    " mars 2025. Nämnden får bara besluta om fonden betalar. Läs mer på exempel.se/fonden i maj."
)
ENGLISH = (
    "The harbour fund lends EUR 2.5 million to seven towns. It may refuse a town without a plan."
    " Most towns have none. The board proposed a second call in May 2026."
)
DOCUMENT = Document("d" + "a" * 12, 1, "Titel", "strategy", "a.pdf", "application/pdf", "0" * 64)


def make_passage(text, language, *, start=100, **more):
    borders = [0, *(m.end() for m in re.finditer(r"[.!?] (?=[A-ZÅÄÖ])", text)), len(text)]
    sentences = tuple(Interval(start + a, start + b) for a, b in pairwise(borders))
    return Passage(
        DOCUMENT.id,
        1,
        start,
        start + len(text),
        (),
        language,
        text,
        sentences,
        3,
        page=2,
        page_end=more.pop("page_end", 2),
        **more,
    )


@pytest.fixture(scope="session")
def context():
    both = make_passage(SWEDISH, "sv", page_end=3)
    pages = (Page(2, "2", 100, 260), Page(3, "3", 260, 100 + len(SWEDISH)))
    english = make_passage(ENGLISH, "en", start=2000)
    return {"p1a": Source(both, DOCUMENT, pages), "p2b": Source(english, DOCUMENT)}


@pytest.fixture(scope="session")
def check(context):
    def check(text, *quotes, key="p1a", language="sv", **more):
        quoted = tuple(q if isinstance(q, Quoted) else Quoted(key, q) for q in quotes)
        return check_claim(Stated(text, quoted), context, language=language, **more)

    return check
