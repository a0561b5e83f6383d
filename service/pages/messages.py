"""The English sentences of templates and routes, to be checked against the Swedish words.

``python -m service.pages.messages`` puts new ones into ``locale/sv.po`` and drops those gone.
"""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

_HERE = Path(__file__).parent
_METHODS = [("templates/**.html", "jinja2"), ("**.py", "python")]
_OPTIONS = {"templates/**.html": {"extensions": "jinja2.ext.i18n,jinja2.ext.do", "trimmed": "true"}}
_KEYWORDS = {"_": None, "gettext": None, "say": None, "N_": None}
SWEDISH = _HERE / "locale" / "sv.po"


def extract_messages() -> Catalog:
    """Every sentence the pages can say, with the places where they say it."""
    catalog = Catalog(charset="utf-8")
    found = extract_from_dir(
        _HERE,
        method_map=_METHODS,
        options_map=_OPTIONS,
        keywords=_KEYWORDS,
        strip_comment_tags=True,
    )
    for file, _line, message, _comments, _context in found:
        catalog.add(message, locations=[(file, 0)])
    return catalog


def read_swedish() -> Catalog:
    """The Swedish words as they stand."""
    with SWEDISH.open("rb") as handle:
        return read_po(handle, locale="sv", charset="utf-8")


def update_swedish() -> None:
    """Bring the file in step with what the pages say; what is new is left empty."""
    catalog = read_swedish() if SWEDISH.exists() else Catalog(locale="sv", charset="utf-8")
    catalog.update(extract_messages(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    with SWEDISH.open("wb") as handle:
        write_po(handle, catalog, omit_header=False, sort_output=True, width=0, no_location=True)


if __name__ == "__main__":
    update_swedish()
