"""kill -9 at every named step and at random times: what was acknowledged stays, nothing is half."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus.errors import NotFoundError
from corpus.store import Store, document_id
from corpus.vectors import row_ids
from ingest.outcome import FileOutcome, Outcome
from ingest.publish import remove, resume_all
from ingest.upkeep import examine
from pipeline.retrieve import retrieve

pytestmark = pytest.mark.kill

ROOT = Path(__file__).parents[2]
STEPS = ("staged", "vectors", "lexicon", "indexed", "verified", "active", "reaped")
OLD = "# Parken\n\nParken får nya bänkar i maj. Dammen rensas från vass.\n"
NEW = {
    "a-new.md": "# Bryggan\n\nBryggan lagas med lärk. Den ska bära tio ton.\n",
    "b-changed.md": "# Parken\n\nParken får nya bänkar i maj. Stigen asfalteras inte.\n",
    "c-new.md": "# Tunneln\n\nTunneln får ljus dygnet runt. Cyklister slipper trappan.\n",
}
# Does what the command does, says aloud what is acknowledged, and dies at the n-th of a step.
VICTIM = """
import os, sys
from pathlib import Path
from corpus.settings import Settings
from corpus.store import open_store
from ingest.intake import ingest_files
from ingest.publish import remove, resume_all
from ingest.walk import find_sources

data, models, step, number, what = sys.argv[1:6]
heard = []

def die(name):
    heard.append(name)
    if name == step and heard.count(step) == int(number):
        os.kill(os.getpid(), 9)

with open_store(Settings(data_dir=Path(data), model_dir=Path(models))) as store:
    print("opened", flush=True)
    resume_all(store, on_step=die)
    if Path(what).is_dir():
        sources = find_sources([Path(what)], collection="notes").sources
        for outcome in ingest_files(store, sources, workers=1, on_step=die):
            print(Path(outcome.path).name, flush=True)
    else:
        remove(store, what, on_step=die)
"""
COMMAND = "from service.cli import main; main()"

TakeIn = Callable[..., list[FileOutcome]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three documents; the middle one is a changed version of what ``before`` holds."""
    files = tmp_path_factory.mktemp("files")
    for name, text in NEW.items():
        (files / name).write_text(text, encoding="utf-8")
    return files


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory, open_shelf, take_in: TakeIn) -> Path:
    """A data folder that holds the first version of the changed document."""
    files = tmp_path_factory.mktemp("old")
    (files / "b-changed.md").write_text(OLD, encoding="utf-8")
    data = tmp_path_factory.mktemp("before") / "data"
    with open_shelf(data) as store:
        assert [o.outcome for o in take_in(store, files)] == [Outcome.IN]
    return data


@pytest.fixture(scope="module")
def after(before: Path, folder: Path, tmp_path_factory, open_shelf, take_in: TakeIn) -> Path:
    """The same after an ingest that nobody disturbed."""
    data = Path(shutil.copytree(before, tmp_path_factory.mktemp("after") / "data"))
    with open_shelf(data) as store:
        take_in(store, folder)
    return data


@pytest.fixture
def data(before: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(before, tmp_path / "data"))


@pytest.fixture
def victims() -> Iterator[list[subprocess.Popen[str]]]:
    """Processes started by a test; their workers end with them."""
    started: list[subprocess.Popen[str]] = []
    yield started
    for process in started:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


