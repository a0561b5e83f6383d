import json
import subprocess
import sys
from pathlib import Path

from corpus.store import Store
from eval.originals import reduce_text
from eval.quotes import Found, Quoted, cut_pieces, main, prove_quote, read_answers

PAGES = tuple(
    reduce_text(page)
    for page in (
        "Strategin gäller 2025-2027. Samarbete kräver att",
        "Sida 2. medel finns på plats. Nya initiativ prövas.",
        "Tredje sidan.",
    )
)


def quoted(quote: str, page: int | None, page_end: int | None = None) -> Quoted:
    return Quoted("d", 1, page, page_end or page, quote, "verified", 0, len(quote))


def test_a_quote_on_its_page_is_found_whole() -> None:
    assert prove_quote(quoted("Nya  initiativ\nprövas.", 2), PAGES).found is Found.WHOLE


def test_a_quote_over_a_page_break_is_found_in_two_parts() -> None:
    proof = prove_quote(quoted("Samarbete kräver att medel finns på plats.", 1, 2), PAGES)
    assert proof.found is Found.TWO_PARTS
    assert proof.holds


def test_a_quote_on_another_page_is_a_miss_that_names_it() -> None:
    proof = prove_quote(quoted("Nya initiativ prövas.", 1), PAGES)
    assert (proof.found, proof.holds) == (Found.OTHER_PAGE, False)
    assert "[2]" in proof.explanation


def test_one_altered_digit_is_a_miss_and_says_where() -> None:
    proof = prove_quote(quoted("Strategin gäller 2025-2028.", 1), PAGES)
    assert proof.found is Found.NOT_FOUND
    assert 'the quote has "8"' in proof.explanation
    assert 'pypdf reads "7samarbete' in proof.explanation


def test_an_empty_quote_proves_nothing() -> None:
    assert not prove_quote(quoted("…", 1), PAGES).holds


def test_without_pages_the_whole_file_is_searched() -> None:
    assert prove_quote(quoted("Tredje sidan.", None), PAGES).holds


def test_pieces_cover_a_quote_that_something_interrupts() -> None:
    assert cut_pieces("abcdef", "xabcydefz") == (["abc", "def"], 6)
    assert cut_pieces("ab?", "xab") == (["ab"], 2)


def test_answers_are_read_one_a_line_or_spread_out(tmp_path: Path) -> None:
    row = {"document_id": "d", "version": 1, "page": None, "quote": "q", "start": 0, "end": 1}
    answer = {"claims": [{"citations": [row | {"verdict": "verified"}]}], "abstained": False}
    path = tmp_path / "answers.jsonl"
    path.write_text(f"{json.dumps(answer)}\n{json.dumps(answer, indent=2)}\n\n")
    assert [q.quote for q in read_answers(path)] == ["q", "q"]


def test_every_sentence_of_a_real_document_is_proved(
    store: Store, answers_of_all: Path, capsys
) -> None:
    assert main([str(answers_of_all), "--data-dir", str(store.folder)]) == 0
    assert " 1.000 " in capsys.readouterr().out


def test_a_forged_quote_fails_the_run(store: Store, answers_of_all: Path, tmp_path, capsys) -> None:
    answer = json.loads(answers_of_all.read_text().splitlines()[0])
    answer["claims"][0]["citations"][0]["quote"] += " Detta står ingenstans."
    forged = tmp_path / "forged.jsonl"
    forged.write_text(json.dumps(answer))
    assert main([str(forged), "--data-dir", str(store.folder)]) == 1
    assert "NOT FOUND: moten.md" in capsys.readouterr().out


def test_the_proof_uses_nothing_of_what_it_checks() -> None:
    code = "import sys, eval.quotes; print(*sorted(n.partition('.')[0] for n in sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert "eval" in loaded
    assert not {"ingest", "pipeline", "corpus", "service"} & set(loaded)
