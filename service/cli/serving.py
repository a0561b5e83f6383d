"""``samklang serve``: one process, one worker, loopback only."""

from __future__ import annotations

import signal
import socket
import sys
from ipaddress import ip_address
from types import FrameType

import click

from corpus.errors import SamklangError, UsageError
from corpus.owner import announce
from service.cli.session import Gauge, opened

# What answers under way are given to end when the process is told to; a long one is asked again.
_ANSWER_SECONDS = 10


def run_serve(host: str, port: int) -> None:
    """Serve until interrupted; the address is printed when the socket listens.

    Raises:
        UsageError: the host is not a loopback address.
        SamklangError: the port is taken.
    """
    address = loopback(host)
    # ended by a service manager: leave the data folder in order
    signal.signal(signal.SIGTERM, _end)
    import uvicorn

    from service.app import create_app
    from service.logs import configure

    with opened(Gauge()) as store:
        listener = _listen(address, port)
        shown = f"[{address}]" if ":" in address else address
        url = f"http://{shown}:{listener.getsockname()[1]}"
        # from now on commands hand their work to this process: they wait until it takes it
        owner = announce(store.folder, url)
        click.echo(f"Samklang answers at {url}")
        click.echo("Only this machine can reach it. Ctrl-C ends it.")
        # any loopback address may be chosen, and then pages name it as their host
        hosts = (*store.settings.allowed_hosts, shown)
        settings = store.settings.model_copy(update={"allowed_hosts": hosts})
        configure(settings.log, sys.stderr)
        config = uvicorn.Config(
            create_app(settings, store, announce=click.echo, token=owner.token),
            workers=1,
            # logs are set up above; uvicorn's own would hold people's questions
            log_config=None,
            access_log=False,
            # a header must not pass a stranger off as the loopback user
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=_ANSWER_SECONDS,
        )
        uvicorn.Server(config).run(sockets=[listener])


def loopback(host: str) -> str:
    """The address to bind, when it is one that only this machine can reach.

    Raises:
        UsageError: anything else; without sign-in everybody on the network could read all.
    """
    if host == "localhost":
        return "127.0.0.1"
    try:
        address = ip_address(host.strip("[]"))
    except ValueError:
        address = None
    if address is None or not address.is_loopback:
        raise UsageError(
            f'"{host}" can be reached from other machines, and sign-in is not configured; '
            "serve on 127.0.0.1, ::1 or localhost"
        )
    # as browsers write it, since the service answers to this name
    return address.compressed


def _end(number: int, frame: FrameType | None) -> None:
    del frame
    sys.exit(128 + number)


def _listen(address: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        return socket.create_server((address, port), family=family)
    except OSError as error:
        raise SamklangError(
            f"port {port} of {address} cannot be used ({error.strerror}); "
            "give another with --port, or --port 0 for any that is free"
        ) from error
