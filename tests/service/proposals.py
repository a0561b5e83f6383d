"""Proposals for the tests of assessments, and a PDF that is only a picture."""

from io import BytesIO

from PIL import Image, ImageDraw

_WORDS = """# {title}

Städerna Sjöhamn, Ekvik och danska Nordhavn bildar ett internationellt kunskapsnätverk om
fjärrvärme.

## Bakgrund

Initiativet utgår från behov som städerna själva angav i sina klimatkontrakt. Kommuner,
näringsliv, akademi och civilsamhälle beslutar tillsammans i styrgruppen.

## Finansiering

{funding}

## Arbetssätt

Resultaten förs in i NetZeroCities och delas med städer i Norden och Europa. Arbetet använder
arenor som redan finns och skapar ingen ny organisation.
"""
FUNDED = _WORDS.format(
    title="Värme över gränsen",
    funding="Grundfinansieringen är säkrad. Vinnova beslutade den 15 september 2026 att bevilja "
    "14,2 miljoner kronor för hela perioden.",
)
UNFUNDED = _WORDS.format(
    title="Värme utan pengar", funding="Finansiering saknas. Ingen finansiär är tillfrågad."
)


def picture_pdf() -> bytes:
    """A page that was scanned: there is no text in it."""
    page = Image.new("RGB", (600, 800), "white")
    ImageDraw.Draw(page).text((50, 50), "A scanned proposal", fill="black")
    held = BytesIO()
    page.save(held, "PDF")
    return held.getvalue()
