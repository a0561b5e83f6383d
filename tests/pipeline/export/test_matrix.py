"""The portfolio as a workbook and as CSV, opened again by what reads them."""

import csv
import io
import zipfile
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from corpus.assessment import Kept, Kind, Stance
from corpus.framework import load_framework
from corpus.records import Verdict
from pipeline.export.matrix import export_csv, export_xlsx
from pipeline.portfolio import build_portfolio
from tests.assessed import INITIATIVE, cite, draft

FRAMEWORK = load_framework()
FORMULAS = ('=HYPERLINK("http://ond.example/";"klicka")', "+1", "-1+2", "@SUM(1)", "\t=1", "\r=1")


def portfolio(*titles, quote="Vi lär av Wien.", kind=Kind.INITIATIVE, **more):
    def one(number, title):
        made = draft(kind=kind)
        document = replace(INITIATIVE, id=f"d{number}", title=title)
        findings = tuple(
            replace(f, initiative_evidence=(cite(document, quote, **more),)) for f in made.findings
        )
        whole = replace(made, document=document, findings=findings, id=f"a{number}", related=())
        return Kept(whole)

    return build_portfolio([one(n, t) for n, t in enumerate(titles)], FRAMEWORK)


def sheets(found, language="sv"):
    return load_workbook(io.BytesIO(export_xlsx(found, language))).worksheets


def colour(cell):
    return cell.fill.fgColor.rgb if cell.fill.fill_type else None


@pytest.mark.parametrize(("language", "words"), [("sv", "stöder"), ("en", "supports")])
def test_a_verdict_is_told_in_words_and_in_colour(language, words):
    matrix, quotes, rest = sheets(portfolio("Bro"), language)
    head = [cell.value for cell in matrix[1]]
    assert head[7:] == [f"{one.id} {one.title[language]}" for one in FRAMEWORK.criteria]
    row = dict(zip((h.split()[0] for h in head), matrix[2], strict=True))
    assert row["D1"].value == words
    shades = {colour(row[c]) for c in ("D1", "D3", "P3", "T2")}  # one of each verdict
    assert len(shades - {None}) == len(Stance)
    assert all(sheet.freeze_panes == "B2" for sheet in (matrix, quotes, rest))
    assert len({sheet.title for sheet in (matrix, quotes, rest)}) == 3


def test_a_call_has_no_colour_where_a_criterion_does_not_apply():
    matrix = sheets(portfolio("Utlysning", kind=Kind.CALL))[0]
    gate = 8 + [one.id for one in FRAMEWORK.criteria].index("P4")
    assert not matrix.cell(2, gate).value
    assert colour(matrix.cell(2, gate)) is None


def test_each_quote_stands_with_its_place_and_whether_it_was_checked():
    rows = list(sheets(portfolio("Bro", verdict=Verdict.SOURCE_DELETED))[1].values)[1:]
    mine, theirs = rows[0], rows[1]
    assert mine[0:4] == ("Bro", "D1", "stöder", "initiativet")
    assert mine[5:7] == ("Avsnitt 3.2, stycke 4", "Vi lär av Wien.")
    assert "tagits bort" in mine[7]
    assert theirs[3] == "strategin"
    assert theirs[5] == "s. 3 (PDF-sida 5)"
    assert theirs[7] == "Citat kontrollerat."


def test_gaps_and_what_was_left_out_are_on_their_sheet():
    found = replace(portfolio("Bro"), outdated=("Förra årets",))
    told = dict(list(sheets(found)[2].values)[1:])
    assert any("Inget initiativ visar" in what for what in told)
    assert "Förra årets" in told.values()


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula_in_a_workbook_and_quotes_stay_verbatim(text):
    found = portfolio(text, quote=text)
    data = export_xlsx(found, "sv")
    for sheet in load_workbook(io.BytesIO(data)).worksheets:
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    with zipfile.ZipFile(io.BytesIO(data)) as held:
        parts = [held.read(name) for name in held.namelist() if "/sheet" in name]
    assert parts
    assert all(b"<f>" not in part and b"<f " not in part for part in parts)
    quoted = sheets(found)[1].cell(2, 7)
    assert quoted.value == " ".join(text.split())
    assert quoted.quotePrefix is True or not quoted.value.startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_a_csv_begins_as_a_formula(text):
    rows = list(csv.reader(io.StringIO(export_csv(portfolio(text), "en"), newline="")))
    assert rows[1][0] == f"'{text}"
    assert all(not cell.startswith(("=", "+", "-", "@", "\t", "\r")) for r in rows for cell in r)


def test_a_csv_has_the_matrix_and_survives_quotes_commas_and_lines():
    title = 'Bro, "ny"\növer sundet'
    rows = list(csv.reader(io.StringIO(export_csv(portfolio(title), "sv"), newline="")))
    assert rows[1][0] == title
    assert rows[1][2:6] == ["avvakta", "säkrad", "Energimyndigheten", "12 miljoner kronor"]
    assert len(rows) == 2
    assert {len(row) for row in rows} == {7 + len(FRAMEWORK.criteria)}


def test_characters_no_workbook_can_hold_are_left_out():
    matrix = sheets(portfolio("a\x00b\x1bc"))[0]
    assert matrix.cell(2, 1).value == "a b c"


def test_an_empty_portfolio_is_a_workbook_all_the_same():
    matrix, quotes, rest = sheets(portfolio())
    assert (matrix.max_row, quotes.max_row) == (1, 1)
    assert rest.max_row == 1 + len(FRAMEWORK.of_kind(Kind.INITIATIVE))
