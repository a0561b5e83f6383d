"""What the framework's examples teach: is a sentence on a criterion, and how does it stand to it?

Two ridge regressions for each criterion: one tells its sentences from all others, one tells its
stances apart. Fitted at first use for whatever framework and embedding model are in use; nothing of
this strategy is in here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from filelock import FileLock

from corpus.embedding import Embedder
from corpus.framework import NEUTRAL, Example, Framework
from corpus.records import FloatMatrix, FloatVector
from corpus.store import LEARNING
from pipeline.assess.cues import cue_stems, unwanted_words
from pipeline.assess.inputs import RECIPE, stance_inputs, stems_of, topic_inputs, unit
from pipeline.assess.lessons import Lesson, Teaching

_TOPIC_RIDGE = 10.0
_STANCE_RIDGE = 10.0
_OWN = 0.1
"""The share that a criterion's own examples count of all, however few they are."""
# Source: chosen on eval/sets/initiatives-tuning-3 and -4, each of their fourteen writers judged by
# what the others teach (docs/decisions/0019 and 0020)


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
    recipe = f"7\0{_OWN}\0{_TOPIC_RIDGE}\0{_STANCE_RIDGE}\0{RECIPE}"
    digest = sha256(f"{recipe}\0{framework.sha256}".encode()).hexdigest()
    path = model_dir / embedder.model_key / f"framework-{digest[:12]}.npz"
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_suffix(".lock")):
            if not path.is_file():
                _learn(framework, embedder, path, on_progress)
    return equip(_read(path), framework)


def _learn(
    framework: Framework,
    embedder: Embedder,
    path: Path,
    on_progress: Callable[[str, float], None] | None,
) -> None:
    examples = examples_of(framework)

    def tell(done: int) -> None:
        if on_progress:
            on_progress(LEARNING, done / len(examples))

    tell(0)
    vectors = embedder.embed_passages([one.text for one in examples], on_progress=tell)
    taught = teach(examples, vectors)
    temporary = path.with_name(f".{path.stem}-{os.getpid()}.npz")
    np.savez(temporary, mean=taught.mean, **_packed(taught))  # type: ignore[arg-type]
    temporary.replace(path)


def equip(taught: Teaching, framework: Framework) -> Teaching:
    """Lessons with the framework's cue words and what it does not want."""
    return replace(taught, cues=cue_stems(framework), unwanted=unwanted_words(framework))


def teach(examples: Sequence[Example], vectors: FloatMatrix) -> Teaching:
    """The lessons of examples whose vectors are ``(examples, dimension)``."""
    mean = vectors.mean(axis=0)
    stems = [stems_of(one.text) for one in examples]
    owners = [one.criterion for one in examples]
    plain = topic_inputs(stems, vectors, mean)
    alike = plain.T @ plain
    lessons = []
    for criterion in dict.fromkeys(owner for owner in owners if owner != NEUTRAL):
        own = [at for at, owner in enumerate(owners) if owner == criterion]
        kinds = [examples[at].stance for at in own]
        stances = tuple(dict.fromkeys(kinds))
        wanted = np.array([[float(kind == stance) for stance in stances] for kind in kinds])
        signalled = stance_inputs(
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
        unit(vectors - mean).astype(np.float32),
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
