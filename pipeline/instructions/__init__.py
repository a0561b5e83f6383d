"""Sentences that speak to the reader, or to a machine, instead of speaking of the matter.

They never enter a prompt and never count as evidence. Told by rule, in Swedish and English, after
taking off disguises; an order in words nobody thought of gets through, which is why nothing a
model writes is believed without the gate.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from corpus.records import FloatMatrix, Interval, Passage
from pipeline.instructions.grammar import load_phrases
from pipeline.instructions.likeness import (
    BEYOND,
    CARRIES_ON,
    CERTAIN,
    MATTER,
    ORDER,
    Likeness,
    load_likeness,
)
from pipeline.instructions.machines import tells_a_machine
from pipeline.instructions.markers import MARKERS, opens_message
from pipeline.instructions.readings import hidden_texts, plain, readings, squeezed
from pipeline.instructions.run_together import RUN_TOGETHER

__all__ = [
    "Likeness",
    "doubtful",
    "find_instructions",
    "find_orders",
    "is_instruction",
    "load_likeness",
    "orders_for_certain",
]

_PARAGRAPH = re.compile(r"\n\s*\n")
_LINE = re.compile(r"[^\n]+")
_YOU = re.compile(r"\b(?:you|your|yourself|du|dig|din|ditt|dina)\b")


def is_instruction(sentence: str) -> bool:
    """Whether a sentence is addressed to the reader or a machine, and no part of the matter.

    Linear in the length of the sentence.
    """
    return _opens(sentence) or _orders(sentence)


@lru_cache(maxsize=512)  # looked for when a prompt is made, and again by the gate
def find_instructions(passage: Passage) -> tuple[Interval, ...]:
    """Where such sentences stand in a passage, as intervals of the canonical text, in order.

    With a sentence go those of its paragraph that carry it on; with the opening of a fake message
    all that follow in the paragraph, or the next paragraph when the opening stands alone. What
    belongs to no sentence, as a heading, is looked at by the line.
    """
    found: list[Interval] = []
    alone = False
    for paragraph in _paragraphs(passage):
        said = [passage.slice(one) for one in paragraph]
        told = _told(said, inside=alone)
        found += [one for one, is_told in zip(paragraph, told, strict=True) if is_told]
        alone = len(said) == 1 and _opens(said[0]) and _is_label(said[0])
    return tuple(found)


def find_orders(passage: Passage, vectors: FloatMatrix, likeness: Likeness) -> tuple[Interval, ...]:
    """The same, and the sentences that by their vectors are like orders, in order.

    ``vectors`` are ``(sentences + 1, dimension)``, the passage's own first, as stored at ingest.
    """
    told = find_instructions(passage)
    if not passage.sentences:
        return told
    alike = dict(zip(passage.sentences, likeness.weigh(vectors[1:]).tolist(), strict=True))
    least = CARRIES_ON if told or max(alike.values()) > CERTAIN else ORDER
    rest = _rest_of_paragraphs(passage, told)
    found = {*told, *(one for one in rest if alike.get(one, 0.0) > MATTER)}
    # a row of figures carries nothing on, and is near everything
    found |= {
        one
        for one, weight in alike.items()
        if weight > (ORDER if " | " in passage.slice(one) else least)
    }
    return tuple(sorted(found))


def doubtful(passage: Passage, found: Collection[Interval]) -> frozenset[Interval]:
    """Of the sentences that ``find_orders`` found, those that may be matter all the same.

    No words make them an order or carry one on, and a vector leaves a doubt: "Finansiering saknas."
    is more like an order than many an order is.
    """
    return frozenset(found) - set(find_instructions(passage))


def orders_for_certain(passage: Passage, vectors: FloatMatrix, likeness: Likeness) -> bool:
    """Whether a passage gives an order beyond doubt: by its words, or very like one."""
    if find_instructions(passage):
        return True
    return bool(passage.sentences) and float(likeness.weigh(vectors[1:]).max()) > BEYOND


def _rest_of_paragraphs(passage: Passage, found: Collection[Interval]) -> Iterator[Interval]:
    """The sentences behind an order in its paragraph, which as a rule carry it out."""
    for paragraph in _paragraphs(passage):
        at = next((at for at, one in enumerate(paragraph) if one in found), len(paragraph))
        yield from paragraph[at:]


# an opening of so few words is a label for what follows
_LABEL = 3


def _opens(sentence: str) -> bool:
    """Whether it is, or begins, a message that pretends to come from elsewhere."""
    if opens_message(sentence) or any(map(_speaks, hidden_texts(sentence))):
        return True
    return any(MARKERS.search(reading) for reading in readings(sentence))


def _is_label(sentence: str) -> bool:
    """Whether there is so little to read that it is about what follows; hidden words are not."""
    return 0 < len(plain(sentence).split()) <= _LABEL


def _speaks(hidden: str) -> bool:
    """Hidden words are for no reader, whatever they say; a few letters may be an accident."""
    return len(hidden) >= 8


def _orders(sentence: str) -> bool:
    said = readings(sentence)
    if any(phrases.found_in(one) for phrases in load_phrases() for one in said):
        return True
    if tells_a_machine(said[0]) or tells_a_machine(sentence):
        return True
    return any(RUN_TOGETHER.search(letters) for one in said for letters in squeezed(one))


def _told(said: Sequence[str], *, inside: bool) -> list[bool]:
    """For each sentence of a paragraph, whether it is told to the reader."""
    told: list[bool] = []
    message, before = inside, False
    for sentence in said:
        message = message or _opens(sentence)
        before = message or _orders(sentence) or (before and _carries_on(sentence))
        told.append(before)
    if len(said) > 1 and not any(told) and _split_up(said):
        return [True] * len(said)
    return told


def _carries_on(sentence: str) -> bool:
    """Whether a sentence after an order is one more, or speaks to the same "you"."""
    reading = plain(sentence)
    if _YOU.search(reading):
        return True
    return any(phrases.carry_on(reading) for phrases in load_phrases())


def _split_up(said: Sequence[str]) -> bool:
    """Whether the sentences are pieces of one order: "Ignore. All. Previous. Instructions."."""
    return any(RUN_TOGETHER.search(letters) for letters in squeezed(plain(" ".join(said))))


def _paragraphs(passage: Passage) -> Iterator[list[Interval]]:
    """The sentences by paragraph, and the lines between them that belong to no sentence."""
    here: list[Interval] = []
    for one in _units(passage):
        between = passage.slice(Interval(here[-1].end, one.start)) if here else ""
        if _PARAGRAPH.search(between):
            yield here
            here = []
        here.append(one)
    if here:
        yield here


def _units(passage: Passage) -> Iterator[Interval]:
    """Sentences, and lines outside them, in order."""
    at = passage.start
    for sentence in (*passage.sentences, Interval(passage.end, passage.end)):
        for line in _LINE.finditer(passage.slice(Interval(at, sentence.start))):
            if line[0].strip():
                yield Interval(at + line.start(), at + line.end())
        if sentence.start < sentence.end:
            yield sentence
        at = sentence.end
