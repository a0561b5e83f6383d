"""The commands as click knows them: names, options, help. The work is done elsewhere."""

from __future__ import annotations

from pathlib import Path

import click

from service.cli.assessments import assess, assessments
from service.cli.collections import collections
from service.cli.conversations import conversations
from service.cli.framework import framework
from service.cli.llm import llm
from service.cli.portfolio import portfolio
from service.cli.prompts import prompts

_AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")
_COLLECTIONS = click.option(
    "--collection",
    "collections",
    metavar="ID",
    multiple=True,
    help="Look only in this collection; give it again for several.",
)


def _words_given(context: click.Context, parameter: click.Parameter, value: str) -> str:
    """A question or query that holds something, in clean Unicode."""
    del context
    text = value.encode("utf-8", "replace").decode("utf-8").strip()
    if not text:
        raise click.BadParameter("it is empty; write at least one word", param=parameter)
    if len(text) > 2000:
        raise click.BadParameter(f"{len(text)} characters, at most 2000 are read", param=parameter)
    return text


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with:  samklang demo",
)
@click.version_option(package_name="samklang", prog_name="samklang")
def samklang() -> None:
    """Ask a shelf of documents, in Swedish or English, and get verbatim quotes with their place.

    Everything stays on this machine, in the folder SAMKLANG_DATA_DIR (default .samklang).

    Exit status: 0 all done, 1 failed, 2 wrong usage, 3 some files refused or failed, 75 the data
    folder is in use by another process.
    """


@samklang.command()
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--collection",
    metavar="ID",
    help="Put the documents here; made when new. Default: what a manifest.toml says, or unsorted.",
)
@_AS_JSON
def ingest(paths: tuple[Path, ...], collection: str | None, as_json: bool) -> int:
    """Take documents in: PDF, Word, Markdown, HTML, plain text.

    Folders are walked; without a PATH the documents that come with Samklang are taken. Files
    taken in before and unchanged cost nothing, a changed file becomes a new version.

    \b
    Examples:
      samklang ingest strategy.pdf --collection strategy
      samklang ingest reports/ minutes/ --collection partners
    """  # noqa: D301  (click reads the \b)
    from service.cli.intake import run_ingest

    return run_ingest(paths, collection=collection, as_json=as_json)


@samklang.command()
@_AS_JSON
def documents(as_json: bool) -> None:
    """List the documents that have been taken in."""
    from service.cli.shelf import run_documents

    run_documents(as_json=as_json)


@samklang.command(short_help="Remove a document with all its versions.")
@click.argument("document_id")
@_AS_JSON
def remove(document_id: str, as_json: bool) -> None:
    """Remove a document with all its versions; "samklang documents" shows the ids."""
    from service.cli.shelf import run_remove

    run_remove(document_id, as_json=as_json)


@samklang.command()
@click.argument("query", callback=_words_given)
@_COLLECTIONS
@click.option(
    "--publisher", "publishers", metavar="NAME", multiple=True, help="Only from this publisher."
)
@click.option(
    "--language", "languages", metavar="CODE", multiple=True, help="Only documents in sv, en, …"
)
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 100))
@_AS_JSON
def search(
    query: str,
    *,
    collections: tuple[str, ...],
    publishers: tuple[str, ...],
    languages: tuple[str, ...],
    limit: int,
    as_json: bool,
) -> None:
    """Find passages, in Swedish and English at once.

    \b
    Examples:
      samklang search "klimatkontrakt"
      samklang search "who funds cities in Asia" --collection partners --limit 5
    """  # noqa: D301  (click reads the \b)
    from service.cli.questions import run_search

    run_search(
        query,
        collections=collections,
        publishers=publishers,
        languages=languages,
        limit=limit,
        as_json=as_json,
    )


