"""Runs: question sets put to the pipeline, and what they leave on disk."""

from __future__ import annotations

from eval.run.asking import PASSAGES, run_question, run_sets
from eval.run.folder import RECORDS, TABLE, make_folder, read_run, write_run
from eval.run.info import RunInfo, describe_run, hash_corpus
from eval.run.placing import PlacedQuestion, place_questions, sample

__all__ = [
    "PASSAGES",
    "RECORDS",
    "TABLE",
    "PlacedQuestion",
    "RunInfo",
    "describe_run",
    "hash_corpus",
    "make_folder",
    "place_questions",
    "read_run",
    "run_question",
    "run_sets",
    "sample",
    "write_run",
]
