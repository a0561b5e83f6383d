from pathlib import Path

import pytest

from corpus.assessment import FundingStatus, Kind, Stance
from corpus.errors import UsageError
from corpus.framework import load_framework

# another organisation's strategy: two criteria, no gate, no directions, other rules
LIBRARY = """
id = "town-library"
version = "1"
title = { sv = "Bibliotekets plan", en = "The library's plan" }
collections = ["plan"]
examples = ["sentences.tsv"]

[groups]
aim = { sv = "Mål", en = "Aims" }

[[criterion]]
id = "A1"
group = "aim"
title = { sv = "Läsning", en = "Reading" }
asks = { sv = "Läser fler?", en = "Do more people read?" }
supports = { sv = "fler barn lånar böcker", en = "more children borrow books" }
contradicts = { sv = "färre böcker lånas ut", en = "fewer books are lent" }
clauses = [{ heading = "Mål", anchor = "Alla barn ska ha en bok" }]

[[criterion]]
id = "A2"
group = "aim"
kinds = ["initiative"]
title = { sv = "Öppet", en = "Open" }
asks = { sv = "Är det öppet längre?", en = "Is it open longer?" }
supports = { sv = "huset är öppet på kvällar", en = "the house is open in the evening" }
contradicts = { sv = "huset stänger tidigare", en = "the house closes earlier" }
clauses = [{ heading = "Mål", anchor = "öppet varje kväll" }]

[[rule]]
name = "bad"
recommend = "decline"
title = { sv = "Emot", en = "Against" }
when = [{ all = ["A1", "A2"], verdicts = ["contradicts"] }]
[[rule]]
name = "good"
recommend = "proceed"
title = { sv = "Bra", en = "Good" }
when = []
"""
SENTENCES = (
    "A1\tsupports\tsv\tVarje klass lånar hem en kasse böcker.\n-\tneutral\ten\tThe roof is red.\n"
)


@pytest.fixture
def write(tmp_path: Path):
    def written(text: str = LIBRARY, sentences: str = SENTENCES) -> Path:
        (tmp_path / "sentences.tsv").write_text(sentences, encoding="utf-8")
        path = tmp_path / "framework.toml"
        path.write_text(text, encoding="utf-8")
        load_framework.cache_clear()
        return path

    return written


def test_the_shipped_framework_holds_the_strategys_eleven_criteria():
    shipped = load_framework()
    ids = [one.id for one in shipped.criteria]
    assert ids == ["D1", "D2", "D3", "P1", "P2", "P3", "P4", "P5", "T1", "T2", "T3"]
    assert shipped.gate == "P4"
    assert [one.id for one in shipped.of_kind(Kind.CALL)] == [i for i in ids if i != "P4"]
    assert [one.recommend for one in shipped.rules][-1] == "proceed"
    assert {one.criterion for one in shipped.examples} == {*ids, "-"}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_text_is_there_in_both_languages(language: str):
    for one in load_framework().criteria:
        assert one.title[language]
        assert one.asks[language]
        assert one.questions[language]
        assert one.cues[language]


def test_another_organisations_framework_is_read(write):
    other = load_framework(write())
    assert other.gate is None
    assert [one.id for one in other.of_kind(Kind.PARTNER)] == ["A1"]
    assert other.rules[0].when[0].verdicts == {Stance.CONTRADICTS}
    assert [one.stance for one in other.examples] == ["supports", "neutral"]


def test_the_sha256_covers_the_examples_too(write):
    before = load_framework(write()).sha256
    after = load_framework(write(sentences=SENTENCES.replace("kasse", "påse"))).sha256
    assert before != after


@pytest.mark.parametrize(
    ("find", "put", "said"),
    [
        ('id = "A2"', 'id = "A1"', "criterion A1 stands twice"),
        ('group = "aim"', 'group = "goal"', 'group "goal" is not among groups'),
        (
            "Alla barn ska ha en bok",
            "ett två tre fyra fem sex sju åtta nio",
            "more than eight words",
        ),
        ('recommend = "decline"', 'recommend = "maybe"', 'recommend "maybe" is not one of'),
        ('all = ["A1", "A2"]', 'all = ["A9"]', "no criterion A9"),
        ('verdicts = ["contradicts"]', "at_least = 2", "a condition is either"),
        (
            '[{ all = ["A1", "A2"], verdicts = ["contradicts"] }]',
            '[{ gate = ["none"] }]',
            "no gate|has none",
        ),
        (
            'collections = ["plan"]',
            'collections = ["plan"]\ngate = "A7"',
            'gate "A7" is no criterion',
        ),
        (
            "when = []",
            'when = [{ at_least = 1, of = ["A1"], verdicts = ["silent"] }]',
            "must hold always",
        ),
        ('version = "1"', "version = ", "wanted a framework in TOML"),
        ('id = "town-library"', 'colour = "red"', "Field required|Extra inputs"),
    ],
)
def test_a_broken_framework_is_refused_with_the_place(write, find: str, put: str, said: str):
    path = write(LIBRARY.replace(find, put))
    with pytest.raises(UsageError, match=said) as caught:
        load_framework(path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("A1\tsupports\tVarje klass", "line 1: wanted criterion, stance"),
        ("A1\tagrees\tsv\tVarje klass", "line 1: wanted criterion, stance"),
        ("A7\tsupports\tsv\tVarje klass", 'line 1: no criterion "A7"'),
    ],
)
def test_a_broken_example_is_refused_with_its_line(write, line: str, said: str):
    with pytest.raises(UsageError, match=said):
        load_framework(write(sentences=line + "\n"))


def test_a_missing_file_is_said(tmp_path: Path):
    with pytest.raises(UsageError, match="cannot read the framework"):
        load_framework(tmp_path / "none.toml")


def test_the_gates_of_rules_are_statuses():
    asked = {s for rule in load_framework().rules for c in rule.when for s in c.gate}
    assert asked == {FundingStatus.NONE, FundingStatus.UNKNOWN, FundingStatus.APPLIED}
