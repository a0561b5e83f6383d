"""Function words of Swedish and English, the question words among them."""

from __future__ import annotations

_SWEDISH = """
alla allt andra att av bara bland blev bli blir blivit bör både båda de dem den denna deras
dess dessa det detta dig din dina ditt du där därför då efter ej eller en enligt er era ert ett
exempelvis fick finns fler flera från få får för före genom ger ges gör göra ha hade han hans
har henne hennes hon honom hos hur huruvida i icke in ingen inget inga inom inte ja jag ju kan
kanske kom kommer kring kunde kunna kunnat man med mellan men mer mera mest mig min mina mitt
mot mycket måste ni nog nu någon något några när nästa och också om oss på redan runt samt
sedan ser sig sin sina sitt ska skall skulle som så sådan sådana sådant säger säga tar till
trots under upp ur ut utan vad var vara varför varit varje vars vart vem vems vet vi vid vilka
vilkas vilken vilket vill visst vår våra vårt vilja än ännu är åt även över omfattar nämns
handlar gäller innebär beskrivs står vilkens ifall alltså finnas fanns via per dvs bl tex
"""
_ENGLISH = """
a about above according after again against all also am among an and any are as at be because
been before being between both but by can could did do does doing done down during each few for
from further get gets give given gives had has have having he her here hers him his how i if in
into is it its just let may me might more most much must my no nor not of off on once only or
other our ours out over own per said same say says shall she should so some such than that the
their theirs them then there these they this those through thus to too under until up upon us
very via was we were what when where whether which while who whom whose why will with within
without would yet you your yours tell mean means mentioned
"""
# In both languages, or a name, an abbreviation or an inflected word in the other one.
_AMBIGUOUS = """
a all at be bl do dvs era fick for has her him i in ja man may me men no over per so tex then
under up via
"""

STOP_WORDS = {"sv": frozenset(_SWEDISH.split()), "en": frozenset(_ENGLISH.split())}
"""What is not searched for, by language."""

TELLING = {
    "sv": STOP_WORDS["sv"] - STOP_WORDS["en"] - frozenset(_AMBIGUOUS.split()),
    "en": STOP_WORDS["en"] - STOP_WORDS["sv"] - frozenset(_AMBIGUOUS.split()),
}
"""What betrays the language of a short text."""
