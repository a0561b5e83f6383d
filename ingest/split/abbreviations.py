"""Abbreviations that end in a stop, by what the stop may mean."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """Lower-case abbreviations without their last stop; ``openers`` are whole words.

    ``inside`` never ends a sentence; ``before_number`` is an abbreviation only where a number
    or section sign follows; ``closing`` may end a sentence, and does before a capital.
    """

    inside: frozenset[str]
    before_number: frozenset[str]
    closing: frozenset[str]
    openers: frozenset[str]


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_INSIDE_BOTH = _words("t.ex bl.a s.k e.g i.e d.v.s dvs cf vs jfr dr prof resp approx")
_INSIDE_SV = _words(
    "ex exv exkl inkl fr.o.m t.o.m p.g.a pga m.a.o i.o.m i.st.f st.f f.d f.n f.ö ang avs enl ev "
    "motsv s.a.s t.f tf ca c:a bl jmf äv urspr förf"
)
_INSIDE_EN = _words("mr mrs ms st hon incl excl viz")
_NUMBER_BOTH = _words("art bil c ca ch fig figs kap nr p pp prop s sid skr tab tel")
_NUMBER_SV = _words("avd bet dir forts kl max min mom punkt rskr st")
_NUMBER_EN = _words("app arts eq est no nos para paras reg sec sect vol vols")
_CLOSING = _words("m.m m.fl mfl osv o.s.v o.d o.dyl m.v etc al inc ltd co corp a.m p.m e.kr f.kr")
# Words that often open a sentence and rarely follow an initial or the letters of a country.
_OPENERS = _words(
    "the this these those that in a an it we as at for to by on with and but however our their "
    "there they if when while its such all both from after before since although through "
    "det den de denna detta dessa i en ett vi som på för att till av med och men om när där "
    "sedan efter inom genom under vid från här man alla både"
)

_SWEDISH = Abbreviations(_INSIDE_BOTH | _INSIDE_SV, _NUMBER_BOTH | _NUMBER_SV, _CLOSING, _OPENERS)
_ENGLISH = Abbreviations(_INSIDE_BOTH | _INSIDE_EN, _NUMBER_BOTH | _NUMBER_EN, _CLOSING, _OPENERS)
_EITHER = Abbreviations(
    _INSIDE_BOTH | _INSIDE_SV | _INSIDE_EN,
    _NUMBER_BOTH | _NUMBER_SV | _NUMBER_EN,
    _CLOSING,
    _OPENERS,
)


def abbreviations_for(language: str) -> Abbreviations:
    """The abbreviations of a language (ISO 639-1); for any but ``sv`` and ``en``, of both."""
    return {"sv": _SWEDISH, "en": _ENGLISH}.get(language, _EITHER)
