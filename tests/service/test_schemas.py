import json

from corpus.records import Answer, Claim
from ingest.outcome import FileOutcome, Outcome
from service.schemas import AskResponse, ClaimResponse, FileResponse, IngestResponse


def test_a_path_that_is_no_utf_8_still_makes_json():
    row = FileResponse.from_record(FileOutcome("caf\udce9.txt", Outcome.IN))
    assert json.loads(row.model_dump_json())["path"] == "caf\ufffd.txt"


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
