"""Orders whose letters were pulled apart, read without anything between the letters.

Only phrases that prose never says, since word borders are gone.
"""

from __future__ import annotations

from pipeline.instructions.grammar import compile_phrases

_DROP = r"(?:ignore|disregard|override|bypass|ignorera|bortsefrån|struntai)"
_ALL = r"(?:all|any|the|of|my|your|every|everything|these|alla|allt|de|din|dina|mina|som|star|har)*"
_EARLIER = r"(?:previous|prior|above|earlier|preceding|tidigare|föregående|ovan(?:stående)?)"
_ORDERS = r"(?:instruction|prompt|directive|rule|instruktion|anvisning|regler|systemprompt)"
_EVERY = r"(?:all|any|my|your|these|alla|dina|mina|dessa)"

RUN_TOGETHER = compile_phrases(
    [
        rf"{_DROP}{_ALL}{_EARLIER}{_ORDERS}",
        rf"{_DROP}{_EVERY}(?:the|of|de)*{_ORDERS}",
        rf"{_DROP}{_ALL}(?:above|ovan)(?:stående)?$",
        rf"(?<!ag)(?:forget|glöm(?:bort)?){_ALL}{_EARLIER}",
        r"(?:reveal|showme|print|repeat|leak|visa|avslöja|skrivut)(?:the|your|din|hela)*systemprompt",
        r"(?:give|award|ratethis|scorethis)(?:it|this|the|proposal|with)*(?:highestscore|topmarks|fullmarks|maximumscore)",
        r"(?:ge|sätt)(?:den|detta|denna|förslaget|ansökan)*(?:högstabetyg|fullpoäng|toppbetyg|högstapoäng)(?!et)",
        r"youarenow(?:dan|free|anunrestricted|indeveloper)|duärnu(?:fri|obegränsad|iutvecklarläge)",
        r"fromnowonyou(?:are|must|will|answer)|frånochmednu(?:skadu|svararduenbart|ärdu)",
    ]
)
