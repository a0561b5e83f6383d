"""What each measure is called and means in plain words, and which belong together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from eval.measures.summary import LESS_IS_BETTER, MEASURES

_REST = "Claims and citations"
_GROUPS: Mapping[str, tuple[str, ...]] = {
    "Finding the page": ("hit@1", "hit@5", "nDCG@10", "R@5", "R@20", "MRR"),
    "Answering and refusing": (
        "false answers",
        "false refusals",
        "risk",
        "risk by words",
        "answered",
        "right page",
        "right words",
        "first claim right",
        "facts",
        "AUROC",
        "AURC",
    ),
    "Claims and citations": (),
    "Time": ("search p50 s", "search p95 s", "ask p50 s", "ask p95 s"),
}

_MEANINGS: Mapping[str, tuple[str, str]] = {
    "hit@1": ("Right page first (hit@1)", "questions whose first page found is a right one"),
    "hit@5": ("Right page in first five (hit@5)", "one of the first five pages is right"),
    "nDCG@10": ("Ranking (nDCG@10)", "right pages among the first ten, the higher the better"),
    "R@5": ("Right pages in first five (R@5)", "share of all right pages"),
    "R@20": ("Right pages in first twenty (R@20)", "share of all right pages"),
    "MRR": ("Reciprocal rank (MRR)", "one over the rank of the first right page"),
    "false answers": ("False answers", "of the questions the documents do not answer"),
    "false refusals": ("False refusals", "of the questions the documents do answer"),
    "risk": ("Risk", "answers that cite no right page, of all answers"),
    "risk by words": ("Risk, stricter", "answers that cite none of the expected words"),
    "answered": ("Answered", "of all questions"),
    "right page": ("Right page cited", "of the questions the documents answer"),
    "right words": ("Expected words cited", "of the questions the documents answer"),
    "first claim right": ("First claim right", "its citation touches a right page"),
    "facts": ("Expected facts said", "of all facts a right answer says"),
    "AUROC": ("Telling answerable apart (AUROC)", "0.5 is a coin, 1 is always"),
    "AURC": ("Area under risk-coverage (AURC)", "mean risk over all thresholds"),
    "citation precision": ("Citation precision", "citations that overlap the expected words"),
    "citation recall": ("Citation recall", "parts of the evidence that are cited"),
    "claims covered": ("Claims covered", "claims with a verified citation"),
    "citations verified": ("Citations verified", "by the program's own check"),
    "misattributed": ("Misattributed", "quotes that stand in another passage than the one cited"),
    "quotes verbatim": ("Quotes verbatim", "found in the original by an independent reader"),
    "numbers in quotes": ("Numbers in quotes", "claims whose numbers their quotes hold"),
    "dates in quotes": ("Dates in quotes", "claims whose dates their quotes hold"),
    "names in quotes": ("Names in quotes", "claims whose names their quotes hold"),
    "polarity": ("Polarity", "claims that deny just what their quotes deny"),
    "claim language": ("Claim language", "claims in the language they are marked as"),
    "answer language": ("Answer language", "claims in the language of the question"),
    "search p50 s": ("Search, median", ""),
    "search p95 s": ("Search, 95th percentile", ""),
    "ask p50 s": ("Ask, median", ""),
    "ask p95 s": ("Ask, 95th percentile", ""),
}


HEADLINES = (
    "hit@1",
    "hit@5",
    "nDCG@10",
    "false answers",
    "false refusals",
    "risk",
    "citations verified",
)
"""The measures of the first table."""


def name_of(measure: str) -> str:
    """The measure in plain words; one this module does not know keeps its own name."""
    return _MEANINGS.get(measure, (measure, ""))[0]


def meaning_of(measure: str) -> str:
    """What it counts, and whether less is better; may be empty."""
    better = "less is better" if measure in LESS_IS_BETTER else ""
    meaning = _MEANINGS.get(measure, ("", ""))[1]
    return "; ".join(note for note in (meaning, better) if note)


def group_measures(there: Iterable[str]) -> Iterable[tuple[str, list[str]]]:
    """The measures in groups with a heading; one no group names is on claims and citations."""
    known = set(there)
    named = {measure for group in _GROUPS.values() for measure in group}
    rest = [m for m in (*MEASURES, *sorted(known - set(MEASURES))) if m not in named]
    for title, measures in _GROUPS.items():
        listed = rest if title == _REST else measures
        if shown := [measure for measure in listed if measure in known]:
            yield title, shown
