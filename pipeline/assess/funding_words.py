"""How a sentence on money is worded: what is granted, applied for, refused or only to come."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from corpus.language.numbers import find_dates
from corpus.language.polarity import NEGATION, without_idioms
from pipeline.assess.signals import HEDGE, NOBODY


def _any(*listed: str) -> re.Pattern[str]:
    return re.compile("|".join(listed), re.IGNORECASE)


# what has a word for money in its name and is none
_OTHER = _any(
    r"\b(?:cirkulär\w*|circular|bio|delnings|sharing|plattforms|platform)[\s-]*(?:ekonomi|econom)\w*",
    r"\b(?:koldioxid|utsläpps|klimat|kol|carbon|climate|emissions?)[\s-]*budget\w*",
)
_HEADINGS = _any(
    r"finansi|budget|fund(?:s|ing|ed|ers?)?\b|kostnad|\bcosts?\b|\b(?:projekt|bidrags)?medel\b",
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

_TAKEN_BACK = (
    r"\bdra(?:gits|git|s)?\s+(?:in|tillbaka)\b|\bdrogs?\s+(?:in|tillbaka)\b|\bupphäv\w+|\båterkalla\w*"
    r"|\b(?:withdr[ae]wn?|withdrew|cancelled|revoked|rescinded|overturned|annulled)\b"
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
        r"\bavsl(?:ag|ogs?|agits?)\b|\bbeslut\w*\b.{0,60}\batt\s+avslå\b",
        r"turned\s+(?:us\s+)?down|(?:was|were)\s+rejected",
        r"\bvoted\s+(?:it\s+)?(?:down|against)\b|\bröst\w+\s+(?:ned|ner|nej)\b",
        r"\b(?:ingen|nobody|no\s+one)\b.{0,25}\b(?:tillfråga\w*|kontakta\w*|vidtala\w*|asked"
        r"|approached|undertaken|åtagit)",
        r"\b(?:inte|ej|aldrig|not|never|cannot)\s+(?:\w+\s+){0,2}?(?:sökts?|ansökts?|sökas"
        r"|inlämna\w*|inskicka\w*|undertecknats?|förnyas|löst|lösts|beviljas|applied|submitted"
        r"|signed|renewed|resolved|be\s+granted|to\s+pay|cover\w*)\b",
        r"\b(?:fick|får)\s+(?:\w+\s+){0,2}?nej\b",
        r"\b(?:nej|no)\s+(?:till\s+att|to)\s+(?:betala|bidra|finansiera|paying|funding)",
        r"löpt\s+ut|förföll\w*|förfallit|\blapsed|\bexpired|pulled\s+(?:back|out)",
        _TAKEN_BACK,
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
}
_GIVE_SV = (
    r"(?:bevilja|bidra|betala|finansiera|avsätta|anslå|tillskjuta|bära|täcka|bekosta|fördela|stå\s+för"
    r"|skjuta\s+till|ställa)"
)
_GIVE_EN = (
    r"(?:grant|fund|finance|cover|pay|award|allocate|set\s+aside|contribute|provide|bear|commit)"
)
_SUM = _any(
    PRICED.pattern,
    r"\b(?:sek|eur|million|miljon(?:er)?|mkr|mnkr)\b",
    r"bidrag|\bmedel\b|\w+medel\b|pengar|anslag|\bstöd\b|finansiering|budget|kostnad|\bansökan\b|\bbegäran\b",
    r"\bgrants?\b|\bfund(?:s|ing)\b|\bmoney\b|\bfinanc\w+|\bcosts?\b|\bapplication\b|\brequest\b|\bpayment\b",
)
_GRANTS = _any(
    r"\bbevilja(?:ts?|des?|d)?\b|\bgranted\b|\bawarded\b|\bapproved\b|\ballocated\b",
    rf"\b(?:beslut\w*|beslöt)\b.{{0,90}}\batt\s+(?:\w+\s+){{0,3}}?{_GIVE_SV}\b",
    r"\b(?:beslut\w*|beslöt)\b\W(?:.{0,60}\W)?om\s+(?:\w+\s+){0,5}?(?:\d|\w*(?:budget|bidrag|anslag|medel"
    r"|finansiering)\w*|kronor|euro|miljon\w*)",
    r"\b(?:decided|resolved|agreed|voted)\b(?:\s+\S+){0,6}?\s+to\s+(?:\w+ly\s+)?"
    rf"{_GIVE_EN}\b",
    rf"\b(?:decided|resolved|agreed)\b.{{0,40}}\bthat\b.{{0,30}}\b(?:will|shall)\s+{_GIVE_EN}\b",
    r"\bdecided\s+on\s+(?:sek|eur|€|an?\s+(?:grant|budget))",
    r"\b(?:was|were|has\s+been)\s+voted(?!\s+(?:down|against|on|out))\b",
    r"\bsaid\s+yes\b|\bsa(?:de)?\s+ja\b|\bsigned\s+off\b|\bset\s+aside\s+(?:sek|eur|€)",
    rf"\bställ(?:de|er|t)\b.{{0,60}}\b{_SUMS_SV}\b.{{0,30}}\btill\s+förfogande|\bavsatt(?:e|s)?\b",
    r"\bfunds\b.{0,80}\b(?:by|under|through)\s+(?:an?|its|the)\s+decision\b",
)
# where what is said of a grant begins and ends: another clause may deny something else
_BEFORE = re.compile(
    r"[;:]|,\s+(?:and|but|so|which|who|while|och|men|så|vilket|som|medan)\b", re.IGNORECASE
)
_AFTER = re.compile(
    r"[;:]|,\s+(?:and|but|so|which|who|while|och|men|så|vilket|som|medan)\b"
    r"|\b(?:and|so\s+that|which|och|så\s+att|för\s+att|som|vilket)\b|\bfor\s+\w+ing\b"
    r"|\bto\s+(?:explore|consider|discuss|investigate|examine|test|study|propose|recommend)\b",
    re.IGNORECASE,
)
_DENIES = _any(
    NEGATION.pattern,
    NOBODY.pattern,
    _TAKEN_BACK,
    r"\bavsl(?:å|ås|og|ogs|agit|agits)\b|\b(?:sa(?:de)?|säga|säger)\s+nej\b|\bröst\w+\s+(?:ned|ner|nej|emot)\b",
    r"\b(?:refus|reject|declin)\w*|\b(?:deny|denied)\b|\b(?:voted|turned)\s+down\b|\bsaid\s+no\b",
    r"\b(?:decided|resolved|voted)\b.{0,40}\b(?:against|to\s+(?:stop|halve|cut|end))\b",
    r"\bbeslut\w*\b.{0,60}\batt\s+(?:stoppa|halvera|strypa|avsluta|säga\s+upp)\b",
)
_NUMBER = re.compile(r"\bno\.?\s*(?=\d)", re.IGNORECASE)
# what hangs on something else, wherever in a sentence that is said
_HANGS = _any(
    r"\b(?:depend(?:s|ent|ing)?\s+(?:up)?on|subject\s+to|conditional|provided\s+that|unless|pending|if)\b",
    r"\b(?:beror\s+(?:\w+\s+)?på|förutsatt|förutsätter|under\s+förutsättning|villkora\w+|förbehåll|såvida|ifall)\b",
    r"\bvillkor(?:et)?\s+(?:att|av)\b|\b(?:bara|endast)\s+om\b|\bförst\s+när\b|\b(?:only|first)\s+(?:when|once)\b",
    r"\bom\s+(?:\w+\s+){1,3}?(?:betalar|bidrar|beviljar|beviljas|får|ger|går|kan|säger|skjuter|godkänner|beslutar)\b",
    r"\b(?:when|once|as\s+soon\s+as|until)\b.{0,60}\b(?:has|have|is|are)\s+(?:been\s+)?(?:granted|awarded|approved)",
    r"\b(?:när|så\s+snart|tills)\b.{0,60}\b(?:har|är)\s+bevilja\w*|\b(?:när|tills)\b.{0,40}\bbeviljas\b",
)
_TO_ASK = _any(
    r"\b(?:beslut\w*|beslöt)\b.{0,60}\batt\s+(?:\w+\s+)?(?:ansöka|söka|be|begära)\b",
    r"\b(?:decided|resolved|approved|agreed|voted)\b.{0,60}\bto\s+(?:apply|seek|ask|request)\b",
)
# what is still to be decided, or was only decided to be asked for, proposed or looked into
_TO_COME = _any(
    HEDGE.pattern,
    r"\b(?:will|would|shall|should|expect\w*|plans?|intends?|aims?|goals?|counts?\s+on|yet)\s+(?:\S+\s+){0,6}?(?:be\w*\s+)?"
    r"(?:\w+ly\s+)?(?:grant|award|decide|approve|vote|allocate|resolve|sign|set\s+aside)",
    r"\b(?:to|being)\s+be\s+(?:\w+ly\s+)?(?:granted|awarded|approved|decided|allocated)\b|\bbeing\s+(?:granted|awarded|approved)\b",
    r"\b(?:kan|kommer\s+att|ska|skall|skulle|bör|väntas|förväntas|räknar\s+med|målet\s+är)\s+"
    r"(?:\S+\s+){0,6}?(?:bevilja|besluta|fatta|avsätta|anslå|ställa|tas\b|sökas)",
    r"\bbeslut\w*\s+(?:[\w,]+\s+){0,8}?(?:fattas|tas|väntas|saknas|dröjer|återstår)\b",
    r"\b(?:bordlägg|bordlade|bordlag|återremitt|postpone|defer)\w*|\btable\b|\bskjut\w*\s+upp\b|\bsköts\s+upp\b",
    r"\b(?:föreslå|rekommendera|hemställ|utred|pröva|propos|recommend|suggest|investigat|examin)\w*",
    _TO_ASK.pattern,
    r"\b(?:to|must|should)\s+be\s+(?:sought|found|raised)\b|\b(?:is|are|still)\s+pending\b",
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
    r"\b(?:no|without)\s+(?:\w+\s+)?(?:fees?|charges?)\b|\bfree\s+of\s+charge\b|\bcosts?\s+nothing\b",
    r"\b(?:ingen|inga|utan)\s+(?:\w+\s+)?avgift\w*|\b(?:avgifts|kostnads)fri\w*|\bgratis\b",
    r"\bkostar\s+(?:\w+\s+)?(?:inget|ingenting)\b",
)
_SUPPOSES = re.compile(
    r"^\W*(?:ifall|skulle|if|should|unless|provided\s+(?:that|the|it)"
    r"|om\b(?!.*\b(?:beslutade|beslöt|beviljade|anslog|avsatte)\b))\b",
    re.IGNORECASE,
)


def is_section(heading: str) -> bool:
    """Whether what stands under a heading is on money; a circular economy is not."""
    return _HEADINGS.search(_OTHER.sub("", heading)) is not None


def is_on_money(text: str) -> bool:
    """Whether a sentence has a word for money, or for asking for it."""
    return _MONEY.search(_plain(text)) is not None


def is_free(text: str) -> bool:
    """Whether a sentence says that something costs nothing, which is no lack of money."""
    return _FREE.search(text) is not None


def worded_kind(text: str) -> str | None:
    """The kind its words make a sentence on money; None where they leave it open.

    "" where it only supposes, or says that no grant is sought: it tells of no money.
    """
    plain = _plain(text)
    if _SUPPOSES.search(plain):
        return ""
    said = _UNSOUGHT.sub(" ", plain)
    if _WORDED["lacking"].search(said):
        return "lacking"
    grants = [as_it_stands(one) for one in _granting(said)]
    if "granted" in grants:
        return "hoped" if _HANGS.search(said) else "granted"
    if _WORDED["applied"].search(said):
        return "applied"
    if grants or _TO_ASK.search(said):
        return grants[0] if grants else "hoped"
    return "" if said != plain else None


def as_it_stands(text: str) -> str:
    """The kind of what reads as a grant: granted, lacking where denied, hoped where to come."""
    dateless = _without_dates(text)
    if _TO_COME.search(dateless) or _HANGS.search(dateless):
        return "hoped"
    denied = _DENIES.search(_NUMBER.sub(" ", without_idioms(dateless)))
    return "lacking" if denied else "granted"


def _granting(text: str) -> Iterator[str]:
    """The clauses that grant something, if they name money."""
    for grant in _GRANTS.finditer(text):
        begun = max((one.end() for one in _BEFORE.finditer(text, 0, grant.start())), default=0)
        ended = _AFTER.search(text, grant.end())
        clause = text[begun : ended.start() if ended else len(text)]
        if _SUM.search(clause):
            yield clause


def _plain(text: str) -> str:
    """The text without what only looks like money or like asking for it."""
    return _OTHER.sub(" ", _USED.sub(" ", text))


def _without_dates(text: str) -> str:
    """The text, of the same length, with its dates blanked: a month may be a "may"."""
    for (start, end), _ in find_dates(text):
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text
