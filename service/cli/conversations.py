"""``samklang conversations``: list, read, export and erase what was asked and answered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.records import Conversation, Turn
    from corpus.store import Store
    from service.cli.line import Line


@click.group(invoke_without_command=True, short_help="Read, export and erase conversations.")
@click.option("--json", "as_json", is_flag=True, help="List as JSON and print nothing else.")
@click.pass_context
def conversations(context: click.Context, as_json: bool) -> None:
    """List the conversations that were kept; the one used last comes first.

    A conversation is kept when you ask for it ("samklang ask --conversation new"), until you
    erase it.
    """
    if context.invoked_subcommand is not None:
        if as_json:
            raise click.UsageError('--json is for the list; "export" has --format json')
        return
    from service.cli.session import Gauge, at_hand, emit, perform
    from service.procedures.shelves import list_conversations

    with at_hand(Gauge(), resume=False) as held:
        listed = perform(held, list_conversations)
    if as_json:
        from service.schemas import ConversationsResponse

        emit(ConversationsResponse.from_record(listed))
    else:
        _list(listed)


def _list(listed: Sequence[Conversation]) -> None:
    from rich.text import Text

    from service.cli.paper import console, hang, plain

    out = console()
    if not listed:
        out.print('No conversations are kept. Begin one with: samklang ask "…" --conversation new')
    for one in listed:
        used = one.updated[:16].replace("T", " ")
        details = f"{_questions(one.turns)} · {used} UTC"
        card = Text.assemble(plain(one.title), "\n", (details, "dim"))
        hang(out, Text(f"{one.id}  ", style="cyan"), card)


def _questions(count: int) -> str:
    return "1 question" if count == 1 else f"{count} questions"


@conversations.command()
@click.argument("conversation_id", metavar="ID")
def show(conversation_id: str) -> None:
    """Show a conversation, each answer as it was given.

    Where a document was deleted since, its quotes stand marked with †.
    """
    from service.cli.answers import show_answer
    from service.cli.paper import console
    from service.cli.session import Gauge, at_hand, perform
    from service.procedures.shelves import turns
    from service.reopened import reopen_answer

    with at_hand(Gauge(), resume=False) as held:
        answered = perform(held, turns, conversation_id=conversation_id)
    out = console()
    for number, turn in enumerate(answered):
        if number:
            out.print()
            out.rule(style="dim")
            out.print()
        show_answer(reopen_answer(turn), out)


@conversations.command()
@click.argument("conversation_id", metavar="ID")
@click.option(
    "--format",
    "form",
    type=click.Choice(["md", "json"]),
    default="md",
    show_default=True,
    help="Markdown to read and paste, or JSON for other programs.",
)
@click.option(
    "--output",
    metavar="PATH",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write to this file, over what it holds. Default: print.",
)
def export(conversation_id: str, *, form: str, output: Path | None) -> None:
    """Export a conversation: questions, claims, quotes with their place and verdict.

    What did not pass the check stands struck through with its reason. Each answer says whose
    words it is and which host was shown the question.
    """
    from service.cli.session import Gauge, at_hand, perform
    from service.procedures.shelves import conversation, turns

    with at_hand(Gauge(), resume=False) as held:
        whole = perform(held, conversation, conversation_id=conversation_id)
        answered = perform(held, turns, conversation_id=conversation_id)
    text = _exported(whole, answered, form)
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")
        click.echo(f'Written to "{output}".', err=True)


def _exported(conversation: Conversation, turns: Sequence[Turn], form: str) -> str:
    from service.schemas import TranscriptResponse
    from service.transcript import write_markdown

    if form == "md":
        return write_markdown(conversation, turns)
    return TranscriptResponse.from_record(conversation, turns).model_dump_json(indent=2) + "\n"


@conversations.command()
@click.argument("conversation_id", metavar="[ID]", required=False)
@click.option("--all", "every", is_flag=True, help="Erase every conversation.")
@click.option("--yes", is_flag=True, help="Do not ask first.")
def erase(conversation_id: str | None, *, every: bool, yes: bool) -> int:
    """Erase a conversation, or all of them, so that nothing of it is left in the data folder.

    Exports and backups made before are not touched.
    """
    if every == (conversation_id is not None):
        raise click.UsageError("name one conversation, or give --all")
    from service.cli.session import Gauge, at_hand

    with at_hand(Gauge(), resume=False) as held:
        if conversation_id is None:
            return _erase_all(held, yes=yes)
        return _erase_one(held, conversation_id, yes=yes)


def _erase_one(held: Store | Line, own: str, *, yes: bool) -> int:
    from service.cli.paper import plain
    from service.cli.session import perform
    from service.procedures.shelves import conversation, erase_conversation

    one = perform(held, conversation, conversation_id=own)
    what = f'"{plain(one.title)}" ({_questions(one.turns)})'
    if not (yes or _confirmed(f"Erase {what}?")):
        return 1
    perform(held, erase_conversation, conversation_id=one.id)
    click.echo(f"Erased {one.id}: {what}")
    return 0


def _erase_all(held: Store | Line, *, yes: bool) -> int:
    from service.cli.session import perform
    from service.procedures.shelves import erase_conversations, list_conversations

    count = len(perform(held, list_conversations))
    what = "1 conversation" if count == 1 else f"{count} conversations"
    if count and not (yes or _confirmed(f"Erase {what}?")):
        return 1
    perform(held, erase_conversations)
    click.echo(f"Erased {what}.")
    return 0


def _confirmed(question: str) -> bool:
    """Whether somebody says yes; the question is no output, so it goes to stderr."""
    if click.confirm(f"{question} It cannot be brought back.", err=True):
        return True
    click.echo("Nothing was erased.", err=True)
    return False
