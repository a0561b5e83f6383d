"""Denials that speak against nothing: of harm, of a denial, of something new, of another matter.

"Without rents soaring" and "no street is closed without a yes from those who live there" are good
news, "the permit has not come" is of another matter. Such words are blanked before a sentence is
searched for denials, so a denial beside them still counts.
"""

from __future__ import annotations

import re

_NO = (
    r"(?:inte|ej|icke|aldrig|ingen|inget|inga|ingenting|varken|not|no|none|never|nothing|nobody"
    r"|neither|nor|cannot|\w+n['’]t)"
)
_WORDS = r"(?:[^\s,;:.!?]+\s+)"
# whom nobody asked was not spared
_SPARED = r"(?:(?!\w*fråg|hör[ats]|ask|consult|inform|involv|invit|bjud)[^\s,;:.!?]+\s+)"
# what nobody wants; "risk" counts only where it is said what of, since risks may go unexamined
_HARM = (
    r"(?:sken\w+|rusar|fördyra\w*|försen\w+|försäm\w+|försvaga\w*|drabba\w*|trängs|tränga\w*|undanträng\w*"
    r"|skad(?:a|as|ar|at)|förlora\w*|förstör\w*|hota\w*|stör(?:a|s|as|er|ning\w*)|avbrott\w*|dröjsmål\w*"
    r"|merkostnad\w*|olyck\w+|slösa\w*|risk(?:en)?\s+(?:för|att)|riskera\w*|missgynna\w*|avhys\w*|vräk\w*"
    r"|dubbelarbete\w*|soar\w*|delay\w*|wors\w+|weaken\w*|displac\w+|harm\w*|damag\w+|los(?:e|es|ing|s)"
    r"|destroy\w*|threat\w*|disturb\w*|disrupt\w*|interrupt\w*|accidents?|wast(?:e|es|ed|ing)"
    r"|risks?\s+(?:of|that|to)|risking|disadvantag\w+|evict\w*|duplicat\w+)"
)
# what is harm only to those who are spared it
_BURDEN = (
    r"(?:stig(?:er|a)|öka(?:s|r|de)?|höj(?:s|er|a|as|da|t|ts)|höjning\w*|stäng(?:s|a|as|er|de)|kostnad(?:er|en)?"
    r"|betala\w*|avgift\w*|konflikt\w*|hinder|ris(?:e|es|ing)|increas\w+|higher|rais\w+|clos(?:e|es|ed|ing)"
    r"|pay(?:s|ing)?|costs?(?!\s+(?:compar|anal|estim)\w+)|costing|fees?|charge|conflicts?|burden\w*)"
)
_LEFT_OUT = (
    r"(?:lämnas?\s+(?:inte\s+)?(?:utanför|därhän|efter|åt\s+sidan)|utesluta\w*|utesluts|utestängs|glöm\w*|bort(?:se\w*|glömd\w*)"
    r"|försumma\w*|åsidosätt\w*|avvisa\w*|avstå\w*|ensam\w*|left\s+(?:out|behind|aside|alone)|leaves?\s+out|exclud\w+"
    r"|forg[eo]t\w*|ignor\w+|neglect\w*|overlook\w*|refus\w+|turned\s+away|disregard\w*)"
)
_NEW = (
    r"(?:ny|nytt|nya|egen|eget|egna|ytterligare|parallell\w*|new|own|separate|additional|further"
    r"|another)"
)
_FOUNDED = (
    r"(?:organisation\w*|kansli\w*|sekretariat\w*|aren(?:a|or)\w*|forum\w*|mötesplats\w*|konferens\w*|plattform\w*"
    r"|struktur\w*|funktion\w*|kontor\w*|bolag\w*|förening\w*|bild(?:a|as|ar)|skapa(?:s|r)?|starta(?:s|r)?|inrätta(?:s|r)?"
    r"|bygg(?:a|s|er)|hitta\w*\s+(?:inte\s+)?på|secretariats?|arenas?|bod(?:y|ies)|conferences?|venues?|offices?"
    r"|platforms?|structures?|functions?|meeting\s+places?|set(?:s|ting)?\s+up|found(?:s|ed)?|creat\w+|start\w*|establish\w*)"
)
_BODIES = (
    r"(?:organisation|organization|kansli|sekretariat|secretariat|aren|forum|mötesplats|konferens|conference"
    r"|plattform|platform|bolag|förening|association)\w*"
)
# words that go on in the same clause, and are not of whom nobody asked
_ON = (
    r"(?:(?!(?:och|men|utan|så|för|då|när|som|eftersom|därför|and|but|so|because|since|as|when|while|who)\b"
    r"|\w*fråg|hör[ats]|ask|consult|inform|involv|invit|bjud)[^\s,;:.!?]+\s+)"
)
# what it is a relief not to have to do
_TOIL_SV = r"(?:köpa|betala|uppfinna|upprepa|göra\s+om|börja\s+om|flytta|välja|stänga)"
_TOIL_EN = (
    r"(?:leave|buy|pay|invent|repeat|redo|start\s+(?:over|afresh)|set\s+up|move|choose|close"
    r"|give\s+up)"
)
_HARMLESS = re.compile(
    "|".join(
        (
            # a denial of a denial
            rf"\b(?:ingen|inget|inga|ingenting|aldrig|inte|no|none|nothing|never|not|nobody)\s+{_WORDS}{{0,8}}?"
            r"(?:utan\s+att|without|unless|utan\s+(?:\w+\s+)?(?:godkännande|medgivande|samtycke|samråd|tillstånd"
            r"|stöd|hänsyn))\b",
            rf"\b{_NO}\s+{_ON}{{0,3}}?{_LEFT_OUT}\b",
            rf"\b(?:glöms|utesluts|bortses)\s+{_WORDS}{{0,3}}?(?:inte|ej)\b",
            # without harm, and no harm
            rf"\b(?:utan(?:\s+att)?|without)\s+{_SPARED}{{0,4}}?(?:{_HARM}|{_BURDEN})\b",
            rf"\b{_NO}\s+{_WORDS}{{0,2}}?{_HARM}\b",
            rf"\b{_HARM}\s+(?:inte|ej)\b",
            # nothing new of one's own is founded
            rf"\b{_NO}\s+{_WORDS}{{0,4}}?(?:{_NEW}\s+{_WORDS}{{0,1}}?{_FOUNDED}|{_FOUNDED}\s+{_WORDS}{{0,4}}?{_NEW})\b",
            rf"\b(?:någon|något|några)\s+{_NEW}\s+{_WORDS}{{0,3}}?(?:inte|ej)\b",
            rf"\bhitta\w*\s+inte\s+på\s+{_WORDS}{{0,2}}?{_NEW}\b",
            rf"\b(?:startar?|bildar?|skapar?|inrättar?|grundar?|bygger?)\s+{_WORDS}?(?:ingen|inget|inga)\s+"
            rf"{_WORDS}?{_BODIES}\s+utan\b"
            rf"|\b(?:found|start|create|establish|set)(?:s|es|ed)?\s+(?:up\s+)?no\s+{_WORDS}?{_BODIES},?\s+but\b",
            # nobody decides alone, and nobody has to toil
            rf"\b{_NO}\s+{_ON}{{0,7}}?(?:alone|ensam(?:t|ma)?|on\s+(?:its|their|our)\s+own|på\s+egen\s+hand)\b",
            rf"\b{_NO}\s+{_ON}{{0,3}}?(?:have|has|need|needs)\s+to\s+{_TOIL_EN}\b",
            rf"\b(?:behöver|måste)\s+{_ON}{{0,2}}?{_NO}\s+{_ON}{{0,2}}?{_TOIL_SV}\b",
            rf"\b(?:ingen|inga)\s+{_ON}{{0,3}}?(?:behöver|måste)\s+{_TOIL_SV}\b",
            # things are not good enough today, which is why something is done
            r"\b(?:inte|ej)\s+(?:i\s+den\s+takt|tillräcklig\w*|nog|lika\s+snabbt)|\bnot\s+(?:\w+\s+)?(?:enough|sufficient\w*)"
            r"|\bnot\s+(?:at\s+the\s+pace|as\s+fast)",
            # it is not certain; that is a reservation
            r"\b(?:inte|ej)\s+(?:helt\s+)?säker\w*|\bnot\s+(?:certain|sure)\b",
            # who asks for help tells what is lacking
            r"(?<=\bhelp\b)[^.;]{0,80}\black(?:s|ed|ing)?\b|(?<=\bhjälp\b)[^.;]{0,80}\bsakna[rsd]?\w*",
            # figures that a table leaves out
            r"\b(?:inte|ej)\s+(?:med\s+)?i\s+(?:tabell|samman|uppställ|bilag|kalkyl)\w*"
            r"|\bnot\s+(?:\w+\s+)?in\s+the\s+(?:table|figures?|annex|total|sum)\b",
        )
    ),
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\b(?:tillstånd\w*|bygglov\w*|detaljplan\w*|miljöprövning\w*|koncession\w*|permit(?:s|ting)?"
    r"|planning\s+permission|zoning"
    r"|(?:ett|det)\s+(?:tidigare|förra|annat|gamla)\s+\w*(?:projekt|försök)\w*|tidigare\s+(?:projekt|försök)\w*"
    r"|(?:an?|the)\s+(?:earlier|previous|former|other)\s+(?:project|attempt|trial|scheme)|earlier\s+(?:projects|attempts))\b",
    re.IGNORECASE,
)


def without_harmless(text: str) -> str:
    """The text, of the same length, with denials that speak against nothing blanked out."""
    return _HARMLESS.sub(lambda match: " " * len(match[0]), text)


def is_elsewhere(text: str) -> bool:
    """Whether a sentence is on permits or on another project, which an initiative is not."""
    return _ELSEWHERE.search(text) is not None


RECIPE = _HARMLESS.pattern
"""What a remembered lesson depends on."""
