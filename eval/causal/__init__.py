"""Causal checks: change a document, ask again, and see whether the answer changed with it.

    python -m eval.causal [--limit N] [--json]

No judge and no model service is asked. A question whose answer cites a sentence is put again

1. after a number in the cited sentence was changed: the answer must show the new number or
   abstain, and never the old one from that place;
2. after the cited passage was taken out: no citation may point at words that no longer stand;
3. after a document was added that contradicts the sentence: both must be shown, each with its
   citation.

Every change is a real ingest of a real file. The library's documents are typeset PDF and Word
files; what is changed here are their Markdown sources, taken in as such with the same metadata,
because typesetting each change would take longer than all the rest. So page numbers, columns and
hyphens are not tested here, and a few answers differ from those over the typeset files.

Whether words stand in a document is read from the Markdown itself, by letters and digits, and not
from what ingest made of it.
"""

from __future__ import annotations

from eval.causal.cases import collect_cases, sample_cases
from eval.causal.records import HOLDING, Case, Check, Finding, Outcome
from eval.causal.run import cells_of, run_check
from eval.causal.shelf import Shelf, library_sources, take_in

__all__ = [
    "HOLDING",
    "Case",
    "Check",
    "Finding",
    "Outcome",
    "Shelf",
    "cells_of",
    "collect_cases",
    "library_sources",
    "run_check",
    "sample_cases",
    "take_in",
]
