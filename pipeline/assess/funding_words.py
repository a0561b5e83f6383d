"""How a sentence on money is worded: what is granted, applied for, refused or only to come."""

from __future__ import annotations

import re
from collections.abc import Mapping

from corpus.language.polarity import without_idioms


def _any(*listed: str) -> re.Pattern[str]:
    return re.compile("|".join(listed), re.IGNORECASE)


_OTHER_ECONOMY = _any(r"\b(?:cirkulär\w*|circular|bio|delnings|sharing)[\s-]*(?:ekonomi|econom)\w*")
_HEADINGS = _any(
    r"finansi|budget|fund(?:s|ing|ed|ers?)?\b|kostnad|cost|medel",
    r"\bresurs(?:er(?:na)?|behov|plan)?\b|(?<!natural )(?<!water )(?<!human )\bresources\b",
    r"money|peng|ekonomi|econom",
)
_SPOKEN_OF = (
    r"finansi|fund(?:s|ing|ed|ers?)?\b|bidrag|\bgrant|budget|peng|\bmoney|anslag|sponsor|\bmedel\b"
    r"|\bpa(?:y|id)|betala|kostnad|\bcost|\bkassan?\b|\bcoffers\b"
)
PRICED = _any(
    r"\d.{0,20}(?:kronor|kr\b|mkr|sek\b|euro?s?\b)|(?:eur|sek|€|usd)\s?\d|(?:kronor|euro)",
)
_MONEY = _any(_SPOKEN_OF, r"bevilja|kronor|€|\beuro?\b|\bsek\b|insats|contribut|ansök|appli")
NAMED = _any(_SPOKEN_OF, PRICED.pattern, r"egen\s+insats|in\s+kind")
BASIC = _any(
    r"grundfinansier|grundläggande\s+finansier|basfinansier|basic\s+fund|core\s+fund|base\s+fund",
    r"basic\s+financ|core\s+financ|bär\s+hela|hela\s+(?:arbetet|kostnaden|perioden)",
    r"whole\s+(?:cost|work)|full\s+cost|entire\s+(?:cost|work)",
)
OWN = _any(
    r"\begen\s+insats|egeninsats|egen\s+arbetstid|egna\s+medel|own\s+contribution|own\s+budgets?",
    r"in\s+kind|working\s+time|staff\s+time|arbetstid|medfinansier|co-?fund",
)

