"""Plain words and number forms of the report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from eval.records import QuestionRecord

# joins a number and its sign so that they stay on one line
_NBSP = "\N{NO-BREAK SPACE}"

_LANGUAGES = {"sv": "Swedish", "en": "English"}
_KINDS = {
    "yes_no": "yes or no",
    "followup": "follow-up",
    "unlabelled": "not labelled",
    "false_presupposition": "false premise",
    "modality_limited": "not in text form",
    "safety_concerned": "unsafe to answer",
    "out_of_database": "not in the documents",
}

Facet = tuple[str, str]
"""A set and a setting: what is measured together."""


def facets_of(records: Iterable[QuestionRecord]) -> dict[Facet, list[QuestionRecord]]:
    """The records of each set and setting, in the order they were asked."""
    found: dict[Facet, list[QuestionRecord]] = {}
    for record in records:
        found.setdefault((record.set, record.setting), []).append(record)
    return found


def facet_name(facet: Facet) -> str:
    """``library, everything``."""
    return ", ".join(part for part in facet if part)


def anchor(*parts: str) -> str:
    """The parts as one id of the page: letters, digits and hyphens."""
    joined = "-".join(parts)
    return "".join(char if char.isalnum() and char.isascii() else "-" for char in joined)


def percent(share: float) -> str:
    """``93 %``; never rounded up to all or down to none."""
    whole = round(share * 100)
    if whole == 100 and share < 1:
        return f"over{_NBSP}99{_NBSP}%"
    if whole == 0 and share > 0:
        return f"under{_NBSP}1{_NBSP}%"
    return f"{whole}{_NBSP}%"


def score(value: float) -> str:
    """``.71``: a share or score in two digits, short enough for a bar."""
    return f"{value:.2f}".removeprefix("0") if value < 1 else f"{value:.1f}"


def milliseconds(seconds: float) -> str:
    """``38 ms``; from one second up, ``1.2 s``."""
    return f"{seconds:.1f}{_NBSP}s" if seconds >= 1 else f"{seconds * 1000:.0f}{_NBSP}ms"


def count_of(count: int, noun: str, plural: str = "") -> str:
    """``1 question``, ``1,204 questions``."""
    return f"{count:,}{_NBSP}{noun if count == 1 else plural or noun + 's'}"


def range_of(low: float, high: float, *, shares: bool = False) -> str:
    """``.42–.66``; of shares, ``42–66 %``."""
    if shares:
        return f"{low * 100:.0f}–{high * 100:.0f}{_NBSP}%"
    return f"{score(low)}–{score(high)}"


def in_group_order(groups: Iterable[str]) -> list[str]:
    """Each group once: all, languages, pairs; Swedish questions come before English."""
    order = ("all", "sv", "en", "sv-sv", "sv-en", "en-sv", "en-en")
    known = {group: number for number, group in enumerate(order)}
    return sorted(set(groups), key=lambda group: (known.get(group, len(order)), group))


def language_name(code: str) -> str:
    """``Swedish``; a code without a name stays as it is."""
    return _LANGUAGES.get(code, code)


def pair_name(pair: str) -> str:
    """``Swedish question, English page``; ``all`` is every question."""
    if pair == "all":
        return "all questions"
    asked, _, evidence = pair.partition("-")
    if not evidence:
        return f"{language_name(asked)} question"
    return f"{language_name(asked)} question, {language_name(evidence)} page"


def kind_name(kind: str) -> str:
    """A kind of question in words."""
    return _KINDS.get(kind, kind.replace("_", " "))


def sentence_list(parts: Sequence[str]) -> str:
    """``a, b and c``."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def moment(text: str) -> str:
    """``23 November 2026, 19:04`` of an ISO moment; other text stays as it is."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{when.day} {when:%B %Y, %H:%M}"


def page_name(page: int | None, page_end: int | None = None) -> str:
    """``p. 12``, ``pp. 12–13``, or that the format has none."""
    if page is None:
        return "no pages"
    if page_end and page_end != page:
        return f"pp.{_NBSP}{page}–{page_end}"
    return f"p.{_NBSP}{page}"
