import csv
import io
import json

from corpus.records import Document, Hit, Passage, Status
from pipeline.export.references import export_bibtex, export_csl, export_hits


def _document(number, title, publisher="Viable Cities", published="2025-03-13"):
    return Document(
        f"d{number}",
        1,
        title,
        "strategy",
        f"{number}.pdf",
        "application/pdf",
        "",
        publisher=publisher,
        published=published,
        status=Status.DECIDED,
        language="sv",
    )


STRATEGY = _document(1, "En strategi för 100 % & mer {nu}")
TWIN = _document(2, "En strategi till", published="2025")
BARE = _document(3, "Utan uppgifter", publisher=None, published=None)


def test_documents_as_bibtex_have_keys_of_their_own_and_no_loose_marks():
    text = export_bibtex([STRATEGY, TWIN, BARE])
    assert "@techreport{viable2025strategi," in text
    assert "@techreport{viable2025strategi-2," in text
    assert "@misc{utan," in text
    assert r"title = {{En strategi för 100 \% \& mer \{nu\}}}" in text
    assert text.count("{") == text.count("}")


def test_documents_as_csl_json_carry_their_dates():
    items = json.loads(export_csl([STRATEGY, TWIN, BARE]))
    assert items[0]["issued"] == {"date-parts": [[2025, 3, 13]]}
    assert items[1]["issued"] == {"date-parts": [[2025]]}
    assert "issued" not in items[2]
    assert items[0]["author"] == [{"literal": "Viable Cities"}]


def test_hits_as_csv_name_their_place_and_run_nothing():
    passage = Passage("d1", 1, 0, 9, (), "sv", "=SUM(1;2)", (), 1, page=5, page_label="3")
    rows = list(csv.reader(io.StringIO(export_hits([Hit(passage, STRATEGY, 1, 0.5)], "sv"))))
    assert rows[0][:2] == ["Nr", "Titel"]
    assert rows[1][7] == "s. 3 (PDF-sida 5)"
    assert rows[1][8] == "'=SUM(1;2)"
