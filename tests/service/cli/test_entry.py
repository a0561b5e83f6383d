import json
import os
import pty
import signal
import subprocess
import sys
import time

import pytest

from service.cli.entry import run
from tests.service.conftest import COMMAND

HEAVY = (
    *("chromadb", "onnxruntime", "langchain", "langchain_core", "fastapi", "sqlalchemy"),
    *("pydantic", "numpy", "rich", "tantivy"),
)
COMMANDS = (
    *("ingest", "documents", "remove", "search", "ask", "serve", "doctor", "index", "eval", "demo"),
)


def test_help_imports_nothing_heavy(environment, tmp_path):
    script = (
        "import sys\nfrom service.cli.entry import run\nstatus = run(['--help'])\n"
        f"sys.exit(','.join(m for m in {HEAVY!r} if m in sys.modules) or status)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    for command in (
        "ingest",
        "documents",
        "remove",
        "search",
        "ask",
        "serve",
        "doctor",
        "index",
        "eval",
        "demo",
    ):
        assert command in done.stdout


@pytest.mark.parametrize("command", [*COMMANDS, "index rebuild"])
def test_every_command_explains_itself(command, capsys):
    assert run([*command.split(), "--help"]) == 0
    assert capsys.readouterr().out.startswith(f"Usage: samklang {command}")


@pytest.mark.parametrize(
    "arguments",
    [
        ["nosuch"],
        ["search"],
        ["search", ""],
        ["search", "  "],
        ["search", "x" * 2001],
        ["search", "x", "--limit", "0"],
        ["search", "x", "--limit", "101"],
        ["ask", "x", "--language", "fi"],
        ["ingest", "no-such-file.pdf"],
        ["serve", "--host", "0.0.0.0"],
        ["serve", "--host", "example.org"],
        ["eval", "--split", "some"],
        ["eval", "--limit", "0"],
        ["eval", "--compare", "one-folder"],
        ["eval", "--compare", "no-run", "no-run"],
        ["eval", "library", "--compare", "a", "b"],
        ["eval", "--calibrate", "--limit", "5"],
    ],
)
def test_wrong_usage_exits_2(arguments, capsys):
    assert run(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err


def test_an_unknown_collection_exits_2_and_names_those_there_are(samklang, own_shelf):
    done = samklang("search", "cities", "--collection", "nope", data=own_shelf)
    assert done.returncode == 2
    assert "strategy-digest" in done.stderr


def test_a_failure_exits_1_without_a_traceback(samklang_process):
    done = samklang_process("remove", "dunknown", "--json")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "dunknown" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_setting_exits_1_and_is_named(samklang_process):
    done = samklang_process("documents", SAMKLANG_THREADS="many")
    assert done.returncode == 1
    assert "threads" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_data_folder_in_use_exits_75(samklang_process, store):
    done = samklang_process("documents", "--json", data=store.folder)
    assert done.returncode == 75
    assert done.stdout == ""
    assert str(os.getpid()) in done.stderr


def test_a_data_folder_that_cannot_be_made_exits_1_and_is_named(samklang_process, tmp_path):
    (tmp_path / "file").write_text("no folder")
    done = samklang_process("documents", data=tmp_path / "file" / "data")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert str(tmp_path / "file") in done.stderr


def test_a_path_to_ingest_that_cannot_be_looked_at_is_named(samklang_process):
    name = "x" * 300
    done = samklang_process("ingest", name)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert name in done.stderr


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no /dev/full")
def test_a_disk_that_is_full_exits_1_and_is_told_once(environment, own_shelf, tmp_path):
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [*COMMAND, "documents", "--json"],
            env=environment | {"SAMKLANG_DATA_DIR": str(own_shelf)},
            cwd=tmp_path,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=120,
        )
    assert done.returncode == 1
    assert done.stderr == "samklang: No space left on device\n"


def test_output_is_utf_8_whatever_the_locale(samklang_process, own_shelf):
    done = samklang_process(
        "documents", data=own_shelf, LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0"
    )
    assert done.returncode == 0
    assert "·" in done.stdout


def test_no_colour_codes_without_a_terminal(samklang_process, own_shelf):
    done = samklang_process("ask", "What is a Climate City Contract?", data=own_shelf)
    assert done.returncode == 0
    assert done.stdout
    assert "\x1b" not in done.stdout + done.stderr


@pytest.mark.parametrize(("more", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_colour_on_a_terminal_unless_it_is_not_wanted(
    environment, own_shelf, tmp_path, more, coloured
):
    leader, follower = pty.openpty()
    variables = environment | {"SAMKLANG_DATA_DIR": str(own_shelf), "TERM": "xterm-256color"} | more
    done = subprocess.run(
        [*COMMAND, "documents"], env=variables, cwd=tmp_path, stdout=follower, timeout=120
    )
    os.close(follower)
    text = os.read(leader, 100_000).decode()
    os.close(leader)
    assert done.returncode == 0
    assert ("\x1b[36m" in text) is coloured


def test_a_reader_that_leaves_early_is_no_drama(environment, own_shelf, tmp_path):
    process = subprocess.Popen(
        [*COMMAND, "documents", "--json"],
        env=environment | {"SAMKLANG_DATA_DIR": str(own_shelf)},
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    process.stdout.close()
    stderr = process.stderr.read()
    assert process.wait(120) == 1
    assert stderr == b""


@pytest.mark.slow
def test_an_interrupted_ingest_exits_130_and_goes_on_next_time(samklang, environment, tmp_path):
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(400):
        lines = [f"Sentence {line} of text number {number} says something." for line in range(40)]
        (folder / f"{number:03}.txt").write_text("\n\n".join(lines), encoding="utf-8")
    data = tmp_path / "data"
    process = subprocess.Popen(
        [*COMMAND, "ingest", str(folder)],
        env=environment | {"SAMKLANG_DATA_DIR": str(data)},
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # a terminal's Ctrl-C reaches the workers too
        start_new_session=True,
    )
    deadline = time.monotonic() + 120
    # when a third original is kept, the first two documents have been published
    while len(list(data.glob("originals/*/*"))) < 3 and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    _, stderr = process.communicate(timeout=120)
    assert process.returncode == 130, stderr
    assert "Interrupted" in stderr
    assert "Traceback" not in stderr
    listed = json.loads(samklang("documents", "--json", data=data).stdout)["documents"]
    assert 2 <= len(listed) < 400
