"""What can go wrong with a language model, each under a name of its own."""

from __future__ import annotations

from enum import StrEnum

from corpus.errors import LanguageModelError


class Fault(StrEnum):
    """The name of what went wrong; :func:`pipeline.llm.words.explain_fault` says it to staff."""

    UNREACHABLE = "unreachable"  # no connection: name unknown, refused, certificate, too slow
    REFUSED_ADDRESS = "refused_address"  # plain http, and the name leads out of the own network
    REFUSED_REDIRECT = "refused_redirect"  # it points elsewhere; the text stays here
    UNAUTHORISED = "unauthorised"  # 401, 403
    NO_SUCH_MODEL = "no_such_model"  # 404
    REFUSED_REQUEST = "refused_request"  # another 4xx
    CONTEXT_EXCEEDED = "context_exceeded"  # the prompt is longer than the model can read
    RATE_LIMITED = "rate_limited"  # 429
    SERVER_ERROR = "server_error"  # 5xx
    NOT_A_MODEL = "not_a_model"  # what answers is no chat endpoint: a web page, another protocol
    NOT_STREAMED = "not_streamed"  # a whole answer where a stream was asked for
    MALFORMED = "malformed"  # not the JSON of the protocol
    EMPTY = "empty"  # the end was marked and nothing was said
    TOO_LARGE = "too_large"  # an answer or a line past all measure
    TIMED_OUT = "timed_out"  # first token, next token or whole answer
    CUT_OFF = "cut_off"  # the stream ended without its finish mark
    OVER_BUDGET = "over_budget"  # the day's ceiling of tokens or cost
    BUSY = "busy"  # the queue is full


# the same request may succeed later, with nothing changed by anyone
_PASSING = {
    Fault.UNREACHABLE,
    Fault.RATE_LIMITED,
    Fault.SERVER_ERROR,
    Fault.TIMED_OUT,
    Fault.CUT_OFF,
    Fault.BUSY,
}


def failure(fault: Fault, message: str, *, retryable: bool | None = None) -> LanguageModelError:
    """The error for a fault; whether it passes by itself follows from the fault if not said."""
    passing = fault in _PASSING if retryable is None else retryable
    return LanguageModelError(message, fault=fault, retryable=passing)