_SUMS_SV = r"(?:kronor|mkr|mnkr|euro|medel|pengar|bidrag\w*)"
_WORDED: Mapping[str, re.Pattern[str]] = {
    "lacking": _any(
        r"\bingen\s+(?:finansiär|finansiering)|finansiering\w*\s+saknas|utan\s+finansiering",
        r"\b(?:inga|inget)\s+(?:\w+\s+)?(?:pengar|medel|bidrag|anslag)\s+(?:finns|är|har)\b",
        r"saknar?\s+(?:finansi|medel|peng)|unfunded|ofinansiera\w+|ingen\s+ansökan",
        r"without\s+(?:any\s+)?funding|lacks?\s+fund",
        r"\bno\s+(?:funder|funding|financ\w+|money|budget|application|source)\b",
        r"\bno\s+(?:basic|core|base|secured|external)\s+(?:fund|financ)\w+",
        r"\bingen\s+(?:grund|bas)\w*finansiering",
        r"not\s+(?:been\s+)?(?:secured|funded|handed\s+in|granted|found)",
        r"inte\s+(?:säkrad|beviljats|finansierad)",
        r"\bavsl(?:ag|ogs?|agits?)\b|turned\s+(?:us\s+)?down|(?:was|were)\s+rejected",
        r"\bvoted\s+(?:it\s+)?(?:down|against)\b|\bröst\w+\s+(?:ned|ner|nej)\b",
        r"\b(?:ingen|nobody|no\s+one)\b.{0,25}\b(?:tillfråga\w*|kontakta\w*|vidtala\w*|asked"
        r"|approached|undertaken|åtagit)",
        r"\b(?:inte|ej|aldrig|not|never|cannot)\s+(?:\w+\s+){0,2}?(?:sökts?|ansökts?|sökas"
        r"|inlämna\w*|inskicka\w*|undertecknats?|förnyas|löst|lösts|beviljas|applied|submitted"
        r"|signed|renewed|resolved|be\s+granted|to\s+pay|cover\w*)\b",
        r"\b(?:fick|får)\s+(?:\w+\s+){0,2}?nej\b",
        r"\b(?:nej|no)\s+(?:till\s+att|to)\s+(?:betala|bidra|finansiera|paying|funding)",
        r"löpt\s+ut|förföll\w*|förfallit|\blapsed|\bexpired|återkalla\w*",
        r"dra(?:gits|git|s)?\s+(?:in|tillbaka)\b|drogs?\s+(?:in|tillbaka)\b",
        r"withdr[ae]wn?\b|pulled\s+(?:back|out)|\brevoked|\bcancelled",
        r"\bnothing\s+of\s+the\b.{0,30}\b(?:is|has)\b",
    ),
    "applied": _any(
        r"(?:bidrag\w*|medel|pengar\w*)\s+(?:är|har)\s+(?:an)?sökts?\b",
        r"(?:grant|funds?|money)\s+(?:has|have|is|are)\s+(?:been\s+)?sought",
        r"\b(?:har|holds|has)\s+(?:vår|our)\s+(?:begäran|ansökan|request|application)",
        r"\bhar\s+(?:vi\s+)?(?:an)?sökt\b|\bsökt,\s|\bansökt\b|\bsökts\b",
        r"\bbett\b.{0,60}\bom\b|\basked\b.{0,60}\bfor\b",
        r"\bhave\s+applied|\bapplied\s+(?:to|for)\b|\bapplied,|pending\s+before",
        r"\bapplication\b.{0,60}\b(?:sent|submitted|handed|filed|lodged|pending)\b",
        r"\bapplication\s+(?:for|to)\b.{0,60}\bmade\b",
        r"\bansökan\b.{0,60}\b(?:skickad\w*|inlämna\w*|lämna\w*|inskicka\w*|ligger)",
        r"\b(?:application|request|ansökan|begäran)\b.{0,60}\b(?:undecided|obeslutad)\b",
        r"väntar\s+på\s+(?:besked|beslut|svar)|(?:beslut|besked)\s+väntas",
        r"await\w*\s+(?:a\s+|an\s+|its\s+)?(?:decision|reply|answer|evaluation)",
        r"\byet\s+to\s+(?:reply|answer)|decision\s+is\s+expected",
    ),
    "granted": _any(
        r"\bbevilja(?:ts?|des?|d)?\b|\bgranted\b|\bawarded\b",
        r"\bbeslut\w*\s+(?:den|i|om|att)\b.{0,90}\b(?:bidra|bevilja|finansi|betala|kronor|euro"
        r"|budget)",
        r"\b(?:beslutades?|beslutat)\b.{0,60}\bom\s+\w*budget",
        r"\bdecided\s+(?:on|in|to)\b.{0,90}\b(?:grant|fund|cover|pay|award|sek|eur|million)",
        r"\b(?:sek|eur|kronor|million|miljoner|payment)\b.{0,60}\b(?:was|were|has\s+been)"
        r"\s+(?:approved|allocated|awarded|voted(?!\s+(?:down|against|on|out)))\b",
        r"\bresolved\s+to\s+(?:pay|fund|grant|allocate|award|cover|set\s+aside)\b",
        r"\bsaid\s+yes\b|\bsa(?:de)?\s+ja\b",
        r"\bsigned\s+off\b.{0,40}\b(?:sek|eur|million)|\bset\s+aside\s+(?:sek|eur|€)",
        rf"\bställ(?:de|er|t)\b.{{0,60}}\b{_SUMS_SV}\b.{{0,30}}\btill\s+förfogande",
        r"\bavsatt(?:e|s)?\b.{0,40}\b(?:kronor|mkr)",
        r"\bfunds\b.{0,80}\b(?:by|under|through)\s+(?:an?|its|the)\s+decision\b",
        r"\bapproved\b.{0,60}\b(?:grant|fund|sek|eur|million|budget)",
    ),
}
_REFUSED = _any(
    r"\b(?:inte|ej|aldrig|ingen|inget|inga|not|never|no(?!\.?\s*\d))\b",
    r"\bavsl(?:å|ås|og|ogs|agit|agits)\b|\b(?:sa(?:de)?|säga|säger)\s+nej\b",
    r"\bröst\w+\s+(?:ned|ner|nej|emot)\b|\bvoted\s+(?:down|against)\b",
    r"\b(?:refused?|reject(?:s|ed)?|declined?|den(?:y|ied)|said\s+no|turned\s+down)\b",
    r"\bdra(?:gits|git|s)?\s+tillbaka\b|\bdrogs?\s+(?:in|tillbaka)\b|\bupphäv\w+",
    r"\b(?:withdr[ae]wn?|withdrew|cancelled|revoked|rescinded|overturned|annulled)\b",
)
# what is still to be decided, hangs on something else, or was only decided to be asked for
_TO_COME = _any(
    r"\b(?:depend(?:s|ent|ing)?\s+(?:up)?on|subject\s+to|conditional\s+(?:up)?on|provided\s+that)\b",
    r"\bberor\s+(?:\w+\s+)?på\b|\bförutsatt\b|\bförutsätter\b|\bförutsättning\b|\bvillkora\w+",
    r"\b(?:will|would|may|might|could|should|shall|is|are|has|have|yet|expected|expects|hopes?"
    r"|plans?|intends?|proposed|proposes|recommended)\s+(?:yet\s+)?to\s+(?:be\s+)?(?:\w+ly\s+)?"
    r"(?:grant|award|decide|approve|vote|allocate|resolve|sign)",
    r"\b(?:will|would|may|might|can|could|should|shall)\s+(?:\w+\s+)?(?:be\s+)?(?:\w+ly\s+)?(?:grant"
    r"|award|decide|approve|vote|allocate|resolve|sign|set\s+aside)",
    r"\b(?:kan|kommer\s+att|ska|skall|skulle|bör|väntas|förväntas|föreslås|hoppas|avser\s+att)\s+"
    r"(?:\w+\s+){0,3}?(?:bevilja|besluta|fatta|avsätta|anslå|ställa|tas\b|sökas)",
    r"\bbeslut\w*\s+(?:[\w,]+\s+){0,8}?(?:fattas|tas|väntas|saknas|dröjer|återstår)\b",
    r"\b(?:ännu\s+(?:inte|ej)|inte\s+ännu|not\s+yet)\b|\b(?:is|are|still)\s+pending\b",
    r"\b(?:bordlägg|bordlade|bordlag|återremitt|postpone|deferr)\w*|\bskjut\w*\s+upp\b|\bsköts\s+upp\b",
    r"\b(?:beslut\w*|beslöt)\b.{0,60}\batt\s+(?:\w+\s+)?(?:an)?söka\b|\batt\s+(?:be|begära)\b",
    r"\b(?:decided|resolved|approved|agreed|voted)\b.{0,60}\bto\s+(?:apply|seek|ask|request)\b",
    r"\b(?:to|must|should)\s+be\s+(?:sought|found|raised)\b",
    r"\b(?:only|first)\s+(?:if|when|once)\b|\b(?:bara|endast)\s+om\b|\bförst\s+när\b",
)
# methods and rules are applied too, but to something; so are places and permits applied for
_USED = _any(
    r"\b(?:is|are|be|been|being|was|were)\s+(?:(?!for\b)\w+\s+){0,2}applied\b(?!\s+for)",
    r"\b(?:n?or|and)\s+applied\b(?!\s+(?:for|to))",
    r"\bapplied\s+for\s+and\s+(?:was|were)\s+(?:accepted|admitted|elected|chosen|selected)\b",
    r"\bapplied\s+for\s+(?:an?\s+)?(?:place|seat|membership|permits?|permission|status)\b",
)
# who seeks no grant from others may well have money; nothing here reaches into another clause
_GRANT_SV, _GRANT_EN = r"(?:bidrag|medel|pengar|stöd)", r"(?:grants?|funds?|funding|money)"
_ON_SV = r"(?:(?!(?:och|men|så|eller|finns|saknas)\b)\w+\s+){0,4}"
_ON_EN = r"(?:(?!(?:and|but|so|or|while|yet)\b)\w+\s+){0,4}"
_UNSOUGHT = _any(
    rf"\b{_GRANT_SV}\s+{_ON_SV}(?:söks|behövs)\s+(?:inte|ej)\b",
    rf"\b(?:inget|inga)\s+(?:\w+\s+){{0,2}}?{_GRANT_SV}\s+{_ON_SV}(?:söks|behövs)\b",
    rf"\b(?:söker|behöver)\s+(?:\w+\s+){{0,2}}?(?:inget|inga)\s+(?:\w+\s+){{0,2}}?{_GRANT_SV}\b",
    rf"\bno\s+(?:\w+\s+){{0,2}}{_GRANT_EN}\s+{_ON_EN}(?:is|are)\s+(?:being\s+)?(?:sought|needed)\b",
    rf"\b(?:seeks?|needs?|asks?\s+for)\s+no\s+(?:\w+\s+){{0,2}}{_GRANT_EN}\b",
)
_FREE = _any(
    r"\b(?:no|without|any)\s+(?:\w+\s+)?(?:fees?|charges?|costs?)\b|\bfree\s+of\s+charge\b",
    r"\b(?:ingen|inga|utan)\s+(?:\w+\s+)?(?:avgift|kostnad)\w*|\bavgiftsfri\w*|\bkostnadsfri\w*|\bgratis\b",
    r"\bcosts?\s+nothing\b|\bkostar\s+(?:\w+\s+)?(?:inget|ingenting)\b",
)
_CONDITIONAL = re.compile(r"^\W*(?:om|ifall|skulle|if|should|unless|provided)\b", re.IGNORECASE)


