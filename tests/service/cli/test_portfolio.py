import json
import shutil
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from corpus.assessment import Kind
from corpus.settings import Settings
from corpus.store import open_store
from pipeline.assess import draft_assessment
from service.assessing import keep
from service.handed import take_in_file
from tests.service.proposals import FUNDED, UNFUNDED


@pytest.fixture(scope="module")
def assessed(shelf, model_dir, tmp_path_factory):
    """A data folder in which two initiatives have been assessed."""
    data = Path(shutil.copytree(shelf, tmp_path_factory.mktemp("portfolio") / "data"))
    folder = tmp_path_factory.mktemp("proposals")
    with open_store(Settings(data_dir=data, model_dir=model_dir)) as store:
        for name, text in (("med.md", FUNDED), ("utan.md", UNFUNDED)):
            (folder / name).write_text(text, encoding="utf-8")
            document = take_in_file(store, folder / name)
            keep(store, draft_assessment(store, document, kind=Kind.INITIATIVE), by="local")
    return data


@pytest.fixture
def data(assessed, tmp_path):
    return Path(shutil.copytree(assessed, tmp_path / "data"))


def test_the_matrix_has_every_initiative_and_every_criterion(samklang, assessed):
    out = samklang("portfolio", data=assessed).stdout
    assert "Värme över gränsen" in out
    assert "Värme utan pengar" in out
    assert "säkrad" in out
    assert "saknas" in out
    told = json.loads(samklang("portfolio", "--json", data=assessed).stdout)
    assert list(told["criteria"]) == list(told["rows"][0]["cells"])
    assert {row["funding"] for row in told["rows"]} == {"secured", "none"}
    cells = [cell for row in told["rows"] for cell in row["cells"].values()]
    supported = [cell for cell in cells if cell["verdict"] == "supports"]
    assert supported
    assert all(cell["initiative_evidence"] and cell["strategy_evidence"] for cell in supported)


def test_it_is_written_as_a_spreadsheet_and_as_csv(samklang, assessed, tmp_path):
    to = tmp_path / "p.xlsx"
    done = samklang("portfolio", "--output", str(to), data=assessed)
    assert "p.xlsx" in done.stderr
    assert "Värme utan pengar" in str(list(load_workbook(BytesIO(to.read_bytes())).active.values))
    printed = samklang("portfolio", "--format", "csv", "--output", "-", data=assessed)
    assert "Värme över gränsen" in printed.stdout
    assert not printed.stdout.startswith("\ufeff")
    samklang("portfolio", "--format", "csv", data=assessed)
    assert (tmp_path / "portfolio.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    samklang("portfolio", "--format", "json", data=assessed)
    assert json.loads((tmp_path / "portfolio.json").read_text(encoding="utf-8"))["rows"]


def test_an_empty_portfolio_says_how_to_begin(samklang):
    assert "samklang assess FILE" in samklang("portfolio").stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["--format", "xlsx", "--output", "-"],
        ["--output", "p.doc"],
        ["--json", "--format", "csv"],
    ],
)
def test_wrong_usage_is_told(samklang, arguments):
    assert samklang("portfolio", *arguments).returncode == 2


def test_a_framework_whose_clauses_are_found_is_in_order(samklang, assessed):
    done = samklang("framework", "check", data=assessed)
    assert done.returncode == 0, done.stdout
    assert "Every criterion has its clauses" in done.stdout
    told = json.loads(samklang("framework", "check", "--json", data=assessed).stdout)
    assert all(one["clauses"] for one in told["criteria"])


SMALL = """id = "small"
version = "1"
title = { sv = "Litet", en = "Small" }
collections = ["strategy-digest"]
[groups]
own = { sv = "Eget", en = "Own" }
[[criterion]]
id = "X1"
group = "own"
title = { sv = "Ett", en = "One" }
asks = { sv = "?", en = "?" }
supports = { sv = "ja", en = "yes" }
contradicts = { sv = "nej", en = "no" }
clauses = [{ heading = "", anchor = "words that stand nowhere at all" }]
[[rule]]
name = "always"
recommend = "proceed"
title = { sv = "Alltid", en = "Always" }
when = []
"""


def test_criteria_without_a_clause_are_named(samklang, assessed, tmp_path):
    file = tmp_path / "small.toml"
    file.write_text(SMALL, encoding="utf-8")
    done = samklang("framework", "check", "--file", str(file), data=assessed)
    assert done.returncode == 1
    assert "Not resolved: X1" in done.stdout
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(SMALL.replace('group = "own"', 'group = "other"'), encoding="utf-8")
    broken = samklang("framework", "check", "--file", str(wrong), data=assessed)
    assert broken.returncode == 2
    assert "X1" in broken.stderr


def test_without_a_strategy_nothing_is_in_order(samklang):
    done = samklang("framework", "check")
    assert done.returncode == 1
    assert "no strategy" in done.stdout
    assert samklang("framework", "bind").returncode == 1


def strategy_of(text):
    """A strategy with every clause of the small framework below, in Markdown."""
    return f"# Strategin\n\n## Principer\n\n{text}\n"


def test_what_moved_is_told_and_only_findings_it_touches_are_opened(
    samklang, tmp_path, monkeypatch
):
    frame = tmp_path / "own.toml"
    anchor = SMALL.replace("words that stand nowhere at all", "Städerna bestämmer själva")
    two = anchor.replace('["strategy-digest"]', '["strategy"]').replace(
        "[[rule]]",
        anchor[anchor.index("[[criterion]]") : anchor.index("[[rule]]")]
        .replace("X1", "X2")
        .replace("Städerna bestämmer själva", "Utbyte sker med andra länder")
        + "[[rule]]",
    )
    frame.write_text(two, encoding="utf-8")
    monkeypatch.setenv("SAMKLANG_FRAMEWORK", str(frame))
    strategy = tmp_path / "strategi.md"
    first = "Städerna bestämmer själva vad de behöver.\n\nUtbyte sker med andra länder varje år."
    strategy.write_text(strategy_of(first), encoding="utf-8")
    samklang("ingest", str(strategy), "--collection", "strategy")
    proposal = tmp_path / "nät.md"
    proposal.write_text(FUNDED, encoding="utf-8")
    own = json.loads(samklang("assess", str(proposal), "--json").stdout)["id"]
    assert "no binding before" in samklang("framework", "bind").stdout
    assert "No clause moved" in samklang("framework", "bind").stdout
    second = first.replace("vad de behöver", "om detta efter samråd med staten")
    strategy.write_text(strategy_of(second), encoding="utf-8")
    samklang("ingest", str(strategy), "--collection", "strategy")
    again = json.loads(samklang("framework", "bind", "--json").stdout)
    assert [(one["criterion"], one["what"]) for one in again["moved"]] == [("X1", "changed")]
    assert again["reopened"] == {own: ["X1"]}
    assert json.loads(samklang("framework", "bind", "--json").stdout)["reopened"] == {}
    told = json.loads(samklang("framework", "compare", "1", "2", "--json").stdout)
    assert {one["criterion"]: one["what"] for one in told["clauses"]} == {
        "X1": "changed",
        "X2": "same",
    }
    assert told["touched"] == {own: ["X1"]}
    assert f"Touches {own}: X1" in samklang("framework", "compare", "1", "2").stdout
    assert samklang("framework", "compare", "1", "7").returncode == 1
