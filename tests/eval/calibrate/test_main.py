from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.calibrate.__main__ import main
from pipeline import constants as module
from pipeline.constants import load_constants

SHIPPED = Path(module.__file__).with_name("constants.toml")
# on two of the three documents in ``shelf``; each three times over, in other words
ABLE = (
    ("Hur många miljoner kronor får trafiken?", "48 miljoner kronor till trafiken", "budget.md"),
    ("Vad får hamnen från land?", "Hamnen får elkraft från land.", "budget.md"),
    ("När lämnas en rapport?", "En rapport lämnas varje höst.", "budget.md"),
    ("Vad svalkar gator och torg?", "Träden svalkar gator och torg.", "forest.md"),
    ("När dör var femte planta?", "under den första vintern", "forest.md"),
)


def rows() -> list[dict[str, object]]:
    able = [
        {
            "id": f"able{n}",
            "language": "sv",
            "question": f"{opening}{asked[:1].lower()}{asked[1:]}",
            "answerable": True,
            "evidence": [{"document": document, "page": None, "quote": quote}],
        }
        for n, (opening, (asked, quote, document)) in enumerate(
            (o, one) for o in ("", "Säg mig: ", "Jag undrar: ") for one in ABLE
        )
    ]
    things = ["ostar", "skor", "pianon", "kaniner", "moln", "tänder", "visor", "drakar", "kjolar"]
    unable = [
        {"id": f"un{n}", "language": "sv", "question": f"Vad kostar {what}?", "answerable": False}
        for n, what in enumerate(things * 3)
    ]
    return [*able, *unable]


@pytest.fixture
def questions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """More questions than are needed, all of them of the tuning split."""
    from eval.split import SplitRule

    rule = SplitRule("any", 0.0, {}, frozenset())
    monkeypatch.setattr("eval.split.shipped_rule", lambda: rule)
    path = tmp_path / "mine.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows()), encoding="utf-8")
    return path


@pytest.mark.slow
def test_the_shipped_constants_are_made_from_what_folders_show(
    shelf: Path,
    model_dir: Path,
    questions: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("SAMKLANG_MODEL_DIR", str(model_dir))
    path = tmp_path / "shipped" / "constants.toml"
    path.parent.mkdir()
    path.write_text(SHIPPED.read_text(encoding="utf-8"), encoding="utf-8")
    given = ["--data-dir", str(shelf), "--also", str(questions), "--write", str(path)]
    assert main(given) == 0
    assert f"Written to {path}." in capsys.readouterr().out
    fitted = load_constants("e5-small-", path.parent)
    assert "mine/everything" in fitted.answerable.run
    assert fitted.answerable.levels
    shipped = load_constants("e5-small-")
    assert (fitted.steer, fitted.claims) == (shipped.steer, shipped.claims)
    assert not load_constants("unheard-of", path.parent).calibrated
    assert not (shelf / "constants.toml").exists()


def test_a_folder_without_questions_for_it_fails(
    shelf: Path,
    model_dir: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("SAMKLANG_MODEL_DIR", str(model_dir))
    monkeypatch.setattr("eval.calibrate.__main__.choose_sets", lambda *_: ((), ()))
    path = tmp_path / "constants.toml"
    assert main(["--data-dir", str(shelf), "--write", str(path)]) == 1
    assert "at least 15" in capsys.readouterr().err
    assert not path.exists()
