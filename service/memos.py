"""The memo of an assessment as a file: written anew for a draft, the very bytes once signed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from corpus.assessment import Kept
from corpus.errors import UsageError
from corpus.framework import Framework
from service.assessing import as_it_stands
from service.schemas import AssessmentResponse

MEDIA_TYPES: Mapping[str, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
}
"""The formats of a memo, by the ending of their files."""


def memo_file(
    signed: Callable[[str, str, int | None], bytes],
    kept: Kept,
    form: str,
    framework: Framework,
    *,
    template: bytes | None = None,
    edition: int | None = None,
) -> bytes:
    """The memo in a format of ``MEDIA_TYPES``; of a signed one the bytes that were signed.

    ``signed`` gives those, by the assessment's id, the format and the edition. ``template`` is an
    organisation's own Word file, for ``docx``. ``edition`` asks for what was signed the first
    time (1), the second …, whatever became of the assessment since.

    Raises:
        NotFoundError: it was not signed so often.
        UsageError: a template was given for another format or for a signed memo, or it is wrong.
    """
    if template is not None and form != "docx":
        raise UsageError(f"a template is for docx, not for {form}")
    if edition is None and not kept.is_signed:
        # opened again after it was signed, it is a draft again
        return write_memo(replace(kept, signed=None), form, framework, template=template)
    if template is not None:
        raise UsageError(
            f"{kept.assessment.id} is signed, and its memo is kept as it was then; "
            "a template cannot change it"
        )
    return signed(kept.assessment.id, form, edition)


def write_memo(
    kept: Kept, form: str, framework: Framework, *, template: bytes | None = None
) -> bytes:
    """The memo written anew, with the mark of a draft unless ``kept`` is signed."""
    if form == "json":
        whole = AssessmentResponse.from_record(kept, as_it_stands(kept, framework), framework)
        return f"{whole.model_dump_json(indent=2)}\n".encode()
    from pipeline.export import export_docx, export_markdown, export_pdf
    from pipeline.memo import make_memo

    memo = make_memo(kept, framework)
    if form == "docx":
        return export_docx(memo, template)
    if form == "pdf":
        return export_pdf(memo)
    return export_markdown(memo).encode()
