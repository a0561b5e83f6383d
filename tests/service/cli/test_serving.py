import re
import signal
import socket
import subprocess
import sys

import httpx
import pytest

from corpus.errors import UsageError
from service.cli.serving import loopback
from tests.service.conftest import COMMAND


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("localhost", "127.0.0.1"),
        ("127.0.0.1", "127.0.0.1"),
        ("127.0.0.2", "127.0.0.2"),
        ("::1", "::1"),
        ("[::1]", "::1"),
        ("0:0:0:0:0:0:0:1", "::1"),
    ],
)
def test_loopback_hosts_are_served_on(host, address):
    assert loopback(host) == address


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org", "", "localhost."])
def test_any_other_host_is_refused_until_there_is_sign_in(host):
    with pytest.raises(UsageError, match="sign-in"):
        loopback(host)


@pytest.mark.slow
def test_a_served_folder_answers_until_it_is_told_to_end(environment, own_shelf, tmp_path):
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", "0"],
        env=environment | {"SAMKLANG_DATA_DIR": str(own_shelf)},
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        address = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())[0]
        with httpx.Client(base_url=address, timeout=60, trust_env=False) as client:
            assert client.get("/healthz").json() == {"status": "ok"}
            hits = client.get("/api/search", params={"q": "Climate City Contract"}).json()["hits"]
            assert client.get("/readyz").json()["ready"] is True
            document = hits[0]["document_id"]
            page = next(h for h in hits if h["page"])
            image = client.get(
                f"/api/documents/{page['document_id']}/pages/{page['page']}.png",
                params={"start": page["start"], "end": page["end"]},
            )
            assert image.content.startswith(b"\x89PNG")
            assert client.get(f"/api/documents/{document}/file").status_code == 200
            assert "server" not in client.get("/healthz").headers
    finally:
        process.send_signal(signal.SIGTERM)
        status = process.wait(60)
    assert status == 143
    assert not (own_shelf / "owner.txt").exists(), "the data folder was not given back"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has all of 127.0.0.0/8 at once")
@pytest.mark.slow
def test_any_loopback_address_served_on_is_answered_to(environment, own_shelf, tmp_path):
    process = subprocess.Popen(
        [*COMMAND, "serve", "--host", "127.0.0.2", "--port", "0"],
        env=environment | {"SAMKLANG_DATA_DIR": str(own_shelf)},
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        address = re.search(r"http://127\.0\.0\.2:\d+", process.stdout.readline())[0]
        with httpx.Client(base_url=address, timeout=60, trust_env=False) as client:
            assert client.get("/healthz").status_code == 200
            assert client.get("/healthz", headers={"host": "127.0.0.3"}).status_code == 400
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def test_a_port_that_is_taken_is_said_to_be(samklang, own_shelf):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = samklang("serve", "--port", str(port), data=own_shelf)
    assert done.returncode == 1
    assert f"port {port}" in done.stderr
    assert "--port" in done.stderr
