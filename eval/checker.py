"""Are the question sets what they say they are?

    python -m eval.checker [SET …] [--data-dir DIR]

Looks every gold quote up at its place in the data folder, counts the questions by kind, language
pair and split, and prints the share of answerable questions that share no content-word stem with
the words that answer them: those a search for words alone does not find. Exit status 1 on a fault.
Without a SET every shipped set is checked; of one whose documents are not in the data folder
only what can be told without them.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.catalog import Catalog, open_catalog
from corpus.errors import SamklangError
from corpus.language import content_words, stem
from corpus.settings import load_settings
from eval.catalogue import QuestionSet, load_set, shipped_names, why_not
from eval.measures.share import Share, share_of
from eval.questions import Question, resolve_gold
from eval.records import GoldPlace
from eval.run import PlacedQuestion
from eval.split import split_of

# What a shipped set promises: (least, most) share of it, a little wide of a third and of a half
_UNANSWERABLE = (0.28, 0.4)
_ENGLISH = (0.45, 0.55)
_LEAST_UNSHARED = 0.5
# Of documents that are not shipped no more than this many words stand in the project
_LONGEST_QUOTE = 11


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found out about a set. ``unchecked`` says why its gold was not looked up."""

    name: str
    faults: tuple[str, ...]
    placed: tuple[PlacedQuestion, ...]
    unchecked: str | None = None

    @property
    def unanswerable(self) -> Share:
        """Questions that nothing answers."""
        return share_of(not one.question.answerable for one in self.placed)

    @property
    def english(self) -> Share:
        """Questions in English."""
        return share_of(one.question.language == "en" for one in self.placed)

    @property
    def unshared(self) -> Share:
        """Answerable questions that share no content-word stem with their gold quotes."""
        return share_of(not shares_stem(one.question, one.gold) for one in self.placed if one.gold)


def main(argv: Sequence[str] | None = None) -> int:
    """Check the sets and print what was found; 1 on a fault."""
    parser = argparse.ArgumentParser(prog="python -m eval.checker")
    parser.add_argument("sets", nargs="*", help="names of shipped sets, or .jsonl files")
    parser.add_argument("--data-dir", type=Path, default=None)
    options = parser.parse_args(argv)
    data = options.data_dir or load_settings().data_dir
    if not (data / "catalog.sqlite").is_file():
        print(f"eval.checker: {data} holds no catalog; name one with --data-dir", file=sys.stderr)
        return 1
    catalog = open_catalog(data)
    try:
        checked = [
            check_set(catalog, load_set(name), shipped=not name.endswith(".jsonl"))
            for name in options.sets or shipped_names()
        ]
    except SamklangError as error:
        print(f"eval.checker: {error}", file=sys.stderr)
        return 1
    finally:
        catalog.close()
    for one in checked:
        print_checked(one)
    return 1 if any(one.faults for one in checked) else 0


def check_set(catalog: Catalog, one: QuestionSet, *, shipped: bool) -> Checked:
    """Look up every gold quote of a set; of a ``shipped`` one its promises are checked too."""
    unchecked = why_not(catalog, one)
    faults, placed = [], []
    for question in one.questions:
        gold: tuple[GoldPlace, ...] = ()
        try:
            gold = () if unchecked else resolve_gold(catalog, question, one.home)
        except SamklangError as error:
            faults.append(str(error))
        split = split_of(question.id, question.group, of_set=one.name)
        placed.append(PlacedQuestion(one.name, one.settings[0], question, gold, split))
    faults += _twice(one.questions)
    found = Checked(one.name, tuple(faults), tuple(placed), unchecked)
    if not shipped:
        return found
    promises = (*faults, *_broken_promises(found, one))
    return Checked(one.name, promises, found.placed, unchecked)


def _twice(questions: Iterable[Question]) -> list[str]:
    """Questions that are asked twice, apart from follow-ups, which may read alike."""
    counts = Counter(question.text.casefold() for question in questions)
    return [f'the question "{text}" is asked {n} times' for text, n in counts.items() if n > 1]


def _broken_promises(found: Checked, one: QuestionSet) -> Iterator[str]:
    shares = (
        ("unanswerable", found.unanswerable, _UNANSWERABLE),
        ("English", found.english, _ENGLISH),
    )
    for name, share, (least, most) in shares:
        if not least <= share.value <= most:
            yield f"{share} of the questions are {name}; wanted are {least} to {most}"
    if found.unshared.total and found.unshared.value < _LEAST_UNSHARED:
        yield f"only {found.unshared} share no stem with their quotes; wanted are {_LEAST_UNSHARED}"
    if one.home:
        for question in one.questions:
            longest = max((len(e.quote.split()) for e in question.evidence), default=0)
            if longest > _LONGEST_QUOTE:
                yield f"{question.id}: a quote of {longest} words; at most {_LONGEST_QUOTE}"


def shares_stem(question: Question, gold: Iterable[GoldPlace]) -> bool:
    """Whether a question says a content word of its gold quotes, in any of its forms.

    Each is stemmed in its own language, so a name counts across languages.
    """
    asked = _stems(question.text, question.language)
    return any(asked & _stems(one.quote, one.language) for one in gold)


def _stems(text: str, language: str) -> frozenset[str]:
    return frozenset(stem(word, language) for word in content_words(text, language))


def print_checked(one: Checked) -> None:
    """Counts and shares of a set, and its faults."""
    questions = [placed.question for placed in one.placed]
    print(f"{one.name}: {len(questions)} questions")
    kinds = Counter((not q.answerable, q.kind) for q in questions)
    rows: dict[str, dict[str, int]] = {
        "answerable": {k: n for (no, k), n in sorted(kinds.items()) if not no},
        "unanswerable": {k: n for (no, k), n in sorted(kinds.items()) if no},
        "pairs": Counter(sorted(placed.pair for placed in one.placed)),
        "splits": Counter(sorted(placed.split for placed in one.placed)),
    }
    for name, counts in rows.items():
        shown = ", ".join(f"{key} {count}" for key, count in counts.items())
        print(f"  {name}: {shown}")
    print(f"  unanswerable {one.unanswerable}; in English {one.english}")
    if one.unchecked:
        print(f"  the gold was not looked up: {one.unchecked}")
    else:
        print(f"  share no content-word stem with their gold quotes: {one.unshared}")
        _print_unshared_by_pair(one)
    for fault in one.faults:
        print(f"  FAULT: {fault}")


def _print_unshared_by_pair(one: Checked) -> None:
    for pair in sorted({placed.pair for placed in one.placed if placed.gold}):
        inside = tuple(placed for placed in one.placed if placed.gold and placed.pair == pair)
        print(f"    {pair}: {Checked(one.name, (), inside).unshared}")


if __name__ == "__main__":
    sys.exit(main())
