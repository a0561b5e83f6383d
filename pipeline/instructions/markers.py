"""Marks of a fake message: what only a chat between programs has, and prose has not."""

from __future__ import annotations

import re

from pipeline.instructions.grammar import compile_phrases

_ROLES = (
    r"(?:system|assistant|user|human|developer|admin(?:istrator)?|ai|bot|model|assistent(?:en)?"
    r"|användare(?:n)?|systemet|utvecklare(?:n)?|administratör(?:en)?)"
)
_KINDS = (
    r"(?:message|prompt|note|notice|override|instructions?|command|alert|meddelande"
    r"|instruktion\w{0,3}|not|order|anvisning\w{0,3})"
)
_KEY = r"p\d[bcdfghjkmqvwxz]\d"

# over readings; repetitions are bounded, or a row of "<" would be read anew from each of its signs
MARKERS = compile_phrases(
    [
        r"<\|\w{0,20}\|?>?",
        r"\[/?(?:inst|sys|system|assistant|user|instructions?|prompt|ai|llm)\b[^\]]{0,40}\]",
        r"<<?/?(?:sys|system|assistant|user|instructions?|prompt|passages?|context|document|ai"
        r"|tool_call|tool_result|function_call|human)\b[^>]{0,40}>>?",
        r"<{3,9}\s?/?\s?\w|\w\s?>{3}",
        r"#{2,6}\s?(?:\w{1,15} )?(?:instructions?|system|assistant|response|human|user|prompt"
        r"|instruktion\w{0,3}|svar|användare)\s?(?::|#|$)",
        rf"^\W{{0,6}}{_ROLES}[ -]?{_KINDS}\s?(?:\W{{0,3}}:|\)|\]|- )",
        rf"^\W{{0,6}}system{_KINDS}\s?(?::|- |\))",
        rf"\"?\brole\"?\s?[:=]\s?\"?{_ROLES}\b",
        rf"-{{3}}\s?(?:\w{{1,15}} ){{0,3}}?(?:{_ROLES}|{_KINDS}|document|context|dokument\w{{0,2}}"
        r"|utdrag\w{0,2})\b[\w ]{0,30}-{3}",
        r"\b(?:begin|end|start|stop)[ _](?:system|of (?:document|file|prompt|instructions|context"
        r"|passages?))\b[^.]{0,30}(?:-{2}|={2}|\*{2}|]|$)",
        # what only code and mark-up say
        r"<!--|<script\b|<iframe\b|<img\b[^>]{0,200}\bsrc\s?=|javascript:|\bon(?:error|load)\s?=",
        r"!\[[^\]]{0,200}\]\s?\(\s?(?:https?:|//|www)",
        r"https?://\S{0,200}[?&/]\w{0,30}=?\$?[{\[<][a-z_ .]{2,30}[}\]>]",
        r"\"(?:claims|citations|verdict|tool_calls)\"\s?:",
        # our own keys and marks, which no document can know
        rf"\b{_KEY}\W{{1,3}}(?:says?|states?|confirms?|shows?|supports?|säger|anger|bekräftar"
        r"|visar|stöder|slår)\b",
        rf"(?:\[|\(|key |nyckel |passage |utdrag |källa |source )\"?{_KEY}\b",
        r"\b(?:citat kontrollerat|quote checked)\b",
    ]
)

# over the text as it stands: "SYSTEM:" is a voice, "System: bergvärme" is a row of a table
_LOUD = re.compile(
    r"^\W{0,6}(?:SYSTEM|ASSISTANT|USER|HUMAN|DEVELOPER|ADMIN|AI|ASSISTENT|ANVÄNDARE)"
    r"(?:[ -][A-ZÅÄÖ]{2,20}){0,2}\s?[:>]"
)
_QUIET = re.compile(
    r"^\W{0,6}(?:System|Assistant|User|Human|Developer|Assistent(?:en)?|Användare(?:n)?|AI)"
    r"\s?[:>]\s?(?P<said>\S.*[.!?…\"”])\s*$",
    re.DOTALL,
)
_FEWEST_WORDS = 3


def opens_message(text: str) -> bool:
    """Whether a sentence, as it stands, begins like one voice in a chat."""
    if _LOUD.match(text):
        return True
    quiet = _QUIET.match(text[:2000])
    return quiet is not None and len(quiet["said"].split()) >= _FEWEST_WORDS
