from dataclasses import replace

from corpus.assessment import Action, Kept, Step
from corpus.framework import Pointer, load_framework
from corpus.records import Document, Interval, Passage
from pipeline.clauses import compare_strategies
from tests.assessed import STRATEGY, cite, draft

GATE = "A new initiative may only be carried out if its basic funding can be secured."
HEADING = "No start without basic funding"


def version(number, *sentences, page=1):
    made, at = [], 0
    for text in sentences:
        span = Interval(at, at + len(text))
        made.append(
            Passage("d1", number, at, span.end, (HEADING,), "en", text, (span,), 1, page=page)
        )
        at = span.end + 1
    document = Document("d1", number, "S", "strategy", "s.md", "text/markdown", "0" * 64)
    return document, made


def changes(old, new):
    found = compare_strategies(old, new, load_framework(), ())
    return found, [(c.what, c.old and c.old.text, c.new and c.new.text) for c in found.sentences]


def test_the_same_words_are_no_change():
    found, told = changes(
        version(1, GATE, "All cities learn."), version(2, GATE, "All cities learn.")
    )
    assert told == []
    assert [(c.criterion, c.what) for c in found.clauses] == [("P4", "same")]


def test_added_removed_and_changed_sentences_are_told_apart():
    old = version(1, GATE, "All cities in the north learn from one another.", "The sea is cold.")
    new = version(
        2, GATE, "All cities in the south learn from one another.", "Ships sail far away."
    )
    _, told = changes(old, new)
    assert told == [
        (
            "changed",
            "All cities in the north learn from one another.",
            "All cities in the south learn from one another.",
        ),
        ("removed", "The sea is cold.", None),
        ("added", None, "Ships sail far away."),
    ]


def test_the_same_words_on_another_page_are_moved():
    found, told = changes(version(1, GATE), version(2, GATE, page=3))
    assert [what for what, *_ in told] == ["moved"]
    assert [c.what for c in found.clauses] == ["moved"]


def test_a_clause_that_is_gone_or_reworded_is_named():
    found, _ = changes(version(1, GATE), version(2, "Nothing here."))
    assert [(c.criterion, c.what) for c in found.clauses] == [("P4", "gone")]
    altered = GATE.replace("can be secured.", "has been granted.")
    found, _ = changes(version(1, GATE), version(2, altered))
    assert [(c.what, c.new) for c in found.clauses] == [("changed", altered)]
    # so reworded that the pointer does not find it: still the same clause, changed
    unfound = GATE.replace("A new initiative may only", "An initiative may")
    found, _ = changes(version(1, GATE), version(2, unfound))
    assert [(c.what, c.old, c.new) for c in found.clauses] == [("changed", GATE, unfound)]


def test_the_likest_pair_is_the_one_that_was_changed():
    old = version(1, GATE, "Ten cities learn from each other now.", "All cities learn from us.")
    new = version(2, GATE, "All cities learn from each other now.", "Boats are slow.")
    _, told = changes(old, new)
    assert told == [
        (
            "changed",
            "Ten cities learn from each other now.",
            "All cities learn from each other now.",
        ),
        ("removed", "All cities learn from us.", None),
        ("added", None, "Boats are slow."),
    ]


def test_of_a_sentence_said_twice_the_one_that_stayed_is_not_moved():
    old = (version(1)[0], version(1, GATE, page=1)[1] + version(1, GATE, page=3)[1])
    _, told = changes(old, version(2, GATE, page=3))
    assert [what for what, *_ in told] == ["removed"]


def test_a_change_in_any_of_a_criterions_clauses_is_told():
    frame = load_framework()
    two = tuple(
        replace(one, clauses=(*one.clauses, Pointer(HEADING, "Cities decide for themselves")))
        if one.id == "P4"
        else one
        for one in frame.criteria
    )
    frame = replace(frame, criteria=two)
    old = version(1, GATE, "Cities decide for themselves in all.")
    new = version(2, GATE, "Cities decide for themselves in part.")
    [one] = compare_strategies(old, new, frame, ()).clauses
    assert (one.what, one.old, one.new) == (
        "changed",
        "Cities decide for themselves in all.",
        "Cities decide for themselves in part.",
    )
    [less] = compare_strategies(old, version(2, GATE), frame, ()).clauses
    assert (less.what, less.new) == ("changed", None)


def test_assessments_that_rest_on_what_changed_are_touched_in_those_criteria_only():
    lost = "All cities in the north learn from one another."
    old, new = version(1, GATE, lost), version(2, GATE.replace("can be", "is"))
    drafted = draft("en")

    def kept(own, steps=(), **clauses):
        findings = tuple(
            replace(
                f, strategy_evidence=(cite(STRATEGY, clauses.get(f.criterion, "Other words.")),)
            )
            for f in drafted.findings
        )
        return Kept(replace(drafted, id=own, findings=findings), steps)

    pointed = Step(
        Action.EVIDENCE, "Ada", criterion="T1", citation=cite(STRATEGY, lost), side="strategy"
    )
    found = compare_strategies(
        old,
        new,
        load_framework(),
        (kept("a1"), kept("a2", D1=f"Before it. {lost}"), kept("a3", (pointed,))),
    )
    # P4's own clause was reworded, whatever words an assessment has of it
    assert found.touched == {"a1": ("P4",), "a2": ("D1", "P4"), "a3": ("P4", "T1")}
    assert compare_strategies(old, old, load_framework(), (kept("a1"),)).touched == {}
