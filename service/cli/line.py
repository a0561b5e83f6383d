"""The line to the service that owns the data folder: commands hand it their work over loopback."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hmac import compare_digest
from typing import TYPE_CHECKING, Any

from corpus.errors import DataFolderInUseError, NotFoundError, SamklangError, UsageError
from corpus.owner import Address, read_address

if TYPE_CHECKING:
    import httpx

    from corpus.records import Answer, Document
    from corpus.settings import Settings
    from service.records import Found

_ERRORS: Mapping[int, type[SamklangError]] = {404: NotFoundError, 422: UsageError}
_CONNECT_SECONDS = 5.0
# a service whose model is loading answers late, and an answer may be minutes in the writing
_PROOF_SECONDS = 30.0
# between two looks at a job; an ingest that takes long is looked at less often
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 1.0
# exactly as long as the command waits; the service's own bounds end what takes too long


class Line:
    """What commands ask of the service; errors come out as those of the command run alone."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def search(
        self,
        query: str,
        *,
        collections: Sequence[str],
        publishers: Sequence[str],
        languages: Sequence[str],
        limit: int,
    ) -> Found:
        """Passages as ``samklang search`` shows them."""
        from service.records import Found

        asked = {
            "q": query,
            "collection": list(collections),
            "publisher": list(publishers),
            "language": list(languages),
            "limit": limit,
        }
        found: Found = self._record("GET", "/api/search", Found, params=asked)
        return found

    def ask(
        self,
        question: str,
        *,
        collections: Sequence[str],
        language: str | None,
        conversation: str | None,
    ) -> Answer:
        """An answer, kept by the service when it belongs to a conversation."""
        from corpus.records import Answer

        asked = {
            "question": question,
            "collections": list(collections) or None,
            "language": language,
            "conversation_id": conversation,
        }
        answer: Answer = self._record("POST", "/api/ask", Answer, json=asked)
        return answer

    def begin_conversation(self) -> str:
        """The id of a new conversation."""
        return str(self._send("POST", "/api/conversations").json()["id"])

    def remove(self, document_id: str) -> Document:
        """The document that was removed."""
        from corpus.records import Document

        removed: Document = self._record("DELETE", _below("documents", document_id), Document)
        return removed

    def memo(self, assessment_id: str, form: str, edition: int | None = None) -> bytes:
        """The memo of an assessment as a file."""
        address = f"{_below('assessments', assessment_id)}.{form}"
        asked = {} if edition is None else {"edition": edition}
        return self._send("GET", address, params=asked).content

    def call(self, work: Callable[..., Any], given: Mapping[str, Any]) -> Any:  # noqa: ANN401  (what the work gives)
        """What one of ``service.procedures`` gives, called by the service with its store."""
        from service.procedures import pack, unpack

        answer = self._send("POST", _below("commands", work.__name__), json=pack(work, given))
        return _of_this_version(unpack, work, answer.content)

    def do(self, order: Mapping[str, Any], hear: Callable[[Mapping[str, Any]], object]) -> Any:  # noqa: ANN401
        """The job of an order when it is done; ``hear`` is told how it comes on.

        Interrupted, it is cancelled.

        Raises:
            SamklangError: it failed, or somebody cancelled it.
        """
        address = self._send("POST", "/api/jobs", json=order).headers["location"]
        try:
            job = self._follow(address, hear)
        except KeyboardInterrupt:
            self._client.delete(address)
            raise
        if job["state"] == "queued":  # it waits for a person to mend something
            self._client.delete(address)
        if job["state"] == "cancelled":
            raise SamklangError(f"somebody cancelled the job ({job['id']}) at the service")
        if job["state"] != "done":
            raise SamklangError(job["error"])
        return job

    def _follow(self, address: str, hear: Callable[[Mapping[str, Any]], object]) -> Any:  # noqa: ANN401
        """The job when it has ended, or cannot go on."""
        pause = _FIRST_PAUSE
        while True:
            job = self._send("GET", address).json()
            hear(job)
            under_way = job["state"] == "running" or (job["state"] == "queued" and not job["error"])
            if not under_way:
                return job
            time.sleep(pause)
            pause = min(pause * 1.3, _LONGEST_PAUSE)

    def _record(self, method: str, path: str, kind: Any, **more: Any) -> Any:  # noqa: ANN401
        from service.records import RECORD, read_record

        answer = self._send(method, path, headers={"accept": RECORD}, **more)
        return _of_this_version(read_record, answer.content, kind)

    def _send(self, method: str, path: str, **more: Any) -> httpx.Response:  # noqa: ANN401
        import httpx

        try:
            answer = self._client.request(method, path, **more)
        except httpx.TransportError as error:
            raise SamklangError(
                f"the service that owns the data folder ended before it answered ({error}); "
                "run the command again"
            ) from error
        if answer.is_success:
            return answer
        kind = _ERRORS.get(answer.status_code, SamklangError)
        problem = answer.headers.get("content-type", "").startswith("application/problem+json")
        raise kind(answer.json()["detail"] if problem else f"the service: {answer.status_code}")


def _of_this_version(read: Callable[..., Any], *what: object) -> Any:  # noqa: ANN401  (any record)
    """What was sent, read.

    Raises:
        SamklangError: another version wrote it.
    """
    from pydantic import ValidationError

    try:
        return read(*what)
    except ValidationError as error:
        raise SamklangError(
            "the service that owns the data folder runs another version of Samklang; restart it"
        ) from error


def _below(what: str, named: str) -> str:
    """The address of one thing; what was typed for an id must not lead anywhere else."""
    from urllib.parse import quote

    return f"/api/{what}/{quote(named, safe='')}"


@contextmanager
def reach_owner(settings: Settings, locked: DataFolderInUseError) -> Iterator[Line]:
    """The line to the service that holds the lock.

    Raises:
        DataFolderInUseError: ``locked`` itself, when no service holds it, or it does not answer.
    """
    address = read_address(settings.data_dir)
    if address is None:
        raise locked
    import httpx

    with httpx.Client(
        base_url=address.url,
        timeout=httpx.Timeout(None, connect=_CONNECT_SECONDS),
        # no proxy of the environment stands between two processes of one machine
        trust_env=False,
    ) as client:
        if not _proven(client, address):
            raise locked
        client.headers["authorization"] = f"Bearer {address.token}"
        yield Line(client)


def _proven(client: httpx.Client, address: Address) -> bool:
    """Whether whoever answers there knows the token, which is sent to nobody else."""
    import httpx

    from service.auth import prove

    nonce = secrets.token_urlsafe(24)
    try:
        answer = client.get("/api/owner", params={"nonce": nonce}, timeout=_PROOF_SECONDS)
        proof = answer.json()["proof"] if answer.is_success else ""
    except (httpx.HTTPError, ValueError, KeyError, TypeError):
        return False
    return compare_digest(str(proof).encode(), prove(address.token, nonce).encode())
