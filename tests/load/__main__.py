"""Load a real service with the shipped library: ``python -m tests.load --minutes 2 [--kill]``.

Ends with status 1 on any 5xx but a deliberate 503 (with Retry-After), on a broken connection, when
memory grows, or when an acknowledged upload or signature is not there afterwards. With ``--kill``
the service is killed half-way and started again; connections may break then, and memory is not
judged.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import psutil

ROOT = Path(__file__).parents[2]
SAMKLANG = (sys.executable, "-c", "from service.cli import main; main()")
# Memory is flat when the last third of the run takes at most this much more than the second: an
# assessment that is being made takes some MB, and how many are made at once differs by chance.
# A run of minutes is still warming up in its second third: there only a plain leak is told.
FLAT, LEAKING = 0.05, 0.25
_WARM_MINUTES = 10
_SPAWN_SECONDS = 10
_DRAIN_SECONDS = 600
_ACKNOWLEDGED = "acknowledged.jsonl"


def main() -> int:
    """Run, print, judge."""
    parser = argparse.ArgumentParser(prog="python -m tests.load")
    parser.add_argument("--minutes", type=float, default=2)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--kill", action="store_true", help="kill -9 half-way")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="samklang-load-") as name:
        folder = Path(name)
        service = Service(folder)
        service.run("ingest")
        service.start()
        try:
            with measured(lambda: service.process) as sizes, dying(service, given):
                run_users(service.address, given, folder)
            figures = httpx.get(f"{service.address}/metrics", timeout=60).text
            lost = find_lost(service.address, folder)
        finally:
            service.end()
        tolerance = FLAT if given.minutes >= _WARM_MINUTES else LEAKING
        return judge(folder, figures, sizes, lost, None if given.kill else tolerance)


class Service:
    """A ``samklang serve`` with a data folder, which can be killed and started again."""

    process: subprocess.Popen[str]

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.address = ""
        self._environment = os.environ | {
            "SAMKLANG_DATA_DIR": str(folder / "data"),
            # everybody comes from one address here
            "SAMKLANG_ANSWERS_PER_MINUTE": "0",
            "SAMKLANG_REQUESTS_PER_MINUTE": "0",
        }

    def run(self, *command: str) -> None:
        """Run another command with its folder."""
        subprocess.run([*SAMKLANG, *command], env=self._environment, cwd=ROOT, check=True)

    def start(self) -> None:
        """Serve, at the address of the last time if there was one, and wait until it is ready."""
        port = self.address.rsplit(":", 1)[-1] if self.address else "0"
        with (self.folder / "log").open("a") as log:
            self.process = subprocess.Popen(
                [*SAMKLANG, "serve", "--port", port],
                env=self._environment,
                cwd=ROOT,
                stdout=subprocess.PIPE,
                stderr=log,
                encoding="utf-8",
            )
        assert self.process.stdout
        told = re.search(r"http://[^\s/]+", self.process.stdout.readline())
        if told is None:
            raise SystemExit((self.folder / "log").read_text())
        self.address = told[0]
        while httpx.get(f"{self.address}/readyz", timeout=60).status_code != 200:
            time.sleep(0.2)

    def kill(self) -> None:
        """kill -9."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(60)

    def end(self) -> None:
        """Ask it to end."""
        self.process.terminate()
        self.process.wait(60)


@contextmanager
def dying(service: Service, given: argparse.Namespace) -> Iterator[None]:
    """Kill the service half-way through what happens meanwhile, and start it again, if wanted."""

    def die() -> None:
        service.kill()
        print("killed half-way")
        service.start()

    timer = threading.Timer(given.minutes * 30, die)
    if not given.kill:
        yield
        return
    timer.start()
    try:
        yield
    finally:
        timer.join()


@contextmanager
def measured(serving: Callable[[], subprocess.Popen[str]]) -> Iterator[list[float]]:
    """The resident memory of the service and its workers in MiB, a figure a second."""
    sizes: list[float] = []
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(1):
            sizes.append(_resident(serving().pid) / 2**20)

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield sizes
    finally:
        ended.set()
        looking.join()


def _resident(pid: int) -> int:
    """Bytes of a process and its children; 0 when it is gone."""
    try:
        parts = [psutil.Process(pid)]
        parts += parts[0].children(recursive=True)
    except psutil.NoSuchProcess:
        return 0
    total = 0
    for part in parts:
        with suppress(psutil.NoSuchProcess):
            total += part.memory_info().rss
    return total


