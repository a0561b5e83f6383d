"""Who may do what: one function, asked by every route, file and page image.

Until sign-in comes there is one user, whoever sits at this machine, and that user may do all
that is named here. What is not named nobody may do.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_address


class Action(StrEnum):
    """Everything that can be asked of the service."""

    SEARCH = "search"
    ASK = "ask"
    LIST = "list"
    READ = "read"
    REMOVE = "remove"
    WATCH = "watch"
    CONVERSE = "converse"
    RECALL = "recall"
    FORGET = "forget"
    ASSESS = "assess"
    REVIEW = "review"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class User:
    """Someone the service knows. ``local`` means at this machine."""

    name: str
    local: bool


def may(user: User | None, action: str, thing: object) -> bool:
    """Whether a user may do this with a collection, document, conversation …, or (None) at all."""
    del thing  # the local user owns every document
    return user is not None and user.local and action in set(Action)


def user_at(address: str | None) -> User | None:
    """The user behind a client address; None for anybody who is not at this machine."""
    try:
        local = address is not None and ip_address(address).is_loopback
    except ValueError:
        local = False
    return User("local", local=True) if local else None
