"""How templates write dates, numbers, places, sources and codes, in the page's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache, partial
from typing import Any
from urllib.parse import urlencode

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from markupsafe import Markup

from corpus.records import Citation, Document, Hit
from pipeline.memo.words import words as memo_words
from service.pages.speech import Language, translations
from service.words import describe_place, place_of, words

_TYPES = {
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "PowerPoint",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel",
    "application/vnd.oasis.opendocument.text": "OpenDocument",
    "text/markdown": "Markdown",
    "text/html": "HTML",
    "message/rfc822": "E-post",
}
# Europe's way of writing dates in English
_LOCALES: Mapping[Language, str] = {"sv": "sv_SE", "en": "en_GB"}
Filter = Callable[..., Any]


@cache
def filters_of(language: Language) -> Mapping[str, Filter]:
    """The filters of an environment that speaks this language."""
    return {
        "day": partial(_day, language),
        "moment": partial(_moment, language),
        "number": partial(_number, language),
        "place": partial(_place, language),
        "reference": partial(reference, language),
        "named": partial(_named, language),
        "kind_of_file": partial(_file_type, language),
        "spoken": partial(_spoken, language),
        "lang": _lang,
        "read_at": read_at,
        "place_at": place_at,
        "address": address,
    }


def _day(language: Language, value: str | None) -> str:
    """``3 juni 2025``; a year or a month stays what it is, and words stay words."""
    if not value:
        return ""
    try:
        parsed = datetime.fromisoformat(value)
    except ValueError:
        return value
    return value if len(value) < 10 else format_date(parsed, "long", locale=_LOCALES[language])


def _moment(language: Language, value: str | None) -> str:
    """A moment in the time of this machine, to the minute."""
    if not value:
        return ""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    local = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone()
    return format_datetime(local, "d MMMM y HH:mm", locale=_LOCALES[language])


def _number(language: Language, value: float) -> str:
    return format_decimal(value, locale=_LOCALES[language])


def _place(language: Language, one: Citation | Hit) -> str:
    return describe_place(place_of(one), words(language))


def reference(language: Language, one: Citation | Hit) -> str:
    """``Viable Cities (2025), *Titel*, s. 5 (PDF-sida 7)``; what is not known is left out."""
    document = one.document
    year = (document.published or "")[:4]
    publisher = document.publisher or ""
    opening = f"{publisher} ({year})" if publisher and year else publisher or year
    facts = (opening, f"*{document.title}*", _place(language, one))
    return ", ".join(fact for fact in facts if fact)


def _named(language: Language, code: str | None, family: str) -> str:
    """A code of a family (``verdict``, ``status``, ``stance`` …) in the page's words."""
    if code is None:
        return ""
    said = words(language)
    own: Mapping[str, Mapping[str, str]] = {
        "status": said.statuses,
        "verdict": said.verdicts,
        "mode": said.modes,
        "language": said.languages,
    }
    if family in own:
        return own[family].get(code, code)
    return memo_words(language).named(family, str(code))


def _file_type(language: Language, media_type: str) -> str:
    if media_type.startswith("message/"):
        return translations(language).gettext("E-mail")
    if media_type == "text/plain":
        return translations(language).gettext("Text")
    return _TYPES.get(media_type, media_type.rpartition("/")[2])


def _spoken(language: Language, code: str) -> str:
    """The name of a language."""
    if code in ("und", ""):
        return translations(language).gettext("unknown language")
    return words(language).languages.get(code, code)


def _lang(code: str | None) -> Markup:
    """The ``lang`` attribute of somebody else's words; nothing where the language is not known."""
    known = code is not None and code.isalpha() and 2 <= len(code) <= 3 and code != "und"
    return Markup(' lang="{}"').format(code) if known else Markup("")


def read_at(one: Citation | Hit | Document) -> str:
    """The reader's address for a quote, a hit or a document."""
    return _at("read", one)


def place_at(one: Citation | Hit) -> str:
    """The address of the part of a page that shows a quote beside an answer."""
    return _at("place", one)


def _at(view: str, one: Citation | Hit | Document) -> str:
    if isinstance(one, Document):
        return address(f"/documents/{one.id}/{view}", version=one.version)
    stands = one.passage if isinstance(one, Hit) else one
    return address(
        f"/documents/{one.document.id}/{view}",
        version=one.document.version,
        start=stands.start,
        end=stands.end,
    )


def address(path: str, **query: object) -> str:
    """A path with what is asked of it; None and empty values are left out, lists are repeated."""
    asked = {name: value for name, value in query.items() if value not in (None, "", [], ())}
    return f"{path}?{urlencode(asked, doseq=True)}" if asked else path
