"""Words that mean the opposite of each other, in Swedish and English."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

_PAIRS = """
öka\\w*|ökning\\w*|höj\\w*|stig\\w+|växer|växa|increas\\w*|ris(?:e|es|ing|en)|rais\\w+|grow\\w*|grew / minska\\w*|minskning\\w*|sänk\\w*|sjunk\\w*|reduc\\w*|decreas\\w*|lower(?:s|ed|ing)|fall(?:s|ing|en)?|cut(?:s|ting)?|shrink\\w*|declin(?:e|es|ed|ing)
stärk\\w*|strength\\w*|förstärk\\w* / försvaga\\w*|weaken\\w*
främja\\w*|underlätta\\w*|möjliggör\\w*|promot\\w*|facilitat\\w*|enabl\\w* / hindra\\w*|motverka\\w*|förhindra\\w*|försvåra\\w*|hinder(?:s|ed|ing)?|prevent\\w*|counteract\\w*|obstruct\\w*
påskynda\\w*|accelerat\\w*|speed\\w* / fördröj\\w*|försena\\w*|bromsa\\w*|delay\\w*|slow\\w*
tillräcklig\\w*|sufficient\\w*|adequate\\w* / otillräcklig\\w*|insufficient\\w*|inadequate\\w*
tillåt\\w*|allow\\w*|permit\\w* / förbjud\\w*|förbud\\w*|otillåt\\w*|forbid\\w*|forbad\\w*|prohibit\\w*|banned|ban
bevilja\\w*|bekräfta\\w*|confirm\\w*|godkän\\w*|approv\\w*|grant(?:s|ed|ing)|accept\\w* / avslå\\w*|avslog\\w*|avslag\\w*|avvisa\\w*|reject\\w*|refus\\w*
fler|flest|more|most / färre|färst|fewer|fewest
hög|högt|höga|high / låg|lågt|låga|low
ofta|often|frequently / sällan|seldom|rarely
inom|inside|within / utanför|utom|outside
större|störst\\w*|larger|largest|bigger|biggest|greater / mindre|minst|smaller|smallest|lesser
högre|högst\\w*|higher|highest / lägre|lägst\\w*|lower|lowest
bättre|bäst\\w*|better|best / sämre|sämst\\w*|worse|worst
starkare|starkast\\w*|stronger|strongest / svagare|svagast\\w*|weaker|weakest
snabbare|snabbast\\w*|faster|fastest / långsammare|slower|slowest
före|innan|before / efter|after|following
äldre|older / yngre|nyare|newer|younger
öppen|öppet|öppna|open / stängd|stängt|stängda|sluten|slutna|closed
frivillig\\w*|voluntary / obligatorisk\\w*|tvingande|mandatory|compulsory
nationell\\w*|national / internationell\\w*|international|global\\w*|europeisk\\w*|european
offentlig\\w*|public / privat\\w*|private
kortsiktig\\w*|short-term / långsiktig\\w*|long-term
inklusive|including / exklusive|excluding
säkra\\w*|secur(?:ed|e|es) / osäk\\w*|insecur\\w*|uncertain\\w*
möjlig\\w*|possible / omöjlig\\w*|impossible
känd\\w*|known / okänd\\w*|unknown
direkt|directly / indirekt|indirectly
norr|north / söder|south
väst|väster|west / öst|öster|east
vår|våren|spring / höst|hösten|autumn
sommar\\w*|summer / vinter\\w*|winter
första|först|first / sista|sist|last
preliminär\\w*|provisional\\w* / slutlig\\w*|definitiv\\w*|final|definitive
start(?:ar|ade|s|ed)?|börja\\w*|begin\\w*|began / slut(?:ar|ade)|avsluta\\w*|end(?:s|ed)|conclud\\w*
intäkt\\w*|income|revenue / kostnad\\w*|utgift\\w*|cost\\w*|expens\\w*
lätt\\w*|easy|easier / svår\\w*|difficult|harder
ingår|ingick|includ\\w+|omfatta\\w* / utesluts|uteslut\\w*|exclud\\w+|undanta\\w*
"""


_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
Poles = Mapping[tuple[int, bool], str]
"""Which ends of which pairs a text points to, each with the word that does."""


def poles(text: str) -> Poles:
    """The poles the words of a text name: the number of a pair, and whether its first end."""
    found: dict[tuple[int, bool], str] = {}
    for match in _WORD.finditer(text):
        for pole in _poles_of(match[0].lower()):
            found.setdefault(pole, match[0])
    return found


def reversed_words(text: str, source: str) -> Iterator[str]:
    """The words of a text that point one way where the source points the other way only."""
    there = poles(source)
    for (pair, first), word in poles(text).items():
        if (pair, first) not in there and (pair, not first) in there:
            yield word


@lru_cache(maxsize=50_000)
def _poles_of(word: str) -> tuple[tuple[int, bool], ...]:
    ends = ((at, first, end) for at, pair in enumerate(_ends()) for first, end in pair)
    return tuple((at, first) for at, first, end in ends if end.fullmatch(word))


@cache
def _ends() -> tuple[tuple[tuple[bool, re.Pattern[str]], tuple[bool, re.Pattern[str]]], ...]:
    lines = (line.partition(" / ") for line in _PAIRS.strip().splitlines())
    return tuple(
        ((True, re.compile(one.strip())), (False, re.compile(other.strip())))
        for one, _, other in lines
    )