@samklang.command(short_help="Answer a question with quotes from the documents.")
@click.argument("question", callback=_words_given)
@_COLLECTIONS
@click.option(
    "--language",
    type=click.Choice(["sv", "en"]),
    help="Language of the answer's own words. Default: the question's. Quotes stay as written.",
)
@click.option(
    "--conversation",
    metavar="ID",
    help='Go on with this conversation, or begin one with "new": follow-ups are then understood, '
    "and the answer is kept.",
)
@_AS_JSON
def ask(
    question: str,
    *,
    collections: tuple[str, ...],
    language: str | None,
    conversation: str | None,
    as_json: bool,
) -> None:
    """Answer a question with quotes from the documents, or say that they do not.

    A quote marked as checked stands word for word at the place named. Not checked: whether what
    it says is true, still holds, or is all there is to say.

    \b
    Examples:
      samklang ask "Vilka geografiska inriktningar har strategin?"
      samklang ask "May we start a new network?" --collection strategy
    """  # noqa: D301  (click reads the \b)
    from service.cli.questions import run_ask

    run_ask(
        question,
        collections=collections,
        language=language,
        conversation=conversation,
        as_json=as_json,
    )


@samklang.command(short_help="Answer over HTTP, on this machine only.")
@click.option("--host", default="127.0.0.1", show_default=True, help="A loopback address.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
def serve(host: str, port: int) -> None:
    """Answer over HTTP on this machine, for you alone; Ctrl-C ends it.

    The calls are described at /api/openapi.json. Port 0 takes any free port.
    """
    from service.cli.serving import run_serve

    run_serve(host, port)


@samklang.command()
@_AS_JSON
def doctor(as_json: bool) -> int:
    """Examine the data folder: do the catalog and both indexes agree?"""
    from service.cli.upkeep import run_doctor

    return run_doctor(as_json=as_json)


@samklang.group()
def index() -> None:
    """Work on the search indexes."""


@index.command()
@_AS_JSON
def rebuild(as_json: bool) -> None:
    """Build both search indexes again from the catalog.

    Needed when "samklang doctor" says so, or after the embedding model was changed in the
    settings; the documents are then embedded again.
    """
    from service.cli.upkeep import run_rebuild

    run_rebuild(as_json=as_json)


@samklang.command("eval", short_help="Measure answers, citations and retrieval.")
@click.argument("sets", metavar="[SET]...", nargs=-1)
@click.option(
    "--report",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Write the run here. Default: a new folder in the data folder's eval.",
)
@click.option(
    "--split",
    type=click.Choice(["tuning", "test", "all"]),
    help="Only the questions constants are chosen on, or those kept for testing. Default: all.",
)
@click.option("--limit", type=click.IntRange(1), help="A fixed sample of so many of each set.")
@click.option(
    "--compare",
    metavar="A B",
    nargs=2,
    type=click.Path(path_type=Path),
    help="Tell which differences between two runs are real.",
)
@click.option(
    "--calibrate", is_flag=True, help="Fit to your model and documents when to answer, on tuning."
)
@_AS_JSON
def evaluate(
    sets: tuple[str, ...],
    *,
    report: Path | None,
    split: str | None,
    limit: int | None,
    compare: tuple[Path, Path] | None,
    calibrate: bool,
    as_json: bool,
) -> None:
    """Put question sets to the documents and measure what comes back.

    A SET is library, strategy, documents, or a .jsonl file of your own. Without one, every
    shipped set is run whose documents are in the data folder.

    \b
    Examples:
      samklang eval library
      samklang eval mine.jsonl --report before
      samklang eval --compare before after
    """  # noqa: D301  (click reads the \b)
    from service.cli import evaluation

    running = report or split or limit
    if compare and (sets or running or calibrate):
        raise click.UsageError("--compare takes two folders and nothing else but --json")
    if calibrate and running:
        raise click.UsageError("--calibrate takes sets and nothing else but --json")
    if compare:
        evaluation.run_comparison(*compare, as_json=as_json)
    elif calibrate:
        evaluation.run_calibration(sets, as_json=as_json)
    else:
        evaluation.run_evaluation(
            sets, report=report, split=split or "all", limit=limit, as_json=as_json
        )


@samklang.command(short_help="Try it: shipped documents, two questions.")
def demo() -> int:
    """Take in the documents that come with Samklang and ask two questions.

    Works in the folder .demo, unless SAMKLANG_DATA_DIR names another.
    """
    from service.cli.demo import run_demo

    return run_demo()


samklang.add_command(assess)
samklang.add_command(assessments)
samklang.add_command(portfolio)
samklang.add_command(framework)
samklang.add_command(prompts)
samklang.add_command(collections)
samklang.add_command(conversations)
samklang.add_command(llm)
