"""The project as a whole: what its files promise about each other."""

import re
import subprocess
from importlib.metadata import distributions
from pathlib import Path

ROOT = Path(__file__).parents[1]
TOP = {"pipeline", "ingest", "prompts", "service", "corpus", "eval"}


def test_no_other_distribution_owns_our_folders():
    owners = {
        name
        for one in distributions()
        if one.name != "samklang"
        for file in one.files or ()
        if (name := file.parts[0].removesuffix(".py")) in TOP
    }
    assert owners == set()


def test_readme_names_only_make_targets_that_exist():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.M))
    for name in ("README.md", "CONTRIBUTING.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert not re.findall(r"@[A-Z0-9_]+@", text), "a figure was never filled in"
        assert set(re.findall(r"\bmake ([a-z][a-z-]*)", text)) - {"are"} <= targets, name


def test_every_declared_phony_target_has_a_rule():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.M)
    assert phony
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.M))
    assert set(phony[1].split()) <= targets


def test_wheel_takes_exactly_the_six_folders():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    packages = re.search(r"^packages = (.*)$", text, re.M)
    assert packages
    assert set(re.findall(r'"(\w+)"', packages[1])) == TOP


def test_lock_names_no_address_and_hashes_everything():
    for name, least in (
        ("requirements.txt", 100),
        ("requirements-st.txt", 11),
        ("requirements-llm.txt", 2),
        ("requirements-load.txt", 20),
    ):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        assert "index-url" not in text
        pinned = re.findall(r"^[a-z0-9][\w.-]*==\S+(.*?)(?=^[a-z0-9]|\Z)", text, re.M | re.S)
        assert len(pinned) >= least
        assert all("--hash=sha256:" in rest for rest in pinned)


def test_shell_scripts_parse():
    run = subprocess.run(
        ["bash", "-n", str(ROOT / ".ci" / "run")], capture_output=True, check=False
    )
    assert run.returncode == 0, run.stderr