@pytest.fixture
def start(model_dir: Path, victims) -> Callable[..., subprocess.Popen[str]]:
    def run(data: Path, what: object, *, step: str = "none", number: int = 1):
        arguments = [str(data), str(model_dir), step, str(number), str(what)]
        process = subprocess.Popen(
            [sys.executable, "-c", VICTIM, *arguments],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        victims.append(process)
        return process

    return run


@pytest.fixture
def again(model_dir: Path) -> Callable[[Path, Path], None]:
    """``samklang ingest`` as staff would type it."""

    def run(data: Path, folder: Path) -> None:
        environment = os.environ | {
            "SAMKLANG_DATA_DIR": str(data),
            "SAMKLANG_MODEL_DIR": str(model_dir),
        }
        command = [sys.executable, "-c", COMMAND, "ingest", str(folder), "--collection", "notes"]
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr

    return run


def kill_at(start, data: Path, what: object, *, step: str, number: int = 1) -> list[str]:
    """Run the victim until it kills itself; gives the files it acknowledged."""
    process = start(data, what, step=step, number=number)
    out, _ = process.communicate(timeout=120)
    assert process.returncode == -signal.SIGKILL
    return out.splitlines()[1:]


def visible(store: Store) -> Counter[str]:
    """The rows of both indexes that a reader gets to see: those of active versions."""
    shown = store.catalog.active_versions()

    def seen(row: str) -> bool:
        owner, version, _ = row.split(".", 2)
        return shown.get(owner) == int(version)

    rows = [*store.vectors.row_ids("notes", store.model_key), *store.lexicon.passage_ids()]
    return Counter(row for row in rows if seen(row))


def assert_only_whole_versions(store: Store, acknowledged: list[str]) -> None:
    """Every version shown is all of one text, in both indexes, once."""
    shown = store.catalog.active_versions()
    for name in acknowledged:
        known = store.catalog.known("notes", name)
        assert known is not None
        assert _says(store, known.document_id, NEW[name])
    expected: Counter[str] = Counter()
    for document in store.catalog.documents():
        texts = {OLD, NEW["b-changed.md"]} if document.version == 2 else {*NEW.values(), OLD}
        assert any(_says(store, document.id, text) for text in texts)
        for item in store.catalog.vectors_of(document.id, document.version):
            expected[item.passage_id] += 1
            expected.update(row_ids(item.passage_id, len(item.vectors) - 1))
    assert visible(store) == expected
    assert len({d.filename for d in store.catalog.documents()}) == len(shown)
    for question in ("Vad händer i parken?", "Bryggan", "Vem slipper trappan?"):
        hits = retrieve(store, question).hits
        assert len({h.passage.id for h in hits}) == len(hits)
        assert all(shown[h.document.id] == h.passage.version for h in hits)


def _says(store: Store, identity: str, markdown: str) -> bool:
    text = store.catalog.text(identity, store.catalog.active_versions()[identity])
    return text == markdown.removeprefix("# ").strip()


def assert_same_as(store: Store, other: Store) -> None:
    """Documents, versions, passages, index rows and originals are those of the other."""
    assert store.catalog.documents() == other.catalog.documents()
    assert store.catalog.passage_ids() == other.catalog.passage_ids()
    assert visible(store) == visible(other)
    for document in store.catalog.documents():
        states = [d.state for d in store.catalog.versions(document.id)]
        assert states == [d.state for d in other.catalog.versions(document.id)]
    assert originals(store) == originals(other)
    assert not list(store.folder.glob("originals/*.partial"))
    assert examine(store).ok, examine(store)


def originals(store: Store) -> list[str]:
    return sorted(path.name for path in store.folder.glob("originals/*/*"))


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_a_step_of_publishing_the_same_command_ends_the_work(
    data: Path, folder: Path, after: Path, start, open_shelf, take_in: TakeIn, step: str
) -> None:
    """Guarantee: acknowledged files stay, half versions are never shown, a second run is whole."""
    # the second time is that of the changed file; only it has something to reap
    number = 1 if step == "reaped" else 2
    acknowledged = kill_at(start, data, folder, step=step, number=number)
    assert acknowledged == ["a-new.md"]
    with open_shelf(data) as store:
        assert_only_whole_versions(store, acknowledged)
        flipped = store.catalog.active_versions()[document_id("notes", "b-changed.md")] == 2
        assert flipped == (step in ("active", "reaped"))
    with open_shelf(data) as store, open_shelf(after) as undisturbed:
        resume_all(store)
        outcomes = take_in(store, folder)
        assert {o.outcome for o in outcomes} <= {Outcome.IN, Outcome.UNCHANGED}
        assert_only_whole_versions(store, list(NEW))
        assert_same_as(store, undisturbed)


def test_killed_again_while_resuming_it_still_ends_whole(
    data: Path, folder: Path, after: Path, start, open_shelf, take_in: TakeIn
) -> None:
    """Guarantee: the recovery may be killed too."""
    kill_at(start, data, folder, step="staged", number=2)
    for step in ("vectors", "indexed", "active"):
        assert kill_at(start, data, folder, step=step) == []
        with open_shelf(data) as store:
            assert_only_whole_versions(store, ["a-new.md"])
    with open_shelf(data) as store, open_shelf(after) as undisturbed:
        resume_all(store)
        take_in(store, folder)
        assert_same_as(store, undisturbed)


@pytest.mark.parametrize("step", ["hidden", "unindexed", "erased"])
def test_killed_at_a_step_of_a_removal_the_document_is_gone(
    after: Path, tmp_path: Path, start, open_shelf, step: str
) -> None:
    """Guarantee: from the first step on nobody sees it, and the next start leaves nothing of it."""
    data = Path(shutil.copytree(after, tmp_path / "data"))
    gone = document_id("notes", "b-changed.md")
    kill_at(start, data, gone, step=step)
    with open_shelf(data) as store:
        assert gone not in store.catalog.active_versions()
        assert_only_whole_versions(store, ["a-new.md", "c-new.md"])
        hits = retrieve(store, "Parken får nya bänkar i maj").hits
        assert hits
        assert gone not in {hit.document.id for hit in hits}
    with open_shelf(data) as store:
        assert resume_all(store) == (0 if step == "erased" else 1)
        with pytest.raises(NotFoundError):
            remove(store, gone)
        rows = [*store.vectors.row_ids("notes", store.model_key), *store.lexicon.passage_ids()]
        assert rows
        assert not [row for row in rows if row.startswith(gone)]
        assert store.catalog.versions(gone) == ()
        assert len(originals(store)) == 2
        assert examine(store).ok


@pytest.fixture(scope="module")
def moments() -> list[float]:
    """Shares of an undisturbed run at which to kill: the same every time."""
    chance = random.Random(20251123)
    return [chance.uniform(0.0, 1.1) for _ in range(10)]


@pytest.fixture(scope="module")
def usual_seconds() -> dict[str, float]:
    """How long an undisturbed run takes after its start, measured once for each kind."""
    return {}


@pytest.mark.parametrize("number", range(10))
def test_killed_at_any_time_the_same_command_ends_the_work(
    number: int,
    before: Path,
    after: Path,
    folder: Path,
    tmp_path: Path,
    moments: list[float],
    usual_seconds: dict[str, float],
    start,
    again,
    open_shelf,
) -> None:
    """Guarantee: the moment does not matter; every other run begins with an empty data folder.

    Those are killed anywhere from the start of the process, the others after it owns the folder.
    """
    kind = "empty" if number % 2 else "known"
    if kind not in usual_seconds:
        usual_seconds[kind] = _seconds_of_a_run(start, _begin(kind, before, tmp_path / "t"), folder)
    data = _begin(kind, before, tmp_path / "d")
    process = start(data, folder)
    if kind == "known":
        process.stdout.readline()
    time.sleep(moments[number] * usual_seconds[kind])
    process.kill()
    told = process.communicate(timeout=120)[0].splitlines()
    acknowledged = [name for name in told if name != "opened"]
    with open_shelf(data) as store:
        assert_only_whole_versions(store, acknowledged)
    again(data, folder)
    with open_shelf(data) as store, open_shelf(after) as undisturbed:
        assert_only_whole_versions(store, list(NEW))
        if kind == "known":
            assert_same_as(store, undisturbed)
        assert set(store.catalog.active_versions()) == set(undisturbed.catalog.active_versions())
        assert examine(store).ok


def _begin(kind: str, before: Path, data: Path) -> Path:
    if kind == "known":
        shutil.copytree(before, data)
    else:
        data.mkdir()
    return data


def _seconds_of_a_run(start, data: Path, folder: Path) -> float:
    began = time.monotonic()
    process = start(data, folder)
    if any(data.iterdir()):
        process.stdout.readline()
        began = time.monotonic()
    process.communicate(timeout=120)
    assert process.returncode == 0
    return time.monotonic() - began
