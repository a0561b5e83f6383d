from eval.measures import distinct_places, hits_at, rank_of


def test_a_page_ranks_by_its_best_passage() -> None:
    hits = [[("d1", 4)], [("d1", 4)], [("d2", 4)], [("d1", 7)], [("d1", 4)]]
    assert distinct_places(hits) == (("d1", 4), ("d2", 4), ("d1", 7))


def test_each_page_a_passage_touches_takes_a_rank_of_its_own() -> None:
    places = distinct_places([[("d", 3), ("d", 2)], [("d", 9)]])
    assert rank_of(places, {("d", 2)}) == 2
    assert rank_of(places, {("d", 9)}) == 3


def test_the_first_of_several_right_pages_counts() -> None:
    places = (("d", 1), ("d", 5), ("d", 2))
    assert rank_of(places, {("d", 2), ("d", 5)}) == 2
    assert rank_of(places, {("other", 1)}) is None


def test_hits_at_counts_what_was_not_found_as_missed() -> None:
    ranks = [1, 2, 5, 6, None, 1]
    assert str(hits_at(1, ranks)) == "2/6 .333"
    assert str(hits_at(5, ranks)) == "4/6 .667"
