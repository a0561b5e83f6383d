from hashlib import sha256
from pathlib import Path

import pytest

from corpus.errors import SettingsError
from eval.split import SplitRule, read_rule, shipped_rule, split_of

RULE = SplitRule("s", 0.5, {"small": 0.6, "none": 0.0}, frozenset({"lib001", "d24"}))


def test_the_draw_is_the_first_32_bits_of_the_hash() -> None:
    digest = sha256(b"s:new1").hexdigest()
    assert RULE.draw("new1") == int(digest[:8], 16) / 2**32
    expected = "test" if RULE.draw("new1") < 0.5 else "tuning"
    assert RULE.split_of("new1", None, None) == expected


def test_shares_are_about_what_was_asked_and_differ_by_set() -> None:
    ids = [f"new{number}" for number in range(4000)]

    def share(of_set: str | None) -> float:
        return sum(RULE.split_of(one, None, of_set) == "test" for one in ids) / len(ids)

    assert share(None) == pytest.approx(0.5, abs=0.03)
    assert share("small") == pytest.approx(0.6, abs=0.03)
    assert share("none") == 0


@pytest.mark.parametrize("seen", ["lib001", "d24"])
def test_what_was_looked_at_is_tuning(seen: str) -> None:
    always = SplitRule("s", 1.0, {}, RULE.seen)
    assert always.split_of(seen, None, None) == "tuning"
    assert always.split_of("new1", seen, None) == "tuning"
    assert always.split_of(f"{seen}0", None, None) == "test"


def test_ranges_of_ids_are_whole_and_keep_their_noughts(tmp_path: Path) -> None:
    path = tmp_path / "split.toml"
    path.write_text('seed = "s"\nshare = 1.0\n[[seen]]\nids = "lib008..lib010"')
    rule = read_rule(path)
    assert rule.seen == {"lib008", "lib009", "lib010"}
    assert rule.split_of("lib8", None, None) == "test"


def test_a_group_falls_together() -> None:
    splits = {RULE.split_of(f"new{n}", "twins", None) for n in range(50)}
    assert len(splits) == 1


def test_the_shipped_rule_keeps_the_questions_that_were_looked_at_out_of_test() -> None:
    assert {split_of(f"lib{n:03}", of_set="library") for n in range(1, 91)} == {"tuning"}
    assert {split_of(f"d{n:02}", of_set="strategy") for n in range(1, 25)} == {"tuning"}
    assert {split_of(f"lib{n:03}", of_set="library") for n in range(91, 200)} == {"tuning", "test"}
    assert shipped_rule().shares["strategy"] == shipped_rule().shares["documents"] == 0.6


@pytest.mark.parametrize(
    "text",
    [
        "share = 0.5",
        'seed = "s"\nshare = 1.5',
        'seed = "s"\nshare = 0.5\n[shares]\na = -1.0',
        'seed = "s"\nshare = 0.5\n[[seen]]\nids = "lib1-lib9"',
        "seed =",
    ],
)
def test_a_rule_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "split.toml"
    path.write_text(text)
    with pytest.raises(SettingsError):
        read_rule(path)
