"""What the framework's examples teach: is a sentence on a criterion, and how does it stand to it?

Two ridge regressions for each criterion, over sentence vectors and the words' stems: one tells its
sentences from all others, one tells its stances apart, which also reads what the wording signals
(denial, reservation). To the first comes how near the nearest examples are, and whether the
sentence has the criterion's cue words. Fitted at first use for whatever framework and embedding
model are in use; nothing of this strategy is in here.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt
from filelock import FileLock

from corpus.embedding import Embedder
from corpus.framework import NEUTRAL, Example, Framework
from corpus.language import stem, words
from corpus.records import FloatMatrix, FloatVector
from pipeline.assess.cues import cue_stems, is_denied, unwanted_words
from pipeline.assess.harmless import RECIPE
from pipeline.assess.signals import HEDGE, REFUSES, signals

LEARNING = "lessons"
"""The stage that a first learning of the examples is told as."""
_TOPIC_RIDGE = 10.0
_STANCE_RIDGE = 10.0
# E5's vectors lie close together; the ridges are meant for differences of about 1
_SPREAD = 5.0
_SIGNAL = 0.7
"""The weight of what the wording signals, where stances are told apart."""
_OWN = 0.1
"""The share that a criterion's own examples count of all, however few they are."""
_BUCKETS, _STEMS = 2048, 1.5
"""How many inputs stems are hashed to; the weight of stems where stances are told apart."""
# Source: chosen on eval/sets/initiatives-tuning-3 and -4, each of their fourteen writers judged by
# what the others teach (docs/decisions/0019 and 0020)
_NEAR, _USUAL, _NEAREST = 1.0, 0.35, 3
"""Weight of the mean cosine to the nearest examples, less what is usual; how many these are."""
_CUE, _MOST_CUES = 0.2, 2
_TURN = 0.15
"""What unwanted words turn a stance by."""
_FRAGMENT, _FEW = 0.3, 4
"""What a heading's or table's scrap of fewer than four words loses: it states nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """What was learnt of one criterion.

    ``topic`` is ``(inputs,)``; ``stance`` is ``(inputs, stances)``, in the order of ``stances``.
    """

    criterion: str
    stances: tuple[str, ...]
    topic: FloatVector
    stance: FloatMatrix


@dataclass(frozen=True, slots=True)
class Bearing:
    """How a sentence bears on a criterion: ``topic`` about 0 (not at all) to 1.

    ``stances`` tells how like each stance it is, about 0 to 1, if it is on the criterion.
    """

    topic: float
    stances: Mapping[str, float]

    @property
    def stance(self) -> str:
        """The stance it is most like."""
        return max(self.stances, key=lambda one: self.stances[one])


@dataclass(frozen=True, slots=True, eq=False)
class Teaching:
    """All lessons. ``mean`` is ``(dimension,)``, that of the examples.

    ``examples`` is ``(n, dimension)``: their vectors less the mean, of length 1; ``owners`` names
    the criterion of each. ``cues`` holds the stems of the cue words by criterion.
    """

    mean: FloatVector
    lessons: tuple[Lesson, ...]
    examples: FloatMatrix
    owners: tuple[str, ...]
    cues: Mapping[str, tuple[frozenset[str], ...]] = field(default_factory=dict)
    unwanted: Mapping[str, re.Pattern[str]] = field(default_factory=dict)

    def weigh(
        self, texts: Sequence[str], vectors: FloatMatrix
    ) -> tuple[Mapping[str, Bearing], ...]:
        """For each sentence its bearing on each criterion; ``vectors`` is ``(n, dimension)``."""
        if not texts:
            return ()
        stems = [_stems(text) for text in texts]
        plain = _topic_inputs(stems, vectors, self.mean)
        signalled = _stance_inputs(texts, stems, vectors, self.mean)
        more = self._nearness(vectors) + self._cued(stems)
        few = [len(text.split()) < _FEW for text in texts]
        more[few] -= _FRAGMENT
        topics = [(plain @ one.topic + more[:, at]).tolist() for at, one in enumerate(self.lessons)]
        stances = [(signalled @ one.stance).tolist() for one in self.lessons]
        return tuple(
            {
                one.criterion: Bearing(
                    topics[at][row],
                    self._turned(
                        one.criterion,
                        texts[row],
                        dict(zip(one.stances, stances[at][row], strict=True)),
                    ),
                )
                for at, one in enumerate(self.lessons)
            }
            for row in range(len(texts))
        )

    def _turned(self, criterion: str, text: str, stances: dict[str, float]) -> Mapping[str, float]:
        """The stances with what is unwanted held against the text, or for it where it is denied."""
        pattern = self.unwanted.get(criterion)
        found = list(pattern.finditer(text)) if pattern else []
        if not found or not {"supports", "contradicts"} <= stances.keys():
            return stances
        denied = any(is_denied(text, one.start()) for one in found)
        turn = _TURN if denied else -_TURN
        stances["supports"] += turn
        stances["contradicts"] -= turn
        return stances

    def _nearness(self, vectors: FloatMatrix) -> FloatMatrix:
        """What the nearest examples of each criterion add: ``(n, lessons)``."""
        alike = _unit(vectors - self.mean) @ self.examples.T
        owners = np.array(self.owners)
        columns = []
        for one in self.lessons:
            own = alike[:, owners == one.criterion]
            nearest = np.sort(own, axis=1)[:, -_NEAREST:]
            columns.append(_NEAR * (nearest.mean(axis=1) - _USUAL))
        return np.stack(columns, axis=1)

    def _cued(self, stems: Sequence[frozenset[str]]) -> FloatMatrix:
        """What a criterion's cue words add: ``(n, lessons)``."""
        added = np.zeros((len(stems), len(self.lessons)), np.float32)
        for row, said in enumerate(stems):
            for at, one in enumerate(self.lessons):
                met = sum(cue <= said for cue in self.cues.get(one.criterion, ()))
                added[row, at] = _CUE * min(met, _MOST_CUES)
        return added


