"""``samklang collections``: the shelves, and whose text may go to a language model elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from service.schemas import CollectionResponse

_LEAVE = {
    "never": "its text stays on this machine",
    "allowed": "its text may go to a language model outside this machine",
}
_FOLLOWS = {
    "never": (
        "No passage of this collection is shown to a language model outside this machine from now "
        "on. Questions still are, when the settings name such a model. What it was shown before "
        "cannot be called back."
    ),
    "allowed": (
        "When SAMKLANG_LLM names a language model outside this machine, passages of this "
        "collection that bear on a question are sent to it, and whoever runs it can read them. "
        "Each answer names the host. What has been sent cannot be called back."
    ),
}


@click.command(short_help="List the collections; say whose text may leave this machine.")
@click.argument("collection_id", metavar="[ID]", required=False)
@click.option(
    "--external-model",
    type=click.Choice(list(_LEAVE)),
    help="May text of this collection go to a language model outside this machine?",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")
def collections(collection_id: str | None, external_model: str | None, as_json: bool) -> None:
    """List the collections, or the one named.

    Text of a collection goes to a language model outside this machine only when you say so with
    --external-model allowed. Before that, answers from it are the documents' own words, unless
    the language model runs on this machine.

    \b
    Examples:
      samklang collections
      samklang collections eu-mission --external-model allowed
    """  # noqa: D301  (click reads the \b)
    if external_model and collection_id is None:
        raise click.UsageError("--external-model needs the ID of a collection")
    from corpus.errors import NotFoundError
    from service.cli.session import Gauge, at_hand, emit, perform
    from service.procedures.shelves import list_collections, set_external_model

    with at_hand(Gauge(), resume=False) as held:
        if collection_id and external_model:
            perform(
                held, set_external_model, collection_id=collection_id, external_model=external_model
            )
        every = perform(held, list_collections)
    if collection_id is None:
        if as_json:
            emit(every)
        else:
            _show(every.collections)
        return
    named = next((one for one in every.collections if one.id == collection_id), None)
    if named is None:
        raise NotFoundError(f'no collection "{collection_id}"; samklang collections lists them')
    if as_json:
        emit(named)
    else:
        _show([named], follows=_FOLLOWS[external_model] if external_model else "")


def _show(listed: list[CollectionResponse], *, follows: str = "") -> None:
    """The collections as a library lists its shelves, and what follows from a change."""
    from rich.text import Text

    from service.cli.paper import console, hang, plain

    out = console()
    if not listed:
        out.print("No collections yet. They are made when documents are taken in: samklang ingest")
    for one in listed:
        out.print(Text(plain(one.id), style="bold"))
        titles = dict.fromkeys((one.title_sv, one.title_en))
        hang(out, "  ", Text(plain(" / ".join(titles))))
        size = "1 document" if one.documents == 1 else f"{one.documents} documents"
        style = "yellow" if one.external_model == "allowed" else "dim"
        hang(
            out,
            "  ",
            Text.assemble((f"{one.role} · {size} · ", "dim"), (_LEAVE[one.external_model], style)),
        )
    if follows:
        out.print()
        hang(out, "", Text(follows))
