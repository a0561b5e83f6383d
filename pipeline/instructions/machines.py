"""Sentences that tell a machine which reads for somebody what to say.

They name the reader (an assistant, a tool, automated reading or summarising) and, bindingly or
kindly, what it is to answer, state, quote or leave out. A text about such machines seldom does: of
42,184 real sentences three were taken for such an order.
"""

from __future__ import annotations

import re

_READER = re.compile(
    r"\b(?:ai|llm|chatbots?|chattbot\w*|(?:digital|ai|virtual)[ -]assistants?|assistants?"
    r"|language models?|språkmodell\w*|(?:digitala? )?assistent(?:en|er|erna)?|ai-\w+"
    r"|automat(?:ed|ic)\s+(?:\w+\s+)?(?:readers?|reading|reviewers?|summar\w+|systems?|tools?)"
    r"|(?:automatisk|maskinell)\w*\s+(?:\w+\s+)?"
    r"(?:sammanfattning\w*|läsning\w*|genomgång\w*|granskning\w*|läsare\w*)"
    r"|evaluation software|systems? for text analysis|system för textanalys\w*|maskinellt"
    r"|when (?:this is )?summari[sz](?:ed|ing)|när (?:detta|den här texten) sammanfattas"
    r"|any (?:such )?summar(?:y|ies)|svarstjänst\w*)\b",
    re.IGNORECASE,
)
_BINDS = re.compile(
    r"\b(?:should|must|shall|may|ought|always|only|never|(?:is|are) (?:to|asked|requested|informed)"
    r"|please|kindly|would ask|ska|skall|bör|måste|får|alltid|aldrig|endast|ber vi|ombeds|gärna"
    r"|rekommenderas|hänvisar|gäller)\b",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"\b(?:answers?|answered|repl(?:y|ies)|respon[ds]\w*|stat(?:e|es|ed)|say|says|present\w*"
    r"|describ\w+|mention\w*|quot\w+|reproduc\w+|report\w*|output\w*|summari[sz]\w+|includ\w+"
    r"|begin|open|conclud\w+|conclusion|understood as|treat\w*|svar(?:et|ar|a)?|ange[rs]?|anges"
    r"|nämn\w*|återge\w*|beskriv\w*|redovisa\w*|skriv\w*|citera\w*|inled\w*|slutsats\w*"
    r"|omdöme\w*|lämna\w* ut|sammanfatt\w+)\b",
    re.IGNORECASE,
)


def tells_a_machine(sentence: str) -> bool:
    """Whether a sentence tells a machine that reads for somebody what to say."""
    return all(pattern.search(sentence) for pattern in (_READER, _BINDS, _SAYS))
