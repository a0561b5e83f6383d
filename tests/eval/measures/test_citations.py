from eval.measures.citations import citation_precision, citation_recall, on_page, on_words
from eval.measures.share import Share


def test_precision_and_recall_worked_by_hand(record, gold, cited, claim) -> None:
    # part 1 stands in two documents, part 2 in one; cited: part 1 twice, and other words
    places = [gold(1, 100, 120), gold(4, 0, 20, document="d2"), gold(2, 300, 320, part=2)]
    first = claim(cited(1, 90, 101), cited(1, 500, 510))
    second = claim(cited(4, 5, 8, document="d2"))
    one = record(places, claims=[first, second])
    assert citation_precision(one) == Share(2, 3)
    assert citation_recall(one) == Share(1, 2)


def test_a_neighbour_is_no_overlap(gold, cited) -> None:
    place = [gold(1, 100, 120)]
    assert not on_words(cited(1, 90, 100), place)
    assert not on_words(cited(1, 120, 130), place)
    assert on_words(cited(1, 119, 130), place)
    assert not on_words(cited(1, 100, 120, document="d2"), place)


def test_the_page_is_enough_for_a_right_page(gold, cited) -> None:
    place = [gold(4, 100, 120)]
    assert on_page(cited(4, 900, 910), place)
    assert on_page(cited(3, 900, 910, page_end=4), place)
    assert not on_page(cited(3, 900, 910), place)
    assert not on_page(cited(4, 900, 910, document="d2"), place)


def test_without_pages_the_right_page_needs_the_words(gold, cited) -> None:
    assert not on_page(cited(None, 900, 910), [gold(None, 100, 120)])
    assert on_page(cited(None, 100, 110), [gold(None, 100, 120)])


def test_a_citation_that_is_not_verified_is_cited_and_never_right(
    record, gold, cited, claim
) -> None:
    wrong = cited(1, 100, 120, verdict="misattributed")
    one = record([gold(1, 100, 120)], claims=[claim(wrong)])
    assert citation_precision(one) == Share(0, 1)
    assert citation_recall(one) == Share(0, 1)
    assert not on_page(wrong, one.gold)


def test_a_refusal_loses_recall_and_has_no_precision(record, gold) -> None:
    assert citation_precision(record([gold(1)])) == Share(0, 0)
    assert citation_recall(record([gold(1)])) == Share(0, 1)


def test_a_question_nothing_answers_counts_in_neither(record, cited, claim) -> None:
    one = record(claims=[claim(cited(1))])
    assert citation_precision(one) == citation_recall(one) == Share(0, 0)
