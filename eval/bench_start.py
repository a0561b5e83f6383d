"""How long the command takes from nothing, beside importing its libraries and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from corpus.errors import SamklangError

LIBRARIES = ("chromadb", "onnxruntime", "tantivy", "sqlalchemy")
QUESTION = "Vad krävs för att ett nytt initiativ ska få genomföras?"


@dataclass(frozen=True, slots=True)
class StartBench:
    """Median wall seconds of whole processes, taking turns."""

    help_seconds: float
    ask_seconds: float
    imports_seconds: float


def measure_start(data: Path, models: Path, *, rounds: int = 5) -> StartBench:
    """Start each command ``rounds`` times on a data folder that holds documents.

    Raises:
        SamklangError: a command failed; carries what it said.
    """
    environment = {
        **os.environ,
        "SAMKLANG_DATA_DIR": str(data),
        "SAMKLANG_MODEL_DIR": str(models),
    }
    imports = [sys.executable, "-c", f"import {', '.join(LIBRARIES)}"]
    commands = {
        "help": [*samklang_command(), "--help"],
        "ask": [*samklang_command(), "ask", QUESTION, "--json"],
        "imports": imports,
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            times[name].append(time_command(command, environment))
    return StartBench(median(times["help"]), median(times["ask"]), median(times["imports"]))


def samklang_command() -> list[str]:
    """The installed console script of this interpreter, else the same entry called directly."""
    script = Path(sys.executable).with_name("samklang")
    if script.exists():
        return [str(script)]
    return [sys.executable, "-c", "from service.cli import main; main()"]


def time_command(command: Sequence[str], environment: Mapping[str, str]) -> float:
    """Wall seconds of one process.

    Raises:
        SamklangError: it did not exit with 0.
    """
    started = time.perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - started
    if done.returncode != 0:
        told = done.stderr.strip()[-500:]
        raise SamklangError(f'"{" ".join(command)}" left with {done.returncode}: {told}')
    return seconds
