"""Tuning or test: decided once for every question, by a committed seed (``sets/split.toml``).

A question is test when the first 32 bits of sha256("seed:id"), as a share of all they can be, lie
below the share of its set, and nobody looked at it before. So adding questions moves no other.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Literal

from corpus.errors import SettingsError

Split = Literal["tuning", "test"]

_FILE = Path(__file__).with_name("sets") / "split.toml"
_RANGE = re.compile(r"([a-z-]+)(\d+)\.\.\1(\d+)")


@dataclass(frozen=True, slots=True)
class SplitRule:
    """``share`` (0..1) of a set's questions are test, ``shares`` for the sets named in it.

    ``seen`` are ids that are always tuning.
    """

    seed: str
    share: float
    shares: Mapping[str, float]
    seen: frozenset[str]

    def split_of(self, question_id: str, group: str | None, of_set: str | None) -> Split:
        """The split of a question; one whose group was seen is seen."""
        if {question_id, group} & self.seen:
            return "tuning"
        share = self.shares.get(of_set or "", self.share)
        return "test" if self.draw(group or question_id) < share else "tuning"

    def draw(self, key: str) -> float:
        """A number in 0..1 that the seed gives a key, evenly spread and always the same."""
        return int(sha256(f"{self.seed}:{key}".encode()).hexdigest()[:8], 16) / 2**32


def split_of(question_id: str, group: str | None = None, *, of_set: str | None = None) -> Split:
    """The split of a question; all of a ``group`` fall together.

    ``of_set`` is the name of its set, whose share may differ.
    """
    return shipped_rule().split_of(question_id, group, of_set)


@cache
def shipped_rule() -> SplitRule:
    """The committed rule."""
    return read_rule(_FILE)


def read_rule(path: Path) -> SplitRule:
    """The rule of a TOML file.

    Raises:
        SettingsError: it is not complete, a share is not in 0..1, or a range of ids is none.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        seen = frozenset(one for row in table.get("seen", ()) for one in _expand(row["ids"]))
        rule = SplitRule(table["seed"], table["share"], table.get("shares", {}), seen)
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise SettingsError(f'"{path}" is no rule for splitting questions: {error!r}') from error
    _check_shares(path, (rule.share, *rule.shares.values()))
    return rule


def _expand(ids: str) -> list[str]:
    """``lib08..lib10`` as its ids."""
    match = _RANGE.fullmatch(ids)
    if match is None:
        raise SettingsError(f'"{ids}" is no range of ids; write it like lib001..lib090')
    letters, first, last = match.groups()
    return [f"{letters}{n:0{len(first)}}" for n in range(int(first), int(last) + 1)]


def _check_shares(path: Path, shares: Iterable[float]) -> None:
    for share in shares:
        if not 0 <= share <= 1:
            raise SettingsError(f"{path}: the share {share} is not between 0 and 1")
