"""What commands do with the store: by themselves, or through the service that has it open.

A procedure is a function of the store and of records by name that gives a record: a command calls
it, or has the service call it (``service.cli.line``). Calls are no contract: both sides run the
same version, and only the owner of the data folder can make one. An argument called ``hear`` is
told how far the work has come where the store is at hand; it does not go over the line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, TypeVar, get_type_hints

from corpus.store import Store
from service.records import read_plain, read_record, write_plain, write_record

Work = TypeVar("Work", bound=Callable[..., Any])

_LOCAL = "hear"


class Use(IntEnum):
    """What a procedure needs of a store that others use as well; each all that the one before."""

    CATALOG = 0
    # model and indexes have to be loaded
    INDEXES = 1
    # nothing may be taken in meanwhile
    UNCHANGED = 2
    # no job may search meanwhile, since there is nothing whole to be searched
    EMPTIED = 3


@dataclass(frozen=True, slots=True)
class Procedure:
    """A function that may be called over the line."""

    work: Callable[..., Any]
    use: Use

    def read(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments that came over the line.

        Raises:
            ValueError: they are not the function's, so they come from another version.
        """
        kinds = get_type_hints(self.work)
        if unknown := given.keys() - kinds.keys():
            raise ValueError(f"{self.work.__name__} takes no {', '.join(unknown)}")
        return {name: read_plain(value, kinds[name]) for name, value in given.items()}

    def run(self, store: Store, arguments: Mapping[str, Any]) -> bytes:
        """Do it, and give the record that comes of it as JSON."""
        done = self.work(store, **arguments)
        return write_record(done, get_type_hints(self.work)["return"])


PROCEDURES: dict[str, Procedure] = {}
"""Those of the modules that were imported, by the name they go by on the line."""


def procedure(use: Use = Use.CATALOG) -> Callable[[Work], Work]:
    """Let a function be called over the line, under its own name."""

    def register(work: Work) -> Work:
        PROCEDURES[work.__name__] = Procedure(work, use)
        return work

    return register


def pack(work: Callable[..., Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments as they go over the line."""
    kinds = get_type_hints(work)
    return {n: write_plain(value, kinds[n]) for n, value in given.items() if n != _LOCAL}


def unpack(work: Callable[..., Any], data: bytes) -> Any:  # noqa: ANN401  (what the work gives)
    """What came back over the line.

    Raises:
        pydantic.ValidationError: it comes from another version.
    """
    return read_record(data, get_type_hints(work)["return"])
