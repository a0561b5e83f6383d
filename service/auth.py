"""Who may do what: one function, asked by every route, file and page image.

Until sign-in comes there is one user, whoever sits at this machine, and that user may do all
that is named here. What is not named nobody may do.

The commands of whoever owns the data folder prove it with a token that stands in that folder and
that only its owner can read. They may, besides, name files by their path on this machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from hmac import compare_digest
from hmac import digest as hmac_digest
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
    INGEST = "ingest"
    CANCEL = "cancel"
    # name files by their path, and get records whole: what commands hand over and show
    COMMAND = "command"


@dataclass(frozen=True, slots=True)
class User:
    """Someone the service knows.

    ``local`` means at this machine; ``owner`` that they can read what only the owner of the data
    folder can.
    """

    name: str
    local: bool
    owner: bool = False


def may(user: User | None, action: str, thing: object) -> bool:
    """Whether a user may do this with a collection, document, conversation …, or (None) at all."""
    del thing  # the local user owns every document
    if user is None or not user.local:
        return False
    return user.owner if action == Action.COMMAND else action in set(Action)


def user_at(
    address: str | None, *, authorization: str | None = None, token: str | None = None
) -> User | None:
    """The user behind a client address; None for anybody who is not at this machine.

    ``token`` is the data folder's own, and ``authorization`` the request's header: a token that
    is given must be right, or its bearer is nobody.
    """
    try:
        local = address is not None and ip_address(address).is_loopback
    except ValueError:
        local = False
    if not local:
        return None
    if authorization is None:
        return User("local", local=True)
    proof = f"Bearer {token}".encode()
    known = token is not None and compare_digest(proof, authorization.encode())
    return User("local", local=True, owner=True) if known else None


def prove(token: str, nonce: str) -> str:
    """What only one who knows the token can answer to a nonce; hexadecimal."""
    return hmac_digest(token.encode(), nonce.encode(), "sha256").hex()
