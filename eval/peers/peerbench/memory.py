"""A command run to its end or held open, with the memory it took at most.

Memory is the resident size of the process and all its children together, looked at ten times a
second; pages that two of them share count twice. Where there is no ``/proc`` it is not measured.
"""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

_EVERY = 0.1


@dataclass(slots=True)
class Watched:
    """A process of ours and its peak memory so far, in bytes; 0 where it cannot be told."""

    process: subprocess.Popen[str]
    peak: int = 0

    @property
    def lines(self) -> IO[str]:
        """What it prints."""
        if self.process.stdout is None:
            raise RuntimeError("the command was started without a pipe to read from")
        return self.process.stdout


class CommandFailedError(Exception):
    """A command of the bench ended with a status that it must not end with."""


@contextmanager
def started(command: Sequence[str], environment: Mapping[str, str]) -> Iterator[Watched]:
    """The command while it runs; it is ended when the block is left."""
    process = subprocess.Popen(
        command, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True
    )
    watched, over = Watched(process), threading.Event()
    watcher = threading.Thread(target=_watch, args=(watched, over), daemon=True)
    watcher.start()
    try:
        yield watched
    finally:
        process.terminate()
        process.wait()
        over.set()
        watcher.join()


def run_watched(
    command: Sequence[str], environment: Mapping[str, str], *, fine: Sequence[int] = (0,)
) -> tuple[str, int]:
    """What the command printed, and its peak memory in bytes.

    Raises:
        CommandFailedError: its exit status is none of ``fine``.
    """
    with started(command, environment) as watched:
        printed = watched.lines.read()
        status = watched.process.wait()
    if status not in fine:
        raise CommandFailedError(f"{' '.join(command)} ended with status {status}")
    return printed, watched.peak


def _watch(watched: Watched, over: threading.Event) -> None:
    while not over.wait(_EVERY):
        watched.peak = max(watched.peak, tree_size(watched.process.pid))


def tree_size(pid: int) -> int:
    """Resident bytes of a process and everything it started; what has ended counts nothing."""
    folder = Path("/proc") / str(pid)
    try:
        pages = int((folder / "statm").read_text().split()[1])
        tasks = list((folder / "task").iterdir())
        children = [int(c) for t in tasks for c in (t / "children").read_text().split()]
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") + sum(map(tree_size, children))
