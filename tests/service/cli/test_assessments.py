import hashlib
import json
import shutil
from functools import cache
from pathlib import Path

import pytest

import corpus.library
from corpus.assessment import Kind
from corpus.embedding import load_embedder
from corpus.settings import Settings
from corpus.store import open_store
from pipeline.assess import draft_assessment
from service.assessing import keep
from service.handed import take_in_file
from tests.service.proposals import FUNDED, UNFUNDED, picture_pdf


@pytest.fixture(autouse=True)
def one_model(monkeypatch):
    """The model is loaded once for all calls of a test run, as it is for all calls of a service."""
    monkeypatch.setattr("corpus.store.load_embedder", load_once)


load_once = cache(load_embedder)


@pytest.fixture(scope="module")
def data(shelf, tmp_path_factory):
    """A data folder that the tests of this module share; each assesses files of its own."""
    return Path(shutil.copytree(shelf, tmp_path_factory.mktemp("assessed") / "data"))


@pytest.fixture
def proposal(tmp_path):
    path = tmp_path / "värme.md"
    path.write_text(FUNDED, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def assessed(data, model_dir, tmp_path_factory):
    """The id of an assessment of the same words under another name, and of its document."""
    path = tmp_path_factory.mktemp("proposals") / "nät.md"
    path.write_text(FUNDED + "\nNät.\n", encoding="utf-8")
    with open_store(Settings(data_dir=data, model_dir=model_dir)) as store:
        document = take_in_file(store, path)
        drafted = draft_assessment(store, document, kind=Kind.INITIATIVE)
        kept = keep(store, drafted, by="local")
    return kept.assessment.id, document.id


@pytest.fixture
def own_data(data, assessed, tmp_path):
    """A copy of the data folder, with the assessment in it, that a test may change."""
    return Path(shutil.copytree(data, tmp_path / "own"))


def test_a_proposal_is_shown_with_words_of_both_sides(samklang, data, proposal):
    done = samklang("assess", str(proposal), "--kind", "initiative", data=data)
    assert done.returncode == 0, done.stderr
    out = " ".join(done.stdout.split())
    assert "UTKAST" in out
    assert "Regeln som avgör" in out
    assert "Initiativets ord" in out
    assert "Strategins ord" in out
    assert "✓ citat kontrollerat" in out
    assert all(f" {criterion} " in out for criterion in ("D1", "P4", "T3"))


def test_the_words_of_the_assessment_may_be_english(samklang, data, tmp_path):
    path = tmp_path / "utan.md"
    path.write_text(UNFUNDED, encoding="utf-8")
    out = samklang("assess", str(path), "--language", "en", data=data).stdout
    assert "DRAFT" in out
    assert "There is no basic funding." in out
    assert "The strategy's words" in out


def test_a_document_taken_in_before_is_assessed_by_its_id(samklang, data, assessed):
    first, document = assessed
    again = json.loads(samklang("assess", document, "--json", data=data).stdout)
    assert again["initiative"]["id"] == document
    assert again["previous"] == first


def test_a_partner_may_be_a_document_of_partners(samklang, data, tmp_path):
    path = Path(corpus.library.__file__).parent / "partners" / "cnca.docx"
    told = json.loads(
        samklang("assess", str(path), "--kind", "partner", "--json", data=data).stdout
    )
    assert told["initiative"]["collection"] == "partners"
    assert told["kind"] == "partner"


def test_a_memo_is_written_beside_you_and_never_over_the_proposal(samklang, data, proposal):
    done = samklang("assess", str(proposal), "--format", "md", data=data)
    written = proposal.parent / "värme-memo.md"
    assert "värme-memo.md" in done.stderr
    assert written.read_text(encoding="utf-8").count("UTKAST")
    assert proposal.read_text(encoding="utf-8") == FUNDED


def test_text_formats_are_printed_when_asked_for(samklang, data, assessed):
    printed = samklang(
        "assessments", "export", assessed[0], "--format", "json", "--output", "-", data=data
    )
    assert json.loads(printed.stdout)["findings"]


@pytest.mark.parametrize("form", ["docx", "pdf", "md", "json"])
def test_an_assessment_is_exported_in_every_format(samklang, data, assessed, tmp_path, form):
    to = tmp_path / f"memo.{form}"
    done = samklang("assessments", "export", assessed[0], "--output", str(to), data=data)
    assert done.returncode == 0, done.stderr
    assert len(to.read_bytes()) > 1000


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["assess", "nowhere.pdf"], "does not exist"),
        (["assess", "."], "is a folder"),
        (["assess", "värme.md", "--kind", "party"], "party"),
        (["assess", "värme.md", "--format", "docx", "--output", "-"], "cannot be printed"),
        (["assess", "värme.md", "--output", "memo.xyz"], "--format"),
        (["assess", "värme.md", "--format", "pdf", "--template", "värme.md"], "docx"),
        (["assessments", "review", "axxx"], "one step at a time"),
        (["assessments", "review", "axxx", "--accept", "D1", "--edit", "D2"], "one step"),
        (["assessments", "review", "axxx", "--field", "officer"], "NAME=VALUE"),
        (["assessments", "sign", "axxx"], "--by"),
    ],
)
def test_wrong_usage_says_what_is_wrong(samklang, data, proposal, assessed, arguments, told):
    arguments = [assessed[0] if one == "axxx" else one for one in arguments]
    done = samklang(*arguments, data=data)
    assert done.returncode == 2
    assert told in done.stderr


