"""Every call with what its description allows and forbids, over a real socket."""

import shutil
import threading
import time

import pytest
import schemathesis
import uvicorn
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from corpus.settings import Settings
from corpus.store import open_store
from service.app import create_app

pytestmark = pytest.mark.schema

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
# drawn for each call and mode; always the same ones
EXAMPLES = 12
TEXT = "Three cities learn from each other. The basic funding is not secured yet."


@pytest.fixture(scope="module")
def served(shelf, model_dir, tmp_path_factory):
    """A service without limits of rate over a data folder of its own, and its address."""
    folder = tmp_path_factory.mktemp("schema") / "data"
    shutil.copytree(shelf, folder)
    own = Settings(
        data_dir=folder,
        model_dir=model_dir,
        max_file_mb=1,
        answers_per_minute=0,
        requests_per_minute=0,
    )
    with open_store(own) as store:
        app = create_app(own, store)
        config = uvicorn.Config(app, port=0, log_config=None, access_log=False)
        server = uvicorn.Server(config)
        running = threading.Thread(target=server.run)
        running.start()
        while not server.started:
            assert running.is_alive(), "the server did not start"
            time.sleep(0.05)
        app.state.warming.result()
        port = server.servers[0].sockets[0].getsockname()[1]
        try:
            yield f"http://127.0.0.1:{port}", store
        finally:
            server.should_exit = True
            running.join()


@pytest.fixture(scope="module")
def known(served):
    """Ids of things that are there."""
    import httpx

    address, store = served
    with httpx.Client(base_url=address, timeout=300) as client:
        made = client.post("/api/assessments", json={"title": "Trio", "text": TEXT})
        begun = client.post("/api/conversations").json()["id"]
        asked = {"question": "What must be secured?", "conversation_id": begun}
        assert client.post("/api/ask", json=asked).status_code == 200
    assert made.status_code == 201
    paged = next(d for d in store.catalog.documents() if d.pages)
    return {
        "document_id": paged.id,
        "assessment_id": made.json()["id"],
        "conversation_id": begun,
    }


@pytest.fixture(scope="module")
def described(served):
    return schemathesis.openapi.from_url(f"{served[0]}/api/openapi.json")


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_nothing_is_answered_that_the_description_does_not_foresee(described, known, mode):
    """Guarantee: no 500, and no status, media type, header or body outside the description.

    What the description allows is sent as it is drawn, and once more to things that are there.
    """
    tried = {}
    found = []
    for one in described.get_all_operations():
        call = one.ok()
        try:
            tried[call.label] = _try(call, known, mode)
        except FailureGroup as failures:
            found += [f"{call.label}: {failure}" for failure in failures.exceptions]
        except Unsatisfiable:
            # without a parameter or a body nothing can be malformed
            assert mode is GenerationMode.NEGATIVE
    assert not found, "\n\n".join(found)
    assert len(tried) > (25 if mode is GenerationMode.POSITIVE else 15)
    assert all(tried.values())


def _try(call, known, mode):
    """How many requests were made."""
    made = 0

    @given(case=call.as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def run(case):
        nonlocal made
        made += 1
        case.validate_response(case.call(timeout=300), checks=CHECKS)
        there = {name: known[name] for name in case.path_parameters or {} if name in known}
        if there and case.method != "DELETE":
            case.path_parameters = {**case.path_parameters, **there}
            case.validate_response(case.call(timeout=300), checks=CHECKS)

    run()
    return made
