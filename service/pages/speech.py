"""Which language the pages speak, and their words in it."""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Annotated, Literal

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse

from service.auth import Action
from service.deps import leave_to
from service.pages.forgery import checked

router = APIRouter()

COOKIE = "samklang-language"
LANGUAGES = ("sv", "en")
Language = Literal["sv", "en"]
_LOCALE = Path(__file__).with_name("locale")
_YEAR = 365 * 24 * 3600
# one language of an Accept-Language header and its weight (RFC 9110, 12.5.4)
_PREFERENCE = re.compile(
    r"\s*([A-Za-z]{1,8})(?:-[\w-]+)?\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?))?\s*"
)


def language_of(request: Request) -> Language:
    """The language chosen before, else the one the browser likes best, else Swedish."""
    chosen = request.cookies.get(COOKIE)
    if chosen is None:
        chosen = _preferred(request.headers.get("accept-language", ""))
    return "en" if chosen == "en" else "sv"


def _preferred(header: str) -> str | None:
    found: list[tuple[float, str]] = []
    for part in header.split(",")[:20]:
        match = _PREFERENCE.fullmatch(part)
        if match and match[1].lower() in LANGUAGES:
            found.append((float(match[2] or 1), match[1].lower()))
    # the first of those it likes equally
    return max(found, key=lambda one: one[0])[1] if found else None


@cache
def translations(language: Language) -> NullTranslations:
    """The pages' words; English is what the templates say themselves."""
    path = _LOCALE / f"{language}.po"
    if not path.exists():
        return NullTranslations()
    with path.open("rb") as handle:
        catalog = read_po(handle, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Translations(compiled)


def N_(message: str) -> str:
    """The sentence itself, marked to be translated where it is shown."""
    return message


@router.post("/language", dependencies=[Depends(leave_to(Action.LIST)), Depends(checked)])
def choose_language(
    to: Annotated[Language, Form()], back: Annotated[str, Form(max_length=4000)] = "/"
) -> RedirectResponse:
    """Remember the language in a cookie and go back to the page."""
    answer = RedirectResponse(own_path(back), status_code=303)
    answer.set_cookie(COOKIE, to, max_age=_YEAR, httponly=True, samesite="strict")
    return answer


def own_path(address: str) -> str:
    r"""The path when it is one of ours; ``/`` for anything that could lead elsewhere.

    Browsers read ``//host`` and ``/\host`` as another host.
    """
    ours = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if ours and address.isprintable() else "/"
