import io
import json
import logging
import re
import subprocess

import pytest

from service.logs import REQUEST_ID, REQUESTS, JsonLines, PlainLines, configure, request_id
from tests.service.conftest import COMMAND

SECRET = "the secret question about the harbour"


@pytest.fixture
def restored():
    """The loggers as they were, afterwards."""
    loggers = [logging.getLogger(name) for name in ("samklang", "uvicorn", REQUESTS)]
    before = [(one, one.handlers[:], one.level, one.propagate) for one in loggers]
    yield
    for one, handlers, level, propagate in before:
        one.handlers[:] = handlers
        one.setLevel(level)
        one.propagate = propagate


@pytest.fixture
def broken():
    """A record of an error whose words, and those of its cause, quote somebody."""
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as error:
            raise OSError(28, SECRET) from error
    except OSError as error:
        info = (type(error), error, error.__traceback__)
    return logging.LogRecord("samklang.service", 40, "", 0, "an error", None, info)


@pytest.mark.parametrize("given", ["a", "0b7c-91.A_z", "x" * 64])
def test_a_well_formed_id_is_kept(given):
    assert request_id(given) == given


@pytest.mark.parametrize("given", [None, "", "x" * 65, "a b", "a\nb", "å", '"', "a;b"])
def test_any_other_is_replaced(given):
    made = {request_id(given) for _ in range(20)}
    assert len(made) == 20
    assert all(re.fullmatch("[0-9a-f]{16}", one) for one in made)


def test_a_traceback_says_where_and_what_kind_and_quotes_nobody(broken):
    token = REQUEST_ID.set("r1")
    try:
        line = JsonLines().format(broken)
        plain = PlainLines().format(broken)
    finally:
        REQUEST_ID.reset(token)
    assert "\n" not in line
    told = json.loads(line)
    assert set(told) == {"time", "level", "request_id", "message", "traceback"}
    assert (told["level"], told["request_id"]) == ("error", "r1")
    assert "builtins.OSError [errno 28]" in told["traceback"]
    assert "builtins.KeyError" in told["traceback"]
    assert any("test_logs.py" in frame for frame in told["traceback"])
    for text in (line, plain):
        assert "secret" not in text
    assert "builtins.KeyError" in plain


@pytest.mark.parametrize(("form", "lines"), [("json", 2), ("plain", 2), ("off", 1)])
def test_off_leaves_only_what_went_wrong(restored, form, lines):
    stream = io.StringIO()
    configure(form, stream)
    facts = {"request_id": "r1", "method": "GET", "route": "/x", "status": 200, "ms": 1.5}
    logging.getLogger(REQUESTS).info("request", extra={"request": facts})
    logging.getLogger("samklang.service").warning("careful")
    # uvicorn tells of an error again that was told already
    logging.getLogger("uvicorn.error").error("Exception in ASGI application\n")
    written = stream.getvalue().splitlines()
    assert len(written) == lines
    assert "careful" in written[-1]
    if form == "json":
        told = json.loads(written[0])
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]{12}\+00:00", told.pop("time"))
        assert told == facts | {"level": "info"}
    if form == "plain":
        assert written[0].endswith("info r1 GET /x 200 1.5")


@pytest.mark.slow
def test_the_service_writes_a_line_for_each_request_and_no_question(
    own_shelf, environment, tmp_path
):
    """Guarantee: neither what is asked nor a path with people's words in it reaches the log."""
    import httpx

    serving = subprocess.Popen(
        [*COMMAND, "serve", "--port", "0"],
        env=environment | {"SAMKLANG_DATA_DIR": str(own_shelf)},
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        assert serving.stdout
        address = re.search(r"http://\S+", serving.stdout.readline())
        assert address
        with httpx.Client(base_url=address[0], timeout=120) as client:
            client.get("/api/search", params={"q": SECRET}, headers={"X-Request-ID": "mine"})
            client.post("/api/ask", json={"question": SECRET})
            client.get(f"/{SECRET}")
    finally:
        serving.terminate()
        _, errors = serving.communicate(timeout=60)
    assert "secret" not in errors
    told = [json.loads(line) for line in errors.splitlines() if line.startswith("{")]
    requests = [(one["method"], one["route"], one["status"]) for one in told if "route" in one]
    assert requests == [
        ("GET", "/api/search", 200),
        ("POST", "/api/ask", 200),
        ("GET", "unmatched", 404),
    ]
    assert told[0]["request_id"] == "mine"
