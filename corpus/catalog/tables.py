"""The tables of the catalog. Dialect-neutral; migrations are in ``migrations/``."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

collections = Table(
    "collections",
    metadata,
    Column("id", String(41), primary_key=True),
    Column("title_sv", Text, nullable=False),
    Column("title_en", Text, nullable=False),
    Column("role", String(16), nullable=False),
    Column("external_model", String(8), nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("id", String(13), primary_key=True),
    Column("collection", ForeignKey("collections.id"), nullable=False, index=True),
    # set first when a document is removed, so that a killed removal is finished at the next start
    Column("deleted", Boolean, nullable=False, default=False),
)

# a document is (collection, source key); the same bytes under two keys are one document
names = Table(
    "names",
    metadata,
    Column("collection", ForeignKey("collections.id"), primary_key=True),
    Column("source_key", Text, primary_key=True),
    Column("document_id", ForeignKey("documents.id"), nullable=False, index=True),
)

versions = Table(
    "versions",
    metadata,
    Column("document_id", ForeignKey("documents.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("state", String(10), nullable=False, index=True),
    Column("sha256", String(64), nullable=False, index=True),
    Column("reader", Integer, nullable=False),
    Column("model_key", String(24), nullable=False),
    Column("filename", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("publisher", Text),
    Column("published", String(10)),
    Column("status", String(12), nullable=False),
    Column("language", String(8), nullable=False),
    Column("reference", Text),
    Column("guessed", JSON, nullable=False),
    Column("warnings", JSON, nullable=False),
    Column("pages", Integer),
    Column("passages", Integer, nullable=False),
    Column("characters", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("blocks", LargeBinary, nullable=False),
    Column("page_rows", JSON, nullable=False),
    Column("created", String(32), nullable=False),
)

boxes = Table(
    "boxes",
    metadata,
    Column("document_id", String(13), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("page", Integer, primary_key=True),
    Column("data", LargeBinary, nullable=False),
    ForeignKeyConstraint(["document_id", "version"], ["versions.document_id", "versions.version"]),
)

passages = Table(
    "passages",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("id", String(48), nullable=False, unique=True),
    Column("document_id", String(13), nullable=False),
    Column("version", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("heading_path", JSON, nullable=False),
    Column("language", String(8), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("paragraph", Integer, nullable=False),
    Column("page", Integer),
    Column("page_end", Integer),
    Column("page_label", Text),
    Column("text", Text, nullable=False),
    Column("vector", LargeBinary, nullable=False),
    ForeignKeyConstraint(["document_id", "version"], ["versions.document_id", "versions.version"]),
    Index("passages_by_place", "document_id", "version", "start"),
)

sentences = Table(
    "sentences",
    metadata,
    Column("passage_row", ForeignKey("passages.row"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("vector", LargeBinary, nullable=False),
)

tokens = Table(
    "tokens",
    metadata,
    Column("passage_row", ForeignKey("passages.row"), primary_key=True),
    # vectors of another space than that of the question must not be compared with it
    Column("space", String(12), nullable=False),
    Column("vectors", LargeBinary, nullable=False),
    Column("sentences", LargeBinary, nullable=False),
)

# the text of every prompt that was used, so that an answer's sha256 can be looked up for good
prompts = Table(
    "prompts",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("id", String(40), nullable=False),
    Column("language", String(8), nullable=False),
    Column("version", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("first_used", String(32), nullable=False),
    Column("last_used", String(32), nullable=False),
)

# sums of a day (UTC): a meter needs no row for each answer, and who asked what is nobody's business
usage = Table(
    "usage",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("model", String(200), primary_key=True),
    Column("tokens_in", BigInteger, nullable=False),
    Column("tokens_out", BigInteger, nullable=False),
    Column("cost", Float, nullable=False),
)

conversations = Table(
    "conversations",
    metadata,
    Column("id", String(13), primary_key=True),
    Column("title", Text, nullable=False),
    Column("created", String(32), nullable=False),
    Column("updated", String(32), nullable=False),
)

# an answer is kept as it was given, so that it opens when its documents are gone
turns = Table(
    "turns",
    metadata,
    Column("conversation_id", ForeignKey("conversations.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("question", Text, nullable=False),
    Column("standalone", Text, nullable=False),
    Column("answer", JSON, nullable=False),
    Column("created", String(32), nullable=False),
)

# what somebody thought of an answer; erased with its conversation
feedback = Table(
    "feedback",
    metadata,
    Column("conversation_id", String(13), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("helpful", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("created", String(32), nullable=False),
    ForeignKeyConstraint(["conversation_id", "number"], ["turns.conversation_id", "turns.number"]),
)

# a search to be made again: the query of its address
searches = Table(
    "searches",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("name", String(200), nullable=False, unique=True),
    Column("query", Text, nullable=False),
    Column("created", String(32), nullable=False),
)

# a drafted assessment as it was made; what people did to it are its steps
assessments = Table(
    "assessments",
    metadata,
    Column("id", String(13), primary_key=True),
    # of what was assessed; no foreign key, since an assessment outlives its document
    Column("document_id", String(13), nullable=False),
    Column("framework_id", String(40), nullable=False),
    Column("body", JSON, nullable=False),
    Column("previous", String(13)),
    Column("created", String(32), nullable=False),
)

steps = Table(
    "steps",
    metadata,
    Column("assessment_id", ForeignKey("assessments.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("body", JSON, nullable=False),
    Column("created", String(32), nullable=False),
)

# the exact bytes that were signed, for archiving
memos = Table(
    "memos",
    metadata,
    Column("assessment_id", ForeignKey("assessments.id"), primary_key=True),
    Column("format", String(8), primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("by", Text, nullable=False),
    # one that was opened and signed again has several editions
    Column("created", String(32), primary_key=True),
)

bindings = Table(
    "bindings",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("framework_id", String(40), nullable=False),
    Column("framework_sha256", String(64), nullable=False),
    Column("document_id", String(13), nullable=False),
    Column("version", Integer, nullable=False),
    Column("clauses", JSON, nullable=False),
    Column("created", String(32), nullable=False),
)

# the number says which came first, also when the clock was set back
jobs = Table(
    "jobs",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String(13), nullable=False, unique=True),
    Column("kind", String(8), nullable=False),
    Column("by", Text, nullable=False),
    Column("state", String(10), nullable=False, index=True),
    Column("progress", Float, nullable=False),
    Column("order", JSON, nullable=False),
    Column("result", JSON(none_as_null=True)),
    Column("error", Text),
    Column("cancelling", Boolean, nullable=False),
    Column("once_key", String(255)),
    Column("once_digest", String(64)),
    Column("created", String(32), nullable=False),
    Column("started", String(32)),
    Column("ended", String(32)),
    UniqueConstraint("by", "once_key"),
)

job_files = Table(
    "job_files",
    metadata,
    Column("job_id", ForeignKey("jobs.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("path", Text),
    Column("collection", String(41), nullable=False),
    Column("entry", JSON(none_as_null=True)),
    Column("fault", Text),
    Column("outcome", JSON(none_as_null=True)),
)

# who did what to which object: ids, never text
audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("created", String(32), nullable=False),
    Column("by", Text, nullable=False),
    Column("action", String(40), nullable=False),
    Column("object_kind", String(40), nullable=False),
    Column("object_id", String(80), nullable=False),
)
