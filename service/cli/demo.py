"""``samklang demo``: the shipped documents taken in, and one question asked in each language."""

from __future__ import annotations

import os
import shutil
import sys
import time
from pathlib import Path

from rich.rule import Rule
from rich.text import Text

from corpus.settings import Settings, load_settings
from ingest.outcome import Outcome
from ingest.walk import find_sources
from pipeline.answer import answer_question
from service.cli.answers import show_answer
from service.cli.intake import show_summary, take_in
from service.cli.paper import console
from service.cli.session import Gauge, opened

QUESTIONS = (
    "Vad krävs för att ett nytt initiativ ska få starta?",
    "Which networks do Swedish cities already take part in?",
)
_FOLDER = Path(".demo")
_NEXT = """\
Where to go next

  Your own documents    {command} ingest PATH --collection my-shelf
  Find passages         {command} search "climate city contract"
  Ask                   {command} ask "What does the strategy say about cooperation in Asia?"
  Over HTTP             {command} serve
  All commands          {command} --help

Your documents go to the folder .samklang. To go on with the ones of this demo, set
SAMKLANG_DATA_DIR={folder}{models}"""
# without it a data folder builds a model of its own, which takes some twenty seconds and 90 MB
_MODELS = " and SAMKLANG_MODEL_DIR={folder}"


def run_demo() -> int:
    """Take the library in, ask, and say where to go next; 3 when a file did not get in."""
    settings = demo_settings()
    out, gauge = console(), Gauge()
    walk = find_sources((), collection=None)
    out.print(Text(f"Taking in the {len(walk.sources)} documents that come with Samklang …"))
    began = time.monotonic()
    with opened(gauge, settings) as store:
        files = take_in(store, walk, gauge)
        gauge.close()
        show_summary(files, (), seconds=time.monotonic() - began, skipped=walk.skipped)
        for question in QUESTIONS:
            out.print(Rule(style="dim"))
            show_answer(answer_question(store, question), out)
    out.print(Rule(style="dim"))
    models = _MODELS.format(folder=_short(settings.model_dir)) if settings.model_dir else ""
    out.print(_NEXT.format(command=_command(), folder=settings.data_dir, models=models))
    bad = {Outcome.REFUSED, Outcome.FAILED}
    return 3 if any(file.outcome in bad for file in files) else 0


def demo_settings() -> Settings:
    """The demo keeps to a folder of its own, so that it never mixes with real documents."""
    settings = load_settings()
    # set to nothing means not set, as for every setting
    if os.environ.get("SAMKLANG_DATA_DIR"):
        return settings
    return settings.model_copy(update={"data_dir": _FOLDER})


def _command() -> str:
    """How this command is typed here: by its name where the shell finds it, else by its path."""
    here = Path(sys.argv[0]).absolute()
    found = shutil.which("samklang")
    if found and Path(found).absolute() == here:
        return "samklang"
    return _short(here)


def _short(path: Path) -> str:
    """The path as it is typed from here."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
