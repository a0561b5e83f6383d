"""A service that ends while it has work: what it acknowledged is done when it is back."""

from __future__ import annotations

import os
import random
import signal

import httpx
import pytest

from tests.service.waiting import cleared, ended, until

pytestmark = [
    pytest.mark.kill,
    pytest.mark.skipif(os.name == "nt", reason="signals are Unix's"),
]

FILES = 8


def _text(number: int) -> str:
    """A document of its own, long enough to take the model a while."""
    drawn = random.Random(number)
    words = ("bro", "älv", "hamn", "spår", "torg", "linje", "park", "kaj", "skog", "väg")
    body = (f"{' '.join(drawn.choices(words, k=9)).capitalize()} {number}." for _ in range(60))
    return f"# Område {number}\n\n" + "\n\n".join(body) + "\n"


def _open(service) -> httpx.Client:
    return httpx.Client(base_url=service.url, timeout=120, trust_env=False)


def _upload(client: httpx.Client, numbers: range) -> str:
    files = [("files", (f"område-{n}.md", _text(n).encode())) for n in numbers]
    answer = client.post("/api/documents", files=files, data={"collection": "areas"})
    assert answer.status_code == 202, answer.text
    return answer.headers["location"]


def _names(client: httpx.Client) -> set[str]:
    listed = client.get("/api/documents", params={"collection": "areas"}).json()["documents"]
    return {one["filename"] for one in listed}


def _at(client: httpx.Client, address: str, moment: str) -> None:
    """Wait until the job has come as far as ``moment`` says."""

    def look() -> bool | None:
        job = client.get(address).json()
        some = any(one["outcome"] for one in job["files"])
        return {"acknowledged": True, "running": job["state"] != "queued", "some": some}[
            moment
        ] or None

    until(look)


def _assert_all_there(serve, folder, addresses: list[str]) -> None:
    """A service started again does every job to its end and has every file of it."""
    with serve(folder) as service, _open(service) as client:
        for address in addresses:
            job = ended(client, address)
            assert job["state"] == "done", job
            assert {one["outcome"] for one in job["files"]} <= {"in", "unchanged"}
        assert _names(client) == {f"område-{n}.md" for n in range(FILES)}
        cleared(folder)


@pytest.mark.parametrize("moment", ["acknowledged", "running", "some"])
def test_a_killed_service_takes_in_what_it_acknowledged_when_it_is_back(serve, tmp_path, moment):
    """Guarantee: after the 202 an upload is safe from kill -9, whatever was going on."""
    folder = tmp_path / "data"
    with serve(folder) as service, _open(service) as client:
        half = FILES // 2
        addresses = [_upload(client, range(half)), _upload(client, range(half, FILES))]
        _at(client, addresses[0], moment)
        assert service.end(signal.SIGKILL) == -signal.SIGKILL
    _assert_all_there(serve, folder, addresses)


def test_killed_again_and_again_it_still_ends_whole(serve, tmp_path):
    """Guarantee: a restart that is killed too loses nothing either."""
    folder = tmp_path / "data"
    with serve(folder) as service, _open(service) as client:
        address = _upload(client, range(FILES))
        service.end(signal.SIGKILL)
    for _ in range(2):
        with serve(folder) as service, _open(service) as client:
            _at(client, address, "some")
            service.end(signal.SIGKILL)
    _assert_all_there(serve, folder, [address])


def test_a_service_told_to_end_stops_in_bounded_time_and_loses_nothing(serve, tmp_path):
    """Guarantee: SIGTERM with a job in hand puts it back; it goes on at the next start."""
    folder = tmp_path / "data"
    with serve(folder) as service, _open(service) as client:
        address = _upload(client, range(FILES))
        _at(client, address, "running")
        # its own bounds are 10 s for answers and 10 s for the job; ``end`` waits much longer
        assert service.end(signal.SIGTERM) == 128 + signal.SIGTERM
    assert not (folder / "owner.txt").exists()
    _assert_all_there(serve, folder, [address])


def test_an_assessment_that_was_queued_is_made_after_a_kill(serve, own_shelf):
    """Guarantee: what was handed in without waiting is assessed when the service is back."""
    body = {"title": "Bron", "text": "Vi bygger en bro med tre städer i Europa. " * 20}
    with serve(own_shelf) as service, _open(service) as client:
        headers = {"Prefer": "respond-async"}
        address = client.post("/api/assessments", json=body, headers=headers).headers["location"]
        service.end(signal.SIGKILL)
    with serve(own_shelf) as service, _open(service) as client:
        job = ended(client, address)
        assert job["state"] == "done", job
        told = client.get(f"/api/assessments/{job['result']['assessment_id']}").json()
        assert told["initiative"]["title"] == "Bron"
