import json

import pytest

from corpus.records import Turn
from corpus.settings import Settings
from corpus.store import open_store
from service.cli.entry import run

QUOTE = {
    "document_id": "d1", "version": 1, "title": "Strategin", "filename": "s.pdf",
    "status": "decided", "page": 7, "page_label": "5", "heading": [], "paragraph": 1,
    "quote": "Ett citat", "start": 0, "end": 9, "verdict": "source_deleted", "gloss": None,
}  # fmt: skip
ANSWER = {
    "question": "Och i Spanien?", "language": "sv", "mode": "generative", "abstained": False,
    "claims": [
        {"text": "Så är det.", "language": "sv", "status": "supported", "reason": None,
         "citations": [QUOTE]},
        {"text": "Fel.", "language": "sv", "status": "unsupported", "reason": "talet saknas",
         "citations": []},
    ],
    "nearby": [], "skipped": [], "instead": [], "notes": [{"code": "x", "text": "En not."}],
    "trace": {"llm": {"model": "m", "host": "h.example"}},
}  # fmt: skip


@pytest.fixture
def data(tmp_path):
    return tmp_path / "data"


@pytest.fixture
def kept(data, model_dir):
    """Two conversations of one and two questions; the ids, newest first."""
    with open_store(Settings(data_dir=data, model_dir=model_dir)) as store:
        ids = [store.catalog.start_conversation() for _ in range(2)]
        for own, question in ((ids[1], "Ett?"), (ids[0], "Två?"), (ids[0], "Och i Spanien?")):
            turn = Turn(question, "Vad gäller i Spanien?", ANSWER, "2026-11-24T10:05:00+00:00")
            store.catalog.add_turn(own, turn)
    return ids


def listed(samklang, data):
    told = json.loads(samklang("conversations", "--json", data=data).stdout)["conversations"]
    return [one["id"] for one in told]


def test_conversations_are_listed_by_their_first_question(samklang, data, kept):
    lines = samklang("conversations", data=data).stdout.splitlines()
    assert lines[0] == f"{kept[0]}  Två?"
    assert lines[1].strip().startswith("2 questions · ")
    assert lines[2] == f"{kept[1]}  Ett?"
    assert lines[3].strip().startswith("1 question · ")
    assert listed(samklang, data) == kept


def test_without_any_the_list_says_how_to_begin_one(samklang):
    assert "--conversation new" in samklang("conversations").stdout
    assert json.loads(samklang("conversations", "--json").stdout) == {
        "conversations": [],
        "next": None,
    }


def test_a_conversation_is_shown_answer_by_answer_without_its_documents(samklang, data, kept):
    done = samklang("conversations", "show", kept[0], data=data)
    assert done.returncode == 0
    assert done.stdout.index("Två?") < done.stdout.index("Fråga: Och i Spanien?")
    for words in (
        "”Ett citat”",
        "Strategin · s. 5 (PDF-sida 7) · beslutad",
        "† dokumentet har tagits bort sedan svaret gavs",
        "✗ saknar stöd: talet saknas",
        "Frågan söktes som: ”Vad gäller i Spanien?”",
        "En not.",
    ):
        assert done.stdout.count(words) == 2, words


def test_an_export_is_markdown_or_json_printed_or_written(samklang, data, kept, tmp_path):
    printed = samklang("conversations", "export", kept[0], data=data).stdout
    assert printed.startswith("# Två?\n")
    assert "läst av: h.example" in printed
    target = tmp_path / "å.md"
    done = samklang("conversations", "export", kept[0], "--output", str(target), data=data)
    assert done.stdout == ""
    assert target.read_text("utf-8") == printed
    told = samklang("conversations", "export", kept[0], "--format", "json", data=data).stdout
    assert [turn["answer"] for turn in json.loads(told)["turns"]] == [ANSWER, ANSWER]


def test_erasing_asks_first_and_no_means_no(samklang, data, kept, monkeypatch):
    asked = []

    def confirm(question, **options):
        asked.append(question)
        return False

    monkeypatch.setattr("click.confirm", confirm)
    for arguments in ((kept[0],), ("--all",)):
        done = samklang("conversations", "erase", *arguments, data=data)
        assert (done.returncode, done.stdout) == (1, "")
        assert "Nothing was erased" in done.stderr
    assert '"Två?" (2 questions)' in asked[0]
    assert "2 conversations" in asked[1]
    assert all("cannot be brought back" in question for question in asked)
    assert listed(samklang, data) == kept


@pytest.mark.parametrize("confirmed", [True, False])
def test_one_is_erased_when_confirmed_or_told_not_to_ask(
    samklang, data, kept, monkeypatch, confirmed
):
    monkeypatch.setattr("click.confirm", lambda question, **options: confirmed)
    yes = () if confirmed else ("--yes",)
    done = samklang("conversations", "erase", kept[0], *yes, data=data)
    assert done.returncode == 0
    assert "Två?" in done.stdout
    assert listed(samklang, data) == kept[1:]
    assert samklang("conversations", "show", kept[0], data=data).returncode == 1


def test_all_are_erased_and_nothing_of_them_is_left_in_the_folder(samklang, data, kept):
    done = samklang("conversations", "erase", "--all", "--yes", data=data)
    assert (done.returncode, done.stdout) == (0, "Erased 2 conversations.\n")
    assert listed(samklang, data) == []
    left = b"".join(path.read_bytes() for path in data.iterdir() if path.is_file())
    assert b"Spanien" not in left
    assert samklang("conversations", "erase", "--all", data=data).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("erase",), 2),
        (("erase", "cabc", "--all"), 2),
        (("--json", "show", "cabc"), 2),
        (("export", "cabc", "--format", "pdf"), 2),
        (("erase", "cabc", "--yes"), 1),
        (("show", "cabc"), 1),
        (("export", "cabc"), 1),
    ],
)
def test_what_cannot_be_is_refused_and_erases_nothing(samklang, data, kept, arguments, status):
    done = samklang("conversations", *arguments, data=data)
    assert (done.returncode, done.stdout) == (status, "")
    assert done.stderr
    assert listed(samklang, data) == kept


def test_without_anybody_to_ask_nothing_is_erased(samklang, data, kept, monkeypatch):
    import io
    import sys

    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert run(["conversations", "erase", kept[0]]) != 0
    assert listed(samklang, data) == kept
