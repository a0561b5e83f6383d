import pytest

from corpus.store import Store, document_id
from eval.gold import find_standings, find_words

NOTE, DIGEST = document_id("notes", "moten"), document_id("strategy", "digest")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("net-working", ["Net\nwork­ing"]),
        ("ﬁnns", ["finns"]),
        ("1.000", ["1 000"]),
        ("finns ej", []),
        ("…", []),
        ("inn", ["inn"]),
        ("g", ["g", "g", "g"]),
    ],
)
def test_words_are_found_by_letters_and_digits_alone(words: str, found: list[str]) -> None:
    text = "Net\nwork­ing finns, 1 000 gånger."
    assert [text[start:end] for start, end in find_words(words, text)] == found


def test_evidence_may_end_inside_a_word(store: Store) -> None:
    note = store.catalog.document(NOTE)
    (one,) = find_standings(store.catalog, note, "Styrgruppen träffas varje tis")
    assert store.catalog.text(NOTE, note.version)[one.start : one.end].endswith("varje tis")
    assert (one.page, one.page_end) == (None, None)


def test_every_sentence_of_a_paged_document_stands_on_its_page(store: Store) -> None:
    digest = store.catalog.document(DIGEST)
    for passage in store.catalog.passages_of(DIGEST, digest.version):
        places = find_standings(store.catalog, digest, passage.text)
        mine = [p for p in places if passage.start <= p.start and p.end <= passage.end]
        assert [(p.page, p.page_end) for p in mine] == [(passage.page, passage.page_end)]


def test_a_running_header_is_no_evidence(store: Store) -> None:
    digest = store.catalog.document(DIGEST)
    text, blocks = (
        store.catalog.text(DIGEST, digest.version),
        store.catalog.blocks(DIGEST, digest.version),
    )
    furniture = next(b for b in blocks if b.kind == "furniture")
    assert find_words(text[furniture.start : furniture.end], text)
    standing = find_standings(store.catalog, digest, text[furniture.start : furniture.end])
    assert all(one.start < furniture.start for one in standing)
