"""What an endpoint means by a status other than 200. Its words are read, never repeated."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipeline.llm.faults import Fault

if TYPE_CHECKING:
    import httpx

ERROR_BYTES = 4096
# as the servers put it: OpenAI, llama.cpp, vLLM, Mistral
_TOO_LONG = re.compile(
    r"context_length_exceeded|exceed_context_size|maximum (model )?(context|length)"
    r"|context (length|size|window)|too (many|large).{0,40}(tokens|context)",
    re.IGNORECASE,
)
_QUOTA = re.compile(r"insufficient_quota|billing", re.IGNORECASE)
_AGAIN = (429, 500, 502, 503, 504)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A status, understood.

    Attributes:
        fault: its name.
        message: what was refused and what to do.
        again: whether another try may mend it.
        retry_after: seconds the endpoint asks to wait; None when it does not say.
    """

    fault: Fault
    message: str
    again: bool = False
    retry_after: float | None = None


def refusal_of(response: httpx.Response, start: bytes, model: str) -> Refusal:
    """What a response other than 200 means.

    Args:
        response: status and headers.
        start: the first bytes of its body.
        model: the model that was asked for.
    """
    status = response.status_code
    told = start.decode("utf-8", "replace")
    if 300 <= status < 400:
        place = urlsplit(response.headers.get("location", "")).hostname or "another path"
        return Refusal(
            Fault.REFUSED_REDIRECT,
            f"points to {place[:100]}, and redirects are not followed. If that is right, set "
            "SAMKLANG_LLM_BASE_URL to it",
        )
    if status in (401, 403):
        return Refusal(
            Fault.UNAUTHORISED, f"the key was refused ({status}); check SAMKLANG_LLM_API_KEY"
        )
    if status == 404:
        return Refusal(
            Fault.NO_SUCH_MODEL,
            f'knows no model "{model}" at this address (404); check SAMKLANG_LLM and '
            "SAMKLANG_LLM_BASE_URL",
        )
    if status == 429 or status >= 500:
        return _for_now(response, told)
    if status in (400, 413, 422) and _TOO_LONG.search(told):
        return Refusal(
            Fault.CONTEXT_EXCEEDED,
            f"the prompt is longer than the model can read ({status}); set SAMKLANG_LLM_CONTEXT "
            "to what it can",
        )
    if 200 <= status < 300:
        return Refusal(Fault.NOT_A_MODEL, f"answered {status} where 200 was wanted")
    return Refusal(Fault.REFUSED_REQUEST, f"refused the request ({status})")


def _for_now(response: httpx.Response, told: str) -> Refusal:
    """A refusal that may pass by itself."""
    status = response.status_code
    if status == 429 and _QUOTA.search(told):
        return Refusal(Fault.UNAUTHORISED, "the account's credit is used up (429); see to it there")
    wait = read_retry_after(response.headers.get("retry-after"), datetime.now(UTC))
    if status == 429:
        asked = "" if wait is None else f", and asks to wait {wait:.0f} s"
        return Refusal(Fault.RATE_LIMITED, f"takes no more for now (429){asked}", True, wait)
    message = f"failed on its side ({status}); its own log says why"
    return Refusal(Fault.SERVER_ERROR, message, status in _AGAIN, wait)


def read_retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds to wait.

    Source: RFC 9110, section 10.2.3: seconds, or an HTTP date.
    """
    if not value:
        return None
    if value.strip().isdecimal():
        return float(value)
    try:
        then = parsedate_to_datetime(value)
    except ValueError:
        return None
    if then.tzinfo is None:
        then = then.replace(tzinfo=UTC)
    return max(0.0, (then - now).total_seconds())
