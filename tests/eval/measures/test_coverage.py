from eval.measures.coverage import claim_coverage, misattributed_citations, verified_citations
from eval.measures.share import Share


def test_verdicts_are_counted(record, cited, claim) -> None:
    wrong, lost = cited(1, verdict="misattributed"), cited(1, verdict="not_found")
    one = record(claims=[claim(cited(1), lost), claim(wrong), claim()])
    assert claim_coverage(one) == Share(1, 3)
    assert verified_citations(one) == Share(1, 3)
    assert misattributed_citations(one) == Share(1, 3)


def test_a_refusal_has_nothing_to_count(record, gold) -> None:
    one = record([gold(1)])
    assert claim_coverage(one) == verified_citations(one) == Share(0, 0)
