from dataclasses import dataclass, field

import pytest

from corpus.records import Answer, Citation, Claim, Document, Verdict
from eval.causal.records import HOLDING, Outcome
from eval.causal.verdicts import judge_contradiction, judge_number, judge_removal
from eval.originals import reduce_text

OLD, NEW = "Fonden gav 48 miljoner.", "Fonden gav 58 miljoner."


@dataclass(frozen=True)
class Stood:
    """What stands in each document now."""

    texts: dict[str, str] = field(default_factory=dict)

    def words_of(self, identity: str) -> str:
        return reduce_text(self.texts.get(identity, ""))


def answer(*cited: tuple[str, str]) -> Answer:
    claims = []
    for place, quote in cited:
        document = Document(place, 1, place, "notes", place, "text/markdown", "")
        citation = Citation(document, 0, len(quote), quote, Verdict.VERIFIED)
        claims.append(Claim(quote, "sv", (citation,), True))
    return Answer("?", "sv", "extractive", not claims, tuple(claims))


STOOD = Stood({"a": f"# Fond\n\n{NEW} Nämnden möts.", "b": f"{OLD} Hamnen växer."})


@pytest.mark.parametrize(
    ("cited", "outcome"),
    [
        ([("a", NEW)], Outcome.FOLLOWED),
        ([("a", "gav 58 miljoner")], Outcome.FOLLOWED),
        ([("a", "miljoner.")], Outcome.LEFT_OUT),
        ([("a", "Nämnden möts.")], Outcome.LEFT_OUT),
        ([("b", OLD)], Outcome.LEFT_OUT),
        ([("a", OLD)], Outcome.STALE),
        ([("a", NEW), ("a", OLD)], Outcome.STALE),
        ([], Outcome.ABSTAINED),
    ],
)
def test_of_a_changed_number(cited, outcome) -> None:
    assert judge_number(answer(*cited), STOOD, "a", before=OLD, after=NEW) is outcome


@pytest.mark.parametrize(
    ("cited", "outcome"),
    [
        ([("a", "Nämnden möts.")], Outcome.GONE),
        ([("b", OLD)], Outcome.GONE),
        ([("b", "Hamnen växer."), ("a", OLD)], Outcome.STALE),
        ([("removed", OLD)], Outcome.STALE),
        ([], Outcome.ABSTAINED),
    ],
)
def test_of_a_removed_passage(cited, outcome) -> None:
    assert judge_removal(answer(*cited), STOOD) is outcome


@pytest.mark.parametrize(
    ("cited", "outcome"),
    [
        ([("b", OLD), ("a", NEW)], Outcome.BOTH),
        ([("a", NEW), ("b", OLD), ("b", "Hamnen växer.")], Outcome.BOTH),
        ([("b", OLD), ("b", "Hamnen växer."), ("a", NEW)], Outcome.APART),
        ([("b", OLD), ("a", "Nämnden möts.")], Outcome.ONLY_OLD),
        ([("a", NEW)], Outcome.ONLY_NEW),
        ([("a", "Nämnden möts.")], Outcome.NEITHER),
        ([("a", OLD), ("a", NEW)], Outcome.STALE),
        ([], Outcome.NEITHER),
    ],
)
def test_of_a_contradiction(cited, outcome) -> None:
    found = judge_contradiction(answer(*cited), STOOD, old=("b", OLD), new=("a", NEW))
    assert found is outcome


def test_what_holds() -> None:
    wrong = {Outcome.LEFT_OUT, Outcome.STALE, Outcome.ONLY_OLD, Outcome.ONLY_NEW, Outcome.NEITHER}
    assert set(Outcome) - HOLDING == wrong
