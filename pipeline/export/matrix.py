"""The portfolio as a workbook and as comma-separated values."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from corpus.assessment import Stance
from pipeline.memo.place import describe_document, describe_place
from pipeline.memo.words import words
from pipeline.portfolio import Portfolio, Row

_VERDICTS = {
    "sv": {
        Stance.SUPPORTS: "stöder",
        Stance.PARTLY: "delvis",
        Stance.CONTRADICTS: "motsäger",
        Stance.SILENT: "säger inget",
    },
    "en": {stance: stance.value for stance in Stance},
}
_HEADS = {
    "sv": ("Initiativ", "Slag", "Rekommendation", "Finansiering", "Finansiär", "Belopp", "Nivåer"),
    "en": ("Initiative", "Kind", "Recommendation", "Funding", "Funder", "Amount", "Levels"),
}
_WORDS = {
    "sv": {
        "initiative": "initiativ",
        "partner": "partner",
        "call": "utlysning",
        "proceed": "gå vidare",
        "proceed_with_conditions": "gå vidare med villkor",
        "hold": "avvakta",
        "decline": "avböj",
        "secured": "säkrad",
        "applied": "sökt",
        "none": "saknas",
        "unknown": "oklar",
        "arena": "arena",
        "instrument": "finansieringskälla",
        "duplicate": "gör mycket av samma sak",
        "hyperlocal": "hyperlokal",
        "local": "lokal",
        "national": "nationell",
        "nordic": "nordisk",
        "european": "europeisk",
        "global": "global",
    },
    "en": {
        "proceed_with_conditions": "proceed with conditions",
        "duplicate": "do much the same",
        "instrument": "source of money",
    },
}
_SHEETS = {
    "sv": ("Matris", "Citat", "Luckor och överlapp"),
    "en": ("Matrix", "Quotes", "Gaps and overlaps"),
}
_QUOTES = {
    "sv": ("Initiativ", "Kriterium", "Bedömning", "Sida", "Ur", "Plats", "Citat", "Kontroll"),
    "en": ("Initiative", "Criterion", "Verdict", "Side", "From", "Place", "Quote", "Check"),
}
_SIDES = {"sv": ("initiativet", "strategin"), "en": ("initiative", "strategy")}
_OVERLAP = {"sv": ("Vad", "Vilka"), "en": ("What", "Which")}
_OUTDATED = {
    "sv": "Bedömt enligt en annan version av ramverket, ingår inte",
    "en": "Assessed by another version of the framework, left out",
}
# light enough for black text at a contrast above 7:1
_COLOURS = {
    Stance.SUPPORTS: "D5EBD8",
    Stance.PARTLY: "FBF0CC",
    Stance.CONTRADICTS: "F6D6D2",
    Stance.SILENT: "ECECEC",
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_WIDE = 60


def export_csv(portfolio: Portfolio, language: str) -> str:
    """The matrix, a row for each initiative; what a spreadsheet would read as a formula is text."""
    out = io.StringIO()
    # RFC 4180; with another end of line a lone "\r" would stand unquoted and begin a row
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_heads(portfolio, language))
    for row in portfolio.rows:
        writer.writerow([guard(cell) for cell in _cells(row, portfolio, language)])
    return out.getvalue()


def export_xlsx(portfolio: Portfolio, language: str) -> bytes:
    """A workbook: the matrix with verdicts in words and colour, the quotes, gaps and overlaps."""
    from openpyxl import Workbook

    book = Workbook()
    names = _SHEETS[language]
    matrix = book.active
    matrix.title = names[0]
    _fill(matrix, [_heads(portfolio, language)])
    _fill(matrix, (_cells(row, portfolio, language) for row in portfolio.rows))
    _colour(matrix, portfolio, language)
    quotes = book.create_sheet(names[1])
    _fill(quotes, [_QUOTES[language]])
    _fill(quotes, _quotes(portfolio, language))
    rest = book.create_sheet(names[2])
    _fill(rest, [_OVERLAP[language]])
    _fill(rest, _gaps_and_overlaps(portfolio, language))
    for sheet in book.worksheets:
        _dress(sheet)
    # the same portfolio gives the same bytes but for what the archive itself dates
    book.properties.created = book.properties.modified = datetime(2000, 1, 1, tzinfo=UTC)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def guard(text: str) -> str:
    """The text with a mark before it where a spreadsheet would run it.

    Source: OWASP, "CSV Injection".
    """
    return f"'{text}" if text.startswith(_FORMULA) else text


def _heads(portfolio: Portfolio, language: str) -> list[str]:
    criteria = portfolio.framework.criteria
    return [*_HEADS[language], *(f"{one.id} {one.title[language]}" for one in criteria)]


def _cells(row: Row, portfolio: Portfolio, language: str) -> list[str]:
    said = _WORDS[language]

    def word(value: str | None) -> str:
        return said.get(value, value) if value else ""

    return [
        row.title,
        word(row.kind),
        word(row.recommendation),
        word(row.funding),
        row.funder or "",
        row.amount or "",
        ", ".join(word(level) for level in row.levels),
        *(
            _VERDICTS[language][row.cells[one.id].verdict] if one.id in row.cells else ""
            for one in portfolio.framework.criteria
        ),
    ]


def _quotes(portfolio: Portfolio, language: str) -> Iterable[Sequence[str]]:
    (mine, theirs), said = _SIDES[language], words(language)
    for row in portfolio.rows:
        for criterion, cell in row.cells.items():
            verdict = _VERDICTS[language][cell.verdict]
            for side, citations in ((mine, cell.initiative), (theirs, cell.strategy)):
                for one in citations:
                    yield (
                        row.title,
                        criterion,
                        verdict,
                        side,
                        describe_document(one.document, said),
                        describe_place(one, said),
                        " ".join(one.quote.split()),
                        said[f"verdict.{one.verdict}"],
                    )


def _gaps_and_overlaps(portfolio: Portfolio, language: str) -> Iterable[Sequence[str]]:
    for gap in portfolio.gaps:
        yield (gap.say(portfolio.framework, language), ", ".join(gap.partly))
    for one in portfolio.overlaps:
        what = _WORDS[language].get(one.kind, one.kind)
        yield (f"{what}: {one.name}" if one.name else what, "; ".join(one.titles))
    if portfolio.outdated:
        yield (_OUTDATED[language], "; ".join(portfolio.outdated))


def _fill(sheet, rows: Iterable[Sequence[str]]) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    for row in rows:
        sheet.append([ILLEGAL_CHARACTERS_RE.sub(" ", text) for text in row])
        for cell in sheet[sheet.max_row]:
            if cell.value and cell.value.startswith(_FORMULA):
                # as text, word for word, also when somebody edits the cell
                cell.data_type, cell.quotePrefix = "s", True


def _colour(sheet, portfolio: Portfolio, language: str) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    from openpyxl.styles import PatternFill

    first = len(_HEADS[language]) + 1
    for at, row in enumerate(portfolio.rows, start=2):
        for column, one in enumerate(portfolio.framework.criteria, start=first):
            if one.id in row.cells:
                colour = _COLOURS[row.cells[one.id].verdict]
                sheet.cell(at, column).fill = PatternFill("solid", fgColor=colour)


def _dress(sheet) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "B2"
    for column, cells in enumerate(sheet.columns, start=1):
        longest = max((len(str(cell.value or "")) for cell in cells[1:]), default=10)
        sheet.column_dimensions[get_column_letter(column)].width = min(max(longest + 2, 14), _WIDE)
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=cell.row == 1)
