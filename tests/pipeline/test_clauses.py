from corpus.framework import load_framework
from corpus.records import Document, Interval, Passage
from pipeline.clauses import compare_strategies

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
