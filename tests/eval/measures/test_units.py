from dataclasses import replace

from eval.measures.units import gold_units, ranked_units


def test_a_page_ranks_by_its_best_passage(record, hit) -> None:
    hits = [hit(4, 0, 9), hit(4, 20, 30), hit(4, document="d2"), hit(7, 40, 50), hit(4, 60, 70)]
    assert ranked_units(record(hits=hits)) == (("d1", 4), ("d2", 4), ("d1", 7))


def test_a_passage_over_a_page_break_takes_two_ranks_its_own_page_first(record, hit) -> None:
    hits = [hit(3, page_end=4), hit(2), hit(4, 20, 30)]
    assert ranked_units(record(hits=hits)) == (("d1", 3), ("d1", 4), ("d1", 2))


def test_every_page_of_every_gold_place_is_relevant(record, gold) -> None:
    places = [gold(3, page_end=4), gold(3), gold(9, document="d2")]
    assert gold_units(record(places)) == {("d1", 3), ("d1", 4), ("d2", 9)}


def test_without_pages_a_passage_that_overlaps_the_evidence_is_the_evidence(
    record, gold, hit
) -> None:
    one = record([gold(None, 105, 110)], [hit(None, 0, 100), hit(None, 100, 200)])
    assert gold_units(one) == {("d1", -105)}
    assert ranked_units(one) == (("d1", 0), ("d1", -105))


def test_a_passage_that_ends_where_the_evidence_begins_does_not_carry_it(record, gold, hit) -> None:
    one = record([gold(None, 100, 110)], [hit(None, 0, 100), hit(None, 110, 120)])
    assert gold_units(one).isdisjoint(ranked_units(one))


def test_two_passages_that_carry_the_same_evidence_are_one_unit(record, gold, hit) -> None:
    one = record([gold(None, 95, 110)], [hit(None, 50, 100), hit(None, 100, 200)])
    assert ranked_units(one) == (("d1", -95),)


def test_another_version_carries_nothing(record, gold, hit) -> None:
    later = replace(hit(None, 0, 100), version=2)
    one = record([gold(None, 5, 10)], [later])
    assert ranked_units(one) == (("d1", 0),)
