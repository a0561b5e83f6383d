"""One process at a time owns a data folder."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.errors import DataFolderInUseError, SamklangError
from corpus.owner import own_folder

ROOT = Path(__file__).parents[2]
# Holds the folder, says so, and after each line it hears proves that it still can write in it.
HOLDER = """
import sys
from pathlib import Path
from corpus.owner import own_folder
folder = Path(sys.argv[1])
with own_folder(folder):
    print("held", flush=True)
    for line in sys.stdin:
        (folder / "work.txt").write_text(line)
        print("worked", flush=True)
"""
SECOND = """
import sys
from pathlib import Path
from corpus.errors import DataFolderInUseError
from corpus.owner import own_folder
try:
    with own_folder(Path(sys.argv[1])):
        print("owned")
except DataFolderInUseError as error:
    print(error)
    sys.exit(75)
"""


def start_holder(folder: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def ask(process: subprocess.Popen[str], line: str) -> str:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(line)
    process.stdin.flush()
    return process.stdout.readline()


def try_second(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", SECOND, str(folder)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_second_process_is_turned_away_and_the_first_goes_on_unharmed(tmp_path: Path) -> None:
    """Guarantee: two processes never write one data folder, and the loser disturbs nothing."""
    holder = start_holder(tmp_path)
    for _ in range(2):
        second = try_second(tmp_path)
        assert second.returncode == 75
        assert f"in use by process {holder.pid}" in second.stdout
        assert "SAMKLANG_DATA_DIR" in second.stdout
        assert ask(holder, "line\n") == "worked\n"
    assert (tmp_path / "work.txt").read_text() == "line\n"
    holder.communicate()
    assert holder.returncode == 0
    assert try_second(tmp_path).stdout == "owned\n"


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    """Guarantee: kill -9 leaves no lock behind that a person must remove."""
    holder = start_holder(tmp_path)
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    assert holder.returncode == -signal.SIGKILL
    assert try_second(tmp_path).stdout == "owned\n"


def test_the_lock_holds_within_one_process_too(tmp_path: Path) -> None:
    with own_folder(tmp_path), pytest.raises(DataFolderInUseError), own_folder(tmp_path):
        pass
    with own_folder(tmp_path):
        assert "process" in (tmp_path / "owner.txt").read_text()
    assert not (tmp_path / "owner.txt").exists()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with (
        pytest.raises(SamklangError, match=r"file/data.*SAMKLANG_DATA_DIR"),
        own_folder(tmp_path / "file" / "data"),
    ):
        pass
