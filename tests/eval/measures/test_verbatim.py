from dataclasses import replace

import pytest

from corpus.records import Passage
from corpus.store import Store
from eval.measures.share import Share
from eval.measures.verbatim import prove_quotes, verbatim_quotes


@pytest.fixture(name="passage", scope="module")
def _passage(store: Store) -> Passage:
    document = next(d for d in store.catalog.documents() if d.pages)
    return store.catalog.passages_of(document.id, document.version)[0]


def test_distinct_quotes_are_proved_in_the_originals(
    store: Store, passage: Passage, record, cited, claim
) -> None:
    words = passage.slice(passage.sentences[0])
    place = {"document": passage.document_id, "page_end": passage.page_end}
    real = replace(cited(passage.page, **place, quote=words), version=passage.version)
    forged = replace(real, quote=f"{words} och en apelsin")
    elsewhere = replace(real, page=2, page_end=2) if passage.page == 1 else replace(real, page=1)
    one = record(claims=[claim(real, forged), claim(real)])
    other = record(claims=[claim(elsewhere)], id="q2")
    proofs = prove_quotes([one, other], store.folder)
    assert len(proofs) == 3
    assert verbatim_quotes([one], proofs) == Share(1, 2)
    assert verbatim_quotes([other], proofs) == Share(0, 1)


def test_a_quote_that_was_never_looked_up_does_not_count_as_found(record, cited, claim) -> None:
    assert verbatim_quotes([record(claims=[claim(cited(1))])], {}) == Share(0, 1)
