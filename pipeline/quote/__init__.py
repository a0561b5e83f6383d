"""The gate: no quote is shown as verified unless code found its words at its place.

Verdicts are set here and nowhere else. What is checked is that the words stand there and that the
claim agrees with them where code can tell, not that they are true.
"""

from pipeline.quote.claim import check_claim
from pipeline.quote.clean import clean_text, hide_codes
from pipeline.quote.faults import Fault
from pipeline.quote.records import Quoted, Source, Stated
from pipeline.quote.verify import check_quote, state_claim

__all__ = [
    "Fault",
    "Quoted",
    "Source",
    "Stated",
    "check_claim",
    "check_quote",
    "clean_text",
    "hide_codes",
    "state_claim",
]
