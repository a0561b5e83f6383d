from dataclasses import replace
from pathlib import Path

import pytest

from corpus.records import Citation, Claim
from eval.mistakes import Kind
from eval.planted import OTHER_QUESTION, SET, UNCHANGED, main, measure_planted, plant_errors
from eval.records import CitedPlace, ClaimRecord, QuestionRecord, write_records

SWEDISH = "Staden Umeå får endast starta 48 nätverk om det finns pengar."
ENGLISH = "The city of Lund may not start a network before 2030."


def _record(name: str, text: str, language: str, verdict: str = "verified") -> QuestionRecord:
    cited = CitedPlace("d1", 1, 100, 100 + len(text), text, verdict)
    claim = ClaimRecord(text, language, "supported", (cited,))
    return QuestionRecord(
        set="s",
        setting="everything",
        id=name,
        split="tuning",
        kind="plain",
        language=language,
        pair=f"{language}-{language}",
        question=f"{name}?",
        asked=f"{name}?",
        answerable=True,
        gold=(),
        hits=(),
        abstained=False,
        claims=(claim,),
    )


@pytest.fixture(name="run")
def _run() -> list[QuestionRecord]:
    return [_record("a", SWEDISH, "sv"), _record("b", ENGLISH, "en"), _record("c", ENGLISH, "en")]


def _passed(run: list[QuestionRecord], kind: str, group: str = "all", **more) -> tuple[int, int]:
    (cell,) = [c for c in measure_planted(run, **more) if (c.measure, c.group) == (kind, group)]
    assert cell.set == SET
    assert cell.count is not None
    return cell.count, cell.total


def _believe_all(text: str, language: str, citations: tuple[Citation, ...]) -> Claim:
    return Claim(text, language, citations, True)


def _refuse_all(text: str, language: str, citations: tuple[Citation, ...]) -> Claim:
    return Claim(text, language, citations, False, "no")


def test_the_gate_lets_true_claims_pass_and_no_edited_one(run) -> None:
    assert _passed(run, UNCHANGED) == (2, 2)
    edited = [c for c in measure_planted(run) if c.measure in set(Kind) - {Kind.SHORTENED}]
    assert {c.measure for c in edited if c.total} >= {Kind.NUMBER, Kind.YEAR, Kind.WIDENED}
    assert sum(c.count or 0 for c in edited) == 0


def test_what_claim_and_quote_agree_on_passes(run) -> None:
    assert _passed(run, Kind.SHORTENED) == (1, 1)
    assert _passed(run, OTHER_QUESTION) == (2, 2)
    assert _passed(run, OTHER_QUESTION, "en") == (1, 1)


def test_a_gate_that_believes_everything_is_caught(run) -> None:
    for kind in (Kind.NUMBER, Kind.MODALITY, Kind.NEGATED):
        passed, planted = _passed(run, kind, gate=_believe_all)
        assert passed == planted > 0


def test_a_gate_that_refuses_everything_does_not_look_perfect(run) -> None:
    assert _passed(run, UNCHANGED, gate=_refuse_all) == (0, 2)


def test_a_claim_is_planted_in_once_and_only_when_it_is_supported(run) -> None:
    lost = _record("d", "Staden Luleå får 5.", "sv", verdict="not_found")
    weak = replace(run[0], claims=(replace(run[0].claims[0], text="Något", status="unsupported"),))
    planted = list(plant_errors([*run, lost, weak]))
    assert [p.source.text for p in planted if p.kind == UNCHANGED] == [SWEDISH, ENGLISH]
    assert all(p.text != p.source.text for p in planted if p.kind in set(Kind))


def test_the_table_is_printed(run, tmp_path: Path, capsys) -> None:
    path = tmp_path / "records.jsonl"
    write_records(path, run)
    assert main([str(path)]) == 0
    assert "quote shortened before its reservation    all     1/1" in capsys.readouterr().out


def test_a_file_that_is_not_there_is_named(tmp_path: Path, capsys) -> None:
    assert main([str(tmp_path / "none.jsonl")]) == 1
    assert "none.jsonl" in capsys.readouterr().err
