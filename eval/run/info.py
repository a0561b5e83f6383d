"""What a run was made with, so that a figure can be traced to it."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from corpus.catalog import Catalog
from corpus.store import Store
from eval.catalogue import LeftOut
from eval.run.placing import PlacedQuestion
from pipeline.constants import load_constants

_PROMPTS = Path(__file__).parents[2] / "prompts"


@dataclass(frozen=True, slots=True)
class RunInfo:
    """What a run was made with. ``started`` is ISO 8601 in UTC; ``seconds`` is wall time.

    ``corpus`` is a sha256 over the originals and canonical texts of all active documents;
    ``prompts`` maps each prompt to its sha256. ``sets`` maps each set to its questions that were
    put (in every of its ``settings``), and ``left_out`` each set that was not, to the reason.
    """

    started: str
    seconds: float
    samklang: str
    python: str
    model_key: str
    constants_run: str
    constants: Mapping[str, Any]
    prompts: Mapping[str, str]
    corpus: str
    documents: int
    passages: int
    sets: Mapping[str, int]
    settings: Mapping[str, tuple[str, ...]]
    split: str
    left_out: Mapping[str, str]


def describe_run(
    store: Store,
    placed: Sequence[PlacedQuestion],
    *,
    split: str,
    left_out: Iterable[LeftOut] = (),
    started: datetime,
) -> RunInfo:
    """What a run that began at ``started`` (with a time zone) and ends now was made with."""
    constants = load_constants(store.model_key, store.folder)
    settings: dict[str, dict[str, None]] = {}
    questions: dict[str, set[str]] = {}
    for one in placed:
        settings.setdefault(one.of_set, {})[one.setting.name] = None
        questions.setdefault(one.of_set, set()).add(one.question.id)
    documents = store.catalog.documents()
    return RunInfo(
        started=started.astimezone(UTC).isoformat(timespec="seconds"),
        seconds=(datetime.now(UTC) - started).total_seconds(),
        samklang=version("samklang"),
        python=platform.python_version(),
        model_key=store.model_key,
        constants_run=constants.run,
        constants=asdict(constants),
        prompts=_hash_prompts(_PROMPTS),
        corpus=hash_corpus(store.catalog),
        documents=len(documents),
        passages=sum(document.passages for document in documents),
        sets={name: len(ids) for name, ids in questions.items()},
        settings={name: tuple(names) for name, names in settings.items()},
        split=split,
        left_out={one.name: one.reason for one in left_out},
    )


def hash_corpus(catalog: Catalog) -> str:
    """sha256 over every active version: its id and number, its original, its canonical text."""
    digest = sha256()
    for document in sorted(catalog.documents(), key=lambda d: d.id):
        text = sha256(catalog.text(document.id, document.version).encode()).hexdigest()
        digest.update(f"{document.id} {document.version} {document.sha256} {text}\n".encode())
    return digest.hexdigest()


def _hash_prompts(folder: Path) -> dict[str, str]:
    """The sha256 of each prompt, by file name; empty while there are none."""
    return {
        path.name: sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*.md"))
    }