def _unit(vectors: FloatMatrix) -> FloatMatrix:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), np.float32)


def _stems(text: str) -> frozenset[str]:
    """The stems of a sentence's words, as either language has them."""
    return frozenset(stem(word, language) for word in words(text) for language in ("sv", "en"))


def _hashed(stems: Sequence[frozenset[str]]) -> FloatMatrix:
    """Each sentence's stems as ``(n, _BUCKETS)``, of length about 1.

    Source: feature hashing with signs (Weinberger et al., 2009, "Feature Hashing for Large Scale
    Multitask Learning").
    """
    hashed = np.zeros((len(stems), _BUCKETS), np.float32)
    for row, said in enumerate(stems):
        for one in said:
            code = crc32(one.encode())
            hashed[row, code % _BUCKETS] += 1.0 if code >> 20 & 1 else -1.0
        hashed[row] /= max(len(said), 1) ** 0.5
    return hashed


def _topic_inputs(
    stems: Sequence[frozenset[str]], vectors: FloatMatrix, mean: FloatVector
) -> FloatMatrix:
    """What tells whether a sentence is on a criterion: ``(n, inputs)``, the last always 1."""
    ones = np.ones((len(stems), 1), np.float32)
    return np.hstack([(vectors - mean) * _SPREAD, _hashed(stems), ones]).astype(np.float32)


def _stance_inputs(
    texts: Sequence[str],
    stems: Sequence[frozenset[str]],
    vectors: FloatMatrix,
    mean: FloatVector,
) -> FloatMatrix:
    """What tells how a sentence stands to a criterion: ``(n, inputs)``, the last always 1."""
    said = np.array([signals(text) for text in texts], np.float32) * _SIGNAL
    ones = np.ones((len(texts), 1), np.float32)
    parts = [(vectors - mean) * _SPREAD, _hashed(stems) * _STEMS, said, ones]
    return np.hstack(parts).astype(np.float32)


def load_teaching(
    framework: Framework,
    embedder: Embedder,
    model_dir: Path,
    *,
    on_progress: Callable[[str, float], None] | None = None,
) -> Teaching:
    """The lessons of a framework for a model, learnt once and remembered in the model's folder.

    ``on_progress(LEARNING, share)`` hears how far a first learning is; who comes meanwhile, from
    whatever process, waits for it.
    """
    recipe = f"6\0{_OWN}\0{_TOPIC_RIDGE}\0{_STANCE_RIDGE}\0{_SPREAD}\0{_SIGNAL}"
    recipe += f"\0{_BUCKETS}\0{_STEMS}"
    recipe += f"\0{HEDGE.pattern}\0{REFUSES.pattern}\0{RECIPE}"
    digest = sha256(f"{recipe}\0{framework.sha256}".encode()).hexdigest()
    path = model_dir / embedder.model_key / f"framework-{digest[:12]}.npz"
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_suffix(".lock")):
            if not path.is_file():
                _learn(framework, embedder, path, on_progress or _unheard)
    return equip(_read(path), framework)


def _learn(
    framework: Framework, embedder: Embedder, path: Path, hear: Callable[[str, float], None]
) -> None:
    examples = examples_of(framework)
    hear(LEARNING, 0.0)
    vectors = embedder.embed_passages(
        [one.text for one in examples],
        on_progress=lambda done: hear(LEARNING, done / len(examples)),
    )
    taught = teach(examples, vectors)
    temporary = path.with_name(f".{path.stem}-{os.getpid()}.npz")
    np.savez(temporary, mean=taught.mean, **_packed(taught))  # type: ignore[arg-type]
    temporary.replace(path)


