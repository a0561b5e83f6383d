"""A memo in the organisation's own Word template."""

from __future__ import annotations

import io
from typing import Any
from zipfile import BadZipFile

from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import TemplateError
from jinja2.sandbox import SandboxedEnvironment

from corpus.errors import UsageError
from pipeline.export.word.body import Writer
from pipeline.export.word.notes import Notes
from pipeline.memo import Block, Memo


def memo_context(memo: Memo) -> dict[str, Any]:
    """What a template may name, all of it text or lists of text.

    ``language``, ``title``, ``subject`` (what was assessed), ``mark`` (``UTKAST``, empty once
    signed), ``recommendation``, ``recommendation_code``, ``rule``, ``conditions`` (a list);
    ``fields`` by name (``fields.diary_number``, ``officer``, ``date``, ``decided_by``) and
    ``field_labels`` by the same names; ``summary``, a list of rows with ``criterion``, ``title``,
    ``group``, ``verdict`` and ``place``; ``properties`` with ``title``, ``subject``, ``comments``,
    ``created`` and ``keywords``.

    To these ``export_docx`` adds whole parts, each to stand alone in a paragraph as
    ``{{p body }}`` or ``{{p parts.criteria }}``: ``body`` is everything under the head; ``parts``
    has ``subject``, ``recommendation``, ``summary``, ``criteria``, ``funding``, ``questions``,
    ``related``, ``appendix`` and ``about``. What an assessment does not have is empty. Footnotes
    are numbered behind the template's own.
    """
    facts = memo.properties
    return {
        "language": memo.language,
        "title": memo.title,
        "subject": memo.subject,
        "mark": memo.mark,
        "recommendation": memo.decision.words,
        "recommendation_code": memo.decision.recommendation,
        "rule": memo.decision.rule,
        "conditions": list(memo.decision.conditions),
        "fields": {one.name: one.value for one in memo.fields},
        "field_labels": {one.name: one.label for one in memo.fields},
        "summary": [
            {
                "criterion": row.criterion,
                "title": row.title,
                "group": row.group,
                "verdict": row.verdict,
                "place": row.place,
            }
            for row in memo.summary
        ],
        "properties": {
            "title": facts.title,
            "subject": facts.subject,
            "comments": facts.comments,
            "created": facts.created,
            "keywords": list(facts.keywords),
        },
    }


class _Fragment:
    """Blocks that become XML where a template asks for them, so that footnotes come in order."""

    def __init__(self, page: DocxTemplate, writer: Writer, blocks: tuple[Block, ...]) -> None:
        self._page, self._writer, self._blocks = page, writer, blocks

    def __html__(self) -> str:
        body = self._page.docx.element.body
        before = set(body)
        for block in self._blocks:
            self._writer.add(block)
        made = [one for one in body if one not in before]
        for one in made:
            body.remove(one)
        return "".join(map(self._page.xml_to_string, made))

    def __str__(self) -> str:
        return self.__html__()


def render_template(memo: Memo, template: bytes) -> tuple[Document, Notes]:
    """The template filled in, and the footnotes that are still to be attached.

    Footnotes come last, because the template's own are read for tags as well.

    Raises:
        UsageError: the bytes are no Word document, or a tag cannot be filled in.
    """
    try:
        page = DocxTemplate(io.BytesIO(template))
        page.init_docx()
    except (BadZipFile, PackageNotFoundError, KeyError, ValueError) as error:
        raise UsageError(f"wanted a Word template (.docx): {error}") from error
    writer = Writer(page.docx, memo.language)
    parts = {one.name: _Fragment(page, writer, one.blocks) for one in memo.parts}
    body = _Fragment(page, writer, memo.blocks)
    # a template comes from outside: it may fill in text, and reach nothing else
    environment = SandboxedEnvironment(autoescape=True)
    try:
        page.render({**memo_context(memo), "body": body, "parts": parts}, environment)
    except TemplateError as error:
        raise UsageError(f"the Word template has a tag that cannot be filled: {error}") from error
    return page.docx, writer.notes
