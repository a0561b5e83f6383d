"""Does the claim deny and narrow what its quotes deny and narrow?

The scope of a denial is the rest of its clause. A denial in the quote weighs only when the claim
speaks of what it denies, so that "a commitment, not a grant" carries "it is a commitment".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.language.casing import for_lower, lower
from corpus.language.polarity import NEGATION, RESTRICTION, without_idioms
from corpus.language.quantities import BOUND
from pipeline.quote.faults import Fault, Found
from pipeline.quote.wording import Wording, known, read_wording, share_said, telling

# words that deny by what they mean; they answer a denial, and are weighed against opposites
SOFT = re.compile(
    r"\b(?:sakna\w*|lacks?|lacked|lacking|missing|absent|absence|utan|rather\s+than|instead(?:\s+of)?"
    r"|snarare\s+än|i\s+stället|ingendera|otillräcklig\w*|insufficient\w*|otillåt\w*|omöjlig\w*"
    r"|impossible|olaglig\w*|illegal|oklar\w*|unclear|avslog\w*|avslå\w*|avslag\w*|avvisa\w*"
    r"|reject\w*|refus\w*|declin\w*|deni\w+|deny|förbjud\w*|förbud\w*|prohibit\w*|forbid\w*"
    r"|forbad\w*|banned|misslyck\w*|fail\w*|förneka\w*|utebli\w*|avstå\w*|abstain\w*|oberoende"
    r"|independent\w*|för\s+(?:kort|få|lite|litet)|too\s+(?:few|little|small|short)|hardly|knappast"
    r"|sällan|seldom|rarely|okänd\w*|unknown|ofinansiera\w*|unfunded|obeslut\w*|undecided"
    r"|un(?:able|stated|named|specified)|uteslut\w*|exclud\w*|rule[sd]?\s+out|avråd\w*|undvik\w*"
    r"|avoid\w*)\b",
    re.IGNORECASE,
)
# these four are looked for in sentences in lower case
_ONLY = re.compile(
    r"\b(?:enda|endaste|ensam\w*|sole|alone|single|just|strictly|limited\s+to|begränsa\w*|enkom"
    r"|inget\s+annat|nothing\s+else|no\s+other)\b",
)
_WEAK = re.compile(
    r"\b(?:främst|huvudsakligen|i\s+första\s+hand|i\s+huvudsak|primarily|mainly|chiefly|mostly)\b",
)
_RESERVATION = re.compile(
    r"\b(?:om\s+inte|såvida|förutsatt\s+att|under\s+förutsättning|endast\s+om|bara\s+om|enbart\s+om"
    r"|först\s+när|med\s+undantag|utom|så\s+länge|unless|provided\s+(?:that|it|the)|only\s+(?:if|when)"
    r"|on\s+condition|as\s+long\s+as|except|until)\b",
    re.IGNORECASE,
)
_CONDITIONAL = re.compile(
    r"\b(?:om|ifall|när|då|innan|if|when|where|unless|provided|once|before|condition\w*|villkor\w*"
    r"|kräv\w*|requir\w*|först|beroende|depend\w*|förutsätt\w*|subject\s+to|until)\b",
)
_BORDER = re.compile(
    r"[;:–—()•|]|,\s*(?=(?:inte|ej|not|men|but|utan|som|which|who|medan|while|whereas|och|and)\b)"
    r"|,(?=(?:\s+[^\s,.;]+){3})|[.!?](?=\s|$)"
    r"|\s(?=(?:men|but|medan|while|whereas|although|fast|eftersom|because|så|so)\s)",
)
_RATHER = re.compile(r"\s(?=utan\s)", re.IGNORECASE)
# of these, one in a claim needs a denial behind it as "not" does
_LACKING = re.compile(
    r"\b(?:utan|sakna[rsd]?\w{0,2}|lacks?|lacking|oberoende|independent\w*|sällan|seldom)\b", re.I
)
_NEGATION, _RESTRICTION, _SOFT = map(for_lower, (NEGATION, RESTRICTION, SOFT))
_SENTENCE_SHARE = 0.5
_SCOPE = 3


@dataclass(frozen=True, slots=True)
class _Limit:
    """A word that denies or narrows, with the telling words in its scope and outside it."""

    word: str
    inside: tuple[str, ...]
    outside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Denials:
    """What one sentence denies and narrows."""

    text: str
    negations: tuple[_Limit, ...]
    restrictions: tuple[_Limit, ...]
    weak: tuple[_Limit, ...]
    soft: bool
    narrow: bool

    @property
    def denies(self) -> bool:
        """Whether it denies, outright or by what a word means."""
        return bool(self.negations) or self.soft

    @property
    def limits(self) -> tuple[_Limit, ...]:
        """What it narrows by a word for that, strong ("only") or weak ("mainly")."""
        return (*self.restrictions, *self.weak)

    @property
    def narrows(self) -> bool:
        """Whether it narrows outright, by a condition or by a bound."""
        return bool(self.restrictions) or self.narrow


@lru_cache(maxsize=256)
def read_denials(sentence: str) -> Denials:
    """The denials and limits of one sentence."""
    plain = without_idioms(lower(sentence))
    text = BOUND.sub(lambda m: " " * len(m[0]), plain)
    return Denials(
        text=sentence,
        negations=tuple(_limit(sentence, text, m) for m in _NEGATION.finditer(text)),
        restrictions=tuple(_limit(sentence, text, m) for m in _RESTRICTION.finditer(text)),
        weak=tuple(_limit(sentence, text, m) for m in _WEAK.finditer(text)),
        soft=_SOFT.search(text) is not None,
        narrow=text != plain
        or _ONLY.search(text) is not None
        or _CONDITIONAL.search(text) is not None,
    )


Evidence = Sequence[tuple[Wording, Denials]]
"""The whole sentences the quotes of a claim stand in, with what they deny."""


def compare_denials(claim: str, language: str, near: Evidence) -> Iterator[Found]:
    """Where one sentence of a claim denies or narrows otherwise than the sentences behind it.

    ``near`` are those of the evidence that speak of the same (``nearest``).
    """
    own = read_denials(claim)
    yield from _unlike_negations(own, language, near)
    yield from _unlike_restrictions(own, language, near)


def _unlike_negations(own: Denials, language: str, near: Evidence) -> Iterator[Found]:
    lacking = _LACKING.search(own.text)
    word = own.negations[0].word if own.negations else lacking[0] if lacking else ""
    if word and not any(denials.denies for _, denials in near):
        yield Found(Fault.NEGATION, word)
    for wording, denials in near:
        for limit in () if own.denies else denials.negations:
            if _about(limit, read_wording(own.text, language), wording.language):
                yield Found(Fault.NEGATION, limit.word)
    for limit in own.negations:
        if all(_moved(limit, known(language), *one) for one in near):
            yield Found(Fault.NEGATION, limit.word)


def _unlike_restrictions(own: Denials, language: str, near: Evidence) -> Iterator[Found]:
    if own.restrictions and not any(denials.narrows for _, denials in near):
        yield Found(Fault.RESTRICTION, own.restrictions[0].word)
    for wording, denials in near:
        for limit in () if own.narrows or own.weak else denials.limits:
            said = read_wording(own.text, language)
            head = share_said(limit.inside[:1], said, wording.language)
            about = head or _about(limit, said, wording.language)
            if about or _RESERVATION.match(limit.word):
                yield Found(Fault.RESTRICTION, limit.word)


def _moved(limit: _Limit, language: str, wording: Wording, denials: Denials) -> bool:
    """Whether the evidence affirms what a claim denies, while it denies something else."""
    if denials.soft or not denials.negations or not limit.inside:
        return False
    inside = " ".join(word for one in denials.negations for word in one.inside)
    outside = " ".join(word for one in denials.negations for word in one.outside)
    denied = read_wording(inside, wording.language)
    head = limit.inside[:1]
    return (
        share_said(head, read_wording(outside, wording.language), language) > 0
        and share_said(limit.inside, denied, language) == 0
    )


def nearest(claim: str, language: str, evidence: Evidence) -> list[tuple[Wording, Denials]]:
    """The evidence that says at least half as much of the claim as the best of it does."""
    given = telling(claim)
    shares = [share_said(given, wording, language) for wording, _ in evidence]
    best = max(shares, default=0.0)
    return [
        one for one, share in zip(evidence, shares, strict=True) if share >= _SENTENCE_SHARE * best
    ]


def _limit(sentence: str, text: str, match: re.Match[str]) -> _Limit:
    """The limit with its scope: from it to the end of its clause, or the clause if that is bare."""
    start, end = _clause(text, match)
    inside = telling(text[match.end() : end])
    if len(inside) < 2:
        inside, start_of_rest = telling(text[start:end]), start
    else:
        start_of_rest = match.start()
    outside = telling(text[:start_of_rest]) + telling(text[end:])
    return _Limit(sentence[match.start() : match.end()], inside, outside)


def _clause(text: str, match: re.Match[str]) -> tuple[int, int]:
    borders = list(_BORDER.finditer(text))
    start = max((m.end() for m in borders if m.end() <= match.start()), default=0)
    after = next((m for m in borders if m.start() >= match.end()), None)
    end = after.start() if after else len(text)
    # "inte X utan Y": what comes after "utan" is not denied
    rather = _RATHER.search(text, match.end(), end)
    return start, rather.start() if rather else end


def _about(limit: _Limit, claim: Wording, language: str) -> bool:
    """Whether the claim speaks of what the limit denies or narrows."""
    if not limit.inside:
        return True
    inside = share_said(limit.inside[:_SCOPE], claim, language)
    outside = share_said(limit.outside, claim, language)
    if not (inside or outside):  # nothing is known of these words in the other language
        return language != claim.language
    return inside > 0.5 or (inside > 0 and inside >= 0.5 * outside)
