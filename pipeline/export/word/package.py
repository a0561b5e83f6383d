"""What a Word file says of itself, and bytes that do not tell when they were written."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from pipeline.export.word.runs import tag_of
from pipeline.memo import Properties

_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNDATED = datetime(1980, 1, 1)
# core properties are strings of at most 255 characters
_LONGEST = 255
_CUSTOM_NAME = PackURI("/docProps/custom.xml")
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
# the format of all properties a user adds: ECMA-376-1, section 22.3
_CUSTOM_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_CUSTOM_SPACE = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUE_SPACE = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"


def describe_file(document: Document, told: Properties, language: str) -> None:
    """Set the core and custom properties; what a template says of itself gives way."""
    core = document.core_properties
    core.title, core.subject = told.title[:_LONGEST], told.subject[:_LONGEST]
    core.keywords = ", ".join(told.keywords)[:_LONGEST]
    core.comments = told.comments[:_LONGEST]
    core.author = core.last_modified_by = ""
    core.language, core.revision = tag_of(language), 1
    core.created = core.modified = _moment(told.created)
    package = document.part.package
    assert package is not None
    dropped = (RELATIONSHIP_TYPE.THUMBNAIL, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)
    for key in [key for key, rel in package.rels.items() if rel.reltype in dropped]:
        del package.rels[key]
    part = Part(_CUSTOM_NAME, _CUSTOM_TYPE, _custom(told), package)
    package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)


def _moment(created: str) -> datetime:
    try:
        moment = datetime.fromisoformat(created)
    except ValueError:
        return _UNDATED
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def _custom(told: Properties) -> bytes:
    entries = "".join(
        f"<property fmtid={quoteattr(_CUSTOM_FORMAT)} pid={quoteattr(str(number))} "
        f"name={quoteattr(name)}><vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        # 0 and 1 are the format's own
        for number, (name, value) in enumerate(told.custom.items(), start=2)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f"<Properties xmlns={quoteattr(_CUSTOM_SPACE)} xmlns:vt={quoteattr(_VALUE_SPACE)}>"
        f"{entries}</Properties>"
    ).encode()


def fix_dates(data: bytes) -> bytes:
    """The same archive with every member dated alike: python-docx writes the present time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, date_time=_EPOCH)
            new.writestr(member, old.read(name), compress_type=zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
