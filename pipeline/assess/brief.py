"""What a language model gets to see of one criterion, and nothing of any other.

The criterion as the framework words it, the strategy's clauses and the dozen sentences of the text
that lie closest to it, each under an opaque key and fenced as data. Orders to the reader are in
none of it: ``read_sentences`` has left them out, and what it missed by the word is cut here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.assessment import Assessment, Finding
from corpus.framework import Criterion, Framework
from corpus.records import Citation, Interval, Passage, Verdict
from corpus.store import Store
from pipeline.answer.orders import fit_document, fit_passage
from pipeline.assess.lessons import Bearing
from pipeline.assess.sentences import Reading, Told, read_sentences
from pipeline.assess.teach import load_teaching
from pipeline.assess.weigh import weigh_sentences
from pipeline.instructions import find_instructions
from pipeline.quote import Source
from pipeline.writing.context import Context, Shown, fence, new_key, show_source

MOST_SENTENCES = 12
"""Sentences shown on one criterion; beyond a dozen the closest are repeated in other words."""
FAR = -0.2
"""Sentences with a lower topic are not shown.

Source: in three city contracts (8,174 sentences) half of all topics are below 0, and 15 in 100
below this.
"""


@dataclass(frozen=True, slots=True)
class Matter:
    """The text as the assessor reads it; ``bearings`` are those of ``reading.told``, in order."""

    reading: Reading
    bearings: tuple[Mapping[str, Bearing], ...]

    def weighed(self, criterion: str) -> list[tuple[Told, Bearing | None]]:
        """Each sentence with how it bears on a criterion; None for one never taught."""
        return [
            (one, of.get(criterion))
            for one, of in zip(self.reading.told, self.bearings, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class Brief:
    """What is shown of one criterion."""

    criterion: Criterion
    language: str
    clauses: Mapping[str, Shown]
    sentences: Mapping[str, Shown]
    labels: Mapping[str, str]

    @property
    def context(self) -> Context:
        """Clauses and sentences by key, for the gate."""
        return Context({**self.sentences, **self.clauses}, {}, 0)

    @property
    def wording(self) -> str:
        """The criterion's own words."""
        one, said = self.criterion, self.language
        return "\n".join(
            text[said] for text in (one.title, one.asks, one.supports, one.contradicts)
        )

    def inputs(self) -> dict[str, str]:
        """The prompt's inputs."""
        good, bad = self.context.example_keys()
        one, said = self.criterion, self.language
        return {
            "criterion": one.title[said],
            "question": one.asks[said],
            "supports": one.supports[said],
            "contradicts": one.contradicts[said],
            "clauses": self._fenced(self.clauses) or "–",
            "passages": self._fenced(self.sentences),
            "good_key": good,
            "bad_key": bad,
        }

    def _fenced(self, shown: Mapping[str, Shown]) -> str:
        return "\n\n".join(fence(key, one, self.labels[key]) for key, one in shown.items())


def read_matter(store: Store, draft: Assessment, framework: Framework) -> Matter:
    """The sentences of what is assessed, weighed as for the draft, without suspect ones."""
    whole = read_sentences(store, draft.document)
    reading = replace(whole, told=whole.free)
    teaching = load_teaching(
        framework, store.embedder, store.settings.models, on_progress=store.progress
    )
    return Matter(reading, weigh_sentences(teaching, reading.told))


def brief_on(
    criterion: Criterion,
    finding: Finding,
    matter: Matter,
    *,
    language: str,
    characters: int,
    with_clauses: bool = True,
) -> Brief:
    """What to show of a criterion in so many characters; the closest sentences go in first.

    ``with_clauses`` is false where the strategy's text may not be sent.
    """
    labels: dict[str, str] = {}
    clauses: dict[str, Shown] = {}
    for citation in finding.strategy_evidence if with_clauses else ():
        if one := show_source(_clause(citation)):
            key = new_key(labels)
            clauses[key], labels[key] = one, fit_document(citation.document).title
            characters -= len(one.text) + len(labels[key])
    sentences: dict[str, Shown] = {}
    for told in _fitting(_closest(finding, matter), characters):
        if one := show_source(_source(told, matter.reading)):
            key = new_key(labels)
            sentences[key] = one
            labels[key] = told.passage.slice(told.lead) if told.lead else ""
    return Brief(criterion, language, clauses, sentences, labels)


def _closest(finding: Finding, matter: Matter) -> list[Told]:
    """What the draft rests on, then the sentences that bear on the criterion most."""
    cited = (*finding.initiative_evidence, *finding.against)
    places = [Interval(one.start, one.end) for one in cited if one.verdict is Verdict.VERIFIED]
    ranked = [
        (any(one.span.overlaps(place) for place in places), bearing.topic if bearing else 0.0, one)
        for one, bearing in matter.weighed(finding.criterion)
    ]
    ranked = [entry for entry in ranked if entry[0] or entry[1] > FAR]
    ranked.sort(key=lambda entry: (-entry[0], -entry[1], entry[2].number))
    return [told for _, _, told in ranked[:MOST_SENTENCES]]


def _fitting(ranked: Iterable[Told], characters: int) -> Sequence[Told]:
    """As many as fit, in the order of the text."""
    kept = []
    for one in ranked:
        if len(one.read) <= characters:
            characters -= len(one.read)
            kept.append(one)
    return sorted(kept, key=lambda one: one.number)


def _source(told: Told, reading: Reading) -> Source:
    """The sentence alone, so that a key carries no other sentence's words."""
    passage = replace(
        fit_passage(told.passage),
        start=told.span.start,
        end=told.span.end,
        text=told.text,
        sentences=(told.span,),
    )
    document = fit_document(reading.document)
    return Source(passage, document, reading.pages, find_instructions(passage))


def _clause(citation: Citation) -> Source:
    """A clause as it was bound."""
    passage = Passage(
        document_id=citation.document.id,
        version=citation.document.version,
        start=citation.start,
        end=citation.end,
        heading_path=citation.heading_path,
        language=citation.document.language,
        text=citation.quote,
        sentences=(Interval(citation.start, citation.end),),
        paragraph=citation.paragraph or 0,
        page=citation.page,
        page_end=citation.page_end,
        page_label=citation.page_label,
    )
    return Source(passage, citation.document, orders=find_instructions(passage))
