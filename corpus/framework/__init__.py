"""The strategy as data: criteria, where their clauses stand, and what follows from findings.

``load`` reads and checks the file, ``bind`` finds the clauses in the strategy document.
"""

from corpus.framework.bind import bind_framework, strategy_documents
from corpus.framework.load import load_framework
from corpus.framework.records import (
    NEUTRAL,
    Binding,
    Clause,
    Condition,
    Criterion,
    Example,
    Flaw,
    Framework,
    Pointer,
    Registered,
    Rule,
    Unresolved,
)

__all__ = [
    "NEUTRAL",
    "Binding",
    "Clause",
    "Condition",
    "Criterion",
    "Example",
    "Flaw",
    "Framework",
    "Pointer",
    "Registered",
    "Rule",
    "Unresolved",
    "bind_framework",
    "load_framework",
    "strategy_documents",
]
