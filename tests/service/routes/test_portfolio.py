from io import BytesIO

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient


def test_the_framework_tells_its_criteria_and_where_they_stand(client, strategy):
    told = client.get("/api/framework").json()
    assert [one["id"] for one in told["criteria"]][:3] == ["D1", "D2", "D3"]
    assert [one["id"] for one in told["criteria"] if one["gate"]] == ["P4"]
    assert told["document"]["id"] == strategy.id
    clause = told["criteria"][0]["clauses"][0]
    place = {"start": clause["start"], "end": clause["end"], "version": clause["version"]}
    text = client.get(f"/api/documents/{strategy.id}/text", params=place).json()
    assert text["text"] == clause["quote"]


def test_an_empty_portfolio_has_every_criterion_as_a_gap(client):
    told = client.get("/api/portfolio", params={"language": "en"}).json()
    assert told["rows"] == []
    assert {gap["criterion"] for gap in told["gaps"]} >= {"D1", "P3"}
    assert all("No initiative" in gap["text"] for gap in told["gaps"])


def test_the_portfolio_comes_as_a_spreadsheet_and_as_csv(client):
    sheet = client.get("/api/portfolio.xlsx")
    assert "D1" in str(list(load_workbook(BytesIO(sheet.content)).active.values))
    table = client.get("/api/portfolio.csv")
    assert table.headers["content-type"].startswith("text/csv")
    assert table.content.startswith(b"\xef\xbb\xbf")  # or a spreadsheet misreads å, ä and ö
    assert "attachment" in table.headers["content-disposition"]


def test_a_document_compared_with_itself_shows_no_difference(client, strategy):
    told = client.get("/api/framework/changes", params={"old": "1", "new": strategy.id})
    assert told.status_code == 404  # a number is no id
    told = client.get("/api/framework/changes", params={"old": "1", "new": "1"}).json()
    assert told["sentences"] == []
    assert {one["what"] for one in told["clauses"]} == {"same"}


@pytest.mark.parametrize("pair", [{"old": "1", "new": "9"}, {"old": "dx", "new": "dy"}])
def test_versions_that_are_not_there_are_said_to_be_missing(client, pair):
    assert client.get("/api/framework/changes", params=pair).status_code == 404


@pytest.mark.parametrize(
    "path", ["portfolio", "portfolio.csv", "portfolio.xlsx", "framework", "framework/changes"]
)
def test_strangers_see_nothing_of_it(client, path):
    stranger = TestClient(client.app, base_url="http://localhost", client=("192.0.2.7", 4))
    params = {"old": "1", "new": "1"} if path.endswith("changes") else {}
    assert stranger.get(f"/api/{path}", params=params).status_code == 403
