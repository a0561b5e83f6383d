"""Forms that only our own pages can send: a token in a cookie and the same in the form.

A page elsewhere can make a browser send a form here, but cannot read the cookie to repeat it.
Source: OWASP Cross-Site Request Forgery Prevention Cheat Sheet, "Double-Submit Cookie". The check
of ``Origin`` in ``service.guards`` comes first; this one also holds for browsers that send none.
"""

from __future__ import annotations

import hmac
import secrets
from typing import Annotated

from fastapi import Cookie, Form, Request, Response

from service.problems import ForbiddenError

COOKIE = "samklang-form"
FIELD = "form_token"


def token_of(request: Request) -> str:
    """The token of this browser; a new one when it has none, the same for the whole request."""
    known: str | None = getattr(request.state, "form_token", None) or request.cookies.get(COOKIE)
    if not known or not known.isascii() or len(known) < 32:
        known = secrets.token_urlsafe(32)
    request.state.form_token = known
    return known


def remember(request: Request, response: Response) -> None:
    """Give the browser its token unless it has it."""
    token = token_of(request)
    if request.cookies.get(COOKIE) != token:
        response.set_cookie(COOKIE, token, httponly=True, samesite="strict")


def checked(
    form_token: Annotated[str, Form(max_length=200)] = "",
    cookie: Annotated[str | None, Cookie(alias=COOKIE)] = None,
) -> None:
    """A dependency of every form's route.

    Raises:
        ForbiddenError: the form does not carry this browser's token.
    """
    check(form_token, cookie)


def check(given: str, cookie: str | None) -> None:
    """The same for a form that is read by hand.

    Raises:
        ForbiddenError: the form does not carry this browser's token.
    """
    if not cookie or not hmac.compare_digest(given.encode(), cookie.encode()):
        raise ForbiddenError("the form was not sent from this page; open the page again and retry")
