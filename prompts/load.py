"""Prompts as they stand in their files: read strictly, filled in once, known by their sha256.

A file is front matter between two ``---`` lines, then a body with the parts ``## System`` and
``## User``. The front matter is the small part of YAML that needs no library: ``name: value`` on
each line, a value being a whole number, a list of names in brackets, or plain words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

LANGUAGES = ("sv", "en")

_FOLDER = Path(__file__).parent
_FILE = re.compile(r"---\n(?P<front>.*?\n)---\n(?P<body>.*)", re.DOTALL)
_BODY = re.compile(r"\n*## System\n(?P<system>.*?)\n## User\n(?P<user>.*)", re.DOTALL)
_FIELDS = ("id", "version", "purpose", "inputs", "output")
# what YAML would read as more than plain words is refused, so that both read the same
_WORDS = re.compile(r"[^\W\d_](?:(?!: | #)[^\n\"'])*")
_LIST = re.compile(r"\[(?P<names>[a-z_]+(?:, [a-z_]+)*)\]")
_GAP = re.compile(r"\{\{([a-z_]+)\}\}")


class PromptError(ValueError):
    """A prompt that is not there, is malformed, or is filled in with the wrong inputs."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A prompt filled in: what the system is told and what the user says."""

    system: str
    user: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt in one language.

    ``text`` is all that follows the front matter, as it stands in the file; ``sha256`` is that of
    ``text`` in UTF-8. ``system`` and ``user`` are its parts, with gaps written ``{{name}}`` that
    bear the names in ``inputs``.
    """

    id: str
    language: str
    version: int
    purpose: str
    inputs: tuple[str, ...]
    output: str
    system: str
    user: str
    text: str
    sha256: str

    def render(self, **inputs: str) -> Rendered:
        """The prompt with every gap filled; what a value says is never filled in again.

        Raises:
            PromptError: an input is missing, or is none of this prompt's.
        """
        missing = [name for name in self.inputs if name not in inputs]
        unknown = [name for name in inputs if name not in self.inputs]
        if missing or unknown:
            told = [f"missing: {', '.join(missing)}"] if missing else []
            told += [f"not among its inputs: {', '.join(unknown)}"] if unknown else []
            raise PromptError(
                f'prompt "{self.id}" takes {", ".join(self.inputs)}; {"; ".join(told)}'
            )
        return Rendered(_fill(self.system, inputs), _fill(self.user, inputs))


def prompt_ids() -> tuple[str, ...]:
    """The ids of all prompts, in alphabetical order."""
    return tuple(sorted({path.name.split(".")[0] for path in _FOLDER.glob("*.*.md")}))


def load_prompt(prompt_id: str, language: str) -> Prompt:
    """The prompt of an id, in Swedish (``sv``) or English (``en``).

    Raises:
        PromptError: there is none, or its file is malformed.
    """
    if prompt_id not in prompt_ids() or language not in LANGUAGES:
        raise PromptError(
            f'there is no prompt "{prompt_id}" in "{language}"; '
            f"there are {', '.join(prompt_ids())}, each in {' and '.join(LANGUAGES)}"
        )
    name = f"{prompt_id}.{language}.md"
    # bytes, so that line ends are hashed and read as one and the same wherever git put it
    content = (_FOLDER / name).read_bytes().decode("utf-8").replace("\r\n", "\n")
    prompt = read_prompt(content, name)
    if prompt.id != prompt_id:
        raise PromptError(f'"{name}" says it is the prompt "{prompt.id}"')
    return prompt


def read_prompt(content: str, name: str) -> Prompt:
    """The prompt that a file's content states.

    Args:
        content: front matter and body, lines ending in a line feed.
        name: the file's name, whose second part is the language; named in messages.

    Raises:
        PromptError: the content is malformed; the message says where.
    """
    found = _FILE.fullmatch(content)
    body = found and _BODY.fullmatch(found["body"])
    if not found or not body:
        raise PromptError(
            f'"{name}": wanted front matter between two "---" lines, "## System" and "## User"'
        )
    fields = _read_front(found["front"], name)
    system, user = body["system"].strip(), body["user"].strip()
    _check_gaps(found["body"], system + user, fields["inputs"], name)
    return Prompt(
        id=fields["id"],
        language=name.split(".")[1],
        version=int(fields["version"]),
        purpose=fields["purpose"],
        inputs=_names(fields["inputs"]),
        output=fields["output"],
        system=system,
        user=user,
        text=found["body"],
        sha256=sha256(found["body"].encode()).hexdigest(),
    )


def _read_front(front: str, name: str) -> dict[str, str]:
    """The fields as written, each of the kind it must be."""
    fields = dict(line.split(": ", 1) for line in front.splitlines() if ": " in line)
    if tuple(fields) != _FIELDS or len(front.splitlines()) != len(_FIELDS):
        raise PromptError(f'"{name}": the front matter must be {", ".join(_FIELDS)}, one a line')
    kinds = {"version": re.compile(r"[1-9]\d*"), "inputs": _LIST}
    for field, value in fields.items():
        if not kinds.get(field, _WORDS).fullmatch(value):
            raise PromptError(f'"{name}": "{value}" cannot be read as {field}')
    return fields


def _names(listed: str) -> tuple[str, ...]:
    return tuple(listed.strip("[]").split(", "))


def _check_gaps(body: str, parts: str, listed: str, name: str) -> None:
    """Refuse a body whose gaps are not the inputs, or that has a part or gap nobody would see."""
    gaps, inputs = set(_GAP.findall(parts)), set(_names(listed))
    if gaps != inputs:
        raise PromptError(f'"{name}": gaps and inputs differ in {", ".join(sorted(gaps ^ inputs))}')
    if "{{" in _GAP.sub("", body):
        raise PromptError(f'"{name}": "{{{{" opens something that is no gap')
    if len(re.findall(r"^## ", body, re.MULTILINE)) != 2:
        raise PromptError(f'"{name}": the body must have two parts and no other heading')


def _fill(part: str, inputs: Mapping[str, str]) -> str:
    return _GAP.sub(lambda gap: inputs[gap[1]], part)
