import re

import pytest

from pipeline.llm import Fault, explain_fault


@pytest.mark.parametrize("fault", Fault)
def test_every_fault_is_said_in_both_languages_without_our_jargon(fault):
    swedish, english = explain_fault(fault, "sv"), explain_fault(fault.value, "en")
    assert swedish != english
    for said in (swedish, english):
        assert said.endswith(".")
        assert not re.search(r"SAMKLANG_|http|JSON|token|\d{3}", said)


def test_faults_are_told_apart():
    for language in ("sv", "en"):
        assert len({explain_fault(fault, language) for fault in Fault}) == len(Fault)