def is_section(heading: str) -> bool:
    """Whether what stands under a heading is on money; a circular economy is not."""
    return _HEADINGS.search(_OTHER_ECONOMY.sub("", heading)) is not None


def is_on_money(text: str) -> bool:
    """Whether a sentence has a word for money, or for asking for it."""
    return _MONEY.search(_USED.sub("", text)) is not None


def is_free(text: str) -> bool:
    """Whether a sentence says that something costs nothing, which is no lack of money."""
    return _FREE.search(text) is not None


def worded_kind(text: str) -> str | None:
    """The kind its words make a sentence on money; None where they leave it open.

    "" where it only supposes, or says that no grant is sought: it tells of no money.
    """
    plain = _USED.sub("", text)
    if _CONDITIONAL.search(plain):
        return ""
    said = _UNSOUGHT.sub("", plain)
    kind = next((one for one, pattern in _WORDED.items() if pattern.search(said)), None)
    if kind is None:
        return "" if said != plain else None
    return as_it_stands(said) if kind == "granted" else kind


def as_it_stands(text: str) -> str:
    """The kind of what reads as a grant: granted, lacking where refused, hoped where to come."""
    if _TO_COME.search(text):
        return "hoped"
    return "lacking" if _REFUSED.search(without_idioms(text)) else "granted"
