"""From candidates to a ranking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.catalog import PassageTokens
from corpus.records import BlockKind, Hit
from pipeline.constants import Constants
from pipeline.retrieve.candidates import Candidate, Query, similarities
from pipeline.retrieve.late import Likeness, weigh_tokens
from pipeline.retrieve.steer import Steering

# Of one document among the first ten, unless the question names it or nothing else is searched.
PER_DOCUMENT = 3
# One place in this many is kept for each language.
PLACES_PER_LANGUAGE = 5


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """A candidate with its score and the parts of it; ``sentences`` are cosines in text order.

    ``likeness`` is word by word; None beyond the first of the ranking, or where the passage has no
    token vectors.
    """

    candidate: Candidate
    score: float
    passage_similarity: float
    sentences: tuple[float, ...]
    steered: bool
    likeness: Likeness | None = None

    def to_hit(self, rank: int) -> Hit:
        """The record of this passage at a rank (from 1)."""
        why = {
            "passage": self.passage_similarity,
            "sentence": max(self.sentences, default=self.passage_similarity),
            "lexical": self.candidate.lexical,
            "steered": float(self.steered),
        }
        if self.likeness is not None:
            why["late"] = self.likeness.passage
        return Hit(self.candidate.passage, self.candidate.document, rank, self.score, why)


def rank_candidates(
    candidates: Sequence[Candidate], query: Query, *, steering: Steering, constants: Constants
) -> list[Scored]:
    """All candidates, best first; ties are ordered by passage id.

    The score is a cosine (passage and best sentence weighed together) plus the share of the best
    BM25 score, whose weight depends on whether passage and question share a language.
    """
    scored = [_score(c, query, steering, constants) for c in candidates]
    return sorted(scored, key=lambda s: (-s.score, s.candidate.passage.id))


def _score(candidate: Candidate, query: Query, steering: Steering, constants: Constants) -> Scored:
    passage, sentences = similarities(candidate, query, moved=constants.moved)
    weight = constants.sentence_weight
    score = (1 - weight) * passage + weight * max(sentences, default=passage)
    own = candidate.passage.language == query.language
    steered = steering.points_at(candidate.document)
    score += candidate.lexical * constants.lexical(own_language=own)
    if not own:
        score += constants.cross(query.language)
    if candidate.passage.kind is BlockKind.FOOTNOTE:
        score -= constants.footnote
    if steered:
        # cosines lie in -1..1, so 2 puts a named document before every other
        score += 2.0 if steering.firm else constants.steer
    return Scored(candidate, score, passage, sentences, steered)


def compare_words(
    ranking: Sequence[Scored], query: Query, tokens: Mapping[str, PassageTokens], *, late: float
) -> list[Scored]:
    """The ranking, its first passages weighed word by word and put in order again.

    ``tokens`` are those of the first passages, by passage id. The likeness counts as its distance
    from the best one, and a passage without token vectors as the least alike of them.
    """
    if query.tokens is None or not len(query.tokens) or not tokens:
        return list(ranking)
    found = {
        one.candidate.passage.id: weigh_tokens(query.tokens, held, len(one.sentences))
        for one in ranking
        if (held := tokens.get(one.candidate.passage.id)) is not None and len(held.vectors)
    }
    if not found:
        return list(ranking)
    likeness = [each.passage for each in found.values()]
    best, least = max(likeness), min(likeness)
    return sorted(
        (
            _reconsider(one, found.get(one.candidate.passage.id), best, least, late)
            for one in ranking
        ),
        key=lambda s: (-s.score, s.candidate.passage.id),
    )


def _reconsider(
    one: Scored, likeness: Likeness | None, best: float, least: float, late: float
) -> Scored:
    alike = likeness.passage if likeness else least
    return replace(one, score=one.score + late * (alike - best), likeness=likeness)


def spread(scored: Sequence[Scored], *, limit: int) -> list[Scored]:
    """The first ``limit``, where at most a few come from one document that was not named.

    With fewer documents than that allows, the rest follow in their order. Unless the question names
    where to look, each language found has at least one in five of the places, the last ones if it
    must be: one language never crowds out the other.
    """
    taken: list[Scored] = []
    later: list[Scored] = []
    seen: Counter[str] = Counter()
    for one in scored:
        document = one.candidate.document.id
        full = seen[document] >= PER_DOCUMENT and not one.steered
        (later if full else taken).append(one)
        seen[document] += 1
    ordered = taken + later
    if any(one.steered for one in scored):
        return ordered[:limit]
    return _share_places(ordered, limit=limit)


def _share_places(ordered: Sequence[Scored], *, limit: int) -> list[Scored]:
    quota = limit // PLACES_PER_LANGUAGE
    counts = Counter(_language(one) for one in ordered[:limit])
    shown, rest = list(ordered[:limit]), list(ordered[limit:])
    for language in ("sv", "en"):
        extra = [one for one in rest if _language(one) == language]
        for one in extra[: max(0, quota - counts[language])]:
            giving = next((s for s in reversed(shown) if counts[_language(s)] > quota), None)
            if giving is not None:
                shown.remove(giving)
                counts[_language(giving)] -= 1
                shown.append(one)
    return shown


def _language(one: Scored) -> str:
    return one.candidate.passage.language
