import pytest
from fastapi.testclient import TestClient

from corpus import errors
from pipeline.llm import Fault
from service.app import create_app
from service.headers import SECURITY_HEADERS
from service.problems import ForbiddenError, status_of


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (errors.UsageError, 422),
        (errors.NotFoundError, 404),
        (errors.DamagedDocumentError, 422),
        (errors.DataFolderInUseError, 503),
        (errors.IndexMismatchError, 503),
        (errors.ModelChangedError, 503),
        (ForbiddenError, 403),
        (errors.SettingsError, 500),
    ],
)
def test_each_error_has_its_status(kind, status):
    assert status_of(kind("why")) == status


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (Fault.UNREACHABLE, 503),
        (Fault.RATE_LIMITED, 503),
        (Fault.TIMED_OUT, 504),
        (Fault.BUSY, 429),
        (Fault.OVER_BUDGET, 429),
        (Fault.CUT_OFF, 502),
        (Fault.UNAUTHORISED, 502),
        ("a fault of another version", 502),
    ],
)
def test_each_fault_of_the_language_model_has_its_status(fault, status):
    assert status_of(errors.LanguageModelError("why", fault=fault)) == status


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("PUT", "/api/documents", 405),
        ("GET", "/api/documents/dunknown", 404),
        ("GET", "/api/search", 422),
        ("GET", "/api/search?q=x&limit=101", 422),
        ("GET", "/api/search?q=x&limit=0", 422),
        ("GET", "/api/search?q=%20", 422),
        ("GET", f"/api/search?q={'x' * 2001}", 422),
        ("GET", "/api/search?q=x&collection=nope", 422),
        ("POST", "/api/ask", 422),
    ],
)
def test_every_error_is_a_problem(client, method, path, status):
    answer = client.request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert set(told) == {"type", "title", "status", "detail", "request_id"}
    assert told["status"] == status
    assert told["detail"]


def test_what_nobody_foresaw_tells_a_stranger_nothing_and_carries_the_headers(store):
    app = create_app(store.settings, store)

    @app.get("/broken")
    def broken():
        raise ZeroDivisionError("a secret")

    quiet = TestClient(
        app, base_url="http://localhost", client=("127.0.0.1", 1), raise_server_exceptions=False
    )
    answer = quiet.get("/broken")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "secret" not in answer.text
    for name, value in SECURITY_HEADERS.items():
        assert answer.headers[name] == value