def run_users(address: str, given: argparse.Namespace, folder: Path) -> None:
    """Let locust's users at the service; what they met is in ``folder``."""
    seconds = round(given.minutes * 60)
    acknowledged = folder / _ACKNOWLEDGED
    acknowledged.touch()
    noted = {
        "SAMKLANG_LOAD_ACKNOWLEDGED": str(acknowledged),
        "SAMKLANG_LOAD_KILLED": str(int(given.kill)),
    }
    subprocess.run(
        [
            *(sys.executable, "-m", "locust", "-f", str(ROOT / "tests" / "load" / "users.py")),
            *("--headless", "--host", address, "--only-summary", "--csv", str(folder / "met")),
            *("--users", str(given.users), "--spawn-rate", str(given.users / _SPAWN_SECONDS)),
            *("--run-time", f"{seconds}s", "--stop-timeout", "60", "--exit-code-on-error", "0"),
        ],
        env=os.environ | noted,
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def find_lost(address: str, folder: Path) -> list[str]:
    """What was acknowledged and is not there once every job has ended, in words.

    A run in which nothing was acknowledged shows nothing, and is a fault too.
    """
    told = (folder / _ACKNOWLEDGED).read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in told]
    lost = []
    with httpx.Client(base_url=address, timeout=60) as client:
        for row in rows:
            if "job" in row and not _has_upload(client, row["job"]):
                lost.append(f"{row['name']} was acknowledged and is lost")
            elif "signed" in row and not _has_signed(client, row["signed"], row["sha256"]):
                lost.append(f"the signature of {row['signed']} was acknowledged and is lost")
    signed = sum("signed" in row for row in rows)
    print(f"acknowledged: {len(rows) - signed} uploads, {signed} signatures; lost: {len(lost)}")
    if not 0 < signed < len(rows):
        lost.append("nothing was uploaded or nothing signed, so nothing could be lost")
    return lost


def _has_upload(client: httpx.Client, job: str) -> bool:
    """Whether a job, waited for, has taken its file in and the document is there."""
    for _ in range(_DRAIN_SECONDS):
        told = client.get(f"/api/jobs/{job}").json()
        if told.get("state") not in ("queued", "running"):
            break
        time.sleep(1)
    return told.get("state") == "done" and all(
        client.get(f"/api/documents/{file['document_id']}").status_code == 200
        for file in told["files"]
    )


def _has_signed(client: httpx.Client, assessment: str, sums: dict[str, str]) -> bool:
    """Whether the memo is still the bytes that were signed, in every format."""
    return bool(sums) and all(
        hashlib.sha256(client.get(f"/api/assessments/{assessment}.{form}").content).hexdigest()
        == digest
        for form, digest in sums.items()
    )


def judge(
    folder: Path, figures: str, sizes: list[float], lost: list[str], tolerance: float | None
) -> int:
    """Print what was measured; 1 where the service did not hold. None: memory is not judged."""
    with (folder / "met_stats.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    print(f"{'call':<12} {'requests':>8} {'failed':>6} {'p50 ms':>7} {'p95 ms':>7}")
    for row in rows:
        print(
            f"{row['Name']:<12} {row['Request Count']:>8} {row['Failure Count']:>6} "
            f"{row['50%']:>7} {row['95%']:>7}"
        )
    statuses: dict[str, float] = {}
    for labels, count in re.findall(r"samklang_requests_total\{(.*?)\} (\S+)", figures):
        if 'route="/readyz"' in labels:  # asked until the service was ready
            continue
        status = re.search(r'status="(\d+)"', labels)
        assert status
        statuses[status[1]] = statuses.get(status[1], 0) + float(count)
    told = ", ".join(f"{status}: {count:.0f}" for status, count in sorted(statuses.items()))
    print(f"answers by status: {told}")
    third = len(sizes) // 3
    second, last = statistics.median(sizes[third : 2 * third]), statistics.median(sizes[-third:])
    print(
        f"memory MiB: start {sizes[0]:.0f}, middle {sizes[len(sizes) // 2]:.0f}, end "
        f"{sizes[-1]:.0f}; second third {second:.0f}, last third {last:.0f} "
        f"({last / second - 1:+.1%}, "
        + ("not judged)" if tolerance is None else f"at most {tolerance:+.0%})")
    )
    faults = []
    if not int(rows[-1]["Request Count"]):
        faults.append("nothing was asked")
    if int(rows[-1]["Failure Count"]):
        faults.append(f"{rows[-1]['Failure Count']} requests failed; see above")
    if broken := sorted(s for s in statuses if s[0] == "5" and s != "503"):
        faults.append(f"answered with {', '.join(broken)}")
    if tolerance is not None and last > second * (1 + tolerance):
        faults.append("memory grows")
    faults += lost[:5]
    for fault in faults:
        print(f"FAILED: {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
