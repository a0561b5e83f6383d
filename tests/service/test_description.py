import pytest

from service.examples import REQUESTS, RESPONSES
from service.routes.ask import AskRequest
from service.schemas import (
    AskResponse,
    AssessmentsResponse,
    AssessRequest,
    SearchResponse,
    SignRequest,
    StepRequest,
)

MODELS = {
    ("post", "/api/ask"): (AskRequest, AskResponse),
    ("post", "/api/assessments"): (AssessRequest, None),
    ("get", "/api/assessments"): (None, AssessmentsResponse),
    ("get", "/api/search"): (None, SearchResponse),
    ("post", "/api/assessments/{assessment_id}/steps"): (StepRequest, None),
    ("post", "/api/assessments/{assessment_id}/sign"): (SignRequest, None),
}


@pytest.fixture(scope="module")
def described(client):
    return client.get("/api/openapi.json").json()


def _calls(described):
    return [(m, p, call) for p, calls in described["paths"].items() for m, call in calls.items()]


def test_every_call_is_described_with_every_problem_it_may_get(described):
    for method, path, call in _calls(described):
        assert call["summary"], path
        assert call["description"], path
        assert {"400", "403", "500"} <= set(call["responses"]), path
        assert ("404" in call["responses"]) or ("{" not in path), path
        for status, told in call["responses"].items():
            assert told["description"], (method, path, status)
            if status[0] in "45" and (path, status) not in {
                ("/readyz", "503"),
                ("/api/documents/{document_id}/file", "416"),
            }:
                assert set(told["content"]) == {"application/problem+json"}, (path, status)


def test_examples_are_held_to_their_schemas(described):
    assert set(MODELS) == {*REQUESTS, *RESPONSES}
    for key, (asked, given) in MODELS.items():
        if asked:
            asked.model_validate(REQUESTS[key])
        if given:
            given.model_validate(RESPONSES[key])
        method, path = key
        assert "example" in str(described["paths"][path][method])


def test_every_reference_is_to_something_that_is_there(described):
    known = set(described["components"]["schemas"])
    missing = []

    def walk(node):
        if isinstance(node, dict):
            if isinstance(named := node.get("$ref"), str):
                place, _, name = named.rpartition("/")
                if place != "#/components/schemas" or name not in known:
                    missing.append(named)
            for one in node.values():
                walk(one)
        elif isinstance(node, list):
            for one in node:
                walk(one)

    walk(described)
    assert missing == []
