"""What a text is: an initiative, a partner or a funding call, by its words."""

from __future__ import annotations

import re

from corpus.assessment import Kind
from pipeline.assess.sentences import Reading

_CALL = re.compile(
    r"\butlysning\w*|\bsista\s+ansökningsdag|\bvem\s+kan\s+söka|\bsökande\s+ska|call\s+for\s+(?:proposals|applications)"
    r"|\bthis\s+call\b|\bthe\s+call\b|\bdeadline\s+for|\bwho\s+(?:can|may)\s+apply|\bapplicants?\b|\beligible\b",
    re.IGNORECASE,
)
_PARTNER = re.compile(
    r"\bmedlemmar\w*|\bmedlemskap\b|\bsekretariat\w*|\bstadgar\w*|\bnätverket\s+(?:är|har|grundades|samlar)"
    r"|\bmembers?\b|\bmembership\b|\bsecretariat\b|\bfounded\s+in\b|\bbildades\b|\bgrundades\b",
    re.IGNORECASE,
)
_OFTEN = 3


def guess_kind(reading: Reading) -> Kind:
    """The kind whose words come again and again; an initiative where none do."""
    text = " ".join([reading.document.title, *(one.read for one in reading.free)])
    calls, partners = len(_CALL.findall(text)), len(_PARTNER.findall(text))
    if calls >= _OFTEN and calls >= partners:
        return Kind.CALL
    if partners > _OFTEN or reading.document.collection == "partners":
        return Kind.PARTNER
    return Kind.INITIATIVE
