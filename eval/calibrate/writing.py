"""``constants.toml`` for one embedding model, complete and with where its values come from."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path

from pipeline.constants import AnswerableWeights, Constants

_HEAD = """\
# Written by `samklang eval --calibrate`. Wins over the constants that are shipped; delete the file
# to go back to those.

"""
_NESTED = ("claims", "answerable", "calibrated")


def write_constants(
    path: Path, model_key: str, current: Constants, answerable: AnswerableWeights
) -> None:
    """The model's present constants with new weights for answerability; written whole or not.

    What the file holds of other models stays.
    """
    name = model_key.rsplit("-", 1)[0]
    kept = _without(path.read_text(encoding="utf-8"), name) if path.is_file() else _HEAD
    text = kept + "\n".join(_lines(name, current, answerable)) + "\n"
    temporary = path.with_name(f".{path.name}-{os.getpid()}")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)


def _without(text: str, name: str) -> str:
    """The text of a file of constants less the tables of one model."""
    tables = re.split(r"^(?=\[)", text, flags=re.MULTILINE)
    own = re.compile(rf'\["?{re.escape(name)}"?[.\]]')
    return "".join(table for table in tables if not own.match(table)).rstrip() + "\n\n"


def _lines(name: str, current: Constants, answerable: AnswerableWeights) -> Iterator[str]:
    yield f"[{name}]"
    for one in fields(current):
        if one.name not in _NESTED:
            yield f"{one.name} = {_value(getattr(current, one.name))}"
    yield f"\n[{name}.claims]"
    for one in fields(current.claims):
        yield f"{one.name} = {_value(getattr(current.claims, one.name))}"
    yield f"\n[{name}.answerable]"
    yield f"run = {_value(answerable.run)}"
    yield f"bias = {answerable.bias}"
    yield f"of = {_table(answerable.of)}"
    yield f"pairs = {_table(answerable.pairs)}"
    yield "levels = ["
    for level in answerable.levels:
        values = {one.name: getattr(level, one.name) for one in fields(level)}
        yield f"  {_table(values)},"
    yield "]"


def _table(values: Mapping[str, float]) -> str:
    return "{ " + ", ".join(f"{name} = {value}" for name, value in values.items()) + " }"


def _value(value: str | float) -> str:
    """A string or a number as TOML writes it."""
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return str(value)
