"""``samklang prompts``: the words given to language models, as they stand and as they were."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from prompts.load import LANGUAGES, Prompt, PromptError, load_prompt, prompt_ids

if TYPE_CHECKING:
    from rich.text import Text

_CHOICE = click.Choice(LANGUAGES)
_LANGUAGE = click.option(
    "--language", type=_CHOICE, default="sv", show_default=True, help="Which of the two to take."
)
# Enough of a sha256 to tell two prompts apart, as git shows a commit.
_SHORT = 12


def _id_given(context: click.Context, parameter: click.Parameter, value: str) -> str:
    """The id of a prompt that is there."""
    del context
    if value not in prompt_ids():
        known = ", ".join(prompt_ids())
        raise click.BadParameter(
            f'there is no prompt "{value}"; there are {known}', param=parameter
        )
    return value


def _inputs_given(
    context: click.Context, parameter: click.Parameter, values: Sequence[str]
) -> dict[str, str]:
    """Inputs by name; each may be given once."""
    del context
    inputs: dict[str, str] = {}
    for value in values:
        name, sign, text = value.partition("=")
        if not sign:
            raise click.BadParameter(f'"{value}" is not of the form NAME=TEXT', param=parameter)
        if name in inputs:
            raise click.BadParameter(f'"{name}" is given twice', param=parameter)
        inputs[name] = text
    return inputs


_ID = click.argument("prompt_id", metavar="ID", callback=_id_given)


@click.group()
def prompts() -> None:
    """Read the instructions that language models are given."""


@prompts.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")
def list_prompts(as_json: bool) -> None:
    """List the prompts: id, language, version, purpose, fingerprint and inputs."""
    every = [load_prompt(one, language) for one in prompt_ids() for language in LANGUAGES]
    if as_json:
        from service.cli.session import emit
        from service.schemas.prompts import PromptResponse, PromptsResponse

        emit(PromptsResponse(prompts=[PromptResponse.from_record(one) for one in every]))
        return
    from service.cli.paper import console, hang

    out = console()
    for prompt in every:
        hang(out, f"{prompt.id}.{prompt.language}".ljust(14), _card(prompt))


def _card(prompt: Prompt) -> Text:
    from rich.text import Text

    details = (
        f"version {prompt.version} · sha256 {prompt.sha256[:_SHORT]} · "
        f"inputs: {', '.join(prompt.inputs)}"
    )
    return Text.assemble(prompt.purpose, "\n", (details, "dim"))


@prompts.command()
@_ID
@_LANGUAGE
def show(prompt_id: str, language: str) -> None:
    """Show a prompt's words, with its gaps.

    What is filled in when the prompt is used stands as {{name}}.
    """
    click.echo(load_prompt(prompt_id, language).text.strip())


@prompts.command()
@_ID
@click.option(
    "--input",
    "inputs",
    metavar="NAME=TEXT",
    multiple=True,
    callback=_inputs_given,
    help="What to fill a gap with; give it once for each gap.",
)
@_LANGUAGE
def render(prompt_id: str, *, inputs: dict[str, str], language: str) -> None:
    """Show a prompt filled in, as a model would get it.

    \b
    Example:
      samklang prompts render followup --input history="Vad gäller i Norge?" \\
          --input question="Och i Spanien?"
    """  # noqa: D301  (click reads the \b)
    try:
        rendered = load_prompt(prompt_id, language).render(**inputs)
    except PromptError as error:
        raise click.UsageError(f"{error}; give each with --input NAME=TEXT") from error
    click.echo(f"## System\n\n{rendered.system}\n\n## User\n\n{rendered.user}")


@prompts.command(short_help="Show what has changed since a prompt was last used.")
@_ID
@click.option("--language", type=_CHOICE, help="Only this language. Default: both.")
def diff(prompt_id: str, language: str | None) -> None:
    """Show what has changed in a prompt since an answer in this data folder was last made with it.

    Lines that were taken out begin with a minus, lines that were put in with a plus.
    """
    from service.cli.session import Gauge, at_hand, perform
    from service.procedures.shelves import last_prompts

    asked = (language,) if language else tuple(LANGUAGES)
    with at_hand(Gauge(), resume=False) as held:
        used = perform(held, last_prompts, prompt_id=prompt_id, languages=asked)
    for one, last in used.items():
        for line in compare_with_last(load_prompt(prompt_id, one), last):
            click.echo(line)


def compare_with_last(prompt: Prompt, last: tuple[int, str] | None) -> Iterator[str]:
    """The lines that tell what changed since the version and text that were last used.

    A unified diff, or one sentence where there is nothing to compare or nothing changed.
    """
    from difflib import unified_diff

    name = f"{prompt.id}.{prompt.language}"
    if last is None:
        yield f"{name}: no answer in this data folder has been made with this prompt yet."
        return
    version, text = last
    if text == prompt.text:
        yield f"{name}: version {prompt.version} is the one last used; nothing has changed."
        return
    yield from unified_diff(
        text.splitlines(),
        prompt.text.splitlines(),
        f"{name} version {version}, last used",
        f"{name} version {prompt.version}, shipped",
        lineterm="",
    )
