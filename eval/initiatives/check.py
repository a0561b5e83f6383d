"""Reading a folder of initiatives, and every way in which its expectations can be wrong."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from pathlib import Path

from corpus.errors import UsageError
from eval.initiatives.cues import cues_in
from eval.initiatives.records import Expected, ExpectedFinding, Funding
from eval.initiatives.rules import GATE, criteria_of, recommend

FOLDER = Path(__file__).parents[1] / "sets" / "initiatives"
EXPECTED = "expected.jsonl"

KINDS = ("initiative", "partner", "call")
FORMS = ("plain", "paraphrase", "negated")
LANGUAGES = ("sv", "en")
VERDICTS = ("supports", "partly", "contradicts", "silent")
# The verdict on the gate is not an opinion: it follows from the status that was read out.
GATE_VERDICTS = {
    "secured": "supports",
    "applied": "partly",
    "none": "contradicts",
    "unknown": "silent",
}


def read_expected(folder: Path) -> tuple[Expected, ...]:
    """The expectations of a folder, in the order of its ``expected.jsonl``, each one checked.

    Raises:
        UsageError: a line is malformed, a file is missing or not listed, a quote does not stand
            in its file, or expectations contradict the rules or one another; names file and fault.
    """
    listing = folder / EXPECTED
    if not listing.is_file():
        raise UsageError(f"{folder}: wanted {EXPECTED} beside the initiatives, there is none")
    lines = enumerate(listing.read_text(encoding="utf-8").splitlines(), start=1)
    entries = tuple(_entry(line, f"{listing}, line {n}") for n, line in lines if line.strip())
    _check_files(folder, entries)
    texts = {entry.file: (folder / entry.file).read_text(encoding="utf-8") for entry in entries}
    for entry in entries:
        for fault in _faults(entry, texts[entry.file]):
            raise UsageError(f"{folder / entry.file}: {fault}")
    for name in dict.fromkeys(entry.of for entry in entries):
        _check_family(folder, tuple(entry for entry in entries if entry.of == name), texts)
    return entries


def _entry(line: str, place: str) -> Expected:
    try:
        row = json.loads(line)
        row["findings"] = {c: ExpectedFinding(**f) for c, f in row["findings"].items()}
        row["funding"] = Funding(**row["funding"])
        return _worded(Expected(**row))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            f"{place}: wanted one object with {', '.join(Expected.__slots__)} ({error!r})"
        ) from error


def _worded(entry: Expected) -> Expected:
    """The entry itself, once all that should be words is words or null."""
    findings = entry.findings.values()
    records: tuple[Expected | Funding | ExpectedFinding, ...] = (entry, entry.funding, *findings)
    for record in records:
        for field in fields(record):
            value = getattr(record, field.name)
            if field.name not in ("findings", "funding") and not isinstance(value, str | None):
                raise TypeError(f"{field.name} is {value!r}")
    return entry


def _check_files(folder: Path, entries: Sequence[Expected]) -> None:
    listed = [entry.file for entry in entries]
    if not listed:
        raise UsageError(f"{folder / EXPECTED}: wanted one line a file, it is empty")
    for name in listed:
        if listed.count(name) > 1:
            raise UsageError(f"{folder / name}: listed {listed.count(name)} times, wanted once")
        if not (folder / name).is_file():
            raise UsageError(f"{folder / name}: listed in {EXPECTED}, but there is no such file")
    for path in sorted(folder.glob("*.md")):
        if path.name not in listed:
            raise UsageError(f"{path}: not listed in {EXPECTED}; write what it should find")


def _faults(entry: Expected, text: str) -> Iterable[str]:
    """What is wrong with one entry, worst first; lazily, since the first is raised."""
    yield from _shape_faults(entry)
    yield from _quote_faults(entry, text)
    yield from _funding_faults(entry)
    wanted = recommend(entry.verdicts, entry.funding.status)
    if (entry.recommendation, entry.rule) != wanted:
        yield (
            f"expects {entry.recommendation} by {entry.rule}, but the default rules make its "
            f"findings {wanted[0]} by {wanted[1]}"
        )
    if entry.form == "paraphrase" and (cues := cues_in(text)):
        yield f"a paraphrase must do without the framework's cue words, has: {', '.join(cues)}"


def _shape_faults(entry: Expected) -> Iterable[str]:
    chosen = (
        ("kind", entry.kind, KINDS),
        ("form", entry.form, FORMS),
        ("language", entry.language, LANGUAGES),
    )
    for name, value, known in chosen:
        if value not in known:
            yield f"{name} {value!r} is not one of {', '.join(known)}"
    suffix = "" if entry.form == "plain" else f".{entry.form}"
    if entry.file != f"{entry.of}{suffix}.md":
        yield f"the {entry.form} form of {entry.of} must be called {entry.of}{suffix}.md"
    wanted, given = set(criteria_of(entry.kind)), set(entry.findings)
    if wanted != given:
        missing, unknown = sorted(wanted - given), sorted(given - wanted)
        yield f"wanted the criteria of a {entry.kind}: missing {missing}, unknown {unknown}"


def _quote_faults(entry: Expected, text: str) -> Iterable[str]:
    for criterion, finding in entry.findings.items():
        if finding.verdict not in VERDICTS:
            yield f"{criterion}: verdict {finding.verdict!r} is not one of {', '.join(VERDICTS)}"
        if (finding.verdict == "silent") == bool(finding.evidence):
            yield f"{criterion}: evidence is wanted unless silent, and only then left out"
        if not finding.why:
            yield f"{criterion}: say in one line why it is {finding.verdict}"
    evidence = [f.evidence for f in entry.findings.values() if f.evidence]
    claimed = (*evidence, *entry.funding.quotes)
    order = entry.instruction
    for quote in (*claimed, *([order] if order else [])):
        if quote not in text:
            yield f"these words do not stand in it: {quote!r}"
    for quote in claimed:
        if order and (quote in order or order in quote):
            yield f"an instruction to the reader is no evidence: {quote!r}"


def _funding_faults(entry: Expected) -> Iterable[str]:
    funding = entry.funding
    if entry.kind == "call":
        if funding.status is not None:
            yield f"a call has no gate: wanted status null, got {funding.status!r}"
        if not (funding.amount and funding.deadline and funding.eligible):
            yield "a call must name the amount it offers, who may apply and the deadline"
        return
    if funding.status not in GATE_VERDICTS:
        yield f"status {funding.status!r} is not one of {', '.join(GATE_VERDICTS)}"
    elif entry.verdicts[GATE] != GATE_VERDICTS[funding.status]:
        wanted = GATE_VERDICTS[funding.status]
        yield f"{GATE} is {entry.verdicts[GATE]}, but status {funding.status} makes it {wanted}"
    if (funding.status == "secured") != bool(funding.funder and funding.decision):
        yield "funding is secured if, and only if, both funder and decision are named"


def _check_family(folder: Path, family: Sequence[Expected], texts: Mapping[str, str]) -> None:
    forms = {entry.form: entry for entry in family}
    name = family[0].of
    if sorted(forms) != sorted(FORMS) or len(family) != len(FORMS):
        raise UsageError(f"{folder / name}: wanted one file each of {', '.join(FORMS)}")
    plain, paraphrase, negated = (forms[form] for form in FORMS)
    for other in (paraphrase, negated):
        if (other.kind, other.language) != (plain.kind, plain.language):
            raise UsageError(f"{folder / other.file}: kind and language must be those of {name}.md")
    _check_paraphrase(folder, plain, paraphrase, texts[plain.file])
    if texts[negated.file] == texts[plain.file] or negated.verdicts == plain.verdicts:
        raise UsageError(
            f"{folder / negated.file}: a negated twin must differ from {name}.md in its text and "
            "in at least one verdict"
        )


def _check_paraphrase(folder: Path, plain: Expected, other: Expected, text: str) -> None:
    place = folder / other.file
    moved = [c for c, verdict in other.verdicts.items() if plain.verdicts[c] != verdict]
    if moved or other.funding.status != plain.funding.status:
        raise UsageError(f"{place}: must expect what {plain.file} does, differs in {moved or GATE}")
    for criterion, finding in other.findings.items():
        if finding.evidence and finding.evidence in text:
            raise UsageError(f"{place}: {criterion} rests on the very words of {plain.file}")
