"""What becomes of a finding when a model has had its say: code decides, by the rules below.

- A verdict rises only by a claim that passed the gate and quotes a sentence of the text which is on
  the criterion by the extractive assessor too, and on no other more; which denies and reserves
  nothing, and is not outdone by one that speaks against; only with a clause of the strategy, and
  never where the draft found a contradiction. To ``partly`` it rises by a sentence that is on the
  criterion at all, to ``supports`` only by one that could decide alone.
- A verdict falls (to ``partly`` or ``contradicts``) by a claim that passed the gate and quotes a
  sentence on the criterion.
- The gate's verdict is code's alone.

So a model that was talked into something can make a finding at most as good as plain words on the
matter make it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.assessment import Finding, Stance
from corpus.records import Citation, Claim, Verdict
from pipeline.assess.brief import Brief, Matter
from pipeline.assess.lessons import Bearing
from pipeline.assess.proposal import Proposal, fit_line, fit_questions
from pipeline.assess.sentences import Told
from pipeline.assess.signals import signals
from pipeline.assess.weigh import MOST_EVIDENCE, clear_among
from pipeline.assess.wording import missing_of

ON_TOPIC = 0.5
"""From this topic on a sentence a model quotes counts as being on the criterion.

Source: five-fold over 8,576 examples of the framework (bundled model, without cue words): .66 of a
criterion's own sentences reach it, .011 of other criteria's and .007 of those on none; where the
criterion must be the one it is most on, .65, .005 and .007. At ``weigh.CLEAR`` (0.56) it is .57,
.003 and .005.
"""


@dataclass(frozen=True, slots=True)
class Settled:
    """A finding after the model's say. ``held`` names the rule that kept its stance from counting.

    It is empty where the stance became, or was already, the verdict; else ``gate``, ``no-stance``,
    ``silence``, ``no-quote``, ``contradicted``, ``no-clause``, ``elsewhere`` (the sentence is on
    another criterion more), ``reserved``, ``faint`` or ``foreign-language``.
    """

    finding: Finding
    held: str


@dataclass(frozen=True, slots=True)
class _Backed:
    """A verified quote of a supported claim, with the sentence it stands in.

    ``most``: the sentence is on no other criterion more.
    """

    citation: Citation
    told: Told
    bearing: Bearing
    most: bool


def settle(
    finding: Finding,
    proposal: Proposal,
    claims: tuple[Claim, ...],
    *,
    brief: Brief,
    matter: Matter,
    gate: bool,
) -> Settled:
    """The finding with the model's claims, and the verdict the rules give it.

    ``claims`` have been through the gate; ``gate`` says that the criterion is the framework's.
    """
    backed = _backed(finding, claims, matter)
    if gate:
        verdict, held = finding.verdict, "" if proposal.stance is finding.verdict else "gate"
        backed = []
    else:
        verdict, held = _decide(finding, proposal.stance, backed, matter)
    evidence, against = _evidence(finding, verdict, proposal.stance, backed)
    moved = verdict is not finding.verdict
    settled = replace(
        finding,
        verdict=verdict,
        reason=f"model-{verdict}" if moved else finding.reason,
        claims=(*finding.claims, *claims),
        initiative_evidence=evidence,
        against=against,
        nearest=finding.nearest if verdict is Stance.SILENT else None,
    )
    return Settled(_worded(settled, proposal, brief, moved=moved), held)


def _backed(finding: Finding, claims: Sequence[Claim], matter: Matter) -> list[_Backed]:
    """The quotes that may move a verdict: of what is assessed, and on the criterion."""
    document = matter.reading.document
    quoted = [
        citation
        for claim in claims
        if claim.supported
        for citation in claim.citations
        if citation.verdict is Verdict.VERIFIED and citation.document.id == document.id
    ]
    return [
        _Backed(citation, told, own, own.topic >= max(one.topic for one in of.values()))
        for citation in quoted
        for told, of in zip(matter.reading.told, matter.bearings, strict=True)
        if told.span.start <= citation.start and citation.end <= told.span.end
        if (own := of.get(finding.criterion)) and own.topic >= ON_TOPIC
    ]


def _decide(
    finding: Finding, stance: Stance | None, backed: Sequence[_Backed], matter: Matter
) -> tuple[Stance, str]:
    """The verdict, and what kept the proposed one from being it."""
    verdict = finding.verdict
    if stance is verdict:
        return verdict, ""
    if stance is None or stance is Stance.SILENT:
        return verdict, "no-stance" if stance is None else "silence"
    if not backed:
        return verdict, "no-quote"
    if stance is Stance.CONTRADICTS or (stance, verdict) == (Stance.PARTLY, Stance.SUPPORTS):
        return stance, ""
    return _rise(finding, stance, backed, matter)


def _rise(
    finding: Finding, stance: Stance, backed: Sequence[_Backed], matter: Matter
) -> tuple[Stance, str]:
    """How far the verdict rises towards a better one, and what kept it from it."""
    verdict = finding.verdict
    if verdict is Stance.CONTRADICTS or finding.against:
        return verdict, "contradicted"
    if not any(one.verdict is Verdict.VERIFIED for one in finding.strategy_evidence):
        return verdict, "no-clause"
    plain = [one for one in backed if one.most and not any(signals(one.told.read))]
    if not plain:
        return verdict, "reserved" if any(one.most for one in backed) else "elsewhere"
    standing = [one for one in plain if _stands(one, finding.criterion, matter)]
    if not standing:
        return verdict, "contradicted"
    if stance is Stance.PARTLY:
        return stance, ""
    if matter.reading.document.language not in ("sv", "en"):
        return Stance.PARTLY, "foreign-language"
    if max(one.bearing.topic for one in standing) < clear_among(finding.searched):
        return Stance.PARTLY, "faint"
    return stance, ""


def _stands(one: _Backed, criterion: str, matter: Matter) -> bool:
    """Whether neither the sentence nor any as clearly on the criterion reads as a contradiction."""
    return not any(
        bearing.topic >= one.bearing.topic and bearing.stance == Stance.CONTRADICTS
        for _, bearing in matter.weighed(criterion)
        if bearing
    )


def _evidence(
    finding: Finding, verdict: Stance, stance: Stance | None, backed: Sequence[_Backed]
) -> tuple[tuple[Citation, ...], tuple[Citation, ...]]:
    """What carries the verdict, and what speaks the other way; the draft's own is all kept."""
    own, against = finding.initiative_evidence, finding.against
    new = _distinct([one.citation for one in backed], ())[:MOST_EVIDENCE]
    if verdict is Stance.SILENT or stance is None or stance is Stance.SILENT:
        return own, against
    if verdict is Stance.CONTRADICTS:
        if finding.verdict is not Stance.CONTRADICTS:
            return new, _distinct((*own, *against), new)
        if stance is not Stance.CONTRADICTS:
            return own, (*against, *_distinct(new, (*own, *against)))
    return (*own, *_distinct(new, (*own, *against))), against


def _distinct(citations: Sequence[Citation], known: Sequence[Citation]) -> tuple[Citation, ...]:
    """Those whose place overlaps none that is known, and none before them."""
    kept: list[Citation] = []
    for one in citations:
        taken = (*known, *kept)
        if not any(one.start < other.end and other.start < one.end for other in taken):
            kept.append(one)
    return tuple(kept)


def _worded(finding: Finding, proposal: Proposal, brief: Brief, *, moved: bool) -> Finding:
    """The finding with the model's questions before the framework's, and what it misses."""
    criterion, language = brief.criterion, brief.language
    quotes = [c.quote for one in finding.claims if one.supported for c in one.citations]
    known = "\n".join([brief.wording, *quotes])
    asked = fit_questions(proposal.questions, language=language, known=known)
    if finding.verdict is Stance.SUPPORTS:
        return replace(finding, missing="", questions=asked)
    missing = missing_of(criterion, finding.verdict, language) if moved else finding.missing
    more = fit_line(proposal.missing, language=language, known=known)
    return replace(
        finding,
        missing=" ".join(one for one in (missing, more) if one),
        questions=tuple(dict.fromkeys((*asked, *criterion.questions[language]))),
    )
