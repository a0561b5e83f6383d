"""Words that mean the opposite of each other, in Swedish and English."""

from __future__ import annotations

import re

_PAIRS = """
öka\\w*|ökning\\w*|höj\\w*|stig\\w+|växer|växa|increas\\w*|ris(?:e|es|ing|en)|rais\\w+|grow\\w*|grew / minska\\w*|minskning\\w*|sänk\\w*|sjunk\\w*|reduc\\w*|decreas\\w*|lower(?:s|ed|ing)|fall(?:s|ing|en)?|cut(?:s|ting)?|shrink\\w*|declin(?:e|es|ed|ing)
stärk\\w*|strengthen\\w*|förstärk\\w* / försvaga\\w*|weaken\\w*
främja\\w*|underlätta\\w*|möjliggör\\w*|promot\\w*|facilitat\\w*|enabl\\w* / hindra\\w*|motverka\\w*|förhindra\\w*|försvåra\\w*|hinder(?:s|ed|ing)?|prevent\\w*|counteract\\w*|obstruct\\w*
påskynda\\w*|accelerat\\w*|speed\\w* / fördröj\\w*|försena\\w*|bromsa\\w*|delay\\w*|slow\\w*
tillräcklig\\w*|sufficient\\w*|adequate\\w* / otillräcklig\\w*|insufficient\\w*|inadequate\\w*
tillåt\\w*|allow\\w*|permit\\w* / förbjud\\w*|förbud\\w*|otillåt\\w*|forbid\\w*|forbad\\w*|prohibit\\w*|banned|ban
bevilja\\w*|bekräfta\\w*|confirm\\w*|godkän\\w*|approv\\w*|grant(?:s|ed|ing)|accept\\w* / avslå\\w*|avslog\\w*|avslag\\w*|avvisa\\w*|reject\\w*|refus\\w*|turned\\sdown
fler|flest|more|most / färre|fewer|fewest
större|störst\\w*|larger|largest|bigger|biggest|greater / mindre|minst|smaller|smallest|lesser
högre|högst\\w*|higher|highest / lägre|lägst\\w*|lower|lowest
bättre|bäst\\w*|better|best / sämre|sämst\\w*|worse|worst
starkare|starkast\\w*|stronger|strongest / svagare|svagast\\w*|weaker|weakest
snabbare|snabbast\\w*|faster|fastest / långsammare|slower|slowest
före|innan|before|prior\\sto / efter|after|following
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


def _compile(listed: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{listed.strip()})(?!\w)", re.IGNORECASE)


def _pairs() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    lines = (line.partition(" / ") for line in _PAIRS.strip().splitlines())
    return tuple((_compile(one), _compile(other)) for one, _, other in lines)


OPPOSITES = _pairs()
"""Pairs of patterns; a text that has one and not the other points that way."""