@pytest.mark.parametrize(
    ("name", "content", "told"), [("tom.md", b"", "tom.md"), ("bild.pdf", picture_pdf(), "OCR")]
)
def test_a_file_that_cannot_be_read_is_named_with_the_reason(
    samklang, data, tmp_path, name, content, told
):
    (tmp_path / name).write_bytes(content)
    done = samklang("assess", name, data=data)
    assert done.returncode == 1
    assert told in done.stderr
    assert not done.stdout


def test_unknown_ids_are_said_to_be_unknown(samklang, data):
    for command in ("show", "export"):
        done = samklang("assessments", command, "aaaaaaaaaaaaa", data=data)
        assert done.returncode == 1
        assert "samklang assessments" in done.stderr
    assert samklang("assess", "daaaaaaaaaaaa", data=data).returncode == 1


def test_a_review_is_kept_step_by_step_and_signed(samklang, own_data, assessed, tmp_path):
    own, data = assessed[0], own_data

    def review(*step):
        return samklang("assessments", "review", own, *step, "--by", "A. Berg", data=data)

    assert review("--challenge", "D2").returncode == 2
    assert review("--challenge", "D2", "--reason", "Leder ingen").returncode == 0
    stopped = samklang("assessments", "sign", own, "--by", "B. Ek", data=data)
    assert stopped.returncode == 2
    assert "D2" in stopped.stderr
    edited = review("--edit", "D2", "--verdict", "contradicts", "--reason", "Läst igen")
    assert "Contradicts" in edited.stdout
    assert "Hold" in edited.stdout
    assert review("--field", "officer=A. Berg", "--field", "date=2026-12-01").returncode == 0
    done = samklang("assessments", "sign", own, "--by", "B. Ek", data=data)
    assert done.returncode == 0, done.stderr
    shown = json.loads(samklang("assessments", "show", own, "--json", data=data).stdout)
    assert shown["status"] == "signed"
    for form, digest in shown["signed"]["sha256"].items():
        to = tmp_path / f"signed.{form}"
        samklang("assessments", "export", own, "--output", str(to), data=data)
        assert hashlib.sha256(to.read_bytes()).hexdigest() == digest
    assert review("--accept", "D1").returncode == 2
    assert review("--reopen", "all", "--reason", "Ny version").returncode == 0
    to = tmp_path / "first.md"
    named = ("--edition", "1", "--output", str(to))
    assert samklang("assessments", "export", own, *named, data=data).returncode == 0
    assert to.read_bytes() == (tmp_path / "signed.md").read_bytes()
    assert samklang("assessments", "export", own, "--edition", "2", data=data).returncode == 1


def test_assessments_are_listed_shown_and_removed(samklang, own_data, assessed):
    own, data = assessed[0], own_data
    listed = samklang("assessments", data=data)
    assert own in listed.stdout
    rows = json.loads(samklang("assessments", "list", "--json", data=data).stdout)["assessments"]
    assert own in [one["id"] for one in rows]
    assert "Initiativets ord" in samklang("assessments", "show", own, data=data).stdout
    assert samklang("assessments", "remove", own, "--yes", data=data).returncode == 0
    assert samklang("assessments", "show", own, data=data).returncode == 1


def test_without_any_the_list_says_how_to_make_one(samklang):
    assert "samklang assess FILE" in samklang("assessments").stdout
    assert json.loads(samklang("assessments", "--json").stdout) == {"assessments": [], "next": None}


def test_without_a_strategy_it_says_so(samklang, proposal):
    done = samklang("assess", str(proposal), "--json")
    assert "there is no strategy" in done.stderr
    told = json.loads(done.stdout)
    assert "no_strategy" in [one["code"] for one in told["notes"]]
    assert not any(one["strategy_evidence"] for one in told["findings"])


def test_another_framework_is_a_setting(samklang, data, proposal, monkeypatch, tmp_path):
    monkeypatch.setenv("SAMKLANG_FRAMEWORK", str(tmp_path / "none.toml"))
    done = samklang("assess", str(proposal), data=data)
    assert done.returncode == 2
    assert "none.toml" in done.stderr
