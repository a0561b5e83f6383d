"""Documents of one title, as the contracts of ten cities may be, are told apart by their files."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from ingest.intake import ingest_files
from ingest.walk import Source
from service.app import create_app

PAGE = {"Accept": "text/html"}
CITIES = {"lund.md": "Lund lägger ner gasverket 2031.", "umea.md": "Umeå bygger ut fjärrvärmen."}


@pytest.fixture
def client(open_shelf, tmp_path):
    with open_shelf(tmp_path / "data") as store:
        sources = []
        for name, said in CITIES.items():
            path = tmp_path / name
            path.write_text(f"# Klimatkontrakt 2030\n\n{said}\n", encoding="utf-8")
            sources.append(Source(path, name, "cities"))
        alone = tmp_path / "ensam.md"
        alone.write_text("# En färja för sig\n\nFärjan lägger till vid gasverket.\n", "utf-8")
        sources.append(Source(alone, "ensam.md", "cities"))
        assert len(list(ingest_files(store, sources, workers=1))) == len(sources)
        local = ("127.0.0.1", 40000)
        app = create_app(store.settings, store)
        with TestClient(app, base_url="http://localhost", client=local) as opened:
            yield opened


def test_hits_citations_and_the_catalogue_name_the_files_of_twins_only(client):
    for address in ("/search?q=gasverket", "/documents"):
        shown = client.get(address, headers=PAGE).text
        assert "lund.md" in shown
        assert "ensam.md" not in shown
    conversation = client.post("/api/conversations").json()["id"]
    asked = {"question": "När lägger Lund ner gasverket?", "conversation_id": conversation}
    answer = client.post("/api/ask", json=asked).json()
    assert answer["claims"], answer
    shown = client.get(f"/conversations/{conversation}", headers=PAGE).text
    assert "Klimatkontrakt 2030</span> (lund.md)" in shown
    assert "ensam.md" not in shown


def test_assessments_and_the_portfolio_name_the_files_of_twins_only(client):
    texts = {
        "lund.md": f"# Klimatkontrakt 2030\n\n{CITIES['lund.md']}\n",
        "bro.md": "# En bro\n\nBron är av trä.\n",
    }
    for name, text in texts.items():
        sent = {"file": (name, text.encode())}
        assert client.post("/api/assessments", files=sent).status_code < 300
    for address in ("/assessments", "/portfolio"):
        shown = client.get(address, headers=PAGE).text
        assert "Klimatkontrakt 2030</a> (lund.md)" in shown
        assert "En bro</a>" in shown
        assert "bro.md" not in shown
