"""The gate: no quote is shown as verified unless code found its words at its place.

Verdicts are set here and nowhere else. What is checked is that the words stand there and that the
claim agrees with them where code can tell, not that they are true.
"""

from pipeline.quote.records import Quoted, Source, Stated
from pipeline.quote.verify import check_quote, state_claim

__all__ = ["Quoted", "Source", "Stated", "check_quote", "state_claim"]
