"""Citation CI: a fixed sample of questions, held against what was recorded on purpose.

    python -m eval.regression [--whole | --record --reason TEXT]

takes the shipped library into a folder of its own, looks up the evidence of all its questions,
puts the forty of ``eval/baseline.json``, and fails on what ``eval.regression.check`` calls a fault.
``--whole`` puts every question of the set and checks all their citations. ``--record`` writes a new
baseline instead; its reason goes into the changelog as well.
"""

from eval.regression.baseline import (
    BASELINE,
    GUARDED,
    Baseline,
    figures_of,
    measure_questions,
    read_baseline,
    write_baseline,
)
from eval.regression.check import Fault, check_against_baseline, check_gold
from eval.regression.sample import ask_sample, choose_sample

__all__ = [
    "BASELINE",
    "GUARDED",
    "Baseline",
    "Fault",
    "ask_sample",
    "check_against_baseline",
    "check_gold",
    "choose_sample",
    "figures_of",
    "measure_questions",
    "read_baseline",
    "write_baseline",
]
