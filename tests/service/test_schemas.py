import json

from corpus.records import Answer, Claim
from service.schemas import AskResponse, ClaimResponse, IngestResponse


def test_seconds_are_told_to_the_millisecond():
    assert IngestResponse.from_record([], 1.23456).seconds == 1.235


def test_a_claim_is_supported_only_when_code_says_so():
    for supported, status in ((True, "supported"), (False, "unsupported")):
        claim = Claim("a", "sv", (), supported=supported, reason="why")
        assert ClaimResponse.from_record(claim).status == status


def test_a_trace_goes_out_whole():
    answer = Answer("?", "sv", "extractive", True, (), skipped=("x",), trace={"a": {"b": 1.5}})
    told = json.loads(AskResponse.from_record(answer).model_dump_json())
    assert told["trace"] == {"a": {"b": 1.5}}
    assert told["skipped"] == ["x"]
