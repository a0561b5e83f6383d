"""Load a real service with the shipped library: ``python -m tests.load --minutes 2``.

Ends with status 1 on any 5xx but a deliberate 503 (with Retry-After), on a broken connection, or
when memory grows.
"""

from __future__ import annotations

import argparse
import csv
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
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


def main() -> int:
    """Run, print, judge."""
    parser = argparse.ArgumentParser(prog="python -m tests.load")
    parser.add_argument("--minutes", type=float, default=2)
    parser.add_argument("--users", type=int, default=50)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="samklang-load-") as name:
        folder = Path(name)
        environment = os.environ | {
            "SAMKLANG_DATA_DIR": str(folder / "data"),
            # everybody comes from one address here
            "SAMKLANG_ANSWERS_PER_MINUTE": "0",
            "SAMKLANG_REQUESTS_PER_MINUTE": "0",
        }
        subprocess.run([*SAMKLANG, "ingest"], env=environment, cwd=ROOT, check=True)
        with served(environment, folder) as (address, server), measured(server) as sizes:
            run_users(address, given.users, given.minutes, folder)
            figures = httpx.get(f"{address}/metrics", timeout=60).text
        tolerance = FLAT if given.minutes >= _WARM_MINUTES else LEAKING
        return judge(folder, figures, sizes, tolerance)


@contextmanager
def served(environment: dict[str, str], folder: Path) -> Iterator[tuple[str, psutil.Process]]:
    """The address of a service that is ready, and its process."""
    with (folder / "log").open("w") as log:
        serving = subprocess.Popen(
            [*SAMKLANG, "serve", "--port", "0"],
            env=environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=log,
            encoding="utf-8",
        )
        try:
            assert serving.stdout
            told = re.search(r"http://\S+", serving.stdout.readline())
            if told is None:
                raise SystemExit((folder / "log").read_text())
            while httpx.get(f"{told[0]}/readyz", timeout=60).status_code != 200:
                time.sleep(0.2)
            yield told[0], psutil.Process(serving.pid)
        finally:
            serving.terminate()
            serving.wait(60)


@contextmanager
def measured(server: psutil.Process) -> Iterator[list[float]]:
    """The resident memory of the service and its workers in MiB, a figure a second."""
    sizes: list[float] = []
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(1):
            parts = [server, *server.children(recursive=True)]
            sizes.append(sum(_resident(one) for one in parts) / 2**20)

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield sizes
    finally:
        ended.set()
        looking.join()


def _resident(process: psutil.Process) -> int:
    try:
        return process.memory_info().rss
    except psutil.NoSuchProcess:
        return 0


def run_users(address: str, users: int, minutes: float, folder: Path) -> None:
    """Let locust's users at the service; what they met is in ``folder``."""
    seconds = round(minutes * 60)
    subprocess.run(
        [
            *(sys.executable, "-m", "locust", "-f", str(ROOT / "tests" / "load" / "users.py")),
            *("--headless", "--host", address, "--only-summary", "--csv", str(folder / "met")),
            *("--users", str(users), "--spawn-rate", str(users / _SPAWN_SECONDS)),
            *("--run-time", f"{seconds}s", "--stop-timeout", "60", "--exit-code-on-error", "0"),
        ],
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def judge(folder: Path, figures: str, sizes: list[float], tolerance: float) -> int:
    """Print what was measured; 1 where the service did not hold."""
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
        f"({last / second - 1:+.1%}, at most {tolerance:+.0%})"
    )
    faults = []
    if not int(rows[-1]["Request Count"]):
        faults.append("nothing was asked")
    if int(rows[-1]["Failure Count"]):
        faults.append(f"{rows[-1]['Failure Count']} requests failed; see above")
    if broken := sorted(s for s in statuses if s[0] == "5" and s != "503"):
        faults.append(f"answered with {', '.join(broken)}")
    if last > second * (1 + tolerance):
        faults.append("memory grows")
    for fault in faults:
        print(f"FAILED: {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
