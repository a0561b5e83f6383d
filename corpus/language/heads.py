"""Swedish words that end a great many compounds of public life.

A compound can only be taken apart into known words, and these often stand in a document in no
other place than the compound.
"""

from __future__ import annotations

_HEADS = """
aktör allians analys ansats ansvar arbete avtal bedömning behov beredskap beslut bidrag bolag
byggnad chef departement direktiv effekt enhet fond forskning forum fråga företag förmåga förslag
förvaltning förändring förordning grupp handling hantering hus idé indikator industri insats
investering kapital kommission kommitté kommun konferens kontor kontrakt kostnad kraft krav kris
kunskap källa lag ledare ledning lösning marknad medel metod miljö minister modell myndighet mål
målsättning möte neutralitet nivå nämnd nätverk område omställning organ organisation pakt paket
partner plan planering plattform politik portfölj princip process produktion program projekt
rapport region resurs risk roll råd samarbete samhälle samverkan sats satsning sektor skatt skydd
stad stat stöd strategi styrelse styrning synergi system tjänst trafik transport utbyte utlysning
utmaning utredning utsläpp utveckling verk verksamhet verktyg vision värde värme åtgärd år ämne
ökning övergång översyn
"""

HEADS = frozenset(_HEADS.split())