def _unheard(stage: str, share: float) -> None:
    """Progress that nobody asked for."""


def equip(taught: Teaching, framework: Framework) -> Teaching:
    """Lessons with the framework's cue words and what it does not want."""
    return replace(taught, cues=cue_stems(framework), unwanted=unwanted_words(framework))


def teach(examples: Sequence[Example], vectors: FloatMatrix) -> Teaching:
    """The lessons of examples whose vectors are ``(examples, dimension)``."""
    mean = vectors.mean(axis=0)
    stems = [_stems(one.text) for one in examples]
    owners = [one.criterion for one in examples]
    plain = _topic_inputs(stems, vectors, mean)
    alike = plain.T @ plain
    lessons = []
    for criterion in dict.fromkeys(owner for owner in owners if owner != NEUTRAL):
        own = [at for at, owner in enumerate(owners) if owner == criterion]
        kinds = [examples[at].stance for at in own]
        stances = tuple(dict.fromkeys(kinds))
        wanted = np.array([[float(kind == stance) for stance in stances] for kind in kinds])
        signalled = _stance_inputs(
            [examples[at].text for at in own], [stems[at] for at in own], vectors[own], mean
        )
        each = _evenly(wanted)[:, None]
        lessons.append(
            Lesson(
                criterion,
                stances,
                _topic(plain, alike, own),
                _ridge(
                    (signalled * each).T @ signalled, signalled.T @ (wanted * each), _STANCE_RIDGE
                ),
            )
        )
    return Teaching(
        mean.astype(np.float32),
        tuple(lessons),
        _unit(vectors - mean).astype(np.float32),
        tuple(owners),
    )


def _topic(plain: FloatMatrix, alike: FloatMatrix, own: Sequence[int]) -> FloatVector:
    """What tells a criterion's own examples from all others: ``(inputs,)``.

    They count the same share, however few they are. ``alike`` is ``plain.T @ plain``.
    """
    count, mine = len(plain), max(len(own), 1)
    ours, theirs = _OWN * count / mine, (1 - _OWN) * count / max(count - mine, 1)
    of_own = plain[own]
    products = theirs * alike + (ours - theirs) * (of_own.T @ of_own)
    return _ridge(products, ours * of_own.sum(axis=0), _TOPIC_RIDGE)


def _evenly(wanted: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Weights that let each stance count the same."""
    each = len(wanted) / (wanted.shape[1] * np.maximum(wanted.sum(axis=0), 1))
    return np.asarray(wanted @ each)


def _ridge(
    products: npt.NDArray[Any], wanted: npt.NDArray[Any], ridge: float
) -> npt.NDArray[np.float32]:
    """Weights of a ridge regression, from weighed ``(inputs, inputs)`` and ``(inputs, ...)``.

    The last input is the intercept, and free.
    """
    penalty = np.full(len(products), ridge)
    penalty[-1] = 1e-6
    return np.linalg.solve(products + np.diag(penalty), wanted).astype(np.float32)


def examples_of(framework: Framework) -> tuple[Example, ...]:
    """The framework's examples, and what it says of each criterion.

    So one without examples is still known.
    """
    return framework.examples + tuple(
        Example(criterion.id, stance, language, text[language])
        for criterion in framework.criteria
        if criterion.id != framework.gate
        for stance, text in (
            ("supports", criterion.supports),
            ("supports", criterion.title),
            ("contradicts", criterion.contradicts),
        )
        for language in ("sv", "en")
    )


def _packed(taught: Teaching) -> dict[str, npt.NDArray[Any]]:
    packed: dict[str, npt.NDArray[Any]] = {
        "criteria": np.array([one.criterion for one in taught.lessons]),
        "examples": taught.examples,
        "owners": np.array(taught.owners),
    }
    for one in taught.lessons:
        packed[f"stances-{one.criterion}"] = np.array(one.stances)
        packed[f"topic-{one.criterion}"] = one.topic
        packed[f"stance-{one.criterion}"] = one.stance
    return packed


@lru_cache(maxsize=8)
def _read(path: Path) -> Teaching:
    with np.load(path) as held:
        return Teaching(
            held["mean"],
            tuple(
                Lesson(
                    str(criterion),
                    tuple(map(str, held[f"stances-{criterion}"])),
                    held[f"topic-{criterion}"],
                    held[f"stance-{criterion}"],
                )
                for criterion in held["criteria"]
            ),
            held["examples"],
            tuple(map(str, held["owners"])),
        )
