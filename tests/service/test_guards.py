import pytest

from service.headers import SECURITY_HEADERS


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "localhost:8000",
        "127.0.0.1",
        "127.0.0.1:65000",
        "[::1]",
        "[::1]:8000",
        "LOCALHOST",
    ],
)
def test_expected_hosts_are_answered(client, host):
    assert client.get("/healthz", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "evil.example:8000",
        "",
        "localhost:x",
        "127.0.0.1.nip.io",
        "::1",
    ],
)
def test_other_hosts_are_refused(client, host):
    answer = client.get("/healthz", headers={"host": host})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_request_that_names_two_hosts_is_refused(client):
    headers = [("host", "localhost"), ("host", "evil.example")]
    assert client.get("/healthz", headers=headers).status_code == 400


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "null",
        "http://localhost:3000",
        "http://localhost.evil.example",
        "http://127.0.0.1",
        "http://[x",
        "http://[::1]:x]",
        "",
    ],
)
def test_a_foreign_page_changes_nothing(client, strategy, origin):
    for method, path in (("DELETE", f"/api/documents/{strategy.id}"), ("POST", "/api/ask")):
        answer = client.request(
            method, path, headers={"origin": origin}, json={"question": "Varför?"}
        )
        assert answer.status_code == 403
        assert answer.headers["content-type"] == "application/problem+json"
    assert client.get(f"/api/documents/{strategy.id}").status_code == 200


def test_a_foreign_page_that_names_no_origin_is_known_by_its_site(client):
    headers = {"sec-fetch-site": "cross-site"}
    assert client.post("/api/ask", json={"question": "Varför?"}, headers=headers).status_code == 403


def test_our_own_page_and_programs_may_ask(client):
    for headers in ({"origin": "http://localhost"}, {}):
        answer = client.post("/api/ask", json={"question": "What is CNCA?"}, headers=headers)
        assert answer.status_code == 200


@pytest.mark.parametrize("path", ["/healthz", "/nowhere", "/api/search?q="])
def test_every_answer_carries_the_headers(client, path):
    answer = client.get(path)
    for name, value in SECURITY_HEADERS.items():
        assert answer.headers[name] == value
    assert (
        client.get("/healthz", headers={"host": "x"}).headers["x-content-type-options"] == "nosniff"
    )
