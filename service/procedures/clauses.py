"""The framework held against the strategy that was taken in."""

from __future__ import annotations

from pathlib import Path

from corpus.framework import Binding, load_framework
from corpus.store import Store
from pipeline import assess
from service.assessing import framework_of
from service.procedures import procedure
from service.rebinding import Rebinding, bind_again, compare_documents, versions_named
from service.schemas import StrategyChangeResponse


@procedure()
def check_framework(store: Store, *, path: Path | None) -> Binding:
    """Where the clauses of a framework file (None: that of the settings) stand.

    Raises:
        UsageError: the file is wrong; names the place.
    """
    return assess.bind(store, load_framework(path) if path else framework_of(store))


@procedure()
def bind_framework(store: Store) -> Rebinding:
    """Where they stand now, kept; and what that opens again."""
    return bind_again(store, framework_of(store), by="local")


@procedure()
def compare_versions(store: Store, *, old: str, new: str) -> StrategyChangeResponse:
    """What changed from one version of the strategy to another.

    Raises:
        NotFoundError: there is no such version.
    """
    framework = framework_of(store)
    pair = versions_named(store, framework, old, new)
    change = compare_documents(store, framework, *pair, store.catalog.assessments())
    return StrategyChangeResponse.from_record(change, *pair)
