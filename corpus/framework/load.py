"""Reading a framework file, with every way in which it can be wrong."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.assessment import FundingStatus, Kind, Stance
from corpus.errors import UsageError
from corpus.framework.records import (
    NEUTRAL,
    Condition,
    Criterion,
    Example,
    Flaw,
    Framework,
    Pointer,
    Registered,
    Rule,
)

SHIPPED = Path(__file__).with_name("framework.toml")
RECOMMENDATIONS = ("proceed", "proceed_with_conditions", "hold", "decline")
REGISTERS = ("arena", "instrument", "partner")
_LONGEST_ANCHOR = 8
_FUNDING = "granted applied lacking hoped own unnamed offers cofinancing eligible deadline"
STANCES = frozenset({"supports", "partly", "contradicts", "neutral", *_FUNDING.split()})

_Id = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9-]{0,39}$")]
_Line = Annotated[str, Field(min_length=1, max_length=600)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Text(_Strict):
    sv: _Line
    en: _Line


class _Words(_Strict):
    sv: list[_Line] = []
    en: list[_Line] = []


class _Pointer(_Strict):
    heading: str
    anchor: _Line


class _Criterion(_Strict):
    id: _Id
    group: _Id
    title: _Text
    kinds: list[Kind] = list(Kind)
    asks: _Text
    supports: _Text
    contradicts: _Text
    questions: _Words = _Words()
    cues: _Words = _Words()
    unwanted: _Words = _Words()
    beside: str = ""
    clauses: Annotated[list[_Pointer], Field(min_length=1)]


class _Condition(_Strict):
    all: list[str] = []
    of: list[str] = []
    at_least: Annotated[int, Field(ge=1)] | None = None
    verdicts: list[Stance] = []
    gate: list[FundingStatus] = []


class _Rule(_Strict):
    name: _Id
    recommend: str
    title: _Text
    when: list[_Condition]


class _Flaw(_Strict):
    name: _Id
    title: _Text
    when: Annotated[list[_Condition], Field(min_length=1)]


class _Registered(_Strict):
    kind: str
    level: str
    names: Annotated[list[_Line], Field(min_length=1)]


class _File(_Strict):
    id: _Id
    version: _Line
    title: _Text
    collections: Annotated[list[str], Field(min_length=1)]
    examples: list[str] = []
    gate: str | None = None
    groups: dict[str, _Text]
    criterion: Annotated[list[_Criterion], Field(min_length=1)]
    rule: Annotated[list[_Rule], Field(min_length=1)]
    flaws: list[_Flaw] = Field(default=[], alias="flaw")
    registers: list[_Registered] = Field(default=[], alias="register")
    levels: dict[str, _Words] = {}


@cache
def load_framework(path: Path | None = None) -> Framework:
    """The framework of a TOML file and the examples it names; without one the shipped one.

    Raises:
        UsageError: the file is missing, is no TOML, or breaks a rule; names the place.
    """
    path = path or SHIPPED
    raw = _bytes(path)
    try:
        file = _File.model_validate(tomllib.loads(raw.decode("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: wanted a framework in TOML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
        raise UsageError(f"{path}: {where}: {first['msg']}{more}") from error
    for fault in _faults(file):
        raise UsageError(f"{path}: {fault}")
    tables = {name: _bytes(path.parent / name) for name in file.examples}
    digest = sha256(raw)
    for name, table in tables.items():
        digest.update(b"\0" + name.encode() + b"\0" + table)
    known = {one.id for one in file.criterion}
    examples = tuple(
        example
        for name, table in tables.items()
        for example in _examples(table.decode("utf-8"), path.parent / name, known)
    )
    return _framework(file, digest.hexdigest(), examples)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f'cannot read the framework "{path}": {error.strerror}') from error


def _faults(file: _File) -> Iterator[str]:
    ids = [one.id for one in file.criterion]
    yield from (f"criterion {i} stands twice" for i, n in Counter(ids).items() if n > 1)
    if file.gate is not None and file.gate not in ids:
        yield f'gate "{file.gate}" is no criterion'
    for one in file.criterion:
        if one.group not in file.groups:
            yield f'criterion {one.id}: group "{one.group}" is not among groups'
        if one.beside and one.beside not in REGISTERS:
            yield f'criterion {one.id}: beside "{one.beside}" is not {", ".join(REGISTERS)}'
        for pointer in one.clauses:
            if len(pointer.anchor.split()) > _LONGEST_ANCHOR:
                yield f'criterion {one.id}: anchor "{pointer.anchor}" has more than eight words'
    for entry in file.registers:
        if entry.kind not in REGISTERS:
            yield f'register {entry.names[0]}: kind "{entry.kind}" is not {", ".join(REGISTERS)}'
    yield from _rule_faults(file, ids)


def _rule_faults(file: _File, ids: list[str]) -> Iterator[str]:
    for rule in file.rule:
        if rule.recommend not in RECOMMENDATIONS:
            wanted = ", ".join(RECOMMENDATIONS)
            yield f'rule {rule.name}: recommend "{rule.recommend}" is not one of {wanted}'
    conditional: list[_Rule | _Flaw] = [*file.rule, *file.flaws]
    for one in conditional:
        for condition in one.when:
            unknown = sorted({*condition.all, *condition.of} - set(ids))
            if unknown:
                yield f"rule {one.name}: no criterion {', '.join(unknown)}"
            if not _is_one_condition(condition):
                yield (
                    f"rule {one.name}: a condition is either `gate`, or `all` with `verdicts`, "
                    "or `at_least` with `of` and `verdicts`"
                )
            if condition.gate and file.gate is None:
                yield f"rule {one.name}: asks for the gate, and the framework has none"
    if file.rule[-1].when:
        yield f"rule {file.rule[-1].name}: the last rule must hold always (when = [])"


def _is_one_condition(condition: _Condition) -> bool:
    counted = bool(condition.of and condition.at_least and condition.verdicts)
    whole = bool(condition.all and condition.verdicts)
    alone = bool(condition.gate) and not condition.verdicts
    return [counted, whole, alone].count(True) == 1


def _examples(table: str, path: Path, known: Iterable[str]) -> Iterator[Example]:
    allowed = {*known, NEUTRAL}
    for number, line in enumerate(table.splitlines(), start=1):
        if not line.strip():
            continue
        parts = line.split("\t")
        if len(parts) != 4 or parts[1] not in STANCES or parts[2] not in ("sv", "en"):
            raise UsageError(
                f"{path}, line {number}: wanted criterion, stance, language (sv, en) and a "
                f"sentence, separated by tabs; stances are {', '.join(sorted(STANCES))}"
            )
        if parts[0] not in allowed:
            raise UsageError(f'{path}, line {number}: no criterion "{parts[0]}"')
        yield Example(*parts)


def _framework(file: _File, digest: str, examples: tuple[Example, ...]) -> Framework:
    return Framework(
        id=file.id,
        version=file.version,
        sha256=digest,
        title=file.title.model_dump(),
        collections=tuple(file.collections),
        groups={name: text.model_dump() for name, text in file.groups.items()},
        criteria=tuple(map(_criterion, file.criterion)),
        rules=tuple(
            Rule(
                one.name,
                one.recommend,
                one.title.model_dump(),
                tuple(map(_condition, one.when)),
            )
            for one in file.rule
        ),
        flaws=tuple(
            Flaw(one.name, one.title.model_dump(), tuple(map(_condition, one.when)))
            for one in file.flaws
        ),
        gate=file.gate,
        registers=tuple(Registered(r.kind, r.level, tuple(r.names)) for r in file.registers),
        levels={name: _words(words) for name, words in file.levels.items()},
        examples=examples,
    )


def _criterion(one: _Criterion) -> Criterion:
    return Criterion(
        id=one.id,
        group=one.group,
        title=one.title.model_dump(),
        asks=one.asks.model_dump(),
        supports=one.supports.model_dump(),
        contradicts=one.contradicts.model_dump(),
        questions=_words(one.questions),
        cues=_words(one.cues),
        clauses=tuple(Pointer(p.heading, p.anchor) for p in one.clauses),
        kinds=tuple(one.kinds),
        unwanted=_words(one.unwanted),
        beside=one.beside,
    )


def _words(words: _Words) -> dict[str, tuple[str, ...]]:
    return {"sv": tuple(words.sv), "en": tuple(words.en)}


def _condition(one: _Condition) -> Condition:
    return Condition(
        of=tuple(one.all or one.of),
        verdicts=frozenset(one.verdicts),
        least=one.at_least,
        gate=frozenset(one.gate),
    )
