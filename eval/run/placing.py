"""Questions made ready to be put: where their evidence stands, and which of them to take."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.catalog import Catalog
from eval.catalogue import QuestionSet, Setting
from eval.questions import Question, resolve_gold
from eval.records import GoldPlace
from eval.split import Split, shipped_rule, split_of


@dataclass(frozen=True, slots=True)
class PlacedQuestion:
    """A question in one setting, with the places of its evidence in the data folder."""

    of_set: str
    setting: Setting
    question: Question
    gold: tuple[GoldPlace, ...]
    split: Split

    @property
    def asked(self) -> str:
        """The question as it is put."""
        return self.setting.word(self.question)

    @property
    def collections(self) -> list[str] | None:
        """Where it is put to, as ``retrieve`` and ``answer_question`` take it."""
        return self.setting.collections_for(self.question)

    @property
    def pair(self) -> str:
        """Question language-evidence language; ``sv-`` when nothing answers."""
        asked, written = self.question.language, sorted({one.language for one in self.gold})
        return f"{asked}-{asked if asked in written else next(iter(written), '')}"


def place_questions(
    catalog: Catalog, one: QuestionSet, *, split: str = "all", limit: int | None = None
) -> tuple[PlacedQuestion, ...]:
    """The questions of a set, setting by setting, with the places of their evidence.

    ``split`` is ``tuning``, ``test`` or ``all``; ``limit`` takes a fixed sample of that many.

    Raises:
        UsageError: evidence does not stand where a question says.
        NotFoundError: a document is not in the data folder.
    """
    splits = {q.id: split_of(q.id, q.group, of_set=one.name) for q in one.questions}
    chosen = [q for q in one.questions if split in (splits[q.id], "all")]
    chosen = chosen if limit is None else sample(chosen, limit)
    gold = {q.id: resolve_gold(catalog, q, one.home) for q in chosen}
    return tuple(
        PlacedQuestion(one.name, setting, q, gold[q.id], splits[q.id])
        for setting in one.settings
        for q in chosen
    )


def sample(questions: Sequence[Question], count: int) -> list[Question]:
    """``count`` of the questions, in their order and the same every time.

    Both languages, and answerable and unanswerable questions, keep their shares.
    """
    strata: dict[tuple[str, bool], list[Question]] = defaultdict(list)
    for q in sorted(questions, key=lambda q: shipped_rule().draw(f"sample:{q.id}")):
        strata[q.language, q.answerable].append(q)
    # the first of each come before the second of any; larger ones come round more often
    turns = {
        q.id: (turn + 0.5) / len(stratum)
        for stratum in strata.values()
        for turn, q in enumerate(stratum)
    }
    kept = set(sorted(turns, key=lambda name: (turns[name], name))[:count])
    return [q for q in questions if q.id in kept]
