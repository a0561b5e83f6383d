"""Drawing a page: templates, the words of its language, and what every page knows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from corpus.store import Store
from service.auth import User
from service.deps import StoreOf, UserOf
from service.pages import forgery
from service.pages.assets import asset_address
from service.pages.filters import filters_of
from service.pages.speech import Language, language_of, translations
from service.words import words

_TEMPLATES = Path(__file__).with_name("templates")


class Frame:
    """What a route of a page works with: the request, the store, the user and the language."""

    def __init__(self, request: Request, store: Store, user: User | None) -> None:
        self.request = request
        self.store = store
        self.user = user
        self.language: Language = language_of(request)

    def say(self, message: str, **gaps: object) -> str:
        """The page's words for an English sentence, its gaps (``%(name)s``) filled."""
        said = translations(self.language).gettext(message)
        return said % gaps if gaps else said

    def show(self, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:  # noqa: ANN401
        """The page as an answer; every text in it is escaped unless a template says otherwise."""
        twins = self.store.catalog.filenames_of_twins()
        return draw(self.request, template, {"twins": twins, **context}, status=status)


def draw(
    request: Request, template: str, context: Mapping[str, Any], *, status: int = 200
) -> HTMLResponse:
    """A page drawn without a store, as for an error."""
    language = language_of(request)
    known: dict[str, object] = {
        "request": request,
        "language": language,
        "said": words(language),
        "form_token": forgery.token_of(request),
        "here": request.url.path + (f"?{request.url.query}" if request.url.query else ""),
        "model_name": _model_name(request),
        # file names of documents that their titles do not tell apart
        "twins": {},
    }
    text = _environment(language).get_template(template).render(known | dict(context))
    answer = HTMLResponse(text, status_code=status, headers={"Vary": "Cookie, Accept-Language"})
    forgery.remember(request, answer)
    return answer


def _model_name(request: Request) -> str | None:
    chat = getattr(request.app.state, "chat", None)
    return chat.endpoint.model if chat is not None else None


@cache
def _environment(language: Language) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    environment.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    environment.globals["asset"] = asset_address
    environment.filters.update(filters_of(language))
    return environment


def _frame(request: Request, store: StoreOf, user: UserOf) -> Frame:
    return Frame(request, store, user)


FrameOf = Annotated[Frame, Depends(_frame)]
