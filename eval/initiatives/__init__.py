"""Initiatives with expected findings, written before any assessor: read, and held to their word.

An initiative comes in three forms: plain, a paraphrase that expects the same findings without
the framework's cue words, and a negated twin in which decisive facts are denied.
"""

from eval.initiatives.check import FOLDER, read_expected
from eval.initiatives.cues import cues_in
from eval.initiatives.records import Expected, ExpectedFinding, Funding
from eval.initiatives.rules import criteria_of, recommend

__all__ = [
    "FOLDER",
    "Expected",
    "ExpectedFinding",
    "Funding",
    "criteria_of",
    "cues_in",
    "read_expected",
    "recommend",
]
