"""The command's entry: streams made ready, errors turned into exit statuses.

Exit status: 0 all done, 1 failed, 2 wrong usage, 3 partly done, 75 the data folder is in use,
130 interrupted.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

import click

from corpus.errors import DataFolderInUseError, SamklangError, UsageError
from service.cli.commands import samklang

FAILED, USAGE, IN_USE, INTERRUPTED = 1, 2, 75, 130


def main() -> None:
    """Run the ``samklang`` command and leave the process with its exit status."""
    # what libraries report home stays home
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    os.environ.setdefault("LANGSMITH_TRACING", "false")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """The exit status of one command line; errors are told on stderr, never as tracebacks."""
    try:
        status = samklang.main(list(arguments), prog_name="samklang", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted. What was acknowledged is kept.", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        # the reader left, which is no news to anybody
        _silence_stdout()
        return FAILED
    except OSError as error:
        click.echo(f"samklang: {_told(error)}", err=True)
        _give_up_stdout_if_broken()
        return FAILED
    except SamklangError as error:
        click.echo(f"samklang: {error}", err=True)
        return _status_of(error)
    return status if isinstance(status, int) else 0


def _told(error: OSError) -> str:
    """What the system would not do, and with which file."""
    what = error.strerror or str(error) or type(error).__name__
    return what if error.filename is None else f'"{error.filename}": {what}'


def _give_up_stdout_if_broken() -> None:
    try:
        sys.stdout.flush()
    except OSError:
        _silence_stdout()


def _silence_stdout() -> None:
    """Send what is left of stdout nowhere, or Python complains again when it flushes at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _status_of(error: SamklangError) -> int:
    if isinstance(error, DataFolderInUseError):
        return IN_USE
    return USAGE if isinstance(error, UsageError) else FAILED
